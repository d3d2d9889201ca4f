package rules

import (
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
)

var invalidValues = &analysis.Rule{
	ID: "invalid-values", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("invalid-values"),
	Check: func(p *analysis.Pass) {
		for _, fault := range []string{"", catalog.FaultAnnotations} {
			for _, problem := range problems(p, fault) {
				at := trimmed(p, problem.Origin.At)
				if strings.HasPrefix(problem.Message, "the content of ") || !known(p, problem.Origin.Var) {
					continue // the rule heredoc-yaml tells of these
				}
				p.Report(at, "the values that the framework writes are not valid YAML, so nothing is deployed: "+problem.Message)
			}
		}
	},
}
