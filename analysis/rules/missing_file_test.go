package rules_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

// A checkout of the framework has harnesses and profiles of the user's own, and says for certain what is not there.
func TestMissingFileInCheckout(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{
		"setup/env.sh", "workload/harnesses/parrot-llm-d-benchmark.sh", "workload/profiles/macaw/song.yaml.in",
		"workload/profiles/guidellm/squawk.yaml.in", "workload/profiles/guidellm/sanity_randm.yaml",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	settings := analysis.DefaultSettings
	settings.FrameworkPath = dir
	for _, tt := range []struct{ harness, profile, says string }{
		{"parrot", "", ""},
		{"macaw", "anything.yaml", ""}, // its profiles alone are there
		{"cockatoo", "", "nor the checkout at hand has a harness cockatoo"},
		{"guidellm", "squawk.yaml", ""},
		{"guidellm", "sanity_randm.yaml", ""},
		{"guidellm", "sanity_random.yaml", ""},
		{"guidellm", "chirp.yaml", "has a profile chirp for guidellm"},
		{"nop", "chirp.yaml", ""}, // no such folder
	} {
		text := "export LLMDBENCH_HARNESS_NAME=" + tt.harness + "\n"
		if tt.profile != "" {
			text += "export LLMDBENCH_HARNESS_EXPERIMENT_PROFILE=" + tt.profile + "\n"
		}
		f := source.New("/nowhere/scenario.sh", 1, text)
		s := analysis.NewSnapshot([]string{"/nowhere"}, analysis.DefaultSettings).WithSettings(settings).With(f)
		var said []string
		for _, finding := range check(s, f.Path) {
			said = append(said, finding.Rule.ID+": "+finding.Message)
		}
		if got := strings.Join(said, "\n"); got != "" && tt.says == "" || !strings.Contains(got, tt.says) || len(said) > 1 {
			t.Errorf("%s, %s: got %q, want %q", tt.harness, tt.profile, got, tt.says)
		}
	}
}
