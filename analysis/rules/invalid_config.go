package rules

import "llmdbench-ls/analysis"

var invalidConfig = &analysis.Rule{
	ID: "invalid-config", Severity: analysis.Warning, Kinds: []analysis.Kind{analysis.ProjectConfig}, Page: page("invalid-config"),
	Check: func(p *analysis.Pass) {
		for _, m := range p.Config {
			var fixes []analysis.Fix
			if m.Instead != "" {
				fixes = append(fixes, p.Replace("Change to "+m.Instead, false, m.At, m.Instead))
			}
			p.Report(m.At, m.Message, fixes...)
		}
	},
}
