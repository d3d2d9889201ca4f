package analysis

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// FlagsIn lists the flags of a command line, of a script with some, or of a single argument, with their places in the
// text. Words in quotes are no flags. In the bracketed form of a scenario four underscores stand for a blank.
func FlagsIn(text string) []Mention {
	if !strings.Contains(text, "-") {
		return nil
	}
	tree, err := syntax.NewParser(syntax.Variant(syntax.LangBash), syntax.RecoverErrors(maxShellErrors)).Parse(strings.NewReader(text), "")
	if tree == nil || err != nil && len(tree.Stmts) == 0 {
		return nil
	}
	var list []Mention
	syntax.Walk(tree, func(n syntax.Node) bool {
		if w, ok := n.(*syntax.Word); ok && len(w.Parts) > 0 {
			if lit, plain := w.Parts[0].(*syntax.Lit); plain {
				list = append(list, flagsOfWord(text, lit)...)
			}
		}
		return true
	})
	return list
}

// maxShellErrors is how many mistakes of a command line are read over.
const maxShellErrors = 16

// spacer stands for a blank in the bracketed form of arguments.
const spacer = "____"

// flagsOfWord finds the flag that a word is, or the flags that are joined in it by spacers.
func flagsOfWord(text string, lit *syntax.Lit) []Mention {
	start := int(lit.Pos().Offset())
	end := min(int(lit.End().Offset()), len(text))
	if start >= end {
		return nil
	}
	var list []Mention
	for word := range strings.SplitSeq(strings.TrimSuffix(text[start:end], "]"), spacer) {
		bare := strings.TrimPrefix(word, "[")
		at := start + len(word) - len(bare)
		start += len(word) + len(spacer)
		name, _, _ := strings.Cut(bare, "=")
		if len(name) > 1 && name[0] == '-' && letterOrDash(name[1]) {
			list = append(list, Mention{Subject: EngineFlag, Name: longFlag(name), At: source.Span{Start: at, End: at + len(name)}})
		}
	}
	return list
}

func letterOrDash(c byte) bool { return c == '-' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// longFlag is the form of a flag that the catalogue lists.
func longFlag(name string) string {
	if f := catalog.EngineFlagOf(name); f != nil {
		return f.Name
	}
	return name
}
