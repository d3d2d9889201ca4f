package scenario

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// bash stops at most texts in arithmetic that are no numbers, and works the others out as expressions, where the library
// that works words out here goes on with zero.

// maxNames is how many variables are followed that name one another.
const maxNames = 16

// badNumber is a text among the operands of an arithmetic expression that is no number to bash, "" where there
// is none. Operands that are put together are not looked at.
func (r *scriptReader) badNumber(x syntax.ArithmExpr) (bad string) {
	if x == nil {
		return ""
	}
	syntax.Walk(x, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.ParamExp, *syntax.CmdSubst:
			return false // what is in these is no operand
		case *syntax.Word:
			if text := r.operand(n); bad == "" && !isNumber(text) {
				bad = text
			}
		}
		return bad == ""
	})
	return bad
}

// operand is the text that counts for a word in arithmetic, where a variable's name stands for its value; "" where that
// is not known.
func (r *scriptReader) operand(w *syntax.Word) string {
	text := w.Lit()
	if text == "" {
		text = variableOf(w)
	}
	for i := 0; i < maxNames && syntax.ValidName(text); i++ {
		v, ok := r.script.values[text]
		if !ok && r.defaults != nil {
			v.Text, v.Known = r.defaults(text)
		}
		if !v.Known {
			return ""
		}
		text = strings.TrimSpace(v.Text)
	}
	return text
}

// isNumber says that bash reads a text as a number: decimal, octal behind 0, hexadecimal behind 0x, or of a base that
// stands before a #. An empty text counts as zero, and a name is one of a variable.
func isNumber(text string) bool {
	if text == "" || syntax.ValidName(text) || strings.Contains(text, "#") {
		return true
	}
	text = strings.TrimLeft(text, "+-")
	_, err := strconv.ParseUint(text, 0, 64)
	return err == nil && !strings.ContainsAny(text, "_oObB") || err == nil && strings.HasPrefix(strings.ToLower(text), "0x")
}
