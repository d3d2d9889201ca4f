package scenario_test

import (
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Whatever a script holds, it is read without a panic, and everything found stands inside of it.
func FuzzScenario(f *testing.F) {
	archive, err := txtar.ParseFile(filepath.Join("testdata", "evaluate.txtar"))
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range archive.Files {
		f.Add(string(c.Data))
	}
	for _, tt := range places {
		f.Add(tt.script)
	}
	f.Fuzz(func(t *testing.T, text string) {
		script, _ := scenario.Read(source.New("s.sh", 0, text), func(string) (string, bool) { return "default", true })
		inside := func(what string, at source.Span) {
			if at.Start < 0 || at.Start > at.End || at.End > len(text) {
				t.Errorf("%s spans %v in a text of %d bytes", what, at, len(text))
			}
		}
		for _, e := range script.Exports {
			inside(e.Name, e.At)
			inside(e.Name, e.NameAt)
			inside(e.Name, e.ValueAt)
			script.Content(e.Name)
		}
		for _, n := range script.Names() {
			inside(n.Text, n.At)
		}
		for _, s := range script.Sources {
			inside("source", s.At)
			inside("path", s.PathAt)
		}
		for i := range script.Bodies {
			bodyInside(t, &script.Bodies[i], inside)
		}
	})
}

func bodyInside(t *testing.T, b *scenario.Body, inside func(string, source.Span)) {
	inside("body", b.At)
	inside("statement", b.Stmt)
	inside("variable", b.VarAt)
	for from := 0; from <= len(b.Text); from += 1 + len(b.Text)/20 {
		inside("part of a body", b.Locate(source.Span{Start: from, End: len(b.Text)}))
	}
	for at := b.At.Start; at <= b.At.End; at += 1 + (b.At.End-b.At.Start)/20 {
		if offset, _ := b.TextOffset(at); offset < 0 || offset > len(b.Text) {
			t.Errorf("offset %d leads to %d in a body of %d bytes", at, offset, len(b.Text))
		}
	}
}
