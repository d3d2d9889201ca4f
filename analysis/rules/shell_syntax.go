package rules

import "llmdbench-ls/analysis"

var shellSyntax = &analysis.Rule{
	ID: "shell-syntax", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("shell-syntax"),
	Check: func(p *analysis.Pass) {
		for _, problem := range p.Syntax {
			if problem.Instead != "" {
				p.Report(problem.At, problem.Message, p.Replace("Let "+problem.Instead+" stand alone", true, problem.At, problem.Instead))
				continue
			}
			p.Report(problem.At, problem.Message)
		}
	},
}
