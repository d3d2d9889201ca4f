package rules

import (
	"fmt"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
)

var missingPreprocess = &analysis.Rule{
	ID: "missing-preprocess", Severity: analysis.Warning, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("missing-preprocess"),
	Check: func(p *analysis.Pass) {
		for _, c := range deployedStages(p) {
			name := stageVar(c.Stage, "PREPROCESS")
			e, set := p.Script.Last(name)
			args, written := p.Script.Content(stageVar(c.Stage, "EXTRA_ARGS"))
			if !set || e.Nested || !e.Value.Known || e.Value.Text == "" || e.Value.Text == "/bin/true" || !written || len(p.Syntax) > 0 || c.How != "custom" ||
				strings.Contains(args, "_PREPROCESS") || strings.Contains(args, e.Value.Text) {
				continue
			}
			p.Report(e.NameAt, fmt.Sprintf("nothing runs this: the arguments of %s have no placeholder %s%s", c.Stage, catalog.PlaceholderPrefix, name))
		}
	},
}
