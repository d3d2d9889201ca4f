package rules

import (
	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

var envValueNotString = &analysis.Rule{
	ID: "env-value-not-string", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("env-value-not-string"),
	Check: func(p *analysis.Pass) {
		for _, list := range listsOf(p, "_ENVVARS_TO_YAML") {
			for _, item := range list.Items {
				n := item.Get("value")
				if n == nil || n.Kind != source.Scalar || n.Style != source.Plain || n.Tag == "!!str" || n.Tag == "!!null" {
					continue
				}
				p.Report(n.At, n.Text+" is no text: Kubernetes refuses a container variable whose value is a number or a boolean",
					fix("Quote the value", true, analysis.Edit{Path: p.File.Path, At: n.At, Text: `"` + p.File.Slice(n.At) + `"`}))
			}
		}
	},
}
