package analysis

import (
	"cmp"
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// Mend chooses one fix of each finding of a file, those that may be applied unattended or with unsafe any, and gives
// their edits in the order of the text. A fix that overlaps one chosen before is left out: it has to be made anew from
// the new text; so is one that gives a variable a value which another has given one. applied is the number of fixes.
func Mend(f *source.File, findings []Finding, unsafe bool) (edits []Edit, applied int) {
	given := map[string]bool{}
	for _, finding := range findings {
		i := slices.IndexFunc(finding.Fixes, func(fix Fix) bool { return (fix.Safe || unsafe) && ownEdits(f, fix) })
		if i >= 0 && fits(edits, finding.Fixes[i].Edits) && gives(f, finding.Fixes[i].Edits, given) {
			edits = append(edits, finding.Fixes[i].Edits...)
			applied++
		}
	}
	slices.SortStableFunc(edits, func(a, b Edit) int { return cmp.Compare(a.At.Start, b.At.Start) })
	return edits, applied
}

// ownEdits says that a fix changes a file, and no other one: those may be open elsewhere or not be checked at all.
func ownEdits(f *source.File, fix Fix) bool {
	return len(fix.Edits) > 0 && !slices.ContainsFunc(fix.Edits, func(e Edit) bool { return e.Path != f.Path })
}

// fits says that edits touch nothing that others have chosen.
func fits(chosen, more []Edit) bool {
	for _, a := range more {
		for _, b := range chosen {
			if a.At.Start == b.At.Start || a.At.Start < b.At.End && b.At.Start < a.At.End {
				return false
			}
		}
	}
	return true
}

// gives notes the variables that edits set. ok is false where one of them has been noted before.
func gives(f *source.File, edits []Edit, given map[string]bool) (ok bool) {
	var names []string
	for _, e := range edits {
		if strings.HasPrefix(e.Text, catalog.Prefix) && e.At.End < len(f.Text) && f.Text[e.At.End] == '=' { // another name
			names = append(names, e.Text)
		}
		for line := range strings.Lines(e.Text) {
			if rest, export := strings.CutPrefix(line, "export "); export {
				name, _, _ := strings.Cut(rest, "=")
				names = append(names, name)
			}
		}
	}
	if slices.ContainsFunc(names, func(name string) bool { return given[name] }) {
		return false
	}
	for _, name := range names {
		given[name] = true
	}
	return true
}

// Edited is a file's text after edits in the order of the text that do not overlap.
func Edited(f *source.File, edits []Edit) string {
	var b strings.Builder
	at := 0
	for _, e := range WithEndings(f, edits) {
		b.WriteString(f.Text[at:e.At.Start] + e.Text)
		at = e.At.End
	}
	return b.String() + f.Text[at:]
}

// WithEndings gives what edits put in the line endings of the file. A fix that is about the line endings themselves
// removes characters and puts none in, so it is left as it is.
func WithEndings(f *source.File, edits []Edit) []Edit {
	if !strings.Contains(f.Text, "\r\n") {
		return edits
	}
	made := slices.Clone(edits)
	for i, e := range made {
		made[i].Text = strings.ReplaceAll(strings.ReplaceAll(e.Text, "\r\n", "\n"), "\n", "\r\n")
	}
	return made
}
