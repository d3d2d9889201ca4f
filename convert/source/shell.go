package source

import (
	"errors"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// Script is the syntax tree of a shell text. Offsets of its nodes are byte offsets in the file.
type Script struct{ File *syntax.File }

// SpanOf is the span of a shell syntax node.
func SpanOf(n syntax.Node) Span {
	return Span{int(n.Pos().Offset()), int(n.End().Offset())}
}

// parseShell reads a text as bash, and saves what it can of a broken one: the blamed line is blanked, or an open
// here-document closed, and the rest is read at its own place.
func parseShell(f *File) (*Script, []Problem) {
	if p, bad := f.unreadable(); bad {
		return &Script{&syntax.File{}}, []Problem{p}
	}
	text := f.Text
	if strings.HasPrefix(text, bom) {
		text = strings.Repeat(" ", len(bom)) + text[len(bom):]
	}
	var first []Problem
	for range maxRescues {
		tree, err := parse(text)
		if err == nil {
			return &Script{tree}, first
		}
		problem, heredoc := shellProblem(f, err)
		if first == nil {
			problem = quoteProblem(f, text, problem)
			first = []Problem{problem}
		}
		rescued, ok := rescueShell(text, problem, heredoc)
		if !ok {
			break
		}
		text = rescued
	}
	return &Script{&syntax.File{}}, first
}

func parse(text string) (*syntax.File, error) {
	return ReadShell(text, syntax.Variant(syntax.LangBash), syntax.KeepComments(true))
}

// openHeredoc is how the shell parser words a here-document that is never closed, followed by its quoted delimiter.
const openHeredoc = "unclosed here-document "

// shellProblem gives a parser's error its place; heredoc is the delimiter of a here-document that was left open.
func shellProblem(f *File, err error) (p Problem, heredoc string) {
	var parse syntax.ParseError
	var lang syntax.LangError
	var pos syntax.Pos
	message := err.Error()
	switch {
	case errors.As(err, &parse):
		pos, message = parse.Pos, parse.Text
	case errors.As(err, &lang):
		pos = lang.Pos
	}
	start := min(int(pos.Offset()), len(f.Text))
	if rest, ok := strings.CutPrefix(message, openHeredoc); ok {
		heredoc = strings.Trim(rest, "`'\"")
		if at, found := BadMark(f, Span{start, len(f.Text)}, heredoc); found {
			p = f.problem(at, message+": this line does not end it, since the mark has to stand alone")
			p.Instead = heredoc
			return p, heredoc
		}
	}
	return f.problem(Span{start, max(start, f.LineSpan(f.Line(start)).End)}, message), heredoc
}

// rescueShell makes a text that may parse where the given one did not, every byte before the end at its old place.
func rescueShell(text string, p Problem, heredoc string) (string, bool) {
	switch {
	case p.Instead != "": // the rest of the line is a comment below the mark
		rest := "\n" + strings.Repeat("#", p.At.End-p.At.Start-len(heredoc)-1)
		return text[:p.At.Start] + heredoc + rest + text[p.At.End:], true
	case heredoc != "" && !strings.HasSuffix(text, "\n"+heredoc+"\n"):
		return strings.TrimRight(text, "\n") + "\n" + heredoc + "\n", true
	}
	return blankLine(text, strings.Count(text[:min(p.At.Start, len(text))], "\n")+1)
}
