package main

import (
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
	edits, applied := analysis.Mend(f, findings, c.unsafe)
	return analysis.Edited(f, edits), applied
}
