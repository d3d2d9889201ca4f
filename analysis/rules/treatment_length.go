package rules

import (
	"fmt"

	"llmdbench-ls/analysis"
)

var treatmentLength = &analysis.Rule{
	ID: "treatment-length", Severity: analysis.Warning, Kinds: experimentKinds, Page: page("treatment-length"),
	Check: func(p *analysis.Pass) {
		plan := planOf(p)
		for _, part := range []*analysis.Part{&plan.Setup, &plan.Run} {
			for _, t := range part.Treatments {
				if part.Listed && !part.Fits(t) && filled(t) != len(part.Factors) {
					p.Report(t.At, fmt.Sprintf("this has %s for %s", counted(len(t.Values), "value"), counted(len(part.Factors), "factor")))
				}
			}
		}
	},
}

// filled counts the values of a treatment that are not empty.
func filled(t analysis.Treatment) int {
	n := 0
	for _, v := range t.Values {
		if v.Text != "" {
			n++
		}
	}
	return n
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
