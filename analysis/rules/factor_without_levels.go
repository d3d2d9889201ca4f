package rules

import (
	"fmt"

	"llmdbench-ls/analysis"
)

var factorWithoutLevels = &analysis.Rule{
	ID: "factor-without-levels", Severity: analysis.Information, Kinds: experimentKinds, Page: page("factor-without-levels"),
	Check: func(p *analysis.Pass) {
		plan := planOf(p)
		for _, part := range []*analysis.Part{&plan.Setup, &plan.Run} {
			if len(part.Levels) == 0 {
				continue // whoever writes down no levels at all has left them out on purpose
			}
			for _, factor := range part.Factors {
				if _, ok := part.LevelsOf(factor.Text); !ok {
					p.Report(textAt(factor), fmt.Sprintf("there are no levels of %s", factor.Text))
				}
			}
		}
	},
}
