package rules

import (
	"fmt"
	"slices"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/scenario"
)

var reassignedExport = &analysis.Rule{
	ID: "reassigned-export", Severity: analysis.Information, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("reassigned-export"),
	Check: func(p *analysis.Pass) {
		if len(p.Syntax) > 0 {
			return
		}
		for _, e := range p.Script.Exports {
			last, ok := p.Script.Last(e.Name)
			if p.Snapshot.Catalog().Lookup(e.Name) == nil || !ok || e.Nested || e.Naked || e.Dead || last.Nested || last.At == e.At || last.At.Start < e.At.Start ||
				usedBetween(p, e.Name, e.At.End, last.At.End) {
				continue
			}
			p.Report(e.NameAt, fmt.Sprintf("%s is set again on line %d, before anything uses this value", e.Name, p.File.Line(last.At.Start)+1))
		}
	},
}

// usedBetween says that a variable's value is looked at between two places: expanded, or its file written to.
func usedBetween(p *analysis.Pass, name string, from, to int) bool {
	return slices.ContainsFunc(p.Names, func(n scenario.Name) bool {
		return n.Text == name && n.Use == scenario.Expanded && n.At.Start >= from && n.At.End <= to
	})
}
