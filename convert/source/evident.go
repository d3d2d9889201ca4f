package source

import "strings"

// maxEvident and maxOpen bound what EvidentYAML looks at, far below what makes any reader give up.
const (
	maxEvident = 128 << 10
	maxOpen    = 40
)

// EvidentYAML says that a text is YAML without a doubt: mappings and lists in block style, of plain words, strings in
// quotes on one line and literal blocks, all of it ASCII. Every reader takes such a text, so that none has to be run to
// know that. false says nothing: the text may still be valid.
func EvidentYAML(text string) bool {
	if len(text) > maxEvident {
		return false
	}
	for i := 0; i < len(text); i++ {
		if c := text[i]; c != '\n' && (c < ' ' || c > '~') {
			return false
		}
	}
	o := outline{pending: none, block: none}
	for line := range strings.SplitSeq(text, "\n") {
		if !o.line(line) {
			return false
		}
	}
	return true
}

// none is in place of a column where there is none.
const none = -1

// outline is how far a text was looked at: the mappings and lists that are open, from the outside in.
type outline struct {
	open    []opened
	begun   bool
	pending int // the column of a key that still lacks its value
	block   int // the column of what a literal block belongs to
	margin  int // of the block's lines, none before the first of them
}

type opened struct {
	column int
	list   bool
}

// line takes the next line. ok is false where it is not evident.
func (o *outline) line(line string) (ok bool) {
	body := strings.TrimLeft(line, " ")
	column := len(line) - len(body)
	if o.block != none {
		if inside, ok := o.inBlock(column, body); inside {
			return ok
		}
	}
	body = strings.TrimRight(body, " ")
	if body == "" || body[0] == '#' {
		return true
	}
	return o.entry(column, body, false)
}

// inBlock takes a line of a literal block. inside is false for the line that ends the block.
func (o *outline) inBlock(column int, body string) (inside, ok bool) {
	switch {
	case body == "":
		return true, o.margin != none || column == 0 // blanks above the first line would move the margin
	case o.margin == none && column > o.block:
		o.margin = column
		return true, true
	case o.margin != none && column >= o.margin:
		return true, true
	}
	o.block = none
	return false, true
}

// entry takes an item of a list or a key of a mapping. One that is fresh stands behind the dash of a list's item.
func (o *outline) entry(column int, body string, fresh bool) (ok bool) {
	if item, isItem := strings.CutPrefix(body, "- "); isItem {
		if !o.place(opened{column, true}, fresh) {
			return false
		}
		inner := strings.TrimLeft(item, " ")
		at := column + len(body) - len(inner)
		if _, _, isKey := evidentKey(inner); isKey || strings.HasPrefix(inner, "- ") {
			return o.entry(at, inner, true)
		}
		return inner[0] != '#' && o.value(column, inner)
	}
	_, value, isKey := evidentKey(body)
	return isKey && o.place(opened{column, false}, fresh) && o.value(column, value)
}

// place finds the mapping or list that an entry belongs to, or opens it.
func (o *outline) place(at opened, fresh bool) (ok bool) {
	pending := o.pending
	o.pending = none
	if fresh || !o.begun {
		o.begun = true
		o.open = append(o.open, at)
		return len(o.open) < maxOpen
	}
	for len(o.open) > 0 && o.top().column > at.column {
		o.open = o.open[:len(o.open)-1]
	}
	if len(o.open) > 1 && !at.list && o.top() == (opened{at.column, true}) {
		o.open = o.open[:len(o.open)-1] // the list stands no deeper than the key that it belongs to
	}
	if len(o.open) == 0 {
		return false
	}
	top := o.top()
	if top == at {
		return true
	}
	if pending != top.column || top.list || top.column == at.column && !at.list {
		return false
	}
	o.open = append(o.open, at)
	return len(o.open) < maxOpen
}

func (o *outline) top() opened { return o.open[len(o.open)-1] }

// value takes what stands behind a key or a dash.
func (o *outline) value(column int, text string) (ok bool) {
	switch text {
	case "":
		o.pending = column
		return true
	case "|", "|-", "|+", ">", ">-":
		o.block, o.margin = column, none
		return true
	case "{}", "[]":
		return true
	}
	switch text[0] {
	case '#':
		o.pending = column
		return true
	case '"':
		return quotedWhole(text)
	case '\'':
		return len(text) > 1 && strings.Index(text[1:], "'") == len(text)-2
	}
	return evidentPlain(text)
}

// evidentKey cuts a line behind a key of plain letters.
func evidentKey(body string) (key, value string, ok bool) {
	end := 0
	for end < len(body) && (letter(body[end]) || end > 0 && (digit(body[end]) || strings.IndexByte("-./", body[end]) >= 0)) {
		end++
	}
	key = body[:end]
	if end == 0 || end > 100 || end == len(body) || body[end] != ':' || strings.EqualFold(key, "null") {
		return "", "", false
	}
	value = body[end+1:]
	return key, strings.TrimLeft(value, " "), value == "" || value[0] == ' '
}

// quotedWhole says that a text is one string in double quotes, with no escapes but the common ones.
func quotedWhole(text string) bool {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '"':
			return i == len(text)-1
		case '\\':
			if i++; i == len(text) || strings.IndexByte(`"\nt`, text[i]) < 0 {
				return false
			}
		}
	}
	return false
}

// evidentPlain says that a text is a plain word or several, and no number without an end, which JSON does not have.
func evidentPlain(text string) bool {
	word := strings.TrimPrefix(strings.TrimPrefix(text, "-"), "-")
	if word == "" {
		return false
	}
	first := word[0]
	return (letter(first) || digit(first) || first == '/' || first == '$') &&
		!strings.Contains(text, ": ") && text[len(text)-1] != ':' && !strings.Contains(text, " #")
}

func letter(c byte) bool { return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func digit(c byte) bool { return c >= '0' && c <= '9' }
