package source_test

import (
	"testing"

	"sigs.k8s.io/yaml"

	"llmdbench-ls/convert/source"
)

var evident = []string{
	"", "a: b\n", "a:\n  b: c\n  d:\n", "a:\n- b\n- c: d\n  e: f\nf: 1\n", "- a: |\n    x: [\n\n     y\n  b: \"q \\\" r\"\n- c\n",
	"a: {}\nb: []\nc: 'x'\nd: >-\n  e\n", "  a: 1\n  b: --flag=x\n", "a: # none\n  b: c\n# end\n", "- - a\n  - b\n- c: 1\n",
	"a:\n  - b: c\n    d:\n      - e\n      - f\n  - g\nh: i\n", "a: |\nb: c\n",
}

var doubtful = []string{
	"a: b\n  c: d\n", "a:\n    b: c\n  d: e\n", "a: b: c\n", "a: .inf\n", "a: -.inf\n", "null: a\n", "a: [\n", "a: \"b\n", "a: *b\n", "a\n", "a: 'b'c'\n",
	"- a\nb: c\n", "a: b\n- c\n", "a: |\n    x\n  y: z\n", "\ta: b\n", "a: b\r\n", "a: é\n", "a: !t b\n", "a:\n  - b\n c: d\n", "- a\n  - b\n", "a: \"b\" c\n",
	"--- a\n", "? a\n", "a: \"\\x\"\n", "<<: a\n", "a: b:\n", "a: @b\n", "a: %b\n", "a: `b`\n", "- a:\n  - b\n  c\n", ": a\n", "a: |\n     \n  x\n", "- a: b\n c: d\n",
}

// TestEvident sees what is evident and what is not.
func TestEvident(t *testing.T) {
	for _, text := range evident {
		if !source.EvidentYAML(text) {
			t.Errorf("%q is not evident", text)
		}
	}
	for _, text := range doubtful {
		if source.EvidentYAML(text) {
			t.Errorf("%q is evident", text)
		}
	}
}

// FuzzEvident sees that what is evident is what Helm's reader and our own take.
func FuzzEvident(f *testing.F) {
	for _, text := range append(evident, doubtful...) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !source.EvidentYAML(text) {
			return
		}
		var v any
		if err := yaml.Unmarshal([]byte(text), &v); err != nil {
			t.Errorf("%q: Helm: %v", text, err)
		}
		if _, problems := source.ParseYAML("", text, nil); len(problems) > 0 {
			t.Errorf("%q: %v", text, problems)
		}
	})
}
