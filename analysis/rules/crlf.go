package rules

import (
	"fmt"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

var crlf = &analysis.Rule{
	ID: "crlf", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("crlf"),
	Check: func(p *analysis.Pass) {
		i := strings.Index(p.File.Text, "\r\n")
		if i < 0 {
			return
		}
		var edits []analysis.Edit
		for at := i; at >= 0; {
			edits = append(edits, analysis.Edit{Path: p.File.Path, At: source.Span{Start: at, End: at + 1}})
			next := strings.Index(p.File.Text[at+1:], "\r\n")
			if next < 0 {
				break
			}
			at += 1 + next
		}
		first := p.File.LineSpan(p.File.Line(i))
		which := "the lines end"
		if lines := strings.Count(p.File.Text, "\n"); len(edits) < lines {
			which = fmt.Sprintf("%d of %d lines, this one the first, end", len(edits), lines)
		}
		p.Report(first, which+" as on Windows: the shell takes the carriage return for a part of values, and finds no end of a here-document",
			fix("Make the lines end as on Linux", true, edits...))
	},
}
