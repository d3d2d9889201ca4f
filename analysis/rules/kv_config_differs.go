package rules

import (
	"fmt"

	"llmdbench-ls/analysis"
)

var kvConfigDiffers = &analysis.Rule{
	ID: "kv-config-differs", Severity: analysis.Warning, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("kv-config-differs"),
	Check: func(p *analysis.Pass) {
		lines := servers(p)
		if len(lines) != 2 {
			return
		}
		a, okA := kvConfig(lines[0])
		b, okB := kvConfig(lines[1])
		if okA && okB && a.Connector != "" && b.Connector != "" && a.Connector != b.Connector {
			p.Report(flagPlace(p, lines[1].stage, kvFlag), fmt.Sprintf("%s hands caches on by %s and %s by %s, which do not understand one another", lines[0].stage, a.Connector, lines[1].stage, b.Connector))
		}
	},
}
