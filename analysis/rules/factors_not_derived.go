package rules

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

// factorsNotDerived tells of shared variables that an experiment varies and that do not reach the stages of its scenario,
// all of its scenarios where there are several. Treatments that deploy without the modelservice chart have other readers.
func factorsNotDerived(p *analysis.Pass) {
	subs, setup := varied(p), &planOf(p).Setup
	if len(subs) == 0 || gives(setup, "LLMDBENCH_DEPLOY_METHODS") {
		return
	}
	for _, factor := range setup.Factors {
		if levels, _ := setup.LevelsOf(factor.Text); len(levels) < 2 {
			continue
		}
		var left []string
		for i, sub := range subs {
			now := notReached(sub, setup, factor.Text)
			if i > 0 {
				now = slices.DeleteFunc(now, func(name string) bool { return !slices.Contains(left, name) })
			}
			left = now
		}
		if len(left) > 0 {
			p.Report(textAt(factor), fmt.Sprintf("%s does not reach %s: the default was taken over before the scenario is read; vary the stage's own variable", factor.Text, strings.Join(left, " and ")))
		}
	}
}

// notReached are the variables of a scenario's stages that a shared one does not reach, nor the experiment sets.
func notReached(sub *analysis.Pass, setup *analysis.Part, name string) []string {
	if len(sub.Syntax) > 0 || !modelservice(sub) || usedByItself(sub, name) {
		return nil
	}
	return slices.DeleteFunc(leftBehind(sub, name), func(stage string) bool { return gives(setup, stage) })
}

// gives says that an experiment gives a variable values.
func gives(setup *analysis.Part, name string) bool {
	return slices.ContainsFunc(setup.Variables(), func(n *source.Node) bool { return n.Text == name })
}
