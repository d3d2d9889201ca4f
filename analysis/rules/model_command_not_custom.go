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
			args := trimmed(p, r.Origin.At)
			f := analysis.Finding{At: args, Message: note(r.Message, catalog.FaultCrossed)}
			if stem, ok := strings.CutSuffix(r.Origin.Var, "_EXTRA_ARGS"); ok {
				f.Fixes = setTo(p, "Set the model command to custom", false, stem+"_MODEL_COMMAND", "custom", statementOf(p, args))
				if e, set := p.Script.Last(stem + "_MODEL_COMMAND"); set && e.ValueAt.Start < e.ValueAt.End {
					f.At = trimmed(p, e.ValueAt)
					f.Related = []analysis.Related{{Place: analysis.Place{File: p.File, At: args}, Message: "the command line"}}
				}
			}
			p.Add(f)
		}
	},
}
