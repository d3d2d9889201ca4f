package source

import "strings"

// A parser blames the place where it cannot go on, which may stand far below the cause.

// openQuote is how the shell parser words a quote that is never closed, followed by the quote in backticks.
const openQuote = "reached EOF without closing quote "

// BadMark finds the first line of a span, the span's own first line aside, that would be the end of a here-document if
// blanks did not stand around its mark.
func BadMark(f *File, within Span, mark string) (at Span, found bool) {
	for line := f.Line(within.Start) + 1; line < f.Lines(); line++ {
		at := f.LineSpan(line)
		if at.Start >= within.End {
			break
		}
		if text := f.Slice(at); text != mark && strings.Trim(text, " \t") == mark && mark != "" {
			return at, true
		}
	}
	return Span{}, false
}

// quoteProblem moves the problem of a quote that was left open to that quote. The parser names the last one of the text;
// where one further up runs into the next line, and all is well without its line, that is the one.
func quoteProblem(f *File, text string, p Problem) Problem {
	quote, ok := strings.CutPrefix(p.Message, openQuote)
	if !ok {
		return p
	}
	from, tries := 0, 0
	for line := range strings.Lines(text[:min(p.At.Start, len(text))]) {
		at, bare := from, strings.TrimRight(line, "\r\n")
		from += len(line)
		open := openedAt(line)
		if open < 0 || "`"+line[open:open+1]+"`" != quote {
			continue
		}
		if tries++; tries > maxRescues {
			break
		}
		if _, err := parse(text[:at] + strings.Repeat(" ", len(bare)) + text[at+len(bare):]); err == nil {
			return f.problem(Span{at + open, at + len(bare)}, p.Message)
		}
	}
	return p
}

// openedAt is the place of the quote that is still open at the end of a line that begins outside of quotes, -1 where none
// is. Comments have no quotes.
func openedAt(line string) int {
	at, quote := -1, byte(0)
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\' && quote != '\'':
			i++
		case quote == 0 && c == '#' && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t'):
			return -1
		case quote == 0 && (c == '"' || c == '\''):
			at, quote = i, c
		case c == quote:
			at, quote = -1, 0
		}
	}
	return at
}
