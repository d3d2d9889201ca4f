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
			asWritten := raw
			for _, variable := range []string{stageVar(c.Stage, "PREPROCESS"), "LLMDBENCH_VLLM_COMMON_PREPROCESS"} {
				raw = strings.ReplaceAll(raw, catalog.PlaceholderPrefix+variable, "")
			}
			switch left := strings.Trim(raw, "; \t\r\n\\&"); {
			case left == "":
				p.Report(e.NameAt, "nothing starts a server in "+c.Stage+": its command line ends with the preprocess")
			case strings.HasPrefix(left, "--") && raw != asWritten:
				p.Report(e.NameAt, "nothing starts a server in "+c.Stage+": behind the preprocess stand flags, and no command")
			}
		}
	},
}
