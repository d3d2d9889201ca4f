package rules

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
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
			if v := p.Snapshot.Catalog().Lookup(e.Name); v.TakesFile() && e.Value.Temp > 0 && mentions(p, e.Name) == 1 && len(p.Script.BodiesOf(e.Name)) == 0 {
				p.Report(e.NameAt, "nothing is written to the file of "+e.Name)
			}
			lost(p, e)
		}
	},
}

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

// lost tells that a variable gets another file when its content is written, so that what it names in the end is empty.
// Where anything else is done with the first file, or the second, the author may know.
func lost(p *analysis.Pass, e scenario.Export) {
	v := p.Snapshot.Catalog().Lookup(e.Name)
	if !v.TakesFile() || e.Value.Temp == 0 || len(p.Script.BodiesOf(e.Name)) > 0 {
		return
	}
	var filled *scenario.Body
	for i := range p.Script.Bodies {
		if b := &p.Script.Bodies[i]; b.Var == e.Name && b.Stmt.Start < e.At.Start && b.Text != "" {
			filled = b
		}
	}
	for _, n := range p.Names {
		if n.Text == e.Name && n.Use != scenario.Assigned && n.Use != scenario.Remarked && !redirected(p, n.At) {
			return
		}
	}
	first := false
	for _, other := range p.Script.Exports {
		if other.Name == e.Name && (other.Nested || other.Naked || other.Value.Temp == 0) {
			return
		}
		first = first || other.Name == e.Name && filled != nil && other.At.Start < filled.Stmt.Start
	}
	if !first || filled.Command || filled.Nested {
		return
	}
	f := analysis.Finding{At: e.NameAt, Message: fmt.Sprintf("%s gets another file here, an empty one: what is written to the first on line %d is lost", e.Name, p.File.Line(filled.Stmt.Start)+1)}
	f.Related = []analysis.Related{{Place: analysis.Place{File: p.File, At: filled.VarAt}, Message: "the content is written here"}}
	if line := p.File.LineSpan(p.File.Line(e.At.Start)); line == e.At {
		f.Fixes = []analysis.Fix{p.Replace("Keep the first file", false, source.Span{Start: line.Start, End: lineEnd(p, line.End)}, "")}
	}
	p.Add(f)
}
