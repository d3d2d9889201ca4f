package scenario_test

import (
	"slices"
	"testing"

	"llmdbench-ls/convert/scenario"
)

// The name of a placeholder ends where the framework puts a blank; any other goes on, as it does for the shell.
func TestFindNames(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"$LLMDBENCH_A-${LLMDBENCH_B}", []string{"LLMDBENCH_A", "LLMDBENCH_B"}},
		{"--a____REPLACE_ENV_LLMDBENCH_A____--b____REPLACE_ENV_LLMDBENCH_B]", []string{"LLMDBENCH_A", "LLMDBENCH_B"}},
		{"REPLACE_ENV_LLMDBENCH_A____REPLACE_ENV_LLMDBENCH_B____x", []string{"LLMDBENCH_A", "LLMDBENCH_B"}},
		{"REPLACE_ENV_LLMDBENCH_____", []string{"LLMDBENCH_"}},
		{"$LLMDBENCH_A____x", []string{"LLMDBENCH_A____x"}},
		{"REPLACE_ENV_LLMDBENCH_A++++default=LLMDBENCH_B", []string{"LLMDBENCH_A", "LLMDBENCH_B"}},
		{"MY_LLMDBENCH_A LLMDBENCH", nil},
	} {
		var got []string
		for _, n := range scenario.FindNames(tt.text) {
			if tt.text[n.At.Start:n.At.End] != n.Text {
				t.Errorf("%s: %s stands at %q", tt.text, n.Text, tt.text[n.At.Start:n.At.End])
			}
			got = append(got, n.Text)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.text, got, tt.want)
		}
	}
}
