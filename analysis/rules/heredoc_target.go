package rules

import (
	"slices"
	"strings"

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
			if v == nil || b.Dead || b.Command || assignedBefore(p, b) {
				continue
			}
			if def, _ := p.Snapshot.Catalog().Default(b.Var); def == "" {
				p.Report(b.VarAt, b.Var+" names no file here: it gets one below, or nowhere")
			} else if strings.ContainsAny(def[:1], "[{") {
				p.Report(b.VarAt, b.Var+" names no file here: it holds the default "+def)
			}
		}
		for _, e := range certain(p) {
			if v := p.Snapshot.Catalog().Lookup(e.Name); v != nil && e.Value.Temp > 0 && takesFile(v.Kind) && mentions(p, e.Name) == 1 && len(p.Script.BodiesOf(e.Name)) == 0 {
				p.Report(e.NameAt, "nothing is written to the file of "+e.Name)
			}
		}
	},
}

// takesFile says that a variable's value may be the path of a file with the content.
func takesFile(kind string) bool { return kind == "path-or-inline-yaml" || kind == "args-file" }

// mentions counts how often a script names a variable, remarks aside.
func mentions(p *analysis.Pass, name string) int {
	n := 0
	for _, other := range p.Names {
		if other.Text == name && other.Use != scenario.Remarked {
			n++
		}
	}
	return n
}

// assignedBefore says that a variable has a value where a here-document is written to its file.
func assignedBefore(p *analysis.Pass, b *scenario.Body) bool {
	return slices.ContainsFunc(p.Script.Exports, func(e scenario.Export) bool { return e.Name == b.Var && !e.Naked && e.At.Start < b.Stmt.Start })
}
