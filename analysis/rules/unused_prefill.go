package rules

import (
	"llmdbench-ls/analysis"
)

var unusedPrefill = &analysis.Rule{
	ID: "unused-prefill", Severity: analysis.Hint, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("unused-prefill"),
	Check: func(p *analysis.Pass) {
		off, ok := p.Script.Last(stageVar("prefill", "REPLICAS"))
		if !ok || !off.Value.Known || off.Value.Text != "0" || !modelservice(p) {
			return
		}
		for _, e := range certain(p) {
			if stageOf(e.Name) == "prefill" && e.Name != off.Name && !usedByItself(p, e.Name) {
				p.Report(e.NameAt, "prefill has no replicas, so that nothing comes of this")
			}
		}
	},
}
