package complete

import (
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// scenario answers in a scenario.
func (r *request) scenario() {
	r.outline = readOutline(r.text)
	if doc := r.outline.docAt(r.at); doc != nil {
		r.document(doc)
		return
	}
	r.line()
}

// firstExport answers in a shell file that is no scenario yet, but is about to become one.
func (r *request) firstExport() {
	word := nameAround(r.text, r.at)
	line := strings.TrimLeft(r.text[strings.LastIndexByte(r.text[:word.Start], '\n')+1:r.at], " \t")
	if name, ok := strings.CutPrefix(line, "export "); ok && isShell(r.f.Path) && strings.HasPrefix(name, catalog.Prefix) && len(name) == r.at-word.Start {
		r.scenario()
	}
}

func isShell(path string) bool {
	return strings.HasSuffix(path, ".sh") || strings.HasSuffix(path, ".bash")
}

// line answers in the shell part of a scenario.
func (r *request) line() {
	l := lex(r.text, source.Span{Start: r.statement(), End: r.at})
	if l.comment {
		r.remark()
		return
	}
	if l.quote != '\'' && r.expansion() {
		return
	}
	before := l.tokens
	from := r.at
	if l.open {
		from = before[len(before)-1].at.Start
		before = before[:len(before)-1]
	}
	before, ok := command(&l, before)
	if !ok || !declares(&l, before) {
		return
	}
	name, value, assigns := assignment(r.text[from:r.at])
	switch lead := ""; {
	case assigns:
		r.value(name, from+len(r.text[from:r.at])-len(value))
	case l.quote != 0 || r.at < len(r.text) && r.text[r.at] == '(':
	default:
		if len(before) == 0 {
			lead = "export "
		}
		r.setting(from, lead)
	}
}

// maxJoined bounds the lines that backslashes join.
const maxJoined = 200

// statement is where the cursor's line begins.
func (r *request) statement() int { return statementStart(r.text, r.at) }

// statementStart is where the line of an offset begins, lines that are joined with it by backslashes included.
func statementStart(text string, at int) int {
	start := strings.LastIndexByte(text[:at], '\n') + 1
	for range maxJoined {
		above := strings.TrimSuffix(strings.TrimSuffix(text[:start], "\n"), "\r")
		if start == 0 || !strings.HasSuffix(above, `\`) {
			break
		}
		start = strings.LastIndexByte(above, '\n') + 1
	}
	return start
}

// command gives the words that belong to the last command of some. ok is false where they do not begin one, as behind
// signs that redirect.
func command(l *lexed, tokens []token) (last []token, ok bool) {
	for i := len(tokens) - 1; i >= 0; i-- {
		if tokens[i].operator {
			return tokens[i+1:], !strings.ContainsAny(l.text[tokens[i].at.Start:tokens[i].at.End], "<>")
		}
	}
	return tokens, true
}

// declares says that what follows some words is a name that gets a value: they are export or the like, and other
// assignments.
func declares(l *lexed, before []token) bool {
	for i := range before {
		word := l.text[before[i].at.Start:before[i].at.End]
		_, _, assigns := assignment(word)
		switch {
		case i == 0 && (word == "export" || word == "declare" || word == "readonly" || word == "local"):
		case assigns:
		case i > 0 && strings.HasPrefix(word, "-"):
		default:
			return false
		}
	}
	return true
}

// expansion answers behind $ and ${. ok is false where the cursor is behind neither.
func (r *request) expansion() (ok bool) {
	word := nameAround(r.text, r.at)
	dollar := word.Start - 1
	braced := dollar > 0 && r.text[dollar] == '{'
	if braced {
		dollar--
	}
	if dollar < 0 || r.text[dollar] != '$' || escaped(r.text, dollar) {
		return false
	}
	end, rest := "", r.text[word.End:lineEnd(r.text, word.End, len(r.text))]
	if braced && !closes(rest) {
		end = "}"
	}
	r.list.Word = word
	r.expandable(end, braced && guards(rest))
	return true
}

// escaped says that a backslash takes the meaning of a byte away.
func escaped(text string, at int) bool {
	n := at
	for n > 0 && text[n-1] == '\\' {
		n--
	}
	return (at-n)%2 == 1
}

// closes says that a brace is closed in the rest of a line.
func closes(rest string) bool {
	i := strings.IndexAny(rest, "}\"' $")
	return i >= 0 && rest[i] == '}' || guards(rest)
}

// guards says that the rest of a line says what an expansion is where its variable has no value.
func guards(rest string) bool { return strings.HasPrefix(rest, ":-") || strings.HasPrefix(rest, "-") }

// remark answers in a comment: names of variables, and only where one has evidently been begun.
func (r *request) remark() {
	word := nameAround(r.text, r.at)
	if !begun(r.text[word.Start:r.at], minBegun) {
		return
	}
	r.list.Word = word
	r.remarks()
}

// minBegun is how many letters of the framework's prefix are taken for the beginning of a name in running text.
const minBegun = 4

// begun says that a text is the beginning of a variable's name, at least so long.
func begun(text string, least int) bool {
	text = strings.ToUpper(text)
	return len(text) >= least && (strings.HasPrefix(text, catalog.Prefix) || strings.HasPrefix(catalog.Prefix, text))
}
