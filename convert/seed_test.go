package convert_test

import (
	"slices"
	"strings"
	"testing"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// The rules of the benchmark's own guidance for conversions, each on every test guide that it is about.

// deployed runs a check on each stage that a test guide deploys, with the scenario as it reads.
func deployed(t *testing.T, check func(t *testing.T, r *convert.Result, script *scenario.Script, stage string)) {
	t.Helper()
	checks := 0
	each(t, func(t *testing.T, r *convert.Result) {
		script, _ := scenario.Read(source.New("s.sh", 0, r.Scenario.Shell()), catalog.Builtin().Default)
		for _, stage := range guide.Stages {
			if r.Guide.Stage(stage).Deployed() {
				checks++
				check(t, r, script, stage)
			}
		}
	})
	if checks < 10 {
		t.Errorf("only %d stages were looked at", checks)
	}
}

func stageName(stage, suffix string) string {
	return "LLMDBENCH_VLLM_MODELSERVICE_" + strings.ToUpper(stage) + "_" + suffix
}

// vllm says whether a stage runs vLLM, so that the benchmark's serve line applies.
func vllm(script *scenario.Script, stage string) bool {
	args, _ := script.Content(stageName(stage, "EXTRA_ARGS"))
	return strings.Contains(args, "vllm serve ")
}

// The preprocess and vllm serve come first, whatever the guide says; the model command is custom.
func TestSeedPreprocessFirst(t *testing.T) {
	deployed(t, func(t *testing.T, r *convert.Result, script *scenario.Script, stage string) {
		common, _ := script.Value("LLMDBENCH_VLLM_COMMON_PREPROCESS")
		if want := "python3 /setup/preprocess/set_llmdbench_environment.py; source $HOME/llmdbench_env.sh"; common.Text != want {
			t.Errorf("the shared preprocess is %q", common.Text)
		}
		if own, _ := script.Value(stageName(stage, "PREPROCESS")); !strings.HasPrefix(own.Text, common.Text) {
			t.Errorf("the %s preprocess does not begin with the shared one: %q", stage, own.Text)
		}
		if v, _ := script.Value(stageName(stage, "MODEL_COMMAND")); v.Text != "custom" {
			t.Errorf("the %s model command is %q", stage, v.Text)
		}
		args, _ := script.Content(stageName(stage, "EXTRA_ARGS"))
		want := "REPLACE_ENV_" + stageName(stage, "PREPROCESS") + "; "
		if vllm(script, stage) {
			want += "vllm serve /model-cache/models/REPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL --host 0.0.0.0 " +
				"--served-model-name REPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL --port REPLACE_ENV_LLMDBENCH_VLLM_COMMON_"
		}
		if !strings.HasPrefix(args, want) {
			t.Errorf("the %s arguments begin %q, want %q", stage, args[:min(len(args), len(want))], want)
		}
	})
}

// The sidecar hands requests to decode at the metrics port; prefill has none and listens where its probes look.
func TestSeedPorts(t *testing.T) {
	deployed(t, func(t *testing.T, r *convert.Result, script *scenario.Script, stage string) {
		if !vllm(script, stage) {
			return
		}
		port := map[string]string{guide.Decode: "METRICS", guide.Prefill: "INFERENCE"}[stage]
		args, _ := script.Content(stageName(stage, "EXTRA_ARGS"))
		if !strings.Contains(args, "--port REPLACE_ENV_LLMDBENCH_VLLM_COMMON_"+port+"_PORT ") {
			t.Errorf("%s does not listen on the %s port: %s", stage, port, args)
		}
		set, _ := r.Scenario.Lookup(stageName(stage, "EXTRA_ARGS"))
		if note := strings.Join(set.Notes, " "); stage == guide.Prefill && !strings.Contains(note, "inference port") {
			t.Errorf("no note says why prefill listens elsewhere: %q", note)
		}
	})
}

// The preprocess scripts are the first volume, and are mounted.
func TestSeedPreprocessVolume(t *testing.T) {
	deployed(t, func(t *testing.T, r *convert.Result, script *scenario.Script, stage string) {
		volumes := itemsOf(script, stageName(stage, "EXTRA_VOLUMES"))
		if len(volumes) == 0 || volumes[0].Get("name").Value() != "preprocesses" ||
			volumes[0].Get("configMap", "name").Value() != "llm-d-benchmark-preprocesses" || volumes[0].Get("configMap", "defaultMode").Value() != "0755" {
			t.Errorf("the first volume of %s is not the preprocess scripts", stage)
		}
		mounted := slices.ContainsFunc(itemsOf(script, stageName(stage, "EXTRA_VOLUME_MOUNTS")), func(n *source.Node) bool {
			return n.Get("name").Value() == "preprocesses" && n.Get("mountPath").Value() == "/setup/preprocess"
		})
		if !mounted {
			t.Errorf("%s does not mount the preprocess scripts", stage)
		}
	})
}

func itemsOf(script *scenario.Script, name string) []*source.Node {
	text, _ := script.Content(name)
	docs, _ := source.ParseYAML(name, text, nil)
	if len(docs) == 0 {
		return nil
	}
	return docs[0].Items
}

// No container variable is dropped: all of the guide's are there with what they are set to, in order, and those that are
// added are documented.
func TestSeedEveryEnv(t *testing.T) {
	deployed(t, func(t *testing.T, r *convert.Result, script *scenario.Script, stage string) {
		c, _ := r.Guide.Stage(stage).Container()
		have := itemsOf(script, stageName(stage, "ENVVARS_TO_YAML"))
		set, _ := r.Scenario.Lookup(stageName(stage, "ENVVARS_TO_YAML"))
		for i, e := range guide.List(c, "env") {
			if i >= len(have) || have[i].Get("name").Value() != e.Get("name").Value() || have[i].Get("value").Value() != e.Get("value").Value() {
				t.Errorf("%s of %s is not in its place", e.Get("name").Value(), stage)
			}
		}
		for _, e := range have[min(len(have), len(guide.List(c, "env"))):] {
			if name := e.Get("name").Value(); !strings.Contains(set.Why, name) {
				t.Errorf("%s is added to %s without a word: %q", name, stage, set.Why)
			}
		}
	})
}

// The guide's plugin config is always written out, word for word, beside the name of its file.
func TestSeedCustomPlugins(t *testing.T) {
	looked := 0
	each(t, func(t *testing.T, r *convert.Result) {
		extension := r.Guide.Values(guide.InferencePool).Get("inferenceExtension")
		custom := extension.Get("pluginsCustomConfig")
		if custom.Null() {
			return
		}
		looked++
		script, _ := scenario.Read(source.New("s.sh", 0, r.Scenario.Shell()), catalog.Builtin().Default)
		if name, _ := script.Value("LLMDBENCH_VLLM_MODELSERVICE_GAIE_PLUGINS_CONFIGFILE"); name.Text != extension.Get("pluginsConfigFile").Value() {
			t.Errorf("the plugin config file is %q", name.Text)
		}
		sameFiles(t, script, custom)
	})
	if looked < 4 {
		t.Errorf("only %d guides have a plugin config", looked)
	}
}

func sameFiles(t *testing.T, script *scenario.Script, custom *source.Node) {
	t.Helper()
	text, _ := script.Content("LLMDBENCH_VLLM_MODELSERVICE_GAIE_CUSTOM_PLUGINS")
	docs, _ := source.ParseYAML("plugins", text, nil)
	for _, p := range custom.Pairs {
		if len(docs) == 0 || strings.TrimSpace(docs[0].Get(p.Key.Text).Value()) != strings.TrimSpace(p.Value.Text) {
			t.Errorf("the config %s is not the guide's:\n%s", p.Key.Text, text)
		}
	}
}

// A preset of the same name is no reason to leave the guide's config out, and is named in a note. What the preset holds
// does not matter.
func TestSeedPresetOfTheName(t *testing.T) {
	for _, shipped := range catalog.Presets() {
		preset := shipped.File
		r := written(t, "-- ms/values.yaml --\nmodelArtifacts: {name: lab/model}\n-- gaie/values.yaml --\ninferenceExtension:\n"+
			"  pluginsConfigFile: "+preset+"\n  pluginsCustomConfig:\n    "+preset+": |\n      # as the preset\n      plugins: []\n    second.yaml: |\n      plugins: [a]\n")
		script, _ := scenario.Read(source.New("s.sh", 0, r.Scenario.Shell()), catalog.Builtin().Default)
		sameFiles(t, script, r.Guide.Values(guide.InferencePool).Get("inferenceExtension", "pluginsCustomConfig"))
		set, _ := r.Scenario.Lookup("LLMDBENCH_VLLM_MODELSERVICE_GAIE_CUSTOM_PLUGINS")
		if note := strings.Join(set.Notes, " "); !strings.Contains(note, "setup/presets/gaie/"+preset) {
			t.Errorf("%s: no note names the preset: %q", preset, note)
		}
	}
}

// Groups of pods are deployed as groups: nothing calls them unsupported, the sizes are set for the stage, and the chart's
// own flags are left to it.
func TestSeedGroups(t *testing.T) {
	groups := 0
	each(t, func(t *testing.T, r *convert.Result) {
		script, _ := scenario.Read(source.New("s.sh", 0, r.Scenario.Shell()), catalog.Builtin().Default)
		multinode, set := script.Value("LLMDBENCH_VLLM_MODELSERVICE_MULTINODE")
		if on, _ := r.Guide.Values(guide.ModelService).Get("multinode").Bool(); !on {
			if set && multinode.Text == "true" {
				t.Error("groups are deployed that the guide does not have")
			}
			return
		}
		groups++
		if multinode.Text != "true" {
			t.Error("the groups are not deployed as groups")
		}
		for _, line := range strings.Split(strings.ToLower(r.Scenario.Shell()), "\n") {
			if strings.HasPrefix(line, "#") && strings.Contains(line, "not supported") {
				t.Errorf("something is said not to be supported: %s", line)
			}
		}
		for _, stage := range guide.Stages {
			groupSizes(t, r, script, stage)
		}
	})
	if groups < 2 {
		t.Errorf("only %d guides have groups", groups)
	}
}

func groupSizes(t *testing.T, r *convert.Result, script *scenario.Script, stage string) {
	t.Helper()
	args, _ := script.Content(stageName(stage, "EXTRA_ARGS"))
	for _, flag := range catalog.MultinodeFlags {
		if vllm(script, stage) && strings.Contains(args, flag+" ") {
			t.Errorf("%s sets %s, which the chart sets", stage, flag)
		}
	}
	for _, flag := range []string{"--tensor-parallel-size ", "--data-parallel-size ", "--data-parallel-size-local "} {
		if vllm(script, stage) && strings.Count(args, flag) != 1 {
			t.Errorf("%s has %s%d times", stage, flag, strings.Count(args, flag))
		}
	}
	values := r.Guide.Stage(stage).Values
	for suffix, want := range map[string]string{
		"REPLICAS": values.Get("replicas").Value(), "NUM_WORKERS_PARALLELISM": values.Get("parallelism", "workers").Value(),
		"DATA_LOCAL_PARALLELISM": values.Get("parallelism", "dataLocal").Value(), "TENSOR_PARALLELISM": values.Get("parallelism", "tensor").Value(),
	} {
		got, ok := script.Value(stageName(stage, suffix))
		if !ok {
			got.Text, _ = catalog.Builtin().Default(stageName(stage, suffix))
		}
		if got.Text != want || want == "" {
			t.Errorf("%s of %s is %q, want %q", suffix, stage, got.Text, want)
		}
	}
	for _, name := range []string{"TP_SIZE", "DP_SIZE_LOCAL"} {
		if !slices.ContainsFunc(itemsOf(script, stageName(stage, "ENVVARS_TO_YAML")), func(n *source.Node) bool { return n.Get("name").Value() == name }) {
			t.Errorf("%s of %s is no container variable any more", name, stage)
		}
	}
}

// Where reading and writing are apart, both stages keep their replicas and their part of the transfer config.
func TestSeedStages(t *testing.T) {
	roles := map[string]string{guide.Decode: "kv_consumer", guide.Prefill: "kv_producer"}
	both := 0
	each(t, func(t *testing.T, r *convert.Result) {
		script, _ := scenario.Read(source.New("s.sh", 0, r.Scenario.Shell()), catalog.Builtin().Default)
		if !r.Guide.Stage(guide.Decode).Deployed() || !r.Guide.Stage(guide.Prefill).Deployed() || !vllm(script, guide.Decode) {
			return
		}
		both++
		for _, stage := range guide.Stages {
			want := r.Guide.Stage(stage).Values.Get("replicas").Value()
			if got, _ := script.Value(stageName(stage, "REPLICAS")); got.Text != want {
				t.Errorf("%s has %q replicas, want %s", stage, got.Text, want)
			}
			args, _ := script.Content(stageName(stage, "EXTRA_ARGS"))
			if strings.Contains(r.Guide.Stage(stage).Values.File.Text, roles[stage]) && !strings.Contains(args, roles[stage]) {
				t.Errorf("%s is not the %s: %s", stage, roles[stage], args)
			}
		}
	})
	if both < 2 {
		t.Errorf("only %d guides have both stages", both)
	}
}

// Guides for other accelerators keep the variables that these need, and the resource is the device plugin's.
func TestSeedAccelerators(t *testing.T) {
	r := written(t, `
accelerator: {type: intel-xe, dra: true}
decode:
  replicas: 1
  containers:
  - name: vllm
    image: images.example.com/serving/server:v1
    modelCommand: vllmServe
    env:
    - {name: VLLM_USE_V1, value: "1"}
    - {name: TORCH_LLM_ALLREDUCE, value: "1"}
    - {name: VLLM_WORKER_MULTIPROC_METHOD, value: "spawn"}
    - {name: UCX_TLS, value: "tcp"}
`)
	script, _ := scenario.Read(source.New("s.sh", 0, r.Scenario.Shell()), catalog.Builtin().Default)
	silent := written(t, "accelerator: {type: intel-i915}\ndecode: {replicas: 1, containers: [{name: vllm}]}\n")
	for _, e := range catalog.XPUEnv { // a guide that leaves them to the chart gets them too
		if text := silent.Scenario.Shell(); !strings.Contains(text, "- name: "+e.Name+"\n") {
			t.Errorf("%s is not added", e.Name)
		}
	}
	for i, want := range []string{"VLLM_USE_V1", "TORCH_LLM_ALLREDUCE", "VLLM_WORKER_MULTIPROC_METHOD", "UCX_TLS"} {
		if got := itemsOf(script, stageName(guide.Decode, "ENVVARS_TO_YAML")); i >= len(got) || got[i].Get("name").Value() != want {
			t.Errorf("%s is not kept", want)
		}
	}
	if got, _ := script.Value(stageName(guide.Decode, "ACCELERATOR_RESOURCE")); got.Text != catalog.AcceleratorResources["intel-xe"] || got.Text == "" {
		t.Errorf("the resource is %q", got.Text)
	}
	for name, want := range map[string]string{"LLMDBENCH_VLLM_COMMON_UCX_TLS": "tcp", "LLMDBENCH_VLLM_COMMON_VLLM_WORKER_MULTIPROC_METHOD": "spawn"} {
		got, ok := script.Value(name)
		if def, _ := catalog.Builtin().Default(name); !ok && def != want || ok && got.Text != want {
			t.Errorf("%s is %q, so the framework's own entry would win over the guide's %s", name, got.Text, want)
		}
	}
}
