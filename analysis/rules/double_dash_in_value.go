package rules

import (
	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

var doubleDashInValue = &analysis.Rule{
	ID: "double-dash-in-value", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("double-dash-in-value"),
	Check: func(p *analysis.Pass) {
		for _, r := range remarks(p, catalog.FaultDoubleDash) {
			at := r.Origin.At
			if at.End < at.Start+len(dashes) || p.File.Slice(source.Span{Start: at.Start, End: at.Start + len(dashes)}) != dashes {
				p.Report(trimmed(p, at), note(r.Message, catalog.FaultDoubleDash))
				continue
			}
			at.End = at.Start + len(dashes)
			quote := quoteAt(p, at.Start)
			p.Report(at, note(r.Message, catalog.FaultDoubleDash),
				fix("Quote the value in two parts that meet between the dashes", true, analysis.Edit{Path: p.File.Path, At: at, Text: "-" + quote + quote + "-"}))
		}
	},
}

const dashes = "--"

// quoteAt is the quote that is open at a place of a command line.
func quoteAt(p *analysis.Pass, at int) string {
	b := bodyAt(p, at)
	start := at
	if b != nil {
		start = b.At.Start
	}
	quote := ""
	for i := start; i < at; i++ {
		switch c := p.File.Text[i : i+1]; {
		case c == `\` && quote != "'":
			i++
		case quote == "" && (c == "'" || c == `"`):
			quote = c
		case c == quote:
			quote = ""
		}
	}
	return quote
}
