package rules

import (
	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

var backslashInLastFlag = &analysis.Rule{
	ID: "backslash-in-last-flag", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("backslash-in-last-flag"),
	Check: func(p *analysis.Pass) {
		for _, r := range remarks(p, catalog.FaultLastBackslash) {
			at := source.Span{Start: r.Origin.At.Start, End: min(r.Origin.At.End, r.Origin.At.Start+1)}
			p.Report(at, note(r.Message, catalog.FaultLastBackslash))
		}
	},
}
