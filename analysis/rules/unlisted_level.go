package rules

import (
	"fmt"
	"slices"

	"llmdbench-ls/analysis"
)

var unlistedLevel = &analysis.Rule{
	ID: "unlisted-level", Severity: analysis.Information, Kinds: experimentKinds, Page: page("unlisted-level"),
	Check: func(p *analysis.Pass) {
		plan := planOf(p)
		for _, part := range []*analysis.Part{&plan.Setup, &plan.Run} {
			unlisted(p, part)
		}
	},
}

// unlisted tells of values in treatments that are not among the levels of their factors, each once.
func unlisted(p *analysis.Pass, part *analysis.Part) {
	levels := make([][]analysis.Value, len(part.Factors))
	for i, factor := range part.Factors {
		levels[i], _ = part.LevelsOf(factor.Text)
	}
	seen := map[string]bool{}
	for _, t := range part.Treatments {
		if !part.Fits(t) {
			continue
		}
		for i, v := range t.Values {
			factor := part.Factors[i].Text
			key := factor + "=" + v.Text
			if seen[key] || len(levels[i]) == 0 || v.Text == "" || v.Text == analysis.Inapplicable {
				continue
			}
			seen[key] = true
			if !slices.ContainsFunc(levels[i], func(l analysis.Value) bool { return l.Text == v.Text }) {
				p.Report(v.At, fmt.Sprintf("%s is not among the levels of %s", v.Text, factor))
			}
		}
	}
}
