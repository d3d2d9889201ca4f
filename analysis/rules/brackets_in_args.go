package rules

import (
	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

var bracketsInArgs = &analysis.Rule{
	ID: "brackets-in-args", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("brackets-in-args"),
	Check: func(p *analysis.Pass) {
		for _, r := range remarks(p, catalog.FaultBrackets) {
			at := source.Span{Start: r.Origin.At.Start, End: min(r.Origin.At.End, r.Origin.At.Start+1)}
			p.Report(at, note(r.Message, catalog.FaultBrackets))
		}
	},
}
