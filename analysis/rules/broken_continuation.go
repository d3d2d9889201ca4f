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

// continued joins a line with the one above. Where that ends in what leads on, a backslash will do; else the two are
// commands of their own, or one, and only the author knows.
func continued(p *analysis.Pass, at source.Span) []analysis.Fix {
	line := p.File.Line(at.Start) - 1
	above := p.File.LineSpan(line)
	text := p.File.LineText(line)
	bare := strings.TrimRight(text, " \t\\")
	body := bodyAt(p, at.Start)
	if body == nil || body.Quoted || above.Start < body.At.Start || strings.TrimSpace(bare) == "" ||
		comment(text) || comment(p.File.LineText(line+1)) {
		return nil
	}
	end := func(title string, safe bool, with string) analysis.Fix {
		return fix(title, safe, analysis.Edit{Path: p.File.Path, At: source.Span{Start: above.Start + len(bare), End: above.End}, Text: with})
	}
	for _, leading := range []string{";", "&&", "||", "|"} {
		if strings.HasSuffix(bare, leading) {
			return []analysis.Fix{end("End the line above in a backslash", true, ` \`)}
		}
	}
	return []analysis.Fix{
		end("End the line above in a semicolon and a backslash", false, `; \`),
		end("End the line above in a backslash, so that this line goes on with its command", false, ` \`),
	}
}

func comment(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), "#") }
