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
			// The rule unknown-placeholder tells of names that do not exist.
			if f := d.Failure; f != nil && f.Fault != catalog.FaultUnknownHolder && f.Origin.By == deploy.ByScenario && !told[f.Origin.At] {
				told[f.Origin.At] = true
				p.Report(trimmed(p, f.Origin.At), f.Error())
			}
		}
	},
}
