package rules

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
)

var unknownVariable = &analysis.Rule{
	ID: "unknown-variable", Severity: analysis.Warning, Kinds: scenarioOrExperiment, Page: page("unknown-variable"),
	Check: func(p *analysis.Pass) {
		if p.Kind == analysis.Experiment {
			unknownFactors(p)
			return
		}
		assigned := map[string]bool{}
		for _, n := range p.Names {
			if n.Use == scenario.Assigned || n.Sets {
				assigned[n.Text] = true
			}
		}
		for _, n := range unread(p) {
			var fixes []analysis.Fix
			if near, ok := p.Snapshot.Catalog().Nearest(n.Text); !ok || !assigned[near] {
				fixes = didYouMean(p, n, nil)
			}
			p.Report(n.At, fmt.Sprintf("nothing reads %s: %s has no variable of this name", n.Text, p.Snapshot.Catalog().Origin), fixes...)
		}
		for _, n := range p.Names {
			if n.Use == scenario.Expanded && !known(p, n.Text) && !assigned[n.Text] && !n.Default {
				p.Report(n.At, fmt.Sprintf("%s is set nowhere: the framework stops when it reads this line", n.Text), didYouMean(p, n, assigned)...)
			}
		}
	},
}

// unread are the names of variables that are set, and that neither the framework nor the scenario has a use for.
func unread(p *analysis.Pass) []scenario.Name {
	return analysis.Shared(p, unreadKey{}, func() []scenario.Name {
		used := map[string]bool{}
		for _, n := range p.Names {
			if n.Use == scenario.Expanded || n.Use == scenario.Placeholder || n.Use == scenario.Mentioned {
				used[n.Text] = true
			}
		}
		for _, found := range placeholders(p.File.Text) {
			used[found.variable] = true
		}
		var list []scenario.Name
		for _, n := range p.Names {
			if n.Use == scenario.Assigned && !known(p, n.Text) && !used[n.Text] {
				list = append(list, n)
			}
		}
		return list
	})
}

type unreadKey struct{}

// misspelt says that a variable was most likely meant by a name that nothing reads.
func misspelt(p *analysis.Pass, name string) bool {
	return slices.ContainsFunc(unread(p), func(n scenario.Name) bool {
		near, ok := p.Snapshot.Catalog().Nearest(n.Text)
		return ok && near == name
	})
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
