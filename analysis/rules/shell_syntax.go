package rules

import "llmdbench-ls/analysis"

var shellSyntax = &analysis.Rule{
	ID: "shell-syntax", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("shell-syntax"),
	Check: func(p *analysis.Pass) {
		for _, problem := range p.Syntax {
			p.Report(problem.At, problem.Message)
		}
	},
}
