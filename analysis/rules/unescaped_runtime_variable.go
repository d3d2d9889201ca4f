package rules

import (
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

var unescapedRuntimeVariable = &analysis.Rule{
	ID: "unescaped-runtime-variable", Severity: analysis.Warning, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("unescaped-runtime-variable"),
	Check: func(p *analysis.Pass) {
		if len(p.Syntax) > 0 {
			return
		}
		for i := range p.Script.Bodies {
			b := &p.Script.Bodies[i]
			if stageOf(b.Var) == "" || !strings.HasSuffix(b.Var, "_EXTRA_ARGS") || b.Dead {
				continue
			}
			for _, at := range b.Unsets() {
				start := source.Span{Start: at.Start, End: at.Start}
				p.Report(at, "this is put in while the scenario is read, when nothing has set it: the run stops there, or the pod gets nothing",
					fix("Leave it to the pod: escape the dollar sign", false, analysis.Edit{Path: p.File.Path, At: start, Text: `\`}))
			}
		}
	},
}
