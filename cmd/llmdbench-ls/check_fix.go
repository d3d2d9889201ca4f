package main

import (
	"cmp"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

// maxRounds bounds how often a file is checked anew after fixes, should two of them undo each other.
const maxRounds = 10

// mend applies one fix of each finding that may be applied, and says how many. A fix that overlaps another one waits
// for the next round, where it is made from the new text.
func (c *checker) mend(f *source.File, findings []analysis.Finding) (text string, applied int) {
	if !c.fix {
		return f.Text, 0
	}
	var edits []analysis.Edit
	for _, finding := range findings {
		i := slices.IndexFunc(finding.Fixes, func(fix analysis.Fix) bool { return (fix.Safe || c.unsafe) && within(f, fix) })
		if i >= 0 && fits(edits, finding.Fixes[i].Edits) {
			edits = append(edits, finding.Fixes[i].Edits...)
			applied++
		}
	}
	return edited(f, edits), applied
}

// within says that a fix changes a file, and no other one: those may be open elsewhere or not be checked at all.
func within(f *source.File, fix analysis.Fix) bool {
	return len(fix.Edits) > 0 && !slices.ContainsFunc(fix.Edits, func(e analysis.Edit) bool { return e.Path != f.Path })
}

// fits says that edits touch nothing that others have chosen.
func fits(chosen, more []analysis.Edit) bool {
	for _, a := range more {
		for _, b := range chosen {
			if a.At.Start == b.At.Start || a.At.Start < b.At.End && b.At.Start < a.At.End {
				return false
			}
		}
	}
	return true
}

// edited makes edits that do not overlap. What they put in gets the file's line endings.
func edited(f *source.File, edits []analysis.Edit) string {
	slices.SortStableFunc(edits, func(a, b analysis.Edit) int { return cmp.Compare(a.At.Start, b.At.Start) })
	windows := strings.Contains(f.Text, "\r\n")
	var b strings.Builder
	at := 0
	for _, e := range edits {
		text := e.Text
		if windows {
			text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
		}
		b.WriteString(f.Text[at:e.At.Start] + text)
		at = e.At.End
	}
	return b.String() + f.Text[at:]
}
