package rules

import (
	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/source"
)

var stepStops = &analysis.Rule{
	ID: "step-stops", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("step-stops"),
	Check: func(p *analysis.Pass) {
		preview, ok := p.Preview()
		if !ok || len(p.Syntax) > 0 {
			return
		}
		told := map[source.Span]bool{}
		for _, d := range preview.Documents {
			// The rules about placeholders tell of names that do not exist or are empty.
			if f := d.Failure; f != nil && !f.Elsewhere && f.Fault != catalog.FaultUnknownHolder && f.Fault != catalog.FaultFalseHolder && f.Origin.By == deploy.ByScenario && !told[f.Origin.At] {
				told[f.Origin.At] = true
				p.Report(trimmed(p, f.Origin.At), f.Error())
			}
		}
	},
}
