package rules

import (
	"fmt"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

var workersNotDeployed = &analysis.Rule{
	ID: "workers-not-deployed", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("workers-not-deployed"),
	Check: func(p *analysis.Pass) {
		const common = "LLMDBENCH_VLLM_COMMON_NUM_WORKERS_PARALLELISM"
		e, ok := p.Script.Last(common)
		if !ok || !multinode(p) || !e.Value.Known || e.Value.Text == "1" || e.Nested {
			return
		}
		for _, c := range deployedStages(p) {
			name := stageVar(c.Stage, "NUM_WORKERS_PARALLELISM")
			if _, set := p.Script.Value(name); !set {
				p.Report(e.NameAt, fmt.Sprintf("the groups of %s have one pod: nothing reads this, only %s", c.Stage, name),
					fix("Set "+name, true, analysis.Edit{Path: p.File.Path, At: below(p, e.At.End), Text: "export " + name + "=" + p.File.Slice(e.ValueAt) + newline(p)}))
			}
		}
	},
}

// below is the beginning of the line below a place.
func below(p *analysis.Pass, at int) source.Span {
	end := lineEnd(p, at)
	return source.Span{Start: end, End: end}
}
