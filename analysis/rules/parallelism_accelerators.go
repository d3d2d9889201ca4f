package rules

import (
	"fmt"
	"strconv"

	"llmdbench-ls/analysis"
)

var parallelismAccelerators = &analysis.Rule{
	ID: "parallelism-accelerators", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("parallelism-accelerators"),
	Check: func(p *analysis.Pass) {
		for _, c := range deployedStages(p) {
			count, ok := p.Script.Last(stageVar(c.Stage, "ACCELERATOR_NR"))
			have, err := strconv.Atoi(count.Value.Text)
			if !ok || err != nil || have == 0 || count.Nested {
				continue
			}
			want := factor(p, c.Stage, "TENSOR_PARALLELISM") * factor(p, c.Stage, "DATA_LOCAL_PARALLELISM")
			if want > have {
				p.Report(trimmed(p, count.ValueAt), fmt.Sprintf("a pod of %s needs %d accelerators, tensor times local data parallelism, and asks for %d", c.Stage, want, have),
					setTo(p, "Let the framework work it out", false, count.Name, "auto", count.At.Start)...)
			}
		}
	},
}

// factor is a stage's parallelism, 0 where it is not known.
func factor(p *analysis.Pass, stage, suffix string) int {
	name := stageVar(stage, suffix)
	v, set := p.Script.Value(name)
	if !set {
		return 1
	}
	n, err := strconv.Atoi(v.Text)
	if err != nil || !v.Known {
		return 0
	}
	return n
}
