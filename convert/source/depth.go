package source

import (
	"errors"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// errDeep is why a text is not read as a script: the parser calls itself for whatever is open, and a stack that overflows
// ends the program.
var errDeep = errors.New("this opens more brackets and commands inside each other than are looked into")

// maxShellDepth bounds what a script may have open inside each other. The parser needs some KiB of stack for each.
const maxShellDepth = 50_000

// ReadShell reads a text as a script, with the options of the parser. The error is the parser's, or says that the text
// may nest too deep.
func ReadShell(text string, options ...syntax.ParserOption) (*syntax.File, error) {
	if len(text) > maxShellDepth && mayNest(text) > maxShellDepth { // each level takes a byte
		return nil, errDeep
	}
	return syntax.NewParser(options...).Parse(strings.NewReader(text), "")
}

// openers are the words, beside brackets and backquotes, behind which a command stands inside another.
var openers = []string{"if", "elif", "then", "else", "while", "until", "for", "select", "case", "do", "time", "coproc", "function", "!"}

// mayNest is how deep a script can be nested at most, by how many things it opens, closed or not, and by the longest row of
// signs that may each stand before a number.
func mayNest(text string) int {
	depth, row, longest := 0, 0, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '(', '{', '`', '[', '?':
			depth++
			row++
		case '!', '~', '+', '-':
			row++
		case ' ', '\t', '\n': // may stand between signs
		default:
			longest, row = max(longest, row), 0
		}
	}
	if len(text) > 2*maxShellDepth { // a shorter one has no room for so many words
		for _, word := range openers {
			depth += strings.Count(text, word+" ") + strings.Count(text, word+"\n")
		}
	}
	return max(depth, longest, row)
}
