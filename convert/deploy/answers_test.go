package deploy_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

func ask(text string) *deploy.Answers {
	script, _ := scenario.Read(source.New("s.sh", 1, text), catalog.Builtin().Default)
	return deploy.Ask(script, catalog.Builtin(), deploy.DefaultCluster)
}

func TestAnswers(t *testing.T) {
	a := ask("export LLMDBENCH_DEPLOY_MODEL_LIST=lab/parrot-7b\nexport LLMDBENCH_VLLM_COMMON_METRICS_PORT=8100\n" +
		"export LLMDBENCH_VLLM_COMMON_AFFINITY=''\nexport LLMDBENCH_PARROT=true\nexport LLMDBENCH_VLLM_COMMON_CPU_NR=$(nproc)\n" +
		"export LLMDBENCH_VLLM_COMMON_EXTRA_VOLUMES=$(mktemp)\nexport LLMDBENCH_OFF=false\n")
	for _, test := range []struct {
		step, text, want string
		by               deploy.By
		own              bool
	}{
		{deploy.StepModelService, "REPLACE_ENV_LLMDBENCH_VLLM_COMMON_METRICS_PORT", "8100", deploy.ByScenario, false},
		{deploy.StepModelService, "REPLACE_ENV_VLLM_COMMON_METRICS_PORT", "8100", deploy.ByScenario, false},
		{deploy.StepModelService, "REPLACE_ENV_LLMDBENCH_VLLM_COMMON_MAX_MODEL_LEN", "16384", deploy.ByDefault, false},
		{deploy.StepModelService, "REPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL", "lab/parrot-7b", deploy.ByScenario, false},
		{deploy.StepPicker, "REPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL", "", 0, false}, // it does not exist there
		{deploy.StepModelService, "REPLACE_ENV_LLMDBENCH_PARROT", "True", deploy.ByScenario, false},
		{deploy.StepModelService, "REPLACE_ENV_LLMDBENCH_OFF", "", 0, false}, // the step stops
		{deploy.StepModelService, "REPLACE_ENV_LLMDBENCH_OFF++++default=on", "on", deploy.ByScenario, true},
		{deploy.StepModelService, "REPLACE_ENV_LLMDBENCH_VLLM_COMMON_AFFINITY++++default=x:y", "x:y", deploy.ByScenario, true},
		{deploy.StepModelService, "REPLACE_ENV_LLMDBENCH_VLLM_COMMON_CPU_NR", "", 0, false},
		{deploy.StepModelService, "REPLACE_ENV_LLMDBENCH_VLLM_COMMON_EXTRA_VOLUMES", "", 0, false},
		{deploy.StepModelService, "REPLACE_ENV_LLMDBENCH_NO_SUCH_NAME", "", 0, false},
	} {
		got, ok := a.Placeholder(deploy.Placeholders(test.text)[0], test.step)
		if got.Text != test.want || ok != (test.want != "") || got.By != test.by || got.Own != test.own {
			t.Errorf("%s becomes %+v, %v", test.text, got, ok)
		}
	}
}

// TestAnswersAgree finds each answer in the command line that is really deployed.
func TestAnswersAgree(t *testing.T) {
	files, err := filepath.Glob("../../testdata/conversions/*.sh")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no scenarios: %v", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		script, _ := scenario.Read(source.New(name, 1, string(text)), catalog.Builtin().Default)
		a := deploy.Ask(script, catalog.Builtin(), deploy.DefaultCluster)
		for _, c := range deploy.Render(script, catalog.Builtin(), deploy.DefaultCluster, nil).Commands {
			written, _ := script.Content("LLMDBENCH_VLLM_MODELSERVICE_" + strings.ToUpper(c.Stage) + "_EXTRA_ARGS")
			for _, p := range deploy.Placeholders(written) {
				if got, ok := a.Placeholder(p, deploy.StepModelService); !ok || !strings.Contains(c.Text, got.Text) {
					t.Errorf("%s: %s is said to become %q, %v", name, p.Name, got.Text, ok)
				}
			}
		}
	}
}

func TestAccelerators(t *testing.T) {
	for text, want := range map[string]string{
		"": "1×1×1×1=1",
		"REPLICAS=3 TENSOR_PARALLELISM=4 DATA_LOCAL_PARALLELISM=2":            "3×1×4×2=24",
		"REPLICAS=3 NUM_WORKERS_PARALLELISM=5":                                "3×1×1×1=3",
		"MULTINODE REPLICAS=3 NUM_WORKERS_PARALLELISM=5 TENSOR_PARALLELISM=2": "3×5×2×1=30",
		"MULTINODE DATA_LOCAL_PARALLELISM=8 NUM_WORKERS_PARALLELISM=2":        "1×2×1×8=16",
		"MULTINODE NUM_WORKERS_PARALLELISM=2 ACCELERATOR_NR=6":                "1×2×6=12",
		"ACCELERATOR_NR=auto TENSOR_PARALLELISM=2":                            "1×1×2×1=2",
		"DATA_PARALLELISM=16":                               "1×1×1×1=1", // of all pods
		"REPLICAS=0":                                        "",
		"ACCELERATOR_NR=0":                                  "",
		"ACCELERATOR_NR=some":                               "",
		"ACCELERATOR_NR=$(nproc)":                           "",
		"TENSOR_PARALLELISM=$(nproc)":                       "",
		"TENSOR_PARALLELISM=-1":                             "",
		"TENSOR_PARALLELISM=two":                            "",
		"REPLICAS=99999999999999999999":                     "",
		"REPLICAS=1000000000 TENSOR_PARALLELISM=1000000000": "",
		"STANDALONE TENSOR_PARALLELISM=2":                   "",
	} {
		var b strings.Builder
		for word := range strings.FieldsSeq(text) {
			switch word {
			case "MULTINODE":
				word = "LLMDBENCH_VLLM_MODELSERVICE_MULTINODE=true"
			case "STANDALONE":
				word = "LLMDBENCH_DEPLOY_METHODS=standalone"
			default:
				word = "LLMDBENCH_VLLM_MODELSERVICE_PREFILL_" + word
			}
			b.WriteString("export " + word + "\n")
		}
		n, ok := ask(b.String()).Accelerators("prefill")
		got := ""
		switch {
		case ok && n.Given:
			got = fmt.Sprintf("%d×%d×%d=%d", n.Groups, n.Pods, n.Each, n.Total())
		case ok:
			got = fmt.Sprintf("%d×%d×%d×%d=%d", n.Groups, n.Pods, n.Tensor, n.Data, n.Total())
		}
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	if _, ok := ask("").Accelerators("other"); ok {
		t.Error("there is no other stage")
	}
}
