package catalog

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

// StepNames are names that exist only while some steps of the framework run, and may stand in placeholders there.
var StepNames = []string{
	"LLMDBENCH_DEPLOY_CURRENT_MODEL", "LLMDBENCH_DEPLOY_CURRENT_MODEL_ID", "LLMDBENCH_DEPLOY_CURRENT_MODEL_ID_LABEL",
	"LLMDBENCH_DEPLOY_CURRENT_SERVICE_NAME", "LLMDBENCH_IMAGE",
}
