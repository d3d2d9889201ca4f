package rules

import (
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

var quotedArgsHeredoc = &analysis.Rule{
	ID: "quoted-args-heredoc", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("quoted-args-heredoc"),
	Check: func(p *analysis.Pass) {
		if len(p.Syntax) > 0 {
			return
		}
		for i := range p.Script.Bodies {
			b := &p.Script.Bodies[i]
			if !b.Quoted || b.Dead || !strings.HasSuffix(b.Var, "_EXTRA_ARGS") || !strings.Contains(b.Text, "\\\n") ||
				!deployedArgs(p, b.Var) && !spoils(p, b) || noted(p, catalog.FaultQuotedHeredoc, b.Stmt) {
				continue
			}
			p.Report(b.Doc, catalog.FaultOf(catalog.FaultQuotedHeredoc).Note(), unquoted(p, b)...)
		}
	},
}

// spoils says that a here-document makes the values unreadable, whether its stage is deployed or not.
func spoils(p *analysis.Pass, b *scenario.Body) bool {
	return slices.ContainsFunc(problems(p, catalog.FaultQuotedHeredoc), func(problem *deploy.Problem) bool {
		return b.At.Contains(problem.Origin.At.Start)
	})
}

// deployedArgs says that a variable holds the command line of a stage whose pods are deployed.
func deployedArgs(p *analysis.Pass, name string) bool {
	preview, ok := p.Preview()
	if !ok {
		return false
	}
	for _, c := range preview.Commands {
		if "LLMDBENCH_VLLM_MODELSERVICE_"+strings.ToUpper(c.Stage)+"_EXTRA_ARGS" == name {
			return c.Deployed && c.How == "custom"
		}
	}
	return false
}

// unquoted takes the quotes off the delimiter, and escapes what the shell would then expand.
func unquoted(p *analysis.Pass, b *scenario.Body) []analysis.Fix {
	doc := p.File.Slice(b.Doc)
	delimiter := strings.TrimLeft(doc, "<- \t")
	bare := strings.Trim(delimiter, `'"`)
	if !plainWord(bare) || strings.ContainsAny(bare, `\`) {
		return nil
	}
	edits := []analysis.Edit{{Path: p.File.Path, At: source.Span{Start: b.Doc.End - len(delimiter), End: b.Doc.End}, Text: bare}}
	text := p.File.Slice(b.At)
	for i := 0; i < len(text); i++ {
		special := text[i] == '$' || text[i] == '`' || text[i] == '\\' && i+1 < len(text) && strings.IndexByte("\\$`", text[i+1]) >= 0
		if special {
			at := b.At.Start + i
			edits = append(edits, analysis.Edit{Path: p.File.Path, At: source.Span{Start: at, End: at}, Text: `\`})
		}
		if text[i] == '\\' && special {
			i++
			at := b.At.Start + i
			edits = append(edits, analysis.Edit{Path: p.File.Path, At: source.Span{Start: at, End: at}, Text: `\`})
		}
	}
	return []analysis.Fix{fix("Leave the delimiter bare and escape what the shell would expand", true, edits...)}
}
