package rules

import (
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

var heredocYAML = &analysis.Rule{
	ID: "heredoc-yaml", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("heredoc-yaml"),
	Check: func(p *analysis.Pass) {
		for i := range p.Script.Bodies {
			body := &p.Script.Bodies[i]
			if !holdsYAML(p, body) || brokenShell(p, body) {
				continue
			}
			locate := func(at source.Span) (*source.File, source.Span) { return p.File, body.Locate(at) }
			_, problems := source.ParseYAML(p.File.Path, body.Text, locate)
			for _, problem := range problems {
				p.Report(problem.At, "this is not valid YAML: "+problem.Message)
			}
		}
	},
}

// holdsYAML says that a here-document is a whole YAML text, all of which is known: it is the only one written to the
// file of a variable that the framework reads YAML from, and nothing in it depends on what a command would give.
func holdsYAML(p *analysis.Pass, body *scenario.Body) bool {
	v := p.Snapshot.Catalog().Lookup(body.Var)
	if v == nil || v.Kind != "path-or-inline-yaml" || !body.Known() || strings.Contains(body.Text, "#noconfig") {
		return false
	}
	for i := range p.Script.Bodies {
		if other := &p.Script.Bodies[i]; other != body && other.Var == body.Var {
			return false
		}
	}
	return true
}

// brokenShell says that the shell could not read a here-document's command: where its closing line is missing, the rest
// of the script was taken as its content.
func brokenShell(p *analysis.Pass, body *scenario.Body) bool {
	return slices.ContainsFunc(p.Syntax, func(problem source.Problem) bool { return body.Stmt.Contains(problem.At.Start) })
}
