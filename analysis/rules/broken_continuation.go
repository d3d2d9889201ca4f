package rules

import (
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

var brokenContinuation = &analysis.Rule{
	ID: "broken-continuation", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("broken-continuation"),
	Check: func(p *analysis.Pass) {
		for _, problem := range problems(p, catalog.FaultLineBreak) {
			at := trimmed(p, problem.Origin.At)
			p.Report(at, problem.Message+", so that the values are not valid YAML", continued(p, at)...)
		}
	},
}

// continued ends the line above in a backslash, with nothing behind it.
func continued(p *analysis.Pass, at source.Span) []analysis.Fix {
	line := p.File.Line(at.Start) - 1
	above := p.File.LineSpan(line)
	text := p.File.LineText(line)
	bare := strings.TrimRight(text, " \t\\")
	body := bodyAt(p, at.Start)
	if body == nil || above.Start < body.At.Start || strings.TrimSpace(bare) == "" || strings.HasPrefix(strings.TrimSpace(text), "#") {
		return nil
	}
	return []analysis.Fix{fix("End the line above in a backslash", true,
		analysis.Edit{Path: p.File.Path, At: source.Span{Start: above.Start + len(bare), End: above.End}, Text: ` \`})}
}
