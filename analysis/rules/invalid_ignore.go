package rules

import (
	"strings"

	"llmdbench-ls/analysis"
)

var invalidIgnore = &analysis.Rule{
	ID: "invalid-ignore", Severity: analysis.Warning, Kinds: everyKind, Last: true, Page: page("invalid-ignore"),
	Check: func(p *analysis.Pass) {
		for _, i := range p.Ignores {
			if i.Mistake != "" {
				p.Report(i.At, i.Mistake+"; it silences nothing", ignoreFixes(p, i)...)
			}
		}
	},
}

// ignoreFixes offer the rule that was most likely meant. Nobody but the author takes a comment away that means a rule
// which exists.
func ignoreFixes(p *analysis.Pass, i analysis.Ignore) []analysis.Fix {
	if i.Near == "" {
		return []analysis.Fix{p.Replace("Remove the comment", true, i.Whole, "")}
	}
	list := strings.ReplaceAll(p.File.Slice(i.RulesAt), i.Wrong, i.Near)
	return []analysis.Fix{
		p.Replace("Change to "+i.Near, false, i.RulesAt, list),
		p.Replace("Remove the comment", false, i.Whole, ""),
	}
}
