package source_test

import (
	"strings"
	"testing"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/source"
)

// A half-typed line costs that line, not the tree. The mark is where the problem is reported.
func TestRescueYAML(t *testing.T) {
	for _, tt := range []struct{ name, text, keep string }{
		{"unclosed bracket", "a: 1\n«b: [1, 2\nc»: 3\nd: 4\n", "a d"},
		{"key without a colon", "a: 1\nb\n«c: 3»\nd: 4\n", "a d"},
		{"tab as indentation", "a: 1\nb:\n«\tc: 2»\nd: 4\n", "a b d"},
		{"stray quote", "a: 1\nb: \"x\" y\nd: 4\n", "a d"},
		{"unclosed quote at the end", "a: 1\nd: 4\nb: \"x\n", "a d"},
		{"unknown anchor", "a: 1\nb: *x\nd: 4\n", "a d"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text, at := marked(tt.text)
			f := source.New("f", 0, text)
			n, problems := f.YAML()
			if len(problems) != 1 {
				t.Fatalf("problems %v, want one", problems)
			}
			if problems[0].At.Start < 0 || problems[0].At.End > len(text) {
				t.Errorf("the problem lies outside of the text: %v", problems[0].At)
			}
			first, last := f.Line(at.Start)+1, f.Line(at.End)+1
			if at != (source.Span{}) && (problems[0].Line < first || problems[0].Line > last) {
				t.Errorf("the problem is in line %d, want %d to %d", problems[0].Line, first, last)
			}
			for _, key := range strings.Fields(tt.keep) {
				pair, ok := n.Pair(key)
				if !ok {
					t.Errorf("the key %s is lost", key)
				} else if got := f.Slice(pair.Key.At); got != key {
					t.Errorf("the key %s is found at %q", key, got)
				}
			}
		})
	}
}

func TestRescueShell(t *testing.T) {
	for _, tt := range []struct{ name, text, keep string }{
		{"unclosed quote", "A=1\nexport B=\"x\nC=3\n", "A"},
		{"open here-document", "A=1\ncat <<EOF >$A\ntext\nB=2\n", "A"},
		{"open quoted here-document", "A=1\ncat <<'EOF' >$A\ntext\n", "A"},
		{"if without fi", "A=1\nif true; then\nB=2\n", "A"},
		{"stray bracket", "A=1\n)\nB=2\n", "A B"},
		{"half an expansion", "A=1\nB=${\nC=3\n", "A"},
		{"byte order mark", "\ufeffA=1\nB=2\n)\n", "A B"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := source.New("f", 0, tt.text)
			script, problems := f.Shell()
			if len(problems) != 1 || problems[0].At.End > len(tt.text) {
				t.Fatalf("problems %v, want one inside the text", problems)
			}
			found := map[string]string{}
			syntax.Walk(script.File, func(n syntax.Node) bool {
				if a, ok := n.(*syntax.Assign); ok && a.Name != nil {
					found[a.Name.Value] = f.Slice(source.SpanOf(a.Name))
				}
				return true
			})
			for _, name := range strings.Fields(tt.keep) {
				if found[name] != name {
					t.Errorf("the assignment of %s stands at %q", name, found[name])
				}
			}
		})
	}
}

// A problem stands at its cause, not where the parser gave up, and the lines below are read.
func TestCause(t *testing.T) {
	for _, tt := range []struct{ name, text, instead, keep string }{
		{"quote", "A=«\"x»\n#B=\"y\"\nC=\"z\"\n", "", "C"},
		{"single quote", "A=1 B=«'x»\nC='y'\nD='z'\n", "", "C D"},
		{"quote over lines", "A='x\ny'\nB=1 # it's\nC=«'z»\n", "", "A B"},
		{"indented mark", "cat <<EOF >a\nx\n« EOF»\nB=1\n", "EOF", "B"},
		{"blank behind the mark", "cat <<'EOF' >a\nx\n«EOF \t»\nB=1\ncat <<X >b\nX\nC=\"1\"\n", "EOF", "B C"},
		{"second here-document", "cat <<EOF >a\n x EOF\nEOF\ncat <<-EOF >b\n«\t EOF»\nB=1\n", "EOF", "B"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text, at := marked(tt.text)
			f := source.New("f", 0, text)
			script, problems := f.Shell()
			if len(problems) != 1 || problems[0].At != at || problems[0].Instead != tt.instead {
				t.Fatalf("problems %+v, want one at %q", problems, f.Slice(at))
			}
			kept := map[string]bool{}
			syntax.Walk(script.File, func(n syntax.Node) bool {
				if a, ok := n.(*syntax.Assign); ok && a.Name != nil {
					kept[f.Slice(source.SpanOf(a.Name))] = true
				}
				return true
			})
			for _, name := range strings.Fields(tt.keep) {
				if !kept[name] {
					t.Errorf("the assignment of %s is lost", name)
				}
			}
		})
	}
}

func TestProblemReads(t *testing.T) {
	_, problems := source.New("guide/values.yaml", 0, "a: 1\nb: \"x\" y\n").YAML()
	if len(problems) != 1 || !strings.HasPrefix(problems[0].String(), "guide/values.yaml:2: ") {
		t.Errorf("problems %v, want one in guide/values.yaml:2", problems)
	}
}
