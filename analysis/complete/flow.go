package complete

import (
	"strings"

	"llmdbench-ls/convert/source"
)

// flowReader reads a mapping or a list in brackets.
type flowReader struct {
	*yamlReader
	stack []flowLevel
	from  int // where what is being read began: behind a bracket, a comma or a colon
}

// flowLevel is a bracket that is open.
type flowLevel struct {
	path  string
	list  bool
	key   string
	keyed bool // the colon was there
}

// flow reads brackets that open at an offset, and gives the end of what was read. They go on in the next line only
// where the line ends in an open bracket or a comma: one that is being typed is often not closed.
func (r *yamlReader) flow(from int, in string) int {
	f := &flowReader{yamlReader: r, from: from}
	f.open(from, in)
	for i := from + 1; i < r.end; i++ {
		switch c := r.text[i]; {
		case c == '"' || c == '\'':
			if n := strings.IndexByte(r.text[i+1:lineEnd(r.text, i, r.end)], c); n >= 0 {
				i += n + 1
			}
		case (c == '{' || c == '[') && len(f.stack) < maxLevels:
			f.open(i, f.below())
		case c == '}' || c == ']':
			f.close(i)
			if len(f.stack) == 0 {
				return i + 1
			}
		case c == ',':
			f.token(i)
			f.stack[len(f.stack)-1].keyed = false
		case c == ':' && f.endsKey(i):
			f.colon(i)
		case c == '\n' && !f.goesOn(i):
			f.token(lineEnd(r.text, strings.LastIndexByte(r.text[:i], '\n')+1, r.end))
			return i
		}
	}
	f.token(r.end)
	return r.end
}

// goesOn says that brackets are meant to go on behind a line's end.
func (f *flowReader) goesOn(at int) bool {
	return f.from > 0 && strings.TrimSpace(f.text[f.from:at]) == "" && strings.IndexByte("{[,", f.text[f.from-1]) >= 0
}

// open goes into a bracket.
func (f *flowReader) open(at int, in string) {
	f.stack = append(f.stack, flowLevel{path: in, list: f.text[at] == '['})
	f.from = at + 1
}

// below is the path to the value that a bracket is.
func (f *flowReader) below() string {
	l := &f.stack[len(f.stack)-1]
	if l.list {
		return f.item(l.path)
	}
	f.out.entries = append(f.out.entries, entry{doc: f.doc, in: l.path, key: l.key})
	return join(l.path, l.key)
}

func (f *flowReader) close(at int) {
	f.token(at)
	f.stack = f.stack[:len(f.stack)-1]
	f.from = at + 1
	if n := len(f.stack); n > 0 {
		f.from = -1 // what stands behind a bracket is nothing that could be typed on
	}
}

// endsKey says that a colon ends the key of a mapping.
func (f *flowReader) endsKey(at int) bool {
	l := f.stack[len(f.stack)-1]
	next := at + 1
	return !l.list && !l.keyed && (next == f.end || strings.IndexByte(" ,}\r\n\"'", f.text[next]) >= 0)
}

func (f *flowReader) colon(at int) {
	l := &f.stack[len(f.stack)-1]
	word := f.word(at)
	l.key, l.keyed = f.text[word.Start:word.End], true
	f.mark(spot{kind: atKey, in: l.path, key: l.key, word: word, colon: true, flow: true}, at)
	f.from = at + 1
}

// word is what was read up to an offset, without blanks and quotes.
func (f *flowReader) word(to int) source.Span {
	if f.from < 0 || f.from > to {
		return source.Span{Start: to, End: to}
	}
	raw := f.text[f.from:to]
	body := strings.TrimLeft(raw, " \t\r\n")
	start := f.from + len(raw) - len(body)
	body = strings.TrimRight(body, " \t\r\n")
	if q := first(body); q == '"' || q == '\'' {
		start++
		body = strings.TrimSuffix(body[1:], string(q))
	}
	return source.Span{Start: start, End: start + len(body)}
}

// token ends a value, an item, or a key without its colon.
func (f *flowReader) token(to int) {
	if f.from < 0 {
		f.from = to + 1
		return
	}
	l := f.stack[len(f.stack)-1]
	word := f.word(to)
	here := spot{kind: atKey, in: l.path, word: word, flow: true, item: l.list}
	if word.Start > f.from {
		if q := f.text[word.Start-1]; q == '"' || q == '\'' {
			here.quote = q
		}
	}
	switch e := (entry{doc: f.doc, in: l.path, value: f.text[word.Start:word.End], at: word}); {
	case l.list && e.value != "":
		e.in = f.item(l.path)
		here.in = e.in
		f.out.entries = append(f.out.entries, e)
	case l.list:
		here.in = l.path + "[]"
	case l.keyed:
		here.kind, here.key, e.key = atValue, l.key, l.key
		f.out.entries = append(f.out.entries, e)
	}
	f.mark(here, to)
	f.from = to + 1
}

// mark notes the spot where the cursor is in what was read up to an offset.
func (f *flowReader) mark(here spot, to int) {
	switch {
	case f.at < f.from || f.at > to || here.kind == atValue && f.at == f.from && here.quote == 0:
		return
	case f.at < here.word.Start || f.at > here.word.End:
		if here.word.End > here.word.Start || here.quote != 0 {
			return // beside a word, and not at it
		}
		here.word = source.Span{Start: f.at, End: f.at}
	}
	f.spot(here)
}
