package analysis

import (
	"strings"

	"llmdbench-ls/convert/source"
)

// ignoreReason stands where the author has to say why.
const ignoreReason = "TODO: say why"

// ignoreFix puts a comment above the statement or entry that a finding is in. ok is false where none can stand there.
// It is not safe, since only the author knows the reason.
func ignoreFix(f *source.File, finding *Finding) (fix Fix, ok bool) {
	at, ok := ignorePlace(f, finding.At.Start)
	if !ok || finding.Rule.Last {
		return Fix{}, false
	}
	start := lineStart(f, at)
	margin := strings.ReplaceAll(f.Text[start:at], "-", " ") // a list's dash
	end := "\n"
	if strings.Contains(f.Text, "\r\n") {
		end = "\r\n"
	}
	text := margin[:len(margin)-len(strings.TrimLeft(margin, " \t"))] + "# " + ignoreMark + " " + finding.Rule.ID + " -- " + ignoreReason + end
	edit := Edit{f.Path, source.Span{Start: start, End: start}, text}
	return Fix{Title: "Ignore " + finding.Rule.ID + " here", Edits: []Edit{edit}}, true
}

// ignorePlace is the start of what a comment would silence: the statement that holds a place, or the innermost entry.
// Both must be the first thing in their line.
func ignorePlace(f *source.File, place int) (start int, ok bool) {
	first := func(at source.Span) bool {
		return at.Start <= place && place <= at.End && strings.Trim(f.Text[lineStart(f, at.Start):at.Start], " \t-") == ""
	}
	if KindOf(f) == Scenario {
		tree, _ := f.Shell()
		for _, stmt := range tree.File.Stmts {
			if at := withDocuments(stmt, source.SpanOf(stmt)); first(at) {
				return at.Start, true
			}
		}
		return 0, false
	}
	docs, _ := f.Documents()
	for _, n := range docs {
		entries(n, func(at source.Span) {
			if first(at) && (!ok || at.Start > start) {
				start, ok = at.Start, true
			}
		})
	}
	return start, ok
}

// lineStart is where the line of an offset begins, behind a byte order mark.
func lineStart(f *source.File, offset int) int {
	start := f.LineSpan(f.Line(offset)).Start
	if rest := f.Text[start:]; start == 0 && strings.HasPrefix(rest, "\ufeff") {
		return len("\ufeff")
	}
	return start
}
