package rules_test

import (
	"path/filepath"
	"strings"
	"testing"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

// Nothing is said about an experiment that a conversion writes beside its scenario.
func TestSilentOnExperiments(t *testing.T) {
	dir, err := filepath.Abs(filepath.Join("..", "..", "testdata", "guides"))
	if err != nil {
		t.Fatal(err)
	}
	s := analysis.NewSnapshot([]string{filepath.Dir(dir)}, analysis.DefaultSettings)
	made, err := analysis.Generate(s, filepath.Join(dir, "chat-routing"), guide.DefaultEnvironment)
	if err != nil {
		t.Fatal(err)
	}
	text, err := convert.Experiment(made.Result, []string{"VLLM_MODELSERVICE_DECODE_REPLICAS=1,2", "VLLM_COMMON_BLOCK_SIZE=16,32", "VLLM_MODELSERVICE_GATEWAY_CLASS_NAME=istio,gke"})
	if err != nil {
		t.Fatal(err)
	}
	f := source.New("/nowhere/x.experiment.yaml", 1, text)
	s = s.With(f, source.New("/nowhere/"+made.Result.Guide.FileName()+".sh", 1, made.Text))
	if analysis.KindOf(f) != analysis.Experiment || len(analysis.ScenariosOf(s, f)) != 1 {
		t.Fatal("it is no experiment on the scenario")
	}
	for _, finding := range check(s, f.Path) {
		t.Errorf("%s: %s", finding.Rule.ID, finding.Message)
	}
}

// An experiment that was made to be endless is done with, and says no more than anyone reads.
func TestHostileExperiments(t *testing.T) {
	many := strings.Repeat("LLMDBENCH_VLLM_COMMON_BLOCK_SISE,", 20_000)
	f := source.New("/nowhere/e.yaml", 1, "setup:\n  factors: ["+many+"]\n  levels: {LLMDBENCH_VLLM_COMMON_BLOCK_SISE: \""+many+"\", X: 1}\n  treatments: [\""+many+"\", \""+many[1:len(many)-1]+"\"]\n")
	if n := len(check(analysis.NewSnapshot(nil, analysis.DefaultSettings).With(f), f.Path)); n == 0 || n > 2000 {
		t.Errorf("%d findings", n)
	}
}
