package rules

import (
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
)

var missingServe = &analysis.Rule{
	ID: "missing-serve", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("missing-serve"),
	Check: func(p *analysis.Pass) {
		for _, c := range deployedStages(p) {
			name := stageVar(c.Stage, "EXTRA_ARGS")
			raw, written := p.Script.Content(name)
			e, _ := p.Script.Last(name)
			if c.How != "custom" || !written || len(p.Syntax) > 0 {
				continue
			}
			for _, variable := range []string{stageVar(c.Stage, "PREPROCESS"), "LLMDBENCH_VLLM_COMMON_PREPROCESS"} {
				raw = strings.ReplaceAll(raw, catalog.PlaceholderPrefix+variable, "")
			}
			if strings.Trim(raw, "; \t\r\n\\&") == "" {
				p.Report(e.NameAt, "nothing starts a server in "+c.Stage+": its command line ends with the preprocess")
			}
		}
	},
}
