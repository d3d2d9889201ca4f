package source_test

import (
	"strings"
	"testing"

	"llmdbench-ls/convert/source"
)

// TestDeep gives texts that would exhaust the parser's stack a problem in place of a tree.
func TestDeep(t *testing.T) {
	const n = 1 << 20
	for _, open := range []string{"(", "$(", "${x:-", "{ ", "if ", "! ", "while ", "`", "$((", "[[ ! ", "case x in x) ", "for x in y; do "} {
		text := strings.Repeat(open, n/len(open))
		if _, problems := source.New("a.sh", 0, "export A=1\n"+text).Shell(); len(problems) == 0 {
			t.Errorf("%q over and over is read without a problem", open)
		}
	}
	for _, sign := range []string{"-", "~", "!", "- ", "+"} {
		if _, problems := source.New("a.sh", 0, "((x="+strings.Repeat(sign, n)+"1))\n").Shell(); len(problems) == 0 {
			t.Errorf("a row of %q is read without a problem", sign)
		}
	}
}
