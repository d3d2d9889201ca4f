package rules

import (
	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
)

var unsetPlaceholder = &analysis.Rule{
	ID: "unset-placeholder", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("unset-placeholder"),
	Check: func(p *analysis.Pass) {
		preview, ok := p.Preview()
		if !ok || len(p.Syntax) > 0 {
			return
		}
		for _, d := range preview.Documents {
			if f := d.Failure; f != nil && f.Fault == catalog.FaultFalseHolder && f.Origin.By == deploy.ByScenario {
				p.Report(trimmed(p, f.Origin.At), f.Error())
			}
		}
	},
}
