package rules

import (
	"slices"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/scenario"
)

var heredocTarget = &analysis.Rule{
	ID: "heredoc-target", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("heredoc-target"),
	Check: func(p *analysis.Pass) {
		if len(p.Syntax) > 0 {
			return
		}
		for i := range p.Script.Bodies {
			b := &p.Script.Bodies[i]
			v := p.Snapshot.Catalog().Lookup(b.Var)
			if v == nil || b.Dead || b.Command || assignedBefore(p, b) || v.Default != "" || v.Derives != "" {
				continue
			}
			p.Report(b.VarAt, b.Var+" names no file here: it gets one below, or nowhere")
		}
	},
}

// assignedBefore says that a variable has a value where a here-document is written to its file.
func assignedBefore(p *analysis.Pass, b *scenario.Body) bool {
	return slices.ContainsFunc(p.Script.Exports, func(e scenario.Export) bool { return e.Name == b.Var && !e.Naked && e.At.Start < b.Stmt.Start })
}
