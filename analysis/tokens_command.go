package analysis

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// command colours the values and comments of a command line or script. Its flags are among what the file names.
func (r *tokenReader) command(text string, place placing) {
	tree := readCommand(text)
	if tree == nil {
		return
	}
	syntax.Walk(tree, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.CallExpr:
			r.values(argumentsOf(text, n.Args), place)
		case *syntax.Comment:
			r.addPlaced(remarks, place(clipped(n, text)), CommentToken, 0)
		}
		return true
	})
}

// argument is a word of a command line.
type argument struct {
	text string // as it is written
	at   source.Span
}

// argumentsOf lists the words of a command, those that spacers join one by one.
func argumentsOf(text string, words []*syntax.Word) []argument {
	var list []argument
	for _, w := range words {
		at := clipped(w, text)
		if w.Lit() == "" {
			list = append(list, argument{text[at.Start:at.End], at})
			continue
		}
		start := at.Start
		for part := range strings.SplitSeq(text[at.Start:at.End], spacer) {
			bare := strings.TrimPrefix(part, "[")
			from := start + len(part) - len(bare)
			bare = strings.TrimSuffix(bare, "]")
			list = append(list, argument{bare, source.Span{Start: from, End: from + len(bare)}})
			start += len(part) + len(spacer)
		}
	}
	return list
}

// clipped is where a node stands. The parser adds to a text that it can only read with mistakes.
func clipped(n syntax.Node, text string) source.Span {
	at := source.SpanOf(n)
	end := min(at.End, len(text))
	return source.Span{Start: min(at.Start, end), End: end}
}

// values colours the values of flags: what stands behind a flag that takes some, up to the next one, or behind its =.
func (r *tokenReader) values(list []argument, place placing) {
	takes := false
	for _, a := range list {
		name, value, joined := strings.Cut(a.text, "=")
		switch {
		case len(name) > 1 && name[0] == '-' && letterOrDash(name[1]):
			flag := catalog.EngineFlagOf(name)
			takes = !joined && (flag == nil || flag.Value != "no")
			if joined {
				at := source.Span{Start: a.at.End - len(value), End: a.at.End}
				r.addPlaced(written, place(at), valueKind(value), 0)
			}
		case takes:
			r.addPlaced(written, place(a.at), valueKind(a.text), 0)
		}
	}
}

// valueKind tells by its text what a value is.
func valueKind(text string) TokenKind {
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		return NumberToken
	}
	switch strings.ToLower(text) {
	case "true", "false", "null", "none":
		return WordToken
	}
	return TextToken
}
