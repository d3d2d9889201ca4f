package rules_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

// Nothing is said about what a conversion writes.
func TestSilentOnConversions(t *testing.T) {
	files, _ := filepath.Glob("../../testdata/conversions/*.sh")
	if len(files) == 0 {
		t.Fatal("there are no conversions")
	}
	for _, name := range files {
		silent(t, name)
	}
}

// Nothing is said about a render vector that is not about a fault, and something about each that is.
func TestRenderVectors(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/reference/render-vectors/*/scenario.sh")
	if len(files) == 0 {
		t.Skip("the render vectors are not here: they lie in ../shared beside the repository")
	}
	faulty := map[string]string{
		"34-provider-config":     "provider-config-misplaced",
		"03-args-quoted-heredoc": "quoted-args-heredoc", "04-args-json-brackets": "brackets-in-args",
		"05-args-double-dash-in-json": "double-dash-in-value", "07-args-no-continuation": "broken-continuation",
		"06-args-comment-and-blank-lines": "broken-continuation", "12-unknown-placeholder": "unknown-placeholder", "15-env-overridden-by-framework": "framework-overrides-env",
		"23-pod-config": "pod-config-breaks-values", "30-custom-plugins-preset-clash": "preset-shadows-custom-plugins",
		"21-common-values-only": "inert-variable common-not-derived", "20-common-volumes-only": "common-not-derived",
		"09-args-runtime-variable-unescaped": "unescaped-runtime-variable", "18-env-unquoted-number": "env-value-not-string",
		"39-uri-hf": "uri-protocol-unread", "32-custom-plugins-without-configfile": "plugins-configfile-mismatch", "33-gaie-flags": "gaie-flags-lost",
	}
	for _, file := range files {
		name := filepath.Base(filepath.Dir(file))
		rule, ok := faulty[name]
		if !ok {
			silent(t, file)
			continue
		}
		t.Run(name, func(t *testing.T) {
			findings := findingsIn(t, file)
			for _, f := range findings {
				if !slices.Contains(strings.Fields(rule), f.Rule.ID) {
					t.Errorf("%s: %s", f.Rule.ID, f.Message)
				}
			}
			if len(findings) == 0 {
				t.Errorf("nothing is said; want %s", rule)
			}
		})
	}
}

func silent(t *testing.T, file string) {
	t.Helper()
	t.Run(strings.TrimSuffix(filepath.Base(file), ".sh")+" "+filepath.Base(filepath.Dir(file)), func(t *testing.T) {
		for _, f := range findingsIn(t, file) {
			t.Errorf("%s: %s", f.Rule.ID, f.Message)
		}
	})
}

func findingsIn(t *testing.T, file string) []analysis.Finding {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	f := source.New("/nowhere/scenario.sh", 1, string(text))
	return check(analysis.NewSnapshot([]string{"/nowhere"}, analysis.DefaultSettings).With(f), f.Path)
}
