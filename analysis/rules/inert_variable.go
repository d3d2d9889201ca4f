package rules

import (
	"fmt"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
)

var inertVariable = &analysis.Rule{
	ID: "inert-variable", Severity: analysis.Warning, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("inert-variable"),
	Check: func(p *analysis.Pass) {
		for _, e := range certain(p) {
			v := p.Snapshot.Catalog().Lookup(e.Name)
			if v == nil || !v.Inert() || !e.Exported || usedByItself(p, e.Name) || namesFault(p, e.At.Start) || e.Name == "LLMDBENCH_VLLM_COMMON_NUM_WORKERS_PARALLELISM" && multinode(p) {
				continue
			}
			message := fmt.Sprintf("nothing in %s reads %s", catalog.FrameworkVersion, e.Name)
			if instead, ok := catalog.Instead[e.Name]; ok {
				message += "; " + instead
			}
			p.Report(e.NameAt, message)
		}
	},
}

// namesFault says that the comment above a setting says that v0.5.2 does not read it, as conversions write it.
func namesFault(p *analysis.Pass, at int) bool {
	above := commentAbove(p, at)
	return strings.Contains(above, catalog.FrameworkVersion+" reads this variable nowhere") || strings.Contains(above, catalog.FrameworkVersion+" reads no variable")
}
