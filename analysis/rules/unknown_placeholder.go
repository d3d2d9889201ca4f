package rules

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
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
		for _, found := range placeholders(p.File.Text) {
			name := found.variable
			if step, ok := missingIn(p, found); ok {
				p.Report(found.at, fmt.Sprintf("step %s, which reads this file too, has no %s yet: it stops there", step, name))
				continue
			}
			if assigned[name] || known(p, name) || catalog.StepNames[name] != nil || listed(p, p.File.Slice(found.at)) || !rendered(p, found.at) {
				continue
			}
			message := fmt.Sprintf("there is no variable %s: the framework stops when it looks this placeholder up", name)
			p.Report(found.at, message, didYouMean(p, scenario.Name{Text: name, At: found.at}, assigned)...)
		}
	},
}

// missingIn is the first of several steps reading the file around a placeholder that does not have its name. ok is false
// where all have it, and where only one reads the file: the preview tells that.
func missingIn(p *analysis.Pass, found placeholder) (step string, ok bool) {
	i := slices.IndexFunc(p.Script.Bodies, func(b scenario.Body) bool { return b.At.Contains(found.at.Start) && !b.Dead })
	if i < 0 || !rendered(p, found.at) {
		return "", false
	}
	steps := deploy.StepsOf(p.Snapshot.Catalog(), p.Script.Bodies[i].Var)
	missing := slices.IndexFunc(steps, func(step string) bool { return !catalog.Exists(found.variable, step) })
	if len(steps) < 2 || missing < 0 {
		return "", false
	}
	return steps[missing], true
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
	return p.Snapshot.Catalog().Lookup(name).TakesFile()
}
