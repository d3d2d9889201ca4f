package rules

import (
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
)

var modelCommandNotCustom = &analysis.Rule{
	ID: "model-command-not-custom", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("model-command-not-custom"),
	Check: func(p *analysis.Pass) {
		for _, r := range remarks(p, catalog.FaultCrossed) {
			at := trimmed(p, r.Origin.At)
			var fixes []analysis.Fix
			if stem, ok := strings.CutSuffix(r.Origin.Var, "_EXTRA_ARGS"); ok {
				fixes = setTo(p, "Set the model command to custom", false, stem+"_MODEL_COMMAND", "custom", statementOf(p, at))
			}
			p.Report(at, note(r.Message, catalog.FaultCrossed), fixes...)
		}
	},
}
