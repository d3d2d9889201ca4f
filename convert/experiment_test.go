package convert_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
)

func TestExperiment(t *testing.T) {
	r := written(t, "decode: {replicas: 2}\n")
	got, err := convert.Experiment(r, []string{"LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS=1, 2", "VLLM_COMMON_BLOCK_SIZE=16,32,64"})
	if err != nil {
		t.Fatal(err)
	}
	want := `# Experiment on the scenario repo: 6 treatments of the set-up.
run:
  factors: []
  levels: {}
  treatments: []
setup:
  factors:
  - LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS
  - LLMDBENCH_VLLM_COMMON_BLOCK_SIZE
  levels:
    LLMDBENCH_VLLM_COMMON_BLOCK_SIZE: 16,32,64
    LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS: 1,2
  treatments:
  - 1,16
  - 1,32
  - 1,64
  - 2,16
  - 2,32
  - 2,64
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What is written has keys of the shell form only.
func TestExperimentKeysKnown(t *testing.T) {
	text, err := convert.Experiment(written(t, "decode: {replicas: 2}\n"), []string{"VLLM_COMMON_BLOCK_SIZE=16,32"})
	if err != nil {
		t.Fatal(err)
	}
	var parts map[string]map[string]any
	if err := yaml.Unmarshal([]byte(text), &parts); err != nil || len(parts) == 0 {
		t.Fatalf("%v in\n%s", err, text)
	}
	for part, below := range parts {
		for key := range below {
			if k := catalog.ExperimentKeyOf(part + "." + key); k == nil || k.Form == catalog.YAMLForm {
				t.Errorf("%s.%s is %+v", part, key, k)
			}
		}
	}
}

func TestNoExperiment(t *testing.T) {
	if got, err := convert.Experiment(written(t, "decode: {replicas: 2}\n"), nil); got != "" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestExperimentRefused(t *testing.T) {
	many := "VLLM_COMMON_BLOCK_SIZE=" + strings.TrimSuffix(strings.Repeat("1,", 40), ",")
	for _, tt := range []struct {
		vary []string
		want string
	}{
		{[]string{"VLLM_COMMON_BLOCK_SIZE"}, "write it as VAR=a,b,c"},
		{[]string{"VLLM_COMMON_BLOCK_SIZE="}, "write it as VAR=a,b,c"},
		{[]string{"VLLM_COMMON_BLOCK_SIZE=1,,2"}, "empty level"},
		{[]string{"VLLM_COMMON_BLOK_SIZE=1"}, "did you mean LLMDBENCH_VLLM_COMMON_BLOCK_SIZE?"},
		{[]string{"NOTHING_LIKE_IT_AT_ALL=1"}, "no variable LLMDBENCH_NOTHING_LIKE_IT_AT_ALL"},
		{[]string{many, many}, "more than 1000 deployments"},
	} {
		if _, err := convert.Experiment(written(t, "decode: {replicas: 2}\n"), tt.vary); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%.60v: %v, want an error that says %q", tt.vary, err, tt.want)
		}
	}
}
