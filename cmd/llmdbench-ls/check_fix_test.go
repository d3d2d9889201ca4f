package main

import (
	"testing"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

// Of fixes that overlap, the first is applied and the other waits; what is put in gets the file's line endings.
func TestMend(t *testing.T) {
	f := source.New("/nowhere/x.sh", 0, "abc\r\ndef\r\n")
	finding := func(safe bool, edits ...analysis.Edit) analysis.Finding {
		return analysis.Finding{Fixes: []analysis.Fix{{Title: "x", Safe: safe, Edits: edits}}}
	}
	edit := func(start, end int, text string) analysis.Edit {
		return analysis.Edit{Path: f.Path, At: source.Span{Start: start, End: end}, Text: text}
	}
	elsewhere := edit(0, 1, "no")
	elsewhere.Path = "/nowhere/y.sh"
	findings := []analysis.Finding{
		finding(true, edit(5, 8, "D\n"), edit(0, 1, "A\n")), // in any order
		finding(true, edit(7, 8, "overlaps")),
		finding(true, edit(0, 0, "the same place")),
		finding(true, edit(1, 2, "B\r\n")), // right behind another one
		finding(false, edit(2, 3, "unsafe")),
		finding(true, edit(2, 3, "x"), elsewhere),
		finding(true),
		{},
	}
	for _, step := range []struct {
		c       checker
		text    string
		applied int
	}{
		{checker{}, f.Text, 0},
		{checker{fix: true}, "A\r\nB\r\nc\r\nD\r\n\r\n", 2},
		{checker{fix: true, unsafe: true}, "A\r\nB\r\nunsafe\r\nD\r\n\r\n", 3},
	} {
		if text, applied := step.c.mend(f, findings); text != step.text || applied != step.applied {
			t.Errorf("%d fixes make %q, want %d and %q", applied, text, step.applied, step.text)
		}
	}
}
