package convert_test

import (
	"strings"
	"testing"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/scenario"
)

// guarded is a guide whose scenario has everything that an edit could quietly undo.
const guarded = `
unknownKey: 1
decode:
  replicas: 3
  containers:
  - name: vllm
    image: images.example.com/serving/server:v1
    modelCommand: custom
    command: [/bin/sh, -c]
    args:
    - |
      vllm serve lab/model --max-model-len 4096 --enable-x 2>&1 | tee /tmp/log
      echo ended
    env:
    - {name: VLLM_LOGGING_LEVEL, value: INFO}
    - {name: FIRST, value: one}
    - {name: UCX_TLS, value: tcp}
`

// Each edit changes what is deployed, or may, though every value of the guide still stands somewhere in the scenario.
func TestVerifyIsNotFooled(t *testing.T) {
	const stage = "LLMDBENCH_VLLM_MODELSERVICE_DECODE_"
	r := written(t, guarded)
	fresh := r.Scenario.Shell()
	if faults := verified(r, fresh).Faults(); len(faults) > 0 {
		t.Fatalf("the conversion itself has faults: %v", faults)
	}
	level := "export LLMDBENCH_VLLM_COMMON_VLLM_LOGGING_LEVEL="
	args := "$" + stage + "EXTRA_ARGS"
	for _, tt := range []struct{ name, old, new, path, reason string }{
		{"flag again, behind", "--enable-x", "--enable-x --max-model-len 5", "decode.containers[0].args[0]", "says otherwise"},
		{"flag again, in front", "--max-model-len", "--max-model-len 5 --max-model-len", "convention: one --max-model-len on the serve line of decode", ""},
		{"flag again, with underscores", "--enable-x", "--enable-x --max_model_len=5", "decode.containers[0].args[0]", "says otherwise"},
		{"env again, behind", "- name: FIRST\n  value: one\n", "- name: FIRST\n  value: one\n- name: FIRST\n  value: two\n", "decode.containers[0].env[1].value", "says otherwise"},
		{"env again, in front", "- name: FIRST\n", "- name: FIRST\n  value: two\n- name: FIRST\n", "convention: one FIRST in " + stage + "ENVVARS_TO_YAML", ""},
		{"port", "--port REPLACE_ENV_LLMDBENCH_VLLM_COMMON_METRICS_PORT", "--port 1234", "convention: --port on the serve line of decode", "says otherwise"},
		{"port again", "--enable-x", "--enable-x --port 1234", "convention: --port on the serve line of decode", "says otherwise"},
		{"model", "vllm serve /model-cache/models/REPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL", "vllm serve other/model", "convention: the model on the serve line of decode", ""},
		{"served name", "--served-model-name REPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL", "--served-model-name x", "convention: --served-model-name on the serve line of decode", ""},
		{"parallelism", "--tensor-parallel-size REPLACE_ENV_" + stage + "TENSOR_PARALLELISM", "--tensor-parallel-size 8", "convention: --tensor-parallel-size on the serve line of decode", ""},
		{"quoted here-documents", "<<EOF", "<<'EOF'", "convention: " + stage + "EXTRA_ARGS is one line", ""},
		{"another command", "MODEL_COMMAND=custom", "MODEL_COMMAND=vllmServe", "convention: " + stage + "MODEL_COMMAND", ""},
		{"a stage that the guide has not", "PREFILL_REPLICAS=0", "PREFILL_REPLICAS=1", "convention: LLMDBENCH_VLLM_MODELSERVICE_PREFILL_REPLICAS", ""},
		{"no preprocess", "REPLACE_ENV_" + stage + "PREPROCESS; \\\n", "", "convention: the preprocess of " + stage + "EXTRA_ARGS", ""},
		{"square brackets", "--enable-x", "--enable-x --sizes '[1,2]'", "convention: no square brackets in " + stage + "EXTRA_ARGS", ""},
		{"what the framework adds", level + "INFO", level + "DEBUG", "decode.containers[0].env[0].value", "the last entry counts"},
		{"what the framework adds by default", "export LLMDBENCH_VLLM_COMMON_UCX_TLS=tcp\n", "", "decode.containers[0].env[2].value", "the last entry counts"},
		{"no export", "export " + stage + "REPLICAS=3", stage + "REPLICAS=3", "convention: " + stage + "REPLICAS is exported", ""},
		{"export withdrawn", "REPLICAS=3\n", "REPLICAS=3\nexport -n " + stage + "REPLICAS\n", "convention: " + stage + "REPLICAS is exported", ""},
		{"unset", "REPLICAS=3\n", "REPLICAS=3\nunset " + stage + "REPLICAS\n", "decode.replicas", "is not set"},
		{"unset under a condition", "REPLICAS=3\n", "REPLICAS=3\n[ -z \"$X\" ] && unset " + stage + "REPLICAS\n", "decode.replicas", "says otherwise"},
		{"truncated", "# =", ": > " + args + "\n# =", "decode.containers[0].args[0]", ""},
		{"written to", "# =", "echo --x >> \"" + args + "\"\n# =", "convention: the file of " + stage + "EXTRA_ARGS is a here-document", ""},
		{"written to by a program", "# =", "true | tee -a " + args + "\n# =", "convention: the file of " + stage + "EXTRA_ARGS is a here-document", ""},
		{"return", "export " + stage, "return 0\nexport " + stage, "convention: the scenario is read to its end", ""},
		{"exit", "export " + stage, "{ exit; }\nexport " + stage, "convention: the scenario is read to its end", ""},
		{"tail", "; \\\necho ended", "", "decode.containers[0].args[0]", "behind the server"},
		{"redirection", " 2>&1", "", "decode.containers[0].args[0]", "behind the server"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := replaced(fresh, tt.old, tt.new)
			if text == fresh {
				t.Fatalf("the scenario has no %q:\n%s", tt.old, fresh)
			}
			found := false
			for _, c := range verified(r, text).Faults() {
				found = found || c.Path == tt.path && strings.Contains(c.Reason, tt.reason)
			}
			if !found {
				t.Errorf("%s is not found: %v", tt.path, verified(r, text).Faults())
			}
		})
	}
}

// replaced replaces a text wherever it stands outside of comments; a ruler is the last one.
func replaced(text, old, now string) string {
	if old == "# =" {
		at := strings.LastIndex(text, "\n\n# =") + 2
		return text[:at] + strings.TrimSuffix(now, old) + text[at:]
	}
	var b strings.Builder
	for _, part := range strings.SplitAfter(text, "\n\n") {
		at := 0
		for strings.HasPrefix(part[at:], "#") {
			at += strings.Index(part[at:], "\n") + 1
		}
		b.WriteString(part[:at] + strings.ReplaceAll(part[at:], old, now))
	}
	return b.String()
}

// What is harmless, or another way to say the same, is no fault.
func TestVerifyIsNotPicky(t *testing.T) {
	const stage = "LLMDBENCH_VLLM_MODELSERVICE_DECODE_"
	r := written(t, guarded)
	fresh := r.Scenario.Shell()
	for _, tt := range []struct{ name, old, new string }{
		{"exported later", "export " + stage + "REPLICAS=3\n", stage + "REPLICAS=3\nexport " + stage + "REPLICAS\n"},
		{"all exported", "export " + stage + "REPLICAS=3\n", "set -a\n" + stage + "REPLICAS=3\nset +a\n"},
		{"exported by declare", "export " + stage + "REPLICAS=3\n", "declare -gx " + stage + "REPLICAS=3\n"},
		{"emptied first", "export " + stage + "EXTRA_ARGS=$(mktemp)\n", "export " + stage + "EXTRA_ARGS=$(mktemp)\n: > $" + stage + "EXTRA_ARGS\n"},
		{"a guard", "export " + stage + "REPLICAS=3\n", "if false; then return 1; fi\nexport " + stage + "REPLICAS=3\n"},
		{"unset, then set", "export " + stage + "REPLICAS=3\n", "unset " + stage + "REPLICAS\nexport " + stage + "REPLICAS=3\n"},
		{"a flag of the author's", "--enable-x", "--enable-x --seed 1"},
		{"a variable of the author's", "- name: FIRST\n", "- name: MINE\n  value: x\n- name: FIRST\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := replaced(fresh, tt.old, tt.new)
			if faults := verified(r, text).Faults(); text == fresh || len(faults) > 0 {
				t.Errorf("there are faults: %v in\n%s", faults, text)
			}
		})
	}
}

// A guide may name a thing twice itself; its last one counts, in the guide and in the scenario.
func TestVerifyRepeatedInTheGuide(t *testing.T) {
	r := written(t, `
decode:
  containers:
  - name: vllm
    args: ["--seed", "1", "--seed", "2"]
    env:
    - {name: FIRST, value: one}
    - {name: FIRST, value: two}
`)
	fresh := r.Scenario.Shell()
	if faults := verified(r, fresh).Faults(); len(faults) > 0 {
		t.Fatalf("there are faults: %v", faults)
	}
	for _, swapped := range []string{
		strings.NewReplacer("--seed 1", "--seed 2", "--seed 2", "--seed 1").Replace(fresh),
		replaced(fresh, "- name: FIRST\n  value: one\n- name: FIRST\n  value: two\n", "- name: FIRST\n  value: two\n- name: FIRST\n  value: one\n"),
	} {
		if swapped == fresh || len(verified(r, swapped).Faults()) == 0 {
			t.Error("another order is not found")
		}
	}
}

// A model's name that a shell would read otherwise is compared as it is written.
func TestVerifyOfAnOddModel(t *testing.T) {
	r := written(t, "-- values.yaml --\nmodelArtifacts: {name: 'lab/odd$name--x'}\ndecode: {replicas: 2}\n")
	if faults := verified(r, r.Scenario.Shell()).Faults(); len(faults) > 0 {
		t.Errorf("there are faults: %v", faults)
	}
}

// Without the closing remarks nothing is lost, but the report says that the scenario is silent.
func TestVerifyWithoutRemarks(t *testing.T) {
	r := written(t, guarded)
	script := *r.Scenario
	script.Closing = []scenario.Remark{}
	v := verified(r, script.Shell())
	c := checked(t, v, "unknownKey")
	var b strings.Builder
	if err := v.Report("s.sh").Text(&b); err != nil {
		t.Fatal(err)
	}
	if len(v.Faults()) > 0 || c.Outcome != convert.NotMappable || c.Line != 0 || !strings.Contains(b.String(), "unknownKey: "+c.Reason+" (the scenario does not say so)\n") {
		t.Errorf("%d faults, %s is said in line %d:\n%s", len(v.Faults()), c.Path, c.Line, b.String())
	}
}

func TestReportOfConventions(t *testing.T) {
	r := written(t, guarded)
	v := verified(r, "return\n"+r.Scenario.Shell())
	report := v.Report("s.sh")
	var b strings.Builder
	if err := report.Text(&b); err != nil {
		t.Fatal(err)
	}
	want := "  convention: the scenario is read to its end: expected nothing, the scenario has return, it ends the scenario: nothing behind it is read (s.sh:1)\n"
	if !strings.Contains(b.String(), want) || report.Summary[convert.Differs] == 0 || strings.Contains(v.ErrorOf().Error(), ":0") {
		t.Errorf("%v, %v:\n%s", report.Summary, v.ErrorOf(), b.String())
	}
}
