package rules

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

var unknownPlaceholder = &analysis.Rule{
	ID: "unknown-placeholder", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("unknown-placeholder"),
	Check: func(p *analysis.Pass) {
		assigned := map[string]bool{}
		for _, e := range p.Script.Exports {
			assigned[e.Name] = true
		}
		for _, n := range p.Names {
			if n.Use != scenario.Placeholder || assigned[n.Text] || known(p, n.Text) || slices.Contains(catalog.StepNames, n.Text) || !rendered(p, n.At) {
				continue
			}
			p.Report(n.At, fmt.Sprintf("there is no variable %s: the framework stops when it looks this placeholder up", n.Text), didYouMean(p, n, assigned)...)
		}
	},
}

// rendered says that the framework replaces placeholders at a place: in the content of a file or in the value of a
// variable that it renders, outside of comment lines.
func rendered(p *analysis.Pass, at source.Span) bool {
	line := p.File.LineText(p.File.Line(at.Start))
	if strings.HasPrefix(strings.TrimSpace(line), "#") {
		return false
	}
	for i := range p.Script.Bodies {
		if b := &p.Script.Bodies[i]; b.At.Contains(at.Start) {
			return rendersKind(p, b.Var)
		}
	}
	for _, e := range p.Script.Exports {
		if e.ValueAt.Contains(at.Start) {
			return rendersKind(p, e.Name)
		}
	}
	return false
}

func rendersKind(p *analysis.Pass, name string) bool {
	v := p.Snapshot.Catalog().Lookup(name)
	return v != nil && (v.Kind == "path-or-inline-yaml" || v.Kind == "args-file")
}
