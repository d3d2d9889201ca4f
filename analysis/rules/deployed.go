package rules

import (
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// What follows is shared by the rules about what the framework would deploy. They see it in the preview.

// remarks lists what a preview remarks about a fault, without what the scenario itself notes. Where the shell cannot
// read the scenario, nothing is certain.
func remarks(p *analysis.Pass, fault string) []deploy.Remark {
	preview, ok := p.Preview()
	if !ok || len(p.Syntax) > 0 {
		return nil
	}
	var list []deploy.Remark
	told := map[int]bool{} // a file that both stages share is remarked on twice
	for _, r := range preview.Remarks {
		at := r.Origin.At
		if r.Fault == fault && r.Origin.By == deploy.ByScenario && !told[at.Start] && modelservice(p) && !noted(p, fault, at) {
			told[at.Start] = true
			list = append(list, r)
		}
	}
	return list
}

// problems lists the documents of a preview that are not YAML for a certain reason.
func problems(p *analysis.Pass, fault string) []*deploy.Problem {
	preview, ok := p.Preview()
	if !ok || len(p.Syntax) > 0 {
		return nil
	}
	var list []*deploy.Problem
	for i := range preview.Documents {
		d := &preview.Documents[i]
		if d.Problem != nil && d.Problem.Fault == fault && d.Problem.Origin.By == deploy.ByScenario && !noted(p, fault, d.Problem.Origin.At) {
			list = append(list, d.Problem)
		}
	}
	return list
}

// noted says that a comment above the setting says what the framework does to it, as conversions write it. Who left it
// there knows.
func noted(p *analysis.Pass, fault string, at source.Span) bool {
	if fault == "" {
		return false
	}
	what := strings.Join(strings.Fields(catalog.FaultOf(fault).What), " ")
	return strings.Contains(strings.ToLower(commentAbove(p, statementOf(p, at))), strings.ToLower(what))
}

// commentAbove is the comment that stands right above a line, in one line.
func commentAbove(p *analysis.Pass, at int) string {
	var lines []string
	for line := p.File.Line(at) - 1; line >= 0; line-- {
		text, ok := strings.CutPrefix(p.File.LineText(line), "#")
		if !ok {
			break
		}
		lines = append([]string{text}, lines...)
	}
	return strings.Join(strings.Fields(strings.Join(lines, " ")), " ")
}

// statementOf is where the setting begins that holds a place: for a file's content, the assignment of its variable.
func statementOf(p *analysis.Pass, at source.Span) int {
	if b := bodyAt(p, at.Start); b != nil {
		if e, ok := p.Script.Last(b.Var); ok && e.At.Start < b.Stmt.Start {
			return e.At.Start
		}
		return b.Stmt.Start
	}
	for _, e := range p.Script.Exports {
		if e.At.Contains(at.Start) {
			return e.At.Start
		}
	}
	return at.Start
}

// bodyAt is the here-document that holds a place, nil where none does.
func bodyAt(p *analysis.Pass, at int) *scenario.Body {
	for i := range p.Script.Bodies {
		if b := &p.Script.Bodies[i]; b.At.Contains(at) {
			return b
		}
	}
	return nil
}

// bodyOf is the one here-document that is written to the file of a variable, nil where there are several or none.
func bodyOf(p *analysis.Pass, name string) *scenario.Body {
	return analysis.Shared(p, bodyOfKey{name}, func() *scenario.Body {
		bodies := p.Script.BodiesOf(name)
		if len(bodies) != 1 || bodies[0].Append || bodies[0].Command || bodies[0].Doc == (source.Span{}) {
			return nil
		}
		return bodies[0]
	})
}

// fileOf is what the file of a variable holds, be it one here-document or several, nil where that is not certain. Its
// places may lie in any of them.
func fileOf(p *analysis.Pass, name string) *scenario.Body {
	return analysis.Shared(p, fileOfKey{name}, func() *scenario.Body { return p.Script.Whole(name) })
}

// fileOfKey is the key of what a variable's file holds.
type fileOfKey struct{ name string }

// bodyOfKey is the key of the one here-document that fills a variable's file.
type bodyOfKey struct{ name string }

// trimmed is a span without blanks and line breaks at its ends, and no longer than its first line.
func trimmed(p *analysis.Pass, at source.Span) source.Span {
	at.End = min(at.End, p.File.LineSpan(p.File.Line(at.Start)).End)
	text := p.File.Slice(at)
	at.Start += len(text) - len(strings.TrimLeft(text, " \t\r\n"))
	at.End -= len(text) - len(strings.TrimRight(text, " \t\r\n"))
	return source.Span{Start: min(at.Start, at.End), End: at.End}
}

// lineStart is the beginning of the line that holds a place.
func lineStart(p *analysis.Pass, at int) int { return p.File.LineSpan(p.File.Line(at)).Start }

// lineEnd is behind the line break of the line that holds a place.
func lineEnd(p *analysis.Pass, at int) int { return p.File.LineSpan(p.File.Line(at) + 1).Start }

// newline is the file's line break.
func newline(p *analysis.Pass) string {
	if strings.Contains(p.File.Text, "\r\n") {
		return "\r\n"
	}
	return "\n"
}

// setting is the edit that gives a variable a value: in place of the one it has, else on a line above another place. ok
// is false where the value it has depends on something.
func setting(p *analysis.Pass, name, value string, above int) (edit analysis.Edit, ok bool) {
	if e, set := p.Script.Last(name); set {
		plain := e.Value.Known && !e.Nested && !strings.ContainsAny(p.File.Slice(e.ValueAt), "$`")
		return analysis.Edit{Path: p.File.Path, At: e.ValueAt, Text: value}, plain
	}
	start := lineStart(p, above)
	return analysis.Edit{Path: p.File.Path, At: source.Span{Start: start, End: start}, Text: "export " + name + "=" + value + newline(p)}, true
}

// setTo is the fix that gives a variable a value, where there can be one.
func setTo(p *analysis.Pass, title string, safe bool, name, value string, above int) []analysis.Fix {
	edit, ok := setting(p, name, value, above)
	if !ok {
		return nil
	}
	return []analysis.Fix{fix(title, safe, edit)}
}

// removal is the edit that takes a variable's assignment and the here-document for its file away. ok is false where
// they do not stand right under one another, or where the variable is used elsewhere.
func removal(p *analysis.Pass, name string) (at source.Span, ok bool) {
	b := bodyOf(p, name)
	e, set := p.Script.Last(name)
	if b == nil || !set || e.Nested || lineEnd(p, e.At.End) != lineStart(p, b.Stmt.Start) {
		return source.Span{}, false
	}
	at = source.Span{Start: lineStart(p, e.At.Start), End: lineEnd(p, b.Doc.End)}
	at.End = max(at.End, lineEnd(p, b.At.End)) // behind the line with the delimiter
	for _, n := range p.Names {
		if n.Text == name && n.Use != scenario.Remarked && (n.At.Start < at.Start || n.At.End > at.End) {
			return source.Span{}, false
		}
	}
	return at, true
}

// fix is a fix of several edits.
func fix(title string, safe bool, edits ...analysis.Edit) analysis.Fix {
	return analysis.Fix{Title: title, Safe: safe, Edits: edits}
}

// note is the fault in words, behind what was seen.
func note(seen, fault string) string { return seen + ": " + catalog.FaultOf(fault).Note() }
