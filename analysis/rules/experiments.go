package rules

import (
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
)

// What follows is shared by the rules about experiment files.

// experimentKinds are the kinds of the rules about experiments alone.
var experimentKinds = []analysis.Kind{analysis.Experiment}

// scenarioOrExperiment are the kinds of the rules about what gives variables their values.
var scenarioOrExperiment = []analysis.Kind{analysis.Scenario, analysis.Experiment}

// planOf is the plan of the experiment that is looked at. It has nothing in it for other files, those of the YAML form
// included, and for one that cannot be read as a whole.
func planOf(p *analysis.Pass) *analysis.Plan {
	return analysis.Shared(p, planKey{}, func() *analysis.Plan {
		if plan := analysis.PlanOf(p.File); p.Kind == analysis.Experiment && plan != nil && len(p.Syntax) == 0 {
			return plan
		}
		return &analysis.Plan{}
	})
}

type planKey struct{}

// varied are the passes over the scenarios that the experiment is about, none where they are not in the workspace.
func varied(p *analysis.Pass) []*analysis.Pass {
	return analysis.Shared(p, variedKey{}, func() []*analysis.Pass {
		var list []*analysis.Pass
		for _, file := range analysis.ScenariosOf(p.Snapshot, p.File) {
			f, err := p.Snapshot.File(file)
			if err != nil || analysis.KindOf(f) != analysis.Scenario {
				continue
			}
			sub := &analysis.Pass{Snapshot: p.Snapshot, File: f, Kind: analysis.Scenario}
			sub.Script, sub.Syntax = p.Snapshot.Script(f)
			sub.Names = sub.Script.Names()
			list = append(list, sub)
		}
		return list
	})
}

type variedKey struct{}

// given is a value that an experiment gives a variable.
type given struct {
	name  string
	value analysis.Value
}

// givenBy lists the values that an experiment gives variables, each value of a variable once, where it stands first:
// among the levels, else in a treatment. What is put in only when it runs is left out.
func givenBy(plan *analysis.Plan) []given {
	var list []given
	seen := map[string]bool{}
	add := func(name string, values []analysis.Value) {
		for _, v := range values {
			if key := name + "=" + v.Text; !seen[key] && certainValue(v.Text) {
				seen[key] = true
				list = append(list, given{name, v})
			}
		}
	}
	for _, v := range plan.Setup.Levels {
		add(v.Factor.Text, v.Values)
	}
	for _, c := range plan.Setup.Constants {
		add(c.Factor.Text, c.Values)
	}
	for _, t := range plan.Setup.Treatments {
		for i, v := range t.Values {
			if plan.Setup.Fits(t) {
				add(plan.Setup.Factors[i].Text, []analysis.Value{v})
			}
		}
	}
	return list
}

// certainValue says that a text is the value that a variable gets, and is one at all.
func certainValue(text string) bool {
	return text != "" && text != analysis.Inapplicable && text != "auto" && !strings.Contains(text, "$") && !strings.Contains(text, catalog.PlaceholderPrefix)
}

// passesOn says that a scenario uses a name in any way but by giving it a value.
func passesOn(sub *analysis.Pass, name string) bool {
	for _, n := range sub.Names {
		if n.Text == name && n.Use != scenario.Assigned && n.Use != scenario.Remarked {
			return true
		}
	}
	return false
}
