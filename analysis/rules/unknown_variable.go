package rules

import (
	"fmt"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
)

var unknownVariable = &analysis.Rule{
	ID: "unknown-variable", Severity: analysis.Warning, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("unknown-variable"),
	Check: func(p *analysis.Pass) {
		assigned, used := map[string]bool{}, map[string]bool{}
		for _, n := range p.Names {
			switch n.Use {
			case scenario.Assigned:
				assigned[n.Text] = true
			case scenario.Expanded, scenario.Placeholder, scenario.Mentioned:
				used[n.Text] = true
			}
		}
		for _, found := range placeholders(p.File.Text) {
			used[found.variable] = true
		}
		for _, n := range p.Names {
			switch {
			case known(p, n.Text):
			case n.Use == scenario.Assigned && !used[n.Text]:
				p.Report(n.At, fmt.Sprintf("nothing reads %s: %s has no variable of this name", n.Text, p.Snapshot.Catalog().Origin), didYouMean(p, n, nil)...)
			case n.Use == scenario.Expanded && !assigned[n.Text] && !n.Default:
				p.Report(n.At, fmt.Sprintf("%s is set nowhere: the framework stops when it reads this line", n.Text), didYouMean(p, n, assigned)...)
			}
		}
	},
}

// known says that the framework has a variable of the name, or takes it as a command-line override of one.
func known(p *analysis.Pass, name string) bool {
	c := p.Snapshot.Catalog()
	const override = catalog.Prefix + "CLIOVERRIDE_"
	rest, isOverride := strings.CutPrefix(name, override)
	return c.Lookup(name) != nil || isOverride && c.Lookup(catalog.Prefix+rest) != nil
}

// didYouMean offers the name that was most likely meant: one of the framework's, or one that the file itself sets.
func didYouMean(p *analysis.Pass, n scenario.Name, own map[string]bool) []analysis.Fix {
	near, ok := p.Snapshot.Catalog().Nearest(n.Text)
	if nearOwn, found := catalog.NearestOf(n.Text, own); found {
		near, ok = nearOwn, true
	}
	if !ok {
		return nil
	}
	return []analysis.Fix{p.Replace("Change to "+near, false, n.At, near)}
}
