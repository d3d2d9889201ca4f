package complete

import (
	"strings"

	"llmdbench-ls/convert/source"
)

// token is a word of shell text, or a run of characters such as << and >.
type token struct {
	at       source.Span
	operator bool
}

// lexed is shell text in words. Unlike a shell, it does not care whether anything is complete.
type lexed struct {
	text    string
	tokens  []token
	open    bool // the text ends in a word, its last one
	quote   byte // which is open at the end, 0 for none
	comment bool // the text ends in a comment
}

func (l *lexed) word(i int) string { return l.text[l.tokens[i].at.Start:l.tokens[i].at.End] }

// lex splits a part of a text. A line break is a blank, as for what is joined by backslashes.
func lex(text string, part source.Span) lexed {
	l := lexed{text: text}
	for i := part.Start; i < part.End; {
		l.open, l.comment = false, false
		switch c := text[i]; {
		case blank(c):
			i++
		case c == '\\' && i+1 < part.End && (text[i+1] == '\n' || text[i+1] == '\r'):
			i += 2
		case c == '#':
			n := strings.IndexByte(text[i:part.End], '\n')
			if l.comment = n < 0; l.comment {
				return l
			}
			i += n
		default:
			from, operator := i, isOperator(c)
			if operator {
				for i < part.End && isOperator(text[i]) {
					i++
				}
			} else {
				i = l.endOfWord(i, part.End)
			}
			l.tokens = append(l.tokens, token{source.Span{Start: from, End: i}, operator})
			l.open = i == part.End && !operator
		}
	}
	return l
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func isOperator(c byte) bool { return strings.IndexByte("<>|;&()", c) >= 0 }

// endOfWord is the end of the word that begins at i.
func (l *lexed) endOfWord(i, end int) int {
	for i < end && !blank(l.text[i]) && !isOperator(l.text[i]) {
		switch c := l.text[i]; {
		case c == '\\':
			if i+1 < end && (l.text[i+1] == '\n' || l.text[i+1] == '\r') {
				return i
			}
			i = min(i+2, end)
		case c == '\'' || c == '"' || c == '`':
			i = l.endOfQuote(i, end)
		case c == '$' && i+1 < end && l.text[i+1] == '(':
			i = l.closing(i+1, end, '(', ')')
		default:
			i++
		}
	}
	return i
}

// endOfQuote passes what is in quotes.
func (l *lexed) endOfQuote(i, end int) int {
	quote := l.text[i]
	for i++; i < end; i++ {
		switch {
		case l.text[i] == quote:
			return i + 1
		case l.text[i] == '\\' && quote == '"':
			i++
		}
	}
	l.quote = quote
	return end
}

// closing passes brackets and those inside.
func (l *lexed) closing(i, end int, opens, closes byte) int {
	for depth := 0; i < end; i++ {
		switch l.text[i] {
		case opens:
			depth++
		case closes:
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return end
}

// nameByte says that a byte may stand in the name of a variable.
func nameByte(c byte) bool {
	return c == '_' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
}

// nameAround is the name that an offset is in or at the end of, empty where there is none.
func nameAround(text string, at int) source.Span {
	word := source.Span{Start: at, End: at}
	for word.Start > 0 && nameByte(text[word.Start-1]) {
		word.Start--
	}
	for word.End < len(text) && nameByte(text[word.End]) {
		word.End++
	}
	return word
}

// nameOf is the variable that a word is the value of: $NAME or ${NAME}, in quotes or not. It is "" for other words.
func nameOf(word string) string {
	word, _ = unquoted(word)
	name, expands := strings.CutPrefix(word, "$")
	if inner, ok := strings.CutPrefix(name, "{"); ok {
		name = strings.TrimSuffix(inner, "}")
	}
	if !expands || strings.IndexFunc(name, func(r rune) bool { return r > 'z' || !nameByte(byte(r)) }) >= 0 {
		return ""
	}
	return name
}

// assignment splits NAME=value. ok is false for other words.
func assignment(word string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(word, "=")
	name = strings.TrimSuffix(name, "+")
	for i := range len(name) {
		ok = ok && nameByte(name[i])
	}
	return name, value, ok && name != "" && (name[0] < '0' || name[0] > '9')
}
