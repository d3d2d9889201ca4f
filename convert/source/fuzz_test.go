package source_test

import (
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/source"
)

func FuzzYAML(f *testing.F) {
	archive, err := txtar.ParseFile(filepath.Join("testdata", "spans.txtar"))
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range archive.Files {
		f.Add(string(c.Data))
	}
	for _, text := range []string{"", "a: [", "a: *a", "a: &a [*a]", "\ufeff%YAML 1.1\n---\na: |2-\n   x", "? a\n: b", "a: \"\\\n", "{a: 1,\r\n b: 'x\r'}", "!<x> &a \u2028- |"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file := source.New("f", 0, text)
		docs, problems := file.Documents()
		inside(t, file, problems)
		seen := map[*source.Node]bool{}
		for _, doc := range docs {
			nodesInside(t, file, doc, seen)
			for offset := 0; offset <= len(text); offset += 1 + len(text)/50 {
				if _, over := doc.PathAt(offset); over.End > len(text) {
					t.Errorf("PathAt(%d) gives %v in a text of %d bytes", offset, over, len(text))
				}
			}
		}
	})
}

func nodesInside(t *testing.T, f *source.File, n *source.Node, seen map[*source.Node]bool) {
	if seen[n] {
		return
	}
	seen[n] = true
	if n.At.Start < 0 || n.At.Start > n.At.End || n.At.End > len(f.Text) {
		t.Errorf("the node %q spans %v in a text of %d bytes", n.Text, n.At, len(f.Text))
	}
	for _, p := range n.Pairs {
		nodesInside(t, f, p.Key, seen)
		nodesInside(t, f, p.Value, seen)
	}
	for _, item := range n.Items {
		nodesInside(t, f, item, seen)
	}
}

func inside(t *testing.T, f *source.File, problems []source.Problem) {
	for _, p := range problems {
		if p.At.Start < 0 || p.At.Start > p.At.End || p.At.End > len(f.Text) || p.Line < 1 || p.Line > f.Lines() {
			t.Errorf("the problem %q is at %v, line %d, in a text of %d bytes and %d lines", p.Message, p.At, p.Line, len(f.Text), f.Lines())
		}
	}
}

func FuzzShell(f *testing.F) {
	for _, text := range []string{
		"", "export A=\"$B\"\n", "cat <<EOF >$A\nx\nEOF\n", "cat <<-'E O F' >$A\n\tx", "A=$(", "if true; then A=1", "A=${B:-${C", "\ufeffA=1\r\nB=2\\\r\n",
		"case x in", "f() {", "A=`", "A=$((1+", "[[ a", "A=(1 2", "<<A <<B\n", "cat <<`\n", "é=1",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file := source.New("f", 0, text)
		script, problems := file.Shell()
		inside(t, file, problems)
		syntax.Walk(script.File, func(n syntax.Node) bool {
			if n == nil {
				return true
			}
			if a, ok := n.(*syntax.Assign); ok && a.Name != nil {
				if at := source.SpanOf(a.Name); at.End > len(text) || file.Slice(at) != a.Name.Value {
					t.Errorf("the name %q stands at %q", a.Name.Value, file.Slice(at))
				}
			}
			return true
		})
	})
}
