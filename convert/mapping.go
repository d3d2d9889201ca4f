package convert

import (
	"slices"
	"strings"
	"sync"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
)

// How tells what becomes of a guide's value.
type How string

// What may become of a value.
const (
	Copy    How = "copied"     // the variable gets the value
	Split   How = "split"      // an image reference, taken apart into registry, repository, name and tag
	File    How = "file"       // part of the YAML or command line in the file that the variable names
	Derive  How = "derived"    // the variable's value is worked out from it
	Fixed   How = "fixed"      // the framework writes its own value
	Lost    How = "lost"       // the variable is set, but the framework loses the value
	None    How = "none"       // no variable reaches it
	Ignored How = "not a key"  // the chart itself does not read it
	Replace How = "superseded" // the benchmark's own way of doing it stands in its place
)

// Carries says that the value is in the scenario afterwards.
func (h How) Carries() bool {
	return h == Copy || h == Split || h == File || h == Derive || h == Lost
}

// Field is one row of the mapping: a key of a guide, the variable it becomes, and how. Converter, hover, diagnostics
// and documentation read the rows; there is no second list.
type Field struct {
	Chart guide.Chart
	Path  string // {stage} stands for decode and prefill, [] for any index, a final ** for everything below
	Var   string // {STAGE} stands for DECODE and PREFILL; "" where no variable is reached
	How   How
	Note  string // for people: the transformation, or why the value cannot be carried
	Quiet bool   // not set where the value equals the framework's default, but listed at the end of the scenario
}

// Fields is the mapping. The facts are those of framework v0.5.2 and of the charts up to modelservice 0.4.12 and
// inferencepool 1.5.
var Fields = []Field{
	// ModelService: the model
	{ms, guide.VersionPath, "LLMDBENCH_VLLM_MODELSERVICE_CHART_VERSION", Copy, "version of the modelservice chart; auto would take the newest", false},
	{ms, "multinode", "LLMDBENCH_VLLM_MODELSERVICE_MULTINODE", Copy, "true makes LeaderWorkerSets of the stages", true},
	{ms, "modelArtifacts.name", "LLMDBENCH_DEPLOY_MODEL_LIST", Copy, "the model; one name only, a list makes v0.5.2 process texts twice", false},
	{ms, "modelArtifacts.uri", "LLMDBENCH_VLLM_MODELSERVICE_URI_PROTOCOL", Replace, "the framework builds the URI itself: pvc, since the serve line reads the model from /model-cache/models", false},
	{ms, "modelArtifacts.size", "LLMDBENCH_VLLM_COMMON_PVC_MODEL_CACHE_SIZE", Copy, "also the size of the volume claim that step 04 makes", false},
	{ms, "modelArtifacts.authSecretName", "LLMDBENCH_VLLM_COMMON_HF_TOKEN_NAME", Lost, "names the secret that is made; the modelservice values always say llm-d-hf-token", true},
	{ms, "modelArtifacts.mountPath", "", Fixed, "the model is mounted at /model-cache, which the serve line relies on", false},
	{ms, "modelArtifacts.labels.**", "", Fixed, "the framework labels pods llm-d.ai/inferenceServing and llm-d.ai/model, and its pool selects by these", false},
	{ms, "modelArtifacts.**", "", None, "no variable reaches this setting of the model volume", false},

	// ModelService: routing
	{ms, "routing.servicePort", "LLMDBENCH_VLLM_COMMON_INFERENCE_PORT", Copy, "pools of API v1 keep port 8000 whatever this says", false},
	{ms, "routing.proxy.enabled", "LLMDBENCH_LLMD_ROUTINGSIDECAR_ENABLED", Copy, "the routing sidecar in front of decode", false},
	{ms, "routing.proxy.image", "LLMDBENCH_LLMD_ROUTINGSIDECAR_IMAGE_{REGISTRY,REPO,NAME,TAG}", Split, "taken apart into four variables", false},
	{ms, "routing.proxy.connector", "LLMDBENCH_LLMD_ROUTINGSIDECAR_CONNECTOR", Copy, "which names are known depends on the sidecar's version", false},
	{ms, "routing.proxy.targetPort", "LLMDBENCH_VLLM_COMMON_METRICS_PORT", Derive, "where decode's engine listens; the framework never tells the sidecar, which expects 8200", false},
	{ms, "routing.proxy.debugLevel", "LLMDBENCH_LLMD_ROUTINGSIDECAR_DEBUG_LEVEL", Lost, "written, but charts from 0.3.8 on read zapLogLevel", false},
	{ms, "routing.proxy.secure", "", Fixed, "always false", false},
	{ms, "routing.proxy.imagePullPolicy", "", Fixed, "the chart's default, Always", false},
	{ms, "routing.proxy.**", "", None, "no variable reaches this setting of the routing sidecar", false},
	{ms, "routing.**", "", Ignored, "belongs to charts before 0.3; pool, route and picker come from steps 07 and 08", false},

	// ModelService: accelerator
	{ms, "accelerator.type", "LLMDBENCH_VLLM_MODELSERVICE_DECODE_ACCELERATOR_RESOURCE", Derive, "becomes the resource that pods ask for; the framework derives the type from it: nvidia, or the part before the first dot", false},
	{ms, "accelerator.dra", "", None, "no variable switches dynamic resource allocation on; pods ask for the device plugin's resource", false},
	{ms, "accelerator.**", "", None, "no variable reaches this accelerator setting", false},

	// ModelService: a stage
	{ms, "{stage}.create", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_REPLICAS", Derive, "false becomes 0 replicas; the framework writes create from the replicas", false},
	{ms, "{stage}.replicas", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_REPLICAS", Copy, "pods, or groups of pods with multinode", false},
	{ms, "{stage}.parallelism.tensor", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_TENSOR_PARALLELISM", Copy, "also multiplies the accelerators that a pod asks for", false},
	{ms, "{stage}.parallelism.data", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_DATA_PARALLELISM", Copy, "the total; always written, so the chart never derives it", false},
	{ms, "{stage}.parallelism.dataLocal", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_DATA_LOCAL_PARALLELISM", Copy, "per pod; also multiplies the accelerators that a pod asks for", false},
	{ms, "{stage}.parallelism.workers", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_NUM_WORKERS_PARALLELISM", Copy, "pods of a LeaderWorkerSet group; the COMMON variable is read nowhere", false},
	{ms, "{stage}.parallelism.**", "", Ignored, "the chart knows tensor, data, dataLocal and workers", false},
	{ms, "{stage}.acceleratorTypes.labelKey", "LLMDBENCH_VLLM_COMMON_AFFINITY", Derive, "the part before the colon; one affinity for both stages", false},
	{ms, "{stage}.acceleratorTypes.labelValues[]", "LLMDBENCH_VLLM_COMMON_AFFINITY", Derive, "the part behind the colon; one value only", false},
	{ms, "{stage}.annotations.**", "LLMDBENCH_VLLM_COMMON_ANNOTATIONS", Derive, "key:value list for both stages", false},
	{ms, "{stage}.podAnnotations.**", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_PODANNOTATIONS", Derive, "key:value list; commas, quotes and line breaks in a value cannot be written", false},
	{ms, "{stage}.imagePullSecrets[].**", "LLMDBENCH_VLLM_COMMON_PULL_SECRET", Derive, "one name for both stages", false},
	{ms, "{stage}.imagePullSecrets[]", "LLMDBENCH_VLLM_COMMON_PULL_SECRET", Derive, "one name for both stages", false},
	{ms, "{stage}.priorityClassName", "LLMDBENCH_VLLM_COMMON_PRIORITY_CLASS_NAME", Copy, "one value for both stages", false},
	{ms, "{stage}.schedulerName", "LLMDBENCH_VLLM_COMMON_POD_SCHEDULER", Copy, "one value for both stages", true},
	{ms, "schedulerName", "LLMDBENCH_VLLM_COMMON_POD_SCHEDULER", Copy, "one value for both stages", true},
	{ms, "{stage}.monitoring.podmonitor.enabled", "LLMDBENCH_VLLM_MONITORING_PODMONITOR_ENABLED", Lost, "the framework has a PodMonitor of its own, which v0.5.2 never creates", true},
	{ms, "{stage}.monitoring.podmonitor.interval", "LLMDBENCH_VLLM_MONITORING_SCRAPE_INTERVAL", Lost, "feeds the framework's PodMonitor, which v0.5.2 never creates", true},
	{ms, "{stage}.monitoring.podmonitor.path", "LLMDBENCH_VLLM_MONITORING_METRICS_PATH", Lost, "feeds the framework's PodMonitor, which v0.5.2 never creates", true},
	{ms, "{stage}.monitoring.**", "", None, "the framework's own PodMonitor has no variable for this", false},
	{ms, "{stage}.volumes[].**", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_EXTRA_VOLUMES", File, "an entry of the list, behind the preprocesses volume", false},
	{ms, "{stage}.initContainers[].**", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_INIT_CONTAINER_CONFIG", File, "an entry of the list", false},
	{ms, "{stage}.extraConfig.**", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_EXTRA_POD_CONFIG", Lost, podConfigDamage, false},
	{ms, "{stage}.nodeSelector.**", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_EXTRA_POD_CONFIG", Lost, podConfigDamage, false},
	{ms, "{stage}.tolerations[].**", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_EXTRA_POD_CONFIG", Lost, podConfigDamage, false},
	{ms, "{stage}.affinity.**", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_EXTRA_POD_CONFIG", Lost, podConfigDamage, false},
	{ms, "{stage}.podSecurityContext.**", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_EXTRA_POD_CONFIG", Lost, podConfigDamage, false},
	{ms, "{stage}.terminationGracePeriodSeconds", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_EXTRA_POD_CONFIG", Lost, podConfigDamage, false},
	{ms, "{stage}.enableServiceLinks", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_EXTRA_POD_CONFIG", Lost, podConfigDamage, false},
	{ms, "{stage}.hostIPC", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_EXTRA_POD_CONFIG", Lost, podConfigDamage, false},
	{ms, "{stage}.hostPID", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_EXTRA_POD_CONFIG", Lost, podConfigDamage, false},
	{ms, "{stage}.hostNetwork", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_EXTRA_POD_CONFIG", Lost, podConfigDamage, false},
	{ms, "{stage}.securityContext.**", "", Ignored, "the chart has podSecurityContext for pods and securityContext in containers; this key it does not read", false},
	{ms, "{stage}.resourceClaims[].**", "", None, "no variable reaches resource claims", false},
	{ms, "{stage}.autoscaling.**", "", None, "no variable reaches autoscaling of a stage", false},
	{ms, "{stage}.accelerator.**", "", None, "the framework writes one accelerator type for both stages", false},
	{ms, "{stage}.subGroupPolicy.**", "", None, "no variable reaches sub-groups of a LeaderWorkerSet", false},
	{ms, "{stage}.subGroupExclusiveTopology", "", None, "no variable reaches sub-groups of a LeaderWorkerSet", false},
	{ms, "{stage}.strategy.**", "", None, "no variable reaches the update strategy", false},

	// ModelService: the model server's container
	{ms, "{stage}.containers[].name", "", Fixed, "always vllm", false},
	{ms, "{stage}.containers[].image", "LLMDBENCH_LLMD_IMAGE_{REGISTRY,REPO,NAME,TAG}", Split, "taken apart into four variables; one image for both stages", false},
	{ms, "{stage}.containers[].modelCommand", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_MODEL_COMMAND", Replace, "custom, so that the preprocess runs before vllm serve; what the chart would have added is written out", false},
	{ms, "{stage}.containers[].command[]", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_EXTRA_ARGS", File, "folded into the command line, which always runs under /bin/sh -c", false},
	{ms, "{stage}.containers[].args[]", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_EXTRA_ARGS", File, "part of the command line", false},
	{ms, "{stage}.containers[].env[].**", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_ENVVARS_TO_YAML", File, "an entry of the list; entries that the framework adds itself are set by LLMDBENCH_VLLM_COMMON_ variables too", false},
	{ms, "{stage}.containers[].mountModelVolume", "", Fixed, "always true; the override variable works backwards", false},
	{ms, "{stage}.containers[].volumeMounts[].**", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_EXTRA_VOLUME_MOUNTS", File, "an entry of the list, beside the mount of the preprocesses volume", false},
	{ms, "{stage}.containers[].resources.limits.cpu", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_CPU_NR", Copy, "one amount is both limit and request", false},
	{ms, "{stage}.containers[].resources.requests.cpu", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_CPU_NR", Copy, "one amount is both limit and request", false},
	{ms, "{stage}.containers[].resources.limits.memory", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_CPU_MEM", Copy, "one amount is both limit and request", false},
	{ms, "{stage}.containers[].resources.requests.memory", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_CPU_MEM", Copy, "one amount is both limit and request", false},
	{ms, "{stage}.containers[].resources.limits.ephemeral-storage", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_EPHEMERAL_STORAGE", Copy, "one amount is both limit and request", false},
	{ms, "{stage}.containers[].resources.requests.ephemeral-storage", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_EPHEMERAL_STORAGE", Copy, "one amount is both limit and request", false},
	{ms, "{stage}.containers[].resources.claims[].**", "", None, "no variable reaches resource claims", false},
	{ms, "{stage}.containers[].resources.**", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_ACCELERATOR_{RESOURCE,NR}", Derive, "an accelerator, or with rdma in its name a network device: LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_NETWORK_{RESOURCE,NR}", false},
	{ms, "{stage}.containers[].startupProbe.httpGet.path", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_STARTUP_PROBE_PATH", Copy, "the whole probe is in the container config too", true},
	{ms, "{stage}.containers[].startupProbe.initialDelaySeconds", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_STARTUP_PROBE_INITIAL_DELAY", Copy, "the whole probe is in the container config too", true},
	{ms, "{stage}.containers[].startupProbe.failureThreshold", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_STARTUP_PROBE_FAILURE_THRESHOLD", Copy, "the whole probe is in the container config too", true},
	{ms, "{stage}.containers[].readinessProbe.httpGet.path", "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_READINESS_PROBE_PATH", Copy, "the whole probe is in the container config too", true},
	{ms, "{stage}.containers[].startupProbe.**", containerConfig, File, "repeated whole: a probe there wins over the generated one", false},
	{ms, "{stage}.containers[].livenessProbe.**", containerConfig, File, "repeated whole: a probe there wins over the generated one", false},
	{ms, "{stage}.containers[].readinessProbe.**", containerConfig, File, "repeated whole: a probe there wins over the generated one", false},
	{ms, "{stage}.containers[].extraConfig.**", containerConfig, File, "copied into the container config", false},
	{ms, "{stage}.containers[].securityContext.**", containerConfig, File, "copied into the container config", false},
	{ms, "{stage}.containers[].ports[].**", containerConfig, File, "copied into the container config; the framework writes no ports itself", false},
	{ms, "{stage}.containers[].lifecycle.**", containerConfig, File, "copied into the container config", false},
	{ms, "{stage}.containers[].envFrom[].**", containerConfig, File, "copied into the container config", false},
	{ms, "{stage}.containers[].volumeDevices[].**", containerConfig, File, "copied into the container config", false},
	{ms, "{stage}.containers[].resizePolicy[].**", containerConfig, File, "copied into the container config", false},
	{ms, "{stage}.containers[].imagePullPolicy", containerConfig, File, "copied into the container config", false},
	{ms, "{stage}.containers[].workingDir", containerConfig, File, "copied into the container config", false},
	{ms, "{stage}.containers[].stdin", containerConfig, File, "copied into the container config", false},
	{ms, "{stage}.containers[].stdinOnce", containerConfig, File, "copied into the container config", false},
	{ms, "{stage}.containers[].tty", containerConfig, File, "copied into the container config", false},
	{ms, "{stage}.containers[].terminationMessagePath", containerConfig, File, "copied into the container config", false},
	{ms, "{stage}.containers[].terminationMessagePolicy", containerConfig, File, "copied into the container config", false},
	{ms, "{stage}.containers[].**", "", Ignored, "neither the chart nor Kubernetes knows this key of a container", false},
	{ms, "{stage}.**", "", None, "no variable reaches this setting of a stage", false},
	{ms, "tracing.**", "", None, "no variable; OTEL_ variables and tracing flags can go into the stages, the sidecar cannot be traced", false},
	{ms, "extraObjects[].**", "", None, "no variable; create such objects beside the framework", false},
	{ms, "serviceAccountOverride", "", None, "pods keep the chart's service account", false},
	{ms, "fullnameOverride", "", Fixed, "the framework names the release after the model", false},
	{ms, "requester.**", "", None, "the framework does not deploy dual pods through modelservice", false},

	// InferencePool: the endpoint picker
	{pool, guide.VersionPath, "LLMDBENCH_VLLM_GAIE_CHART_VERSION", Copy, "version of the inferencepool chart; v0.5.2 writes the keys of charts up to 1.4", false},
	{pool, "inferenceExtension.flags.v", "LLMDBENCH_VLLM_MODELSERVICE_GAIE_EPP_VERBOSITY", Copy, "the only flag that arrives", false},
	{pool, "inferenceExtension.flags", "LLMDBENCH_VLLM_MODELSERVICE_GAIE_FLAGS", Lost, flagsDamage, false},
	{pool, "inferenceExtension.flags.**", "LLMDBENCH_VLLM_MODELSERVICE_GAIE_FLAGS", Lost, flagsDamage, false},
	{pool, "inferenceExtension.flags[].**", "LLMDBENCH_VLLM_MODELSERVICE_GAIE_FLAGS", Lost, flagsDamage, false},
	{pool, "inferenceExtension.image.hub", "LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_{REGISTRY,REPO}", Split, "the first part is the registry", false},
	{pool, "inferenceExtension.image.name", "LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_NAME", Copy, "name of the picker's image", false},
	{pool, "inferenceExtension.image.registry", "LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_{REGISTRY,REPO,NAME}", Split, "a key of charts from 1.5 on, with repository; the framework writes image.hub and image.name", false},
	{pool, "inferenceExtension.image.repository", "LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_{REGISTRY,REPO,NAME}", Split, "a key of charts from 1.5 on; the framework writes image.hub and image.name", false},
	{pool, "inferenceExtension.image.tag", "LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_TAG", Copy, "auto would look up the newest", false},
	{pool, "inferenceExtension.image.pullPolicy", "", Fixed, "always Always", false},
	{pool, "inferenceExtension.pluginsConfigFile", "LLMDBENCH_VLLM_MODELSERVICE_GAIE_PLUGINS_CONFIGFILE", Copy, "must be the name of a file in the custom config, or of a preset", false},
	{pool, "inferenceExtension.pluginsCustomConfig.**", "LLMDBENCH_VLLM_MODELSERVICE_GAIE_CUSTOM_PLUGINS", File, "every file, with its comments", false},
	{pool, "inferenceExtension.sidecar.enabled", "LLMDBENCH_VLLM_MODELSERVICE_GAIE_SIDECAR_ENABLED", Copy, "the tokenizer beside the picker", false},
	{pool, "inferenceExtension.sidecar.image", "LLMDBENCH_LLMD_UDS_TOKENIZER_IMAGE_{REGISTRY,REPO,NAME,TAG}", Split, "taken apart into four variables", false},
	{pool, "inferenceExtension.sidecar.imagePullPolicy", "", Fixed, "always IfNotPresent", false},
	{pool, "inferenceExtension.sidecar.name", "", Fixed, "always tokenizer-uds", false},
	{pool, "inferenceExtension.sidecar.env[].**", "", Fixed, "always TOKENIZERS_DIR and HF_HOME, both /tokenizers", false},
	{pool, "inferenceExtension.sidecar.volumeMounts[].**", "", Fixed, "always the tokenizer's two mounts", false},
	{pool, "inferenceExtension.sidecar.**", "", None, "no variable reaches this setting of the tokenizer sidecar", false},
	{pool, "inferenceExtension.volumes[].**", "", Fixed, "always the tokenizer's two volumes", false},
	{pool, "inferenceExtension.volumeMounts[].**", "", Fixed, "always the tokenizer's mount", false},
	{pool, "inferenceExtension.monitoring.prometheus.enabled", "LLMDBENCH_VLLM_MODELSERVICE_GAIE_MONITORING_PROMETHEUS_ENABLED", Copy, "set to false again for users who are not administrators", true},
	{pool, "inferenceExtension.monitoring.prometheus.enable", "", Ignored, "the chart reads enabled", false},
	{pool, "inferenceExtension.monitoring.prometheus.auth.enabled", "", Fixed, "always true", false},
	{pool, "inferenceExtension.monitoring.prometheus.auth.secretName", "", None, "the framework writes monitoring.secret.name, which the chart does not read", false},
	{pool, "inferenceExtension.monitoring.interval", "", Fixed, "always 10s", false},
	{pool, "inferenceExtension.monitoring.**", "", None, "no variable reaches this monitoring setting", false},
	{pool, "inferenceExtension.replicas", "", Fixed, "always 1", false},
	{pool, "inferenceExtension.extProcPort", "", Fixed, "always 9002", false},
	{pool, "inferenceExtension.extraContainerPorts[].**", "", Fixed, "always zmq on 5557", false},
	{pool, "inferenceExtension.extraServicePorts[].**", "", Fixed, "always zmq on 5557", false},
	{pool, "inferenceExtension.env[].**", "", None, "only HF_TOKEN is written, when a Hugging Face token is given", false},
	{pool, "inferenceExtension.**", "", None, "no variable reaches this setting of the endpoint picker", false},
	{pool, "inferencePool.apiVersion", "LLMDBENCH_VLLM_MODELSERVICE_INFERENCEPOOL_API", Copy, "also decides the group in the route", true},
	{pool, "inferencePool.targetPortNumber", "LLMDBENCH_VLLM_COMMON_INFERENCE_PORT", Replace, "read by pools of v1alpha2 only; the port of the model server's service is written there", false},
	{pool, "inferencePool.targetPorts[].**", "", Fixed, "never written, so pools of API v1 route to 8000", false},
	{pool, "inferencePool.modelServerType", "", Fixed, "always vllm", false},
	{pool, "inferencePool.modelServers.**", "", Fixed, "the pool selects by llm-d.ai/inferenceServing and llm-d.ai/model", false},
	{pool, "inferencePool.**", "", None, "no variable reaches this setting of the pool", false},
	{pool, "provider.name", "LLMDBENCH_VLLM_MODELSERVICE_GATEWAY_CLASS_NAME", Derive, "follows the gateway class", false},
	{pool, "provider.istio.**", "LLMDBENCH_VLLM_MODELSERVICE_INFERENCE_POOL_PROVIDER_CONFIG", Lost, providerDamage, false},
	{pool, "istio.**", "LLMDBENCH_VLLM_MODELSERVICE_INFERENCE_POOL_PROVIDER_CONFIG", Lost, providerDamage, false},
	{pool, "provider.**", "", None, "no variable reaches this setting of the gateway's provider", false},
	{pool, "experimentalHttpRoute.**", "", Fixed, "the framework makes a route of its own", false},

	// Infra: the gateway
	{infra, guide.VersionPath, "LLMDBENCH_VLLM_INFRA_CHART_VERSION", Copy, "version of the infra chart; auto would take the newest", false},
	{infra, "gateway.gatewayClassName", "LLMDBENCH_VLLM_MODELSERVICE_GATEWAY_CLASS_NAME", Derive, "the class that step 07 sets up", false},
	{infra, "gateway.provider", "LLMDBENCH_VLLM_MODELSERVICE_GATEWAY_CLASS_NAME", Derive, "the class that step 07 sets up", false},
	{infra, "gateway.service.type", "LLMDBENCH_VLLM_MODELSERVICE_GATEWAY_SERVICE_TYPE", Copy, "written for istio and for kgateway on OpenShift only", true},
	{infra, "gateway.gatewayParameters.resources.limits.cpu", "LLMDBENCH_VLLM_INFRA_GATEWAY_CPU_LIMIT", Copy, "istio only", true},
	{infra, "gateway.gatewayParameters.resources.limits.memory", "LLMDBENCH_VLLM_INFRA_GATEWAY_MEMORY_LIMIT", Copy, "istio only", true},
	{infra, "gateway.gatewayParameters.resources.requests.cpu", "LLMDBENCH_VLLM_INFRA_GATEWAY_CPU_REQUEST", Copy, "istio only", true},
	{infra, "gateway.gatewayParameters.resources.requests.memory", "LLMDBENCH_VLLM_INFRA_GATEWAY_MEMORY_REQUEST", Copy, "istio only", true},
	{infra, "gateway.**", "", None, "no variable reaches this setting of the gateway", false},

	// what kustomize manifests say beside the values
	{other, "{stage}.apiVersion", "", Fixed, "the chart writes the workload", false},
	{other, "{stage}.kind", "", Fixed, "the chart writes a Deployment, or with multinode a LeaderWorkerSet", false},
	{other, "{stage}.metadata.**", "", Fixed, "the framework names and labels what it deploys itself", false},
	{other, "{stage}.spec.selector.**", "", Fixed, "the chart selects the pods that it deploys", false},
	{other, "{stage}.spec.template.metadata.**", "", Fixed, "pods are labelled llm-d.ai/inferenceServing, llm-d.ai/model and llm-d.ai/role by framework and chart", false},
	{other, "{stage}.spec.template.spec.restartPolicy", "", Fixed, "pods of a Deployment always restart", false},
	{other, "{stage}.spec.template.spec.serviceAccountName", "", None, "pods keep the chart's service account", false},
	{other, "{stage}.spec.template.spec.initContainers[].**", "", Fixed, "the chart adds the routing sidecar with settings of its own", false},
	{other, "{stage}.spec.leaderWorkerTemplate.workerTemplate.metadata.**", "", Fixed, "pods are labelled llm-d.ai/inferenceServing, llm-d.ai/model and llm-d.ai/role by framework and chart", false},
	{other, "{stage}.spec.leaderWorkerTemplate.workerTemplate.spec.serviceAccountName", "", None, "pods keep the chart's service account", false},
	{other, "{stage}.spec.leaderWorkerTemplate.workerTemplate.spec.initContainers[].**", "", Fixed, "the chart adds the routing sidecar with settings of its own", false},
	{other, "{stage}.spec.leaderWorkerTemplate.leaderTemplate.**", "", None, "the chart deploys leader and workers from one template", false},
	{other, "{stage}.**", "", None, "no variable reaches this setting of a workload", false},
	{other, "others.**", "", None, "the framework does not deploy this manifest; create it beside the benchmark", false},
}

const (
	ms    = guide.ModelService
	pool  = guide.InferencePool
	infra = guide.Infra
	other = guide.Manifests

	containerConfig = "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_EXTRA_CONTAINER_CONFIG"
)

// What the framework does to a value, for the rows of keys that it does it to.
var (
	podConfigDamage = damage(catalog.FaultPodConfig)
	flagsDamage     = damage(catalog.FaultFlags)
	providerDamage  = damage(catalog.FaultProvider)
)

// damage is a fault as the note of a row, which ends without a full stop.
func damage(fault string) string { return strings.TrimSuffix(catalog.FaultOf(fault).Note(), ".") }

// fieldIndex finds rows by chart and path.
type fieldIndex struct {
	exact  map[string]*Field
	prefix map[string]*Field // without the final **
}

var fields = sync.OnceValue(func() fieldIndex {
	index := fieldIndex{map[string]*Field{}, map[string]*Field{}}
	for i := range Fields {
		f := &Fields[i]
		if stem, ok := strings.CutSuffix(f.Path, "**"); ok {
			index.prefix[string(f.Chart)+":"+strings.TrimSuffix(stem, ".")] = f
			continue
		}
		index.exact[string(f.Chart)+":"+f.Path] = f
	}
	return index
})

// FieldOf finds the row for a path of a guide, with real stage names and indexes; the row's own names are filled in.
// ok is false for a key that the mapping does not know.
func FieldOf(c guide.Chart, path string) (Field, bool) {
	stage := ""
	pattern := anyIndex(path)
	for _, s := range guide.Stages {
		if rest, ok := strings.CutPrefix(pattern, s); ok && (rest == "" || rest[0] == '.') {
			stage, pattern = s, "{stage}"+rest
		}
	}
	f := lookup(string(c)+":", pattern)
	if f == nil {
		return Field{}, false
	}
	found := *f
	found.Var = strings.ReplaceAll(f.Var, "{STAGE}", strings.ToUpper(stage))
	return found, true
}

func lookup(chart, pattern string) *Field {
	index := fields()
	if f := index.exact[chart+pattern]; f != nil {
		return f
	}
	for stem := pattern; stem != ""; stem = parent(stem) {
		if f := index.prefix[chart+stem]; f != nil {
			return f
		}
	}
	return nil
}

// parent takes the last key or index off a path.
func parent(path string) string {
	if stem, ok := strings.CutSuffix(path, "[]"); ok {
		return stem
	}
	dot, bracket := strings.LastIndexByte(path, '.'), strings.LastIndex(path, "[]")
	if dot < 0 && bracket < 0 {
		return ""
	}
	if bracket > dot {
		return path[:bracket+2]
	}
	return path[:dot]
}

// anyIndex replaces the numbers in brackets, which tell list items apart, with nothing.
func anyIndex(path string) string {
	var b strings.Builder
	inside := false
	for _, r := range path {
		switch {
		case r == '[':
			inside = true
			b.WriteString("[]")
		case r == ']':
			inside = false
		case !inside:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Names lists the variables that a row's value can end in: those of both stages, and each of several that share it.
func (f Field) Names() []string {
	var names []string
	for _, stage := range guide.Stages {
		stem, list, several := strings.Cut(strings.ReplaceAll(f.Var, "{STAGE}", strings.ToUpper(stage)), "{")
		if !several {
			names = append(names, stem)
		} else {
			for _, end := range strings.Split(strings.TrimSuffix(list, "}"), ",") {
				names = append(names, stem+end)
			}
		}
		if !strings.Contains(f.Var, "{STAGE}") {
			break
		}
	}
	return names
}

// Reaches says that a row's value ends in a variable.
func (f Field) Reaches(name string) bool { return f.Var != "" && slices.Contains(f.Names(), name) }

// Settable are the variables that scenarios usually set: those that values of a guide end in, and those of the
// benchmark's own conventions.
var Settable = sync.OnceValue(func() map[string]bool {
	found := map[string]bool{}
	for _, f := range Fields {
		for _, name := range f.Names() {
			found[name] = name != ""
		}
	}
	found["LLMDBENCH_VLLM_COMMON_PREPROCESS"] = true
	for _, stage := range guide.Stages {
		found[stageVar(stage, "MODEL_COMMAND")], found[stageVar(stage, "PREPROCESS")] = true, true
	}
	return found
})

// LeadsOn says that keys below a path have rows of their own.
func LeadsOn(c guide.Chart, path string) bool {
	pattern := anyIndex(path)
	for _, s := range guide.Stages {
		if below(pattern, s) {
			pattern = "{stage}" + pattern[len(s):]
		}
	}
	return slices.ContainsFunc(Fields, func(f Field) bool {
		return f.Chart == c && f.Path != pattern && below(f.Path, pattern) && f.Path != pattern+".**"
	})
}

// FieldBelow finds a row for what stands below a path, where the path itself is only a step on the way: all of a
// container's env, say.
func FieldBelow(c guide.Chart, path string) (Field, bool) {
	for _, step := range []string{"[].x", "[]", ".x"} {
		if f, ok := FieldOf(c, path+step); ok && f.How != Ignored && f.How != None {
			return f, true
		}
	}
	return Field{}, false
}
