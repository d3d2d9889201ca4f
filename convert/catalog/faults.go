package catalog

import "slices"

// Fault is something that the framework does to a scenario that is right by its documentation. Conversion notes and
// diagnostics read the same list.
type Fault struct {
	ID       string
	Versions []string // releases that have it
	What     string   // what happens, as the middle of a sentence
	See      string   // how to see it in a deployment
	Remedy   string   // what to do instead, "" where nothing helps
}

// In says whether a release has the fault.
func (f *Fault) In(version string) bool { return slices.Contains(f.Versions, version) }

// Note is the fault in a sentence or two.
func (f *Fault) Note() string {
	if f.Remedy == "" {
		return f.What + "."
	}
	return f.What + "; " + f.Remedy + "."
}

// The faults by ID.
const (
	FaultPodConfig      = "pod-config-breaks-values"
	FaultFlags          = "picker-flags-lost"
	FaultPreset         = "preset-shadows-custom-plugins"
	FaultProvider       = "provider-config-misplaced"
	FaultEnv            = "framework-overrides-env"
	FaultCommon         = "common-not-derived"
	FaultBrackets       = "brackets-in-args"
	FaultDoubleDash     = "double-dash-in-value"
	FaultUnderscores    = "four-underscores"
	FaultNoconfig       = "noconfig-line"
	FaultLastBackslash  = "backslash-in-last-flag"
	FaultQuotedHeredoc  = "quoted-args-heredoc"
	FaultStageImage     = "stage-image-unread"
	FaultWorkers        = "common-workers-unread"
	FaultPodMonitor     = "podmonitor-never-created"
	FaultSecretName     = "secret-name-fixed"
	FaultAnnotations    = "annotations-cut"
	FaultAutoAnnotation = "auto-in-annotations"
	FaultRequestsLimits = "requests-equal-limits"
	FaultSidecarPort    = "sidecar-port-fixed"
	FaultPickerPort     = "pool-port-fixed"
	FaultMountOverride  = "mount-override-backwards"
	FaultUnknownHolder  = "unknown-placeholder"
	FaultFalseHolder    = "false-placeholder"
	FaultUnsetVariable  = "unset-variable"
	FaultLineBreak      = "broken-continuation"
	FaultRandomOrder    = "placeholder-in-placeholder"
	FaultProtocol       = "uri-protocol-unread"
	FaultModels         = "one-model-only"
	FaultConfigName     = "plugins-configfile-mismatch"
	FaultCrossed        = "model-command-not-custom"
)

var v052 = []string{FrameworkVersion}

// Faults lists what is known. The facts were seen by running the framework or read in its source; render vectors prove
// most of them.
var Faults = []Fault{
	{FaultPodConfig, v052, "any pod config makes v0.5.2 write values that are not valid YAML, so the stage is not deployed",
		"a line with a lone colon below extraConfig in the modelservice values", "behind the list of volumes, below extraConfig, the settings survive"},
	{FaultFlags, v052, "v0.5.2 writes the key flags twice, and the second one, which holds only v, wins",
		"two flags keys in the inferencepool values", "LLMDBENCH_VLLM_MODELSERVICE_GAIE_EPP_VERBOSITY is the one flag that arrives"},
	{FaultPreset, v052, "where the plugin config file has the name of a preset that the framework ships, v0.5.2 uses neither the preset nor the custom config, and the picker does not start",
		"no pluginsCustomConfig in the inferencepool values", "remove or rename the preset, or give the config another name in both variables"},
	{FaultProvider, v052, "v0.5.2 writes the provider's settings below inferencePool.provider, where the chart does not look",
		"inferencePool.provider in the inferencepool values", "apply the destination rule by hand"},
	{FaultEnv, v052, "the framework adds some container variables behind the scenario's own, and the last entry wins",
		"a name that stands twice in a container's env", "set the LLMDBENCH_VLLM_COMMON_ variable that the entry takes its value from"},
	{FaultCommon, v052, "a stage variable that is derived from a shared one takes its value over before the scenario is read",
		"the default where the scenario sets the shared variable", "set the stage's variable"},
	{FaultBrackets, v052, "an opening and a closing square bracket anywhere in the arguments turn the command line into a list that loses most of it",
		"an args list of single words", "put the value into a container variable and let the argument refer to it"},
	{FaultDoubleDash, v052, "the arguments are cut before every --, inside quotes too",
		"a line break inside a quoted value", "quote the value in two parts that meet between the dashes"},
	{FaultUnderscores, v052, "four underscores in a row become a blank in every text that placeholders are replaced in",
		"a blank where the scenario has underscores", "quote the value in two parts, or escape an underscore in YAML"},
	{FaultNoconfig, v052, "a line that holds #noconfig is taken out", "a line that is missing", "break the word with quotes or an escape"},
	{FaultLastBackslash, v052, "every backslash in the last flag is taken out", "a value without its backslashes", "let a flag without backslashes be the last"},
	{FaultQuotedHeredoc, v052, "with a quoted delimiter the backslashes at line ends stay, and each adds an argument of one blank",
		"backslash, blank, backslash at line ends", "leave the delimiter bare"},
	{FaultStageImage, v052, "no variable for the image of one stage is read", "both stages run LLMDBENCH_LLMD_IMAGE", ""},
	{FaultWorkers, v052, "LLMDBENCH_VLLM_COMMON_NUM_WORKERS_PARALLELISM is read nowhere", "groups of one pod", "set the stage's variable"},
	{FaultPodMonitor, v052, "the switch of the PodMonitor is compared with a text after it became a boolean, so none is created", "no PodMonitor", ""},
	{FaultSecretName, v052, "the modelservice values always name the secret llm-d-hf-token", "authSecretName in the modelservice values", ""},
	{FaultAnnotations, v052, "the list of annotations is cut at commas and broken by quotes and line breaks", "annotations that are missing or not valid YAML", ""},
	{FaultAutoAnnotation, v052, "the letters auto are taken out of annotations", "a key or value without them", ""},
	{FaultRequestsLimits, v052, "one amount is written as request and as limit", "equal requests and limits", ""},
	{FaultSidecarPort, v052, "the sidecar's target port is never written, so it stays 8200", "no targetPort in the modelservice values", "let decode listen on 8200"},
	{FaultPickerPort, v052, "the pool's target ports are never written, so pools of API v1 stay on 8000", "no targetPorts in the inferencepool values", ""},
	{FaultMountOverride, v052, "the override of the model volume's mount works backwards", "no mount where true was asked for", ""},
	{FaultUnknownHolder, v052, "a placeholder of a name that is not known stops the step, a default notwithstanding", "a KeyError", "set the variable"},
	{FaultFalseHolder, v052, "a variable that is false counts as not set in a placeholder", "the step stops", "write the value out"},
	{FaultUnsetVariable, v052, "the scenario is read under set -u, so that a variable that is not set stops the run", "unbound variable", "give a default in the expansion"},
	{FaultLineBreak, v052, "a line of the arguments that is not joined with the one above keeps its own column, which ends the list of arguments",
		"values that are not valid YAML", "end each line but the last in a backslash"},
	{FaultRandomOrder, v052, "placeholders are replaced in random order, so that of two names, one the beginning of the other, the longer is sometimes cut",
		"the end of a name behind a value", "keep the two in different files"},
	{FaultProtocol, v052, "the model is always loaded from the volume, whatever the protocol says", "a uri that begins with pvc://", ""},
	{FaultCrossed, v052, "without the model command custom no shell reads the arguments, so that the whole line arrives as one argument of the server",
		"one item below args", "set the model command to custom"},
	{FaultConfigName, v052, "the picker loads the file of the name that is set, so a custom config under another name has no effect",
		"pluginsConfigFile is no key of pluginsCustomConfig", "give both the same name"},
	{FaultModels, v052, "texts that were replaced for the first model are replaced again for the second, which stops the step", "a KeyError", "name one model"},
}

// FaultOf finds a fault by its ID. It is a mistake of the program to ask for one that is not there.
func FaultOf(id string) *Fault {
	for i := range Faults {
		if Faults[i].ID == id {
			return &Faults[i]
		}
	}
	return &Fault{ID: id}
}

// Instead says what to set in place of a variable that nothing reads, in the middle of a sentence.
var Instead = map[string]string{
	"LLMDBENCH_VLLM_COMMON_ACCELERATOR_NAME":                 "name the resource in LLMDBENCH_VLLM_MODELSERVICE_{DECODE,PREFILL}_ACCELERATOR_RESOURCE",
	"LLMDBENCH_VLLM_COMMON_NUM_WORKERS_PARALLELISM":          "set LLMDBENCH_VLLM_MODELSERVICE_{DECODE,PREFILL}_NUM_WORKERS_PARALLELISM",
	"LLMDBENCH_VLLM_COMMON_PODANNOTATIONS":                   "set LLMDBENCH_VLLM_MODELSERVICE_{DECODE,PREFILL}_PODANNOTATIONS",
	"LLMDBENCH_VLLM_COMMON_TIMEOUT":                          "set LLMDBENCH_CONTROL_WAIT_TIMEOUT for pods, LLMDBENCH_HARNESS_WAIT_TIMEOUT for runs",
	"LLMDBENCH_VLLM_MODELSERVICE_DECODE_IMAGE":               "both stages run the image of the four LLMDBENCH_LLMD_IMAGE_ variables",
	"LLMDBENCH_VLLM_MODELSERVICE_PREFILL_IMAGE":              "both stages run the image of the four LLMDBENCH_LLMD_IMAGE_ variables",
	"LLMDBENCH_VLLM_MODELSERVICE_GAIE_MONITORING_ENABLED":    "set LLMDBENCH_VLLM_MODELSERVICE_GAIE_MONITORING_PROMETHEUS_ENABLED",
	"LLMDBENCH_VLLM_MODELSERVICE_GAIE_SIDECAR_IMAGE":         "set the four LLMDBENCH_LLMD_UDS_TOKENIZER_IMAGE_ variables",
	"LLMDBENCH_VLLM_MODELSERVICE_EXTRA_POD_CONFIG":           "there is one for each stage",
	"LLMDBENCH_VLLM_STANDALONE_EPHEMERAL_STORAGE":            "set LLMDBENCH_VLLM_COMMON_EPHEMERAL_STORAGE",
	"LLMDBENCH_VLLM_MODELSERVICE_GAIE_EXTRA_CONTAINER_PORTS": "the picker has a fixed one",
	"LLMDBENCH_VLLM_MODELSERVICE_GAIE_EXTRA_SERVICE_PORTS":   "the picker's service has a fixed one",
}
