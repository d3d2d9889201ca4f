package convert_test

import (
	"strings"
	"testing"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
)

// provable is a small guide with a value of every fate.
const provable = `
multinode: false
accelerator: {type: nvidia}
routing: {servicePort: 8000, proxy: {secure: false}}
decode:
  replicas: 3
  parallelism: {tensor: 2}
  hostNetwork: true
  containers:
  - name: vllm
    image: images.example.com/serving/server:v1
    modelCommand: vllmServe
    args: ["--max-model-len=4096", "--enable-x", "--kv-transfer-config", '{"a": 1}', "--cases", "[1,2]"]
    env:
    - {name: FIRST, value: one}
    - {name: SECOND, value: two}
    volumeMounts:
    - {name: data, mountPath: /data}
    workingDir: /work
  volumes:
  - name: data
    emptyDir: {sizeLimit: 4Gi}
prefill: {create: false}
unknownKey: 1
`

func verified(r *convert.Result, text string) *convert.Verified {
	return convert.Verify(r, readScript(text))
}

// checked is what a verification says of a leaf.
func checked(t *testing.T, v *convert.Verified, path string) convert.Checked {
	t.Helper()
	for _, c := range v.Results {
		if c.Path == path {
			return c
		}
	}
	t.Fatalf("there is no leaf %s", path)
	return convert.Checked{}
}

// A conversion proves itself: nothing is lost, and each leaf has the line of the scenario that carries or names it.
func TestVerifyOwn(t *testing.T) {
	r := written(t, provable)
	text := r.Scenario.Shell()
	lines := strings.Split(text, "\n")
	v := verified(r, text)
	if faults := v.Faults(); len(faults) > 0 {
		t.Errorf("there are faults: %v", faults)
	}
	for path, want := range map[string]struct {
		outcome convert.Outcome
		line    string // what the scenario has in the line that is given
	}{
		"decode.replicas":                           {convert.Carried, "DECODE_REPLICAS=3"},
		"decode.containers[0].env[1].value":         {convert.Carried, "DECODE_ENVVARS_TO_YAML="},
		"decode.containers[0].args[3]":              {convert.Carried, "DECODE_EXTRA_ARGS="},
		"decode.containers[0].workingDir":           {convert.Carried, "DECODE_EXTRA_CONTAINER_CONFIG="},
		"decode.volumes[0].emptyDir.sizeLimit":      {convert.Carried, "DECODE_EXTRA_VOLUMES="},
		"decode.hostNetwork":                        {convert.Carried, "DECODE_EXTRA_POD_CONFIG="},
		"prefill.create":                            {convert.Carried, "PREFILL_REPLICAS=0"},
		"multinode":                                 {convert.Equal, ""},
		"routing.proxy.secure":                      {convert.LeftToFrame, "routing.proxy.secure"},
		"unknownKey":                                {convert.NotMappable, "unknownKey"},
		"decode.containers[0].name":                 {convert.LeftToFrame, "decode.containers[0].name"},
		"decode.containers[0].args[5]":              {convert.Carried, "DECODE_EXTRA_ARGS="},
		"decode.containers[0].volumeMounts[0].name": {convert.Carried, "DECODE_EXTRA_VOLUME_MOUNTS="},
	} {
		c := checked(t, v, path)
		if c.Outcome != want.outcome {
			t.Errorf("%s is %s, want %s", path, c.Outcome, want.outcome)
		}
		if want.line != "" && (c.Line == 0 || !strings.Contains(lines[c.Line-1], want.line)) {
			t.Errorf("%s is said in line %d, want the one with %s", path, c.Line, want.line)
		}
	}
	for _, c := range v.Counts {
		if c.Guide != c.Scenario {
			t.Errorf("%s %s: %d and %d", c.Stage, c.What, c.Guide, c.Scenario)
		}
	}
}

// Damage is found where it was done, and nowhere else but in what convention makes of the same value.
func TestVerifyDamaged(t *testing.T) {
	const stage = "LLMDBENCH_VLLM_MODELSERVICE_DECODE_"
	r := written(t, provable)
	for _, tt := range []struct {
		old, new, path string
		want           convert.Outcome
		reason         string
	}{
		{"export " + stage + "REPLICAS=3", "export " + stage + "REPLICAS=4", "decode.replicas", convert.Differs, "says otherwise"},
		{"export " + stage + "REPLICAS=3\n", "", "decode.replicas", convert.Missing, "is not set"},
		{"PREFILL_REPLICAS=0", "PREFILL_REPLICAS=1", "prefill.create", convert.Differs, "says otherwise"},
		{"value: two", "value: three", "decode.containers[0].env[1].value", convert.Differs, "says otherwise"},
		{"- name: SECOND\n  value: two\n", "", "decode.containers[0].env[1].value", convert.Missing, "ENVVARS_TO_YAML has no"},
		{"--enable-x \\\n", "", "decode.containers[0].args[1]", convert.Missing, "has no --enable-x"},
		{`{"a": 1}`, `{"a": 2}`, "decode.containers[0].args[3]", convert.Differs, "says otherwise"},
		{"[1,2]", "[1,3]", "decode.containers[0].args[5]", convert.Differs, "says otherwise"},
		{"MAX_MODEL_LEN=4096", "MAX_MODEL_LEN=8192", "decode.containers[0].args[0]", convert.Differs, "says otherwise"},
		{"workingDir: /work", "workingDir: /", "decode.containers[0].workingDir", convert.Differs, "says otherwise"},
		{"sizeLimit: 4Gi", "sizeLimit: 5Gi", "decode.volumes[0].emptyDir.sizeLimit", convert.Differs, "says otherwise"},
		{"mountPath: /data", "mountPath: /other", "decode.containers[0].volumeMounts[0].mountPath", convert.Differs, "VOLUME_MOUNTS says otherwise"},
		{"hostNetwork: true\n", "hostIPC: true\n", "decode.hostNetwork", convert.Missing, "EXTRA_POD_CONFIG has no"},
		{"IMAGE_TAG=v1", "IMAGE_TAG=v2", "decode.containers[0].image", convert.Differs, "IMAGE_TAG says otherwise"},
		{"TENSOR_PARALLELISM=2", "TENSOR_PARALLELISM=$(nproc)", "decode.parallelism.tensor", convert.Differs, "says otherwise"},
	} {
		text := damaged(t, r.Scenario.Shell(), tt.old, tt.new)
		v := verified(r, text)
		c := checked(t, v, tt.path)
		if c.Outcome != tt.want || !strings.Contains(c.Reason, tt.reason) || c.Want == "" || (c.Outcome == convert.Differs) != (c.Have != "" || strings.Contains(tt.new, "$(")) {
			t.Errorf("%q for %q: %s is %s, %q, wanted %q, has %q", tt.new, tt.old, tt.path, c.Outcome, c.Reason, c.Want, c.Have)
		}
		for _, f := range v.Faults() {
			shared := tt.path[:max(0, strings.LastIndexAny(tt.path, ".["))]
			if !strings.HasPrefix(f.Path, shared) && !strings.HasPrefix(f.Path, "convention: ") {
				t.Errorf("%q for %q: %s is %s too", tt.new, tt.old, f.Path, f.Outcome)
			}
		}
		if v.ErrorOf() == nil || !strings.Contains(v.ErrorOf().Error(), tt.path) {
			t.Errorf("%q for %q: the error is %v", tt.new, tt.old, v.ErrorOf())
		}
	}
}

// damaged replaces the first occurrence of a text outside of comments.
func damaged(t *testing.T, text, old, now string) string {
	t.Helper()
	at := 0
	for _, line := range strings.SplitAfter(text, "\n") {
		if i := strings.Index(text[at:], old); !strings.HasPrefix(line, "#") && i >= 0 && i < len(line) {
			return text[:at+i] + now + text[at+i+len(old):]
		}
		at += len(line)
	}
	t.Fatalf("the scenario has no %q", old)
	return ""
}

// Authors write by hand in other ways, which count where they reach the stage.
func TestVerifyOtherStyles(t *testing.T) {
	const values = `
decode:
  replicas: 2
  containers:
  - name: vllm
    image: images.example.com/serving/server:v1
    resources: {limits: {memory: 64Gi}}
    volumeMounts:
    - {name: data, mountPath: /data}
  volumes:
  - name: data
    emptyDir: {}
`
	const stage = "LLMDBENCH_VLLM_MODELSERVICE_DECODE_"
	for _, tt := range []struct {
		name, scenario, path string
		want                 convert.Outcome
		reason               string
	}{
		{"shared variable only", "export LLMDBENCH_VLLM_COMMON_CPU_MEM=64Gi\n", "decode.containers[0].resources.limits.memory",
			convert.Missing, "LLMDBENCH_VLLM_COMMON_CPU_MEM is, but it was taken over before"},
		{"passed on", "export LLMDBENCH_VLLM_COMMON_CPU_MEM=64Gi\nexport " + stage + "CPU_MEM=$LLMDBENCH_VLLM_COMMON_CPU_MEM\n",
			"decode.containers[0].resources.limits.memory", convert.Carried, ""},
		{"passed on with a default", "export LLMDBENCH_VLLM_COMMON_CPU_MEM=64Gi\nexport " + stage + "CPU_MEM=${LLMDBENCH_VLLM_COMMON_CPU_MEM:-1Gi}\n",
			"decode.containers[0].resources.limits.memory", convert.Carried, ""},
		{"a plain variable between", "MEM=64Gi\nexport " + stage + "CPU_MEM=\"${MEM}\"\n",
			"decode.containers[0].resources.limits.memory", convert.Carried, ""},
		{"under a condition", "if true; then export " + stage + "CPU_MEM=64Gi; fi\n",
			"decode.containers[0].resources.limits.memory", convert.Differs, "says otherwise"},
		{"nothing at all", "", "decode.replicas", convert.Missing, "REPLICAS is not set"},
		{"volumes by reference", "export LLMDBENCH_VLLM_COMMON_EXTRA_VOLUMES=$(mktemp)\ncat << EOF > ${LLMDBENCH_VLLM_COMMON_EXTRA_VOLUMES}\n" +
			"- name: data\n  emptyDir: {}\nEOF\nexport " + stage + "EXTRA_VOLUMES=$LLMDBENCH_VLLM_COMMON_EXTRA_VOLUMES\n",
			"decode.volumes[0].name", convert.Carried, ""},
		{"volumes of the shared variable only", "export LLMDBENCH_VLLM_COMMON_EXTRA_VOLUMES=$(mktemp)\ncat << EOF > ${LLMDBENCH_VLLM_COMMON_EXTRA_VOLUMES}\n" +
			"- name: data\n  emptyDir: {}\nEOF\n", "decode.volumes[0].name", convert.Missing, "is not written"},
		{"mounts in another order", "export " + stage + "EXTRA_VOLUME_MOUNTS=$(mktemp)\ncat << 'END' > $" + stage + "EXTRA_VOLUME_MOUNTS\n" +
			"- {mountPath: /other, name: other}\n- {mountPath: \"/data\", name: data}\nEND\n", "decode.containers[0].volumeMounts[0].name", convert.Carried, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := checked(t, verified(written(t, values), tt.scenario), tt.path)
			if c.Outcome != tt.want || tt.reason != "" && !strings.Contains(c.Reason, tt.reason) {
				t.Errorf("%s is %s: %s; want %s: %s", tt.path, c.Outcome, c.Reason, tt.want, tt.reason)
			}
		})
	}
}

// Refresh adds what is missing and makes quotations true, and leaves alone what an author chose.
func TestRefresh(t *testing.T) {
	const replicas = "export LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS="
	r := written(t, provable)
	refreshed := func(text string) string {
		return convert.Apply(text, convert.Refresh(r, readScript(text)))
	}
	fresh := r.Scenario.Shell()
	if got := refreshed(fresh); got != fresh {
		t.Error("a fresh scenario is changed")
	}
	chosen := strings.Replace(fresh, replicas+"3", replicas+"9", 1)
	if got := refreshed(chosen); got != chosen {
		t.Error("a deliberate value is not kept")
	}
	at := strings.Index(fresh, replicas)
	comment := fresh[strings.LastIndex(fresh[:at], "# SOURCE:"):at]
	moved := strings.Replace(fresh, comment, strings.Replace(comment, "Line ", "Line 1", 1), 1)
	if moved == fresh || refreshed(moved) != fresh {
		t.Error("a line that moved is not refreshed")
	}
	both := strings.Replace(moved, replicas+"3", replicas+"9", 1)
	if got := refreshed(both); got != chosen {
		t.Error("where a line moved, a deliberate value is not kept")
	}
	missing := strings.Replace(fresh, comment+replicas+"3\n", "", 1)
	if got := refreshed(missing); missing == fresh || !strings.Contains(got, comment+replicas+"3\n") {
		t.Error("a setting that is missing is not added")
	}
	if faults := verified(r, refreshed(missing)).Faults(); len(faults) > 0 {
		t.Errorf("faults stay: %v", faults)
	}
}

func TestFaults(t *testing.T) {
	seen := map[string]bool{}
	for i := range catalog.Faults {
		f := &catalog.Faults[i]
		if f.ID == "" || seen[f.ID] || strings.ToLower(f.ID) != f.ID || strings.Contains(f.ID, " ") {
			t.Errorf("%q is no unique id", f.ID)
		}
		seen[f.ID] = true
		if f.What == "" || f.See == "" || len(f.Versions) == 0 || !f.In(catalog.FrameworkVersion) || f.In("v0") {
			t.Errorf("%s says too little: %+v", f.ID, f)
		}
		if strings.HasSuffix(f.What, ".") || strings.HasSuffix(f.Remedy, ".") || !strings.Contains(f.Note(), f.What) || !strings.Contains(f.Note(), f.Remedy) {
			t.Errorf("%s does not read well: %s", f.ID, f.Note())
		}
		if catalog.FaultOf(f.ID) != f {
			t.Errorf("%s is not found", f.ID)
		}
	}
}

// With workarounds a scenario holds nothing that breaks its deployment, and says what it leaves out.
func TestWorkarounds(t *testing.T) {
	for _, g := range all(t) {
		t.Run(g.FileName(), func(t *testing.T) {
			r, err := convert.Convert(g, catalog.Builtin(), convert.Options{Workarounds: true})
			if err != nil {
				t.Fatal(err)
			}
			if faults := verified(r, r.Scenario.Shell()).Faults(); len(faults) > 0 {
				t.Errorf("there are faults: %v", faults)
			}
			for _, set := range r.Scenario.Settings() {
				if strings.HasSuffix(set.Var, "_EXTRA_POD_CONFIG") || strings.HasSuffix(set.Var, "_GAIE_FLAGS") {
					t.Errorf("%s is set", set.Var)
				}
				if set.Var == "LLMDBENCH_VLLM_MODELSERVICE_GAIE_PLUGINS_CONFIGFILE" && hasCustom(g) &&
					(catalog.PresetOf(set.Text) != nil || catalog.PresetOf(set.Text+".yaml") != nil) {
					t.Errorf("the plugin config has the name of a preset: %s", set.Text)
				}
			}
		})
	}
}

func hasCustom(g *guide.Guide) bool {
	return g.Values(guide.InferencePool).Get("inferenceExtension", "pluginsCustomConfig") != nil
}
