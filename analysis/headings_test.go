package analysis

import (
	"slices"
	"strings"
	"testing"

	"llmdbench-ls/convert/source"
)

func TestHeadings(t *testing.T) {
	rule := "# " + strings.Repeat("=", 20)
	for name, c := range map[string]struct {
		text string
		want []string // the titles
	}{
		"in a box":             {rule + "\n# Décode 🦜\n" + rule, []string{"Décode 🦜"}},
		"with more in the box": {rule + "\n#\n# Decode\n# and what belongs to it\n" + rule, []string{"Decode"}},
		"with shared rulers":   {rule + "\n# One\n" + rule + "\n# Two\n" + rule, []string{"One", "Two"}},
		"under a ruler":        {"####################\n# Decode\n\n# no title", []string{"Decode"}},
		"above a ruler":        {"# Decode\n# ------", []string{"Decode"}},
		"between rulers":       {"# ---- Décode 🦜 stage ----\n#### Two ####", []string{"Décode 🦜 stage", "Two"}},
		"indented":             {"  ## ----\n  ## Decode\n  ## ----", []string{"Decode"}},
		"no rulers":            {"# Decode\n# ---\n# - - - - - -\n# --- Decode\n## Decode", nil},
		"no titles":            {rule + "\n" + rule + "\n\n" + rule + "\n#\n\n" + rule, nil},
		"quoted from a guide":  {"# SOURCE: guides/a/values.yaml\n# Lines 1-3:\n#   ==========\n#   Decode\n#   ==========", nil},
		"in a here-document":   {"cat <<EOF >$A\n" + rule + "\n# Decode\n" + rule + "\nEOF", nil},
		"behind a statement":   {"A=1 # ---- Decode ----", nil},
	} {
		t.Run(name, func(t *testing.T) {
			for _, end := range []string{"\n", "\r\n"} {
				f := source.New("/a.sh", 0, strings.ReplaceAll("export LLMDBENCH_A=1\n"+c.text+"\n", "\n", end))
				script, _ := NewSnapshot(nil, DefaultSettings).Script(f)
				var got []string
				for _, h := range headingsOf(script, remarksOf(script)) {
					got = append(got, h.title)
					if f.Slice(h.titleAt) != h.title || !covers(h.at, h.titleAt) {
						t.Errorf("%q stands at %q of %q", h.title, f.Slice(h.titleAt), f.Slice(h.at))
					}
				}
				if !slices.Equal(got, c.want) {
					t.Errorf("got %q", got)
				}
			}
		})
	}
}
