package rules

import (
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

var envValueNotString = &analysis.Rule{
	ID: "env-value-not-string", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("env-value-not-string"),
	Check: func(p *analysis.Pass) {
		for _, list := range listsOf(p, "ENVVARS_TO_YAML", mayHoldNumber) {
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

// mayHoldNumber says that a text may hold a value that is a number or a boolean: one without quotes that does not begin
// as a path does, or as a word that is longer than those for booleans.
func mayHoldNumber(p *analysis.Pass, b *scenario.Body) bool {
	values, ok := valuesIn(p, b, "value")
	return !ok || slices.ContainsFunc(values, func(v string) bool {
		switch {
		case v == "" || strings.IndexByte(`"'/$|>{[#`, v[0]) >= 0:
			return false
		case len(v) > len("false") && !strings.Contains(v, "#"):
			return strings.IndexByte("+-.0123456789", v[0]) >= 0
		}
		return true
	})
}
