package analysis

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/source"
)

// flagWords is a flag on a command line with the words that belong to it.
type flagWords struct {
	flag  source.Span // without a value that is joined to it
	at    source.Span // up to the last of its words
	words []source.Span
}

// flagsWithValues lists the flags of a text, as commandMentions does, with their values: everything up to the next flag or the
// end of the command.
func flagsWithValues(text string) []flagWords {
	var list []flagWords
	for _, call := range callsIn(text) {
		open := false // a flag of this command came before
		for _, w := range call.Args {
			at := wordSpan(text, w)
			flags := flagsOf(text, w)
			for i, flag := range flags {
				whole := source.Span{Start: flag.At.Start, End: at.End}
				switch {
				case i+1 < len(flags):
					whole.End = flags[i+1].At.Start - len(spacer)
				case strings.HasPrefix(text[at.Start:], "["):
					whole.End = flag.At.Start + len(strings.TrimSuffix(text[flag.At.Start:at.End], "]"))
				}
				list = append(list, flagWords{flag.At, whole, []source.Span{whole}})
				open = true
			}
			if last := len(list) - 1; len(flags) == 0 && open {
				list[last].at.End = at.End
				list[last].words = append(list[last].words, at)
			}
		}
	}
	return list
}

// callsIn lists the commands of a text that is read as a script, as far as it can be read.
func callsIn(text string) []*syntax.CallExpr {
	tree := readCommand(text)
	if tree == nil {
		return nil
	}
	var list []*syntax.CallExpr
	syntax.Walk(tree, func(n syntax.Node) bool {
		if call, ok := n.(*syntax.CallExpr); ok {
			list = append(list, call)
		}
		return true
	})
	return list
}

// wordSpan is where a word stands, within the text even where the parser had to make its end up.
func wordSpan(text string, w *syntax.Word) source.Span {
	at := source.SpanOf(w)
	start := min(at.Start, len(text))
	return source.Span{Start: start, End: max(start, min(at.End, len(text)))}
}
