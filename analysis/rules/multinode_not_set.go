package rules

import (
	"fmt"
	"strconv"
	"strings"

	"llmdbench-ls/analysis"
)

var multinodeNotSet = &analysis.Rule{
	ID: "multinode-not-set", Severity: analysis.Warning, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("multinode-not-set"),
	Check: func(p *analysis.Pass) {
		multinode, set := p.Script.Value("LLMDBENCH_VLLM_MODELSERVICE_MULTINODE")
		if set && (!multinode.Known || strings.EqualFold(multinode.Text, "true") || multinode.Text == "1") {
			return
		}
		for _, c := range deployedStages(p) {
			e, ok := p.Script.Last(stageVar(c.Stage, "NUM_WORKERS_PARALLELISM"))
			if n, err := strconv.Atoi(e.Value.Text); ok && err == nil && n > 1 && !e.Nested {
				p.Report(e.NameAt, fmt.Sprintf("%s is to have groups of %d pods, but without LLMDBENCH_VLLM_MODELSERVICE_MULTINODE=true the chart makes a Deployment of single pods", c.Stage, n),
					grouped(p, e.At.Start)...)
			}
		}
	},
}

// grouped turns groups on. Where a command line says what the chart says for groups too, its author has to look at both.
func grouped(p *analysis.Pass, above int) []analysis.Fix {
	for _, line := range servers(p) {
		if len(groupFlags(line)) > 0 {
			return nil
		}
	}
	return setTo(p, "Set LLMDBENCH_VLLM_MODELSERVICE_MULTINODE to true", false, "LLMDBENCH_VLLM_MODELSERVICE_MULTINODE", "true", above)
}
