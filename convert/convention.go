package convert

import (
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

// What the benchmark asks of every scenario, whatever the guide says. The conversion writes it, and completion offers it
// to whoever writes a scenario by hand.

// Preprocess finds the pod's devices and addresses before the server starts. It is the value of
// LLMDBENCH_VLLM_COMMON_PREPROCESS.
const Preprocess = "python3 /setup/preprocess/set_llmdbench_environment.py; source $HOME/llmdbench_env.sh"

const serve = "vllm serve /model-cache/models/" + catalog.PlaceholderPrefix + catalog.CurrentModel

// PreprocessLine is the line that a stage's command line begins with.
func PreprocessLine(stage string) string {
	return catalog.PlaceholderPrefix + stageVar(stage, "PREPROCESS") + ";"
}

// ServeLines follow the preprocess on a stage's command line: the server, the name of its model, and where it listens.
// The routing sidecar stands in front of decode alone; prefill itself listens on the inference port, where probes and
// router look for it.
func ServeLines(stage string) []string {
	port := "LLMDBENCH_VLLM_COMMON_METRICS_PORT"
	if stage == guide.Prefill {
		port = "LLMDBENCH_VLLM_COMMON_INFERENCE_PORT"
	}
	return []string{
		serve, "--host 0.0.0.0", "--served-model-name " + catalog.PlaceholderPrefix + catalog.CurrentModel,
		"--port " + catalog.PlaceholderPrefix + port,
	}
}

// TensorLine is the line that a stage's command line ends with.
func TensorLine(stage string) string {
	return tensorFlag + " " + catalog.PlaceholderPrefix + stageVar(stage, "TENSOR_PARALLELISM")
}

// ScriptsName is the name of the volume with the scripts that the preprocess runs.
const ScriptsName = "preprocesses"

// ScriptsVolume is the entry of that volume, the first in a stage's list, as a line of YAML each.
func ScriptsVolume() string { return listBlock([]*source.Node{scriptsVolume()}) }

// ScriptsMount is the entry of its mount.
func ScriptsMount() string { return listBlock([]*source.Node{scriptsMount()}) }

func scriptsVolume() *source.Node {
	return mapping("name", ScriptsName, "configMap", mapping("defaultMode", "0755", "name", "llm-d-benchmark-preprocesses"))
}

func scriptsMount() *source.Node {
	return mapping("name", ScriptsName, "mountPath", "/setup/preprocess")
}
