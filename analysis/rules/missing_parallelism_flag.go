package rules

import (
	"fmt"

	"llmdbench-ls/analysis"
)

var missingParallelismFlag = &analysis.Rule{
	ID: "missing-parallelism-flag", Severity: analysis.Warning, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("missing-parallelism-flag"),
	Check: func(p *analysis.Pass) {
		for _, line := range servers(p) {
			for _, flag := range []struct{ name, suffix string }{{"--tensor-parallel-size", "TENSOR_PARALLELISM"}, {"--data-parallel-size-local", "DATA_LOCAL_PARALLELISM"}} {
				e, set := p.Script.Last(stageVar(line.stage, flag.suffix))
				if _, said := line.flag(flag.name); !set || said || line.open || !e.Value.Known || e.Value.Text == "1" || e.Nested {
					continue
				}
				if _, total := line.flag("--data-parallel-size"); flag.suffix == "DATA_LOCAL_PARALLELISM" && !total {
					continue // the engine may be one of several that are started on their own
				}
				p.Report(e.NameAt, fmt.Sprintf("the engine of %s is not told %s, so that it works with 1", line.stage, flag.name))
			}
		}
	},
}
