package analysis

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// commandMentions lists the flags of a command line, of a script with some, or of a single argument, and the container
// variables that it expands as far as those are known, with their places in the text. Words in quotes are no flags, and
// neither are those of other programs that no server has. In the bracketed form of a scenario four underscores stand for a
// blank.
func commandMentions(text string) []Mention {
	tree := readCommand(text)
	if tree == nil {
		return nil
	}
	var list []Mention
	syntax.Walk(tree, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.CallExpr:
			list = append(list, flagsOfCall(text, n)...)
		case *syntax.ParamExp:
			if n.Param != nil && catalog.EnvironmentVariableOf(n.Param.Value) != nil {
				at := source.SpanOf(n.Param)
				list = append(list, Mention{Subject: ContainerVariable, Name: n.Param.Value, At: source.Span{Start: at.Start, End: min(at.End, len(text))}})
			}
		}
		return true
	})
	return list
}

// maxCommand is the longest text that is read as a command line, in bytes. Linux gives a program no longer argument, and
// the parser needs memory for every bracket that is open.
const maxCommand = 128 << 10

// readCommand reads a command line or script, comments included, nil where nothing of it can be read or of ours be in it.
func readCommand(text string) *syntax.File {
	if len(text) > maxCommand || !strings.ContainsAny(text, "-$#") {
		return nil
	}
	tree, err := source.ReadShell(text, syntax.Variant(syntax.LangBash), syntax.KeepComments(true), syntax.RecoverErrors(maxShellErrors))
	if err != nil && (tree == nil || len(tree.Stmts) == 0) {
		return nil
	}
	return tree
}

func flagsOfCall(text string, call *syntax.CallExpr) []Mention {
	var list []Mention
	serves := serves(call)
	for _, w := range call.Args {
		for _, flag := range flagsOf(text, w) {
			if serves || catalog.EngineFlagOf(flag.Name) != nil {
				list = append(list, flag)
			}
		}
	}
	return list
}

// flagsOf lists the flags of a word.
func flagsOf(text string, w *syntax.Word) []Mention {
	if len(w.Parts) == 0 {
		return nil
	}
	lit, plain := w.Parts[0].(*syntax.Lit)
	if !plain {
		return nil
	}
	return flagsOfWord(text, lit)
}

// serves says that a command starts a server, or is nothing but arguments for one.
func serves(call *syntax.CallExpr) bool {
	for i, w := range call.Args {
		if word := w.Lit(); word == "serve" || strings.Contains(word, "vllm.entrypoints") || i == 0 && strings.HasPrefix(strings.TrimPrefix(word, "["), "--") {
			return true
		}
	}
	return false
}

// maxShellErrors is how many mistakes of a command line are read over.
const maxShellErrors = 16

// spacer stands for a blank in the bracketed form of arguments.
const spacer = catalog.Gap

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
