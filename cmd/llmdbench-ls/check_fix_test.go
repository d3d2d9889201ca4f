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

// A variable that one fix gives a value gets none from another, be it by a new line or by a new name.
func TestMendVariableOnce(t *testing.T) {
	f := source.New("/nowhere/x.sh", 0, "export LLMDBENCH_AA=1\nexport LLMDBENCH_BB=1\n")
	finding := func(start, end int, text string) analysis.Finding {
		at := source.Span{Start: start, End: end}
		return analysis.Finding{Fixes: []analysis.Fix{{Title: "x", Safe: true, Edits: []analysis.Edit{{Path: f.Path, At: at, Text: text}}}}}
	}
	text, applied := (&checker{fix: true}).mend(f, []analysis.Finding{
		finding(0, 0, "export LLMDBENCH_CC=2\nexport LLMDBENCH_DD=2\n"),
		finding(7, 19, "LLMDBENCH_CC"),
		finding(29, 41, "LLMDBENCH_EE"),
		finding(44, 44, "export LLMDBENCH_DD=3\n"),
	})
	if want := "export LLMDBENCH_CC=2\nexport LLMDBENCH_DD=2\nexport LLMDBENCH_AA=1\nexport LLMDBENCH_EE=1\n"; text != want || applied != 2 {
		t.Errorf("%d fixes make %q, want 2 and %q", applied, text, want)
	}
}
