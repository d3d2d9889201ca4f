package rules

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

var brokenContinuation = &analysis.Rule{
	ID: "broken-continuation", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("broken-continuation"),
	Check: func(p *analysis.Pass) {
		for _, problem := range problems(p, catalog.FaultLineBreak) {
			at := trimmed(p, problem.Origin.At)
			p.Report(at, problem.Message+", so that the values are not valid YAML", continued(p, at)...)
		}
		for _, c := range deployedStages(p) {
			if b := fileOf(p, stageVar(c.Stage, "EXTRA_ARGS")); b != nil && c.How == "custom" && !b.Quoted && len(p.Syntax) == 0 {
				cutShort(p, b, c.Text)
			}
		}
	},
}

// cutShort looks in the command line, as it is deployed, for what ends a command in front of flags: a comment, which
// takes the backslash with it, and a backslash with a blank behind it, which is an argument of its own.
func cutShort(p *analysis.Pass, b *scenario.Body, line string) {
	if !strings.Contains(line, "#") && !strings.Contains(line, `\ `) {
		return
	}
	tree := commandTree(p, line)
	if tree == nil {
		return
	}
	blank := false
	syntax.Walk(tree, func(n syntax.Node) bool {
		switch x := n.(type) {
		case *syntax.Comment: // its text may go on behind a backslash here, but not in the pod's shell
			text, next, _ := strings.Cut(line[x.Pos().Offset():], "\n")
			text = strings.TrimRight(text, " \t\\")
			if i := strings.Index(b.Text, text); i >= 0 && strings.HasPrefix(strings.TrimSpace(next), "--") {
				at := b.Locate(source.Span{Start: i, End: i + len(text)})
				p.Report(trimmed(p, at), "this comment ends the command: the flags below it do not reach the server")
			}
		case *syntax.Word:
			blank = blank || strings.HasPrefix(literalStart(x), `\ `)
		}
		return true
	})
	from := 0
	for text := range strings.Lines(b.Text) {
		bare := strings.TrimRight(text, " \t\r\n")
		end := len(strings.TrimRight(text, "\r\n"))
		if blank && strings.HasSuffix(bare, `\`) && len(bare) < end {
			at := b.Locate(source.Span{Start: from + len(bare) - 1, End: from + end})
			p.Report(at, "behind this backslash stands a blank: it joins no lines, and the blank gets into the next argument",
				fix("Take the blank behind the backslash away", true, analysis.Edit{Path: p.File.Path, At: at, Text: `\`}))
		}
		from += len(text)
	}
}

// literalStart is what a word begins with, "" where that is no plain text.
func literalStart(w *syntax.Word) string {
	lit, ok := w.Parts[0].(*syntax.Lit)
	if !ok {
		return ""
	}
	return lit.Value
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
