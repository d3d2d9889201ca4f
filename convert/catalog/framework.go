package catalog

import "slices"

// Injection is a container variable that the framework adds itself, with the value of one of its own variables.
type Injection struct{ Name, Var string }

// Injections are the container variables that the framework adds behind those of a scenario, in its order. Its own
// value wins, so setting the variable is the only way to keep a guide's value. From functions.py lines 381-398 and
// 1885-1902 of v0.5.2, and render vectors 15 and 16.
var Injections = []Injection{
	{"VLLM_BLOCK_SIZE", "LLMDBENCH_VLLM_COMMON_BLOCK_SIZE"},
	{"VLLM_MAX_MODEL_LEN", "LLMDBENCH_VLLM_COMMON_MAX_MODEL_LEN"},
	{"VLLM_LOAD_FORMAT", "LLMDBENCH_VLLM_COMMON_VLLM_LOAD_FORMAT"},
	{"VLLM_ACCELERATOR_MEM_UTIL", "LLMDBENCH_VLLM_COMMON_ACCELERATOR_MEM_UTIL"},
	{"VLLM_MAX_NUM_SEQ", "LLMDBENCH_VLLM_COMMON_MAX_NUM_SEQ"},
	{"VLLM_TENSOR_PARALLELISM", "LLMDBENCH_VLLM_COMMON_TENSOR_PARALLELISM"},
	{"VLLM_MAX_NUM_BATCHED_TOKENS", "LLMDBENCH_VLLM_COMMON_MAX_NUM_BATCHED_TOKENS"},
	{"VLLM_WORKER_MULTIPROC_METHOD", "LLMDBENCH_VLLM_COMMON_VLLM_WORKER_MULTIPROC_METHOD"},
	{"VLLM_SERVER_DEV_MODE", "LLMDBENCH_VLLM_COMMON_VLLM_SERVER_DEV_MODE"},
	{"VLLM_LOGGING_LEVEL", "LLMDBENCH_VLLM_COMMON_VLLM_LOGGING_LEVEL"},
	{"VLLM_CACHE_ROOT", "LLMDBENCH_VLLM_COMMON_VLLM_CACHE_ROOT"},
	{"VLLM_INFERENCE_PORT", "LLMDBENCH_VLLM_COMMON_INFERENCE_PORT"},
	{"VLLM_METRICS_PORT", "LLMDBENCH_VLLM_COMMON_METRICS_PORT"},
	{"VLLM_ALLOW_LONG_MAX_MODEL_LEN", "LLMDBENCH_VLLM_COMMON_VLLM_ALLOW_LONG_MAX_MODEL_LEN"},
	{"VLLM_NIXL_SIDE_CHANNEL_PORT", "LLMDBENCH_VLLM_COMMON_NIXL_SIDE_CHANNEL_PORT"},
	{"UCX_TLS", "LLMDBENCH_VLLM_COMMON_UCX_TLS"},
	{"UCX_SOCKADDR_TLS_PRIORITY", "LLMDBENCH_VLLM_COMMON_UCX_SOCKADDR_TLS_PRIORITY"},
}

// Names of variables that more than one place has to know.
const (
	CurrentModel  = "LLMDBENCH_DEPLOY_CURRENT_MODEL"                      // the model that is being deployed
	HarnessName   = "LLMDBENCH_HARNESS_NAME"                              // the load generator
	ProfileName   = "LLMDBENCH_HARNESS_EXPERIMENT_PROFILE"                // the workload, by the file's name
	ConfigFile    = "LLMDBENCH_VLLM_MODELSERVICE_GAIE_PLUGINS_CONFIGFILE" // the plugin config that the picker loads
	CustomPlugins = "LLMDBENCH_VLLM_MODELSERVICE_GAIE_CUSTOM_PLUGINS"     // plugin configs of the scenario's own

	commonEnvironment = "LLMDBENCH_VLLM_COMMON_ENVVARS_TO_YAML"
)

// Injected gives the framework's variable behind a container variable that the framework adds itself.
func Injected(env string) (name string, ok bool) {
	for _, i := range Injections {
		if i.Name == env {
			return i.Var, true
		}
	}
	return "", false
}

// GatewayClasses are the gateways that step 07 can set up. Another name gives an empty infra chart.
var GatewayClasses = []string{"istio", "kgateway", "gke", "data-science-gateway-class"}

// MultinodeFlags are the flags that the modelservice chart sets itself for LeaderWorkerSets: the leader's address, and
// each pod's rank.
var MultinodeFlags = []string{"--data-parallel-address", "--data-parallel-rpc-port", "--data-parallel-start-rank"}

// AcceleratorResources gives the Kubernetes resource that pods ask for, by the accelerator type of the modelservice
// chart. From the chart's accelerator.resources; "intel" has device-plugin resources per driver only, of which i915 is
// the one of data centre GPUs.
var AcceleratorResources = map[string]string{
	"nvidia":          "nvidia.com/gpu",
	"amd":             "amd.com/gpu",
	"google":          "google.com/tpu",
	"intel-gaudi":     "habana.ai/gaudi",
	"intel-i915":      "gpu.intel.com/i915",
	"intel-xe":        "gpu.intel.com/xe",
	"intel":           "gpu.intel.com/i915",
	"rebellions-atom": "rebellions.ai/ATOM",
}

// XPUEnv are the container variables that Intel GPUs need, in this order. The modelservice chart would add most of them
// for the type intel-i915, which a scenario cannot ask for.
var XPUEnv = []struct{ Name, Value string }{
	{"VLLM_USE_V1", "1"},
	{"TORCH_LLM_ALLREDUCE", "1"},
	{"VLLM_WORKER_MULTIPROC_METHOD", "spawn"},
	{"UCX_TLS", "tcp"},
}

// The steps that make something of a scenario's settings.
const (
	StepDownload     = "04" // the job that fetches the model
	StepStandalone   = "06" // model servers without a chart
	StepPicker       = "08" // the values of the inferencepool chart
	StepModelService = "09" // the values of the modelservice chart
)

// StepNames gives the steps in which a name exists, of those names that exist only while some steps of the framework
// run. They may stand in placeholders there, and stop the others. From framework-wide reading of v0.5.2.
var StepNames = map[string][]string{
	CurrentModel:                              {StepStandalone, StepModelService},
	"LLMDBENCH_DEPLOY_CURRENT_MODEL_ID":       {StepModelService},
	"LLMDBENCH_DEPLOY_CURRENT_MODEL_ID_LABEL": {StepPicker, StepModelService},
	"LLMDBENCH_DEPLOY_CURRENT_SERVICE_NAME":   {StepModelService},
	"LLMDBENCH_IMAGE":                         {StepModelService},
}

// Exists says that a step of the framework has a name: those of StepNames are not always there, others are as far as
// this goes.
func Exists(name, step string) bool {
	return StepNames[name] == nil || slices.Contains(StepNames[name], step)
}

// renderingSteps gives the steps that replace placeholders in the files of a stage's variables. The shared files become
// those of the model server's stages.
var renderingSteps = map[string][]string{
	"common":     {StepModelService},
	"decode":     {StepModelService},
	"prefill":    {StepModelService},
	"gaie":       {StepPicker},
	"standalone": {StepStandalone},
}

// RenderedIn lists the steps that replace placeholders in the file of a variable, for a scenario that deploys through
// charts. The shared container variables also go to the download job: functions.py line 735 of v0.5.2. It is nil for
// variables whose files no step of a deployment reads.
func (v *Variable) RenderedIn() []string {
	steps := renderingSteps[v.Stage]
	if v.Name == commonEnvironment {
		return append([]string{StepDownload}, steps...)
	}
	return steps
}
