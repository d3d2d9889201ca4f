package complete

import (
	"path"
	"strconv"
	"strings"

	"llmdbench-ls/convert/source"
)

// level is a mapping's key or a list's dash that what follows stands below.
type level struct {
	column int
	path   string // to what stands below
	dash   bool
}

// block is a text of several lines.
type block struct {
	column int // what stands further right belongs to it
	in     string
	at     source.Span
}

// yamlReader reads lines.
type yamlReader struct {
	text   string
	at     int // the cursor
	end    int
	tabs   bool // tabs that begin a line are no part of the text
	levels []level
	items  map[string]int // by document and path: how many items a list has so far
	doc    int
	docs   int
	block  *block
	outer  []outerFile
	out    yamlText
}

// outerFile is the document around an embedded one, which goes on where a line stands no further right than the column.
type outerFile struct {
	levels []level
	doc    int
	column int
}

// readYAML reads a part of a text.
func readYAML(text string, part source.Span, at int) *yamlText {
	return (&yamlReader{text: text, at: at, end: part.End, items: map[string]int{}}).read(part.Start)
}

// readDocuments reads the here-documents of one file.
func readDocuments(text string, parts []*heredoc, at int) *yamlText {
	r := &yamlReader{text: text, at: at, items: map[string]int{}}
	for _, doc := range parts {
		r.end, r.tabs = max(doc.at.Start, doc.at.End), doc.tabs
		r.read(doc.at.Start)
	}
	return &r.out
}

// read reads from the start of a line on.
func (r *yamlReader) read(pos int) *yamlText {
	for text, end := r.text, r.end; ; {
		for r.tabs && pos < end && text[pos] == '\t' {
			pos++
		}
		done := r.line(pos, lineEnd(text, pos, end))
		i := strings.IndexByte(text[done:end], '\n')
		if i < 0 {
			return &r.out
		}
		pos = done + i + 1
	}
}

// lineEnd is the end of the line that begins at an offset, without its line break.
func lineEnd(text string, pos, limit int) int {
	end := limit
	if i := strings.IndexByte(text[pos:limit], '\n'); i >= 0 {
		end = pos + i
	}
	if end > pos && text[end-1] == '\r' {
		end--
	}
	return end
}

// line reads the line from pos to end, and gives the end of what was read: of more lines where brackets go on.
func (r *yamlReader) line(pos, end int) int {
	i := pos
	for i < end && r.text[i] == ' ' {
		i++
	}
	column, here := i-pos, pos <= r.at && r.at <= end
	blank := strings.TrimSpace(r.text[i:end]) == ""
	if blank && here {
		column = r.at - pos
	}
	if r.inBlock(column, blank && !here, end, here) {
		return end
	}
	for n := len(r.outer); n > 0 && !(blank && !here) && column <= r.outer[n-1].column; n-- {
		r.levels, r.doc = r.outer[n-1].levels, r.outer[n-1].doc
		r.outer = r.outer[:n-1]
	}
	switch {
	case blank:
		if here && strings.Trim(r.text[pos:r.at], " ") == "" {
			r.spot(spot{kind: atKey, in: r.above(column, false), word: source.Span{Start: r.at, End: r.at}, fresh: true, column: column})
		}
	case r.text[i] == '\t': // no margin of YAML
	case r.text[i] == '#':
		if here && r.at > i {
			r.spot(spot{kind: inComment})
		}
	case column == 0 && strings.HasPrefix(r.text[i:end], "---"):
		r.docs++
		r.doc, r.levels = r.docs, nil
	default:
		return r.content(pos, i, end, here)
	}
	return end
}

// inBlock says that a line belongs to the text of several lines that began above.
func (r *yamlReader) inBlock(column int, blank bool, end int, here bool) bool {
	if r.block == nil {
		return false
	}
	if !blank && column <= r.block.column {
		r.block = nil
		return false
	}
	r.block.at.End = end
	if here {
		r.spot(spot{kind: inText, in: r.block.in, text: r.block})
	}
	return true
}

// spot notes where the cursor is, once.
func (r *yamlReader) spot(s spot) {
	if r.out.spot.kind == nowhere {
		s.doc = r.doc
		r.out.spot = s
	}
}

// above is the path to what a key or a dash in a column stands below.
func (r *yamlReader) above(column int, dash bool) string {
	for n := len(r.levels) - 1; n >= 0; n-- {
		if l := r.levels[n]; l.column < column || l.column == column && dash && !l.dash {
			return l.path
		}
	}
	return ""
}

// push goes below a key or a dash.
func (r *yamlReader) push(l level) {
	for n := len(r.levels); n > 0 && (r.levels[n-1].column > l.column || r.levels[n-1].column == l.column && (!l.dash || r.levels[n-1].dash)); n-- {
		r.levels = r.levels[:n-1]
	}
	if len(r.levels) < maxLevels {
		r.levels = append(r.levels[:len(r.levels):len(r.levels)], l)
	}
}

// maxLevels bounds how deep a text may nest, since the path to what is deeper would be longer and longer. No guide comes
// near it.
const maxLevels = 100

// item gives the path to the next item of a list.
func (r *yamlReader) item(list string) string {
	key := strconv.Itoa(r.doc) + " " + list
	n := r.items[key]
	r.items[key]++
	return list + "[" + strconv.Itoa(n) + "]"
}

// content reads a line from its first character, at i.
func (r *yamlReader) content(pos, i, end int, here bool) int {
	item := false
	in := ""
	for i < end && r.text[i] == '-' && (i+1 == end || r.text[i+1] == ' ') {
		if here && i+1 == end && r.at == end { // a dash that is being typed
			r.spot(spot{kind: atKey, in: r.above(i-pos, false), word: source.Span{Start: i, End: end}, fresh: !item, column: i - pos})
			return end
		}
		in = r.item(r.above(i-pos, true))
		r.push(level{i - pos, in, true})
		item = true
		for i++; i < end && r.text[i] == ' '; i++ {
		}
	}
	if i == end {
		if here && r.at == end {
			r.spot(spot{kind: atKey, in: in, word: source.Span{Start: end, End: end}, item: true, column: end - pos})
		}
		return end
	}
	column := i - pos
	colon := keyEnd(r.text[i:end])
	switch {
	case colon >= 0:
		return r.pair(i, i+colon, end, column, item, here)
	case item:
		return r.value(entry{in: in}, i, end, here, spot{kind: atKey, item: true, column: column, in: in}, r.levels[len(r.levels)-1].column)
	case here && r.at >= i:
		word := source.Span{Start: i, End: max(r.at, plainEnd(r.text, i, end))}
		r.spot(spot{kind: atKey, in: r.above(column, false), word: word, fresh: true, column: column})
	}
	return end
}

// pair reads a key and what stands behind its colon.
func (r *yamlReader) pair(i, colon, end, column int, item, here bool) int {
	in := r.above(column, false)
	at := source.Span{Start: i, End: colon}
	key, quoted := unquoted(r.text[i:colon])
	if quoted {
		at = source.Span{Start: i + 1, End: colon - 1}
	}
	if here && r.at >= i && r.at <= colon {
		r.spot(spot{kind: atKey, in: in, key: key, word: at, item: item, fresh: !item, colon: true, column: column})
	}
	below := join(in, key)
	r.push(level{column, below, false})
	return r.value(entry{in: in, key: key, at: at}, colon+1, end, here, spot{kind: atValue, in: in, key: key, column: column}, column)
}

// value reads what stands behind a colon or a dash. where is the spot that the cursor is at in it, and column what a
// text of several lines must stand right of.
func (r *yamlReader) value(e entry, from, end int, here bool, where spot, column int) int {
	e.doc = r.doc
	i := from
	for i < end && r.text[i] == ' ' {
		i++
	}
	empty := here && r.at > from && r.at <= i
	here = here && r.at >= i && (i > from || e.key == "")
	stop := plainEnd(r.text, i, end)
	switch c := first(r.text[i:end]); {
	case c == '|' || c == '>':
		r.lines(e, end, column)
		return end
	case c == '{' || c == '[':
		if e.key != "" {
			r.out.entries = append(r.out.entries, e)
		}
		return r.flow(i, join(e.in, e.key))
	case c == '"' || c == '\'':
		stop = i + 1
		for stop < end && r.text[stop] != c {
			stop++
		}
		i++
		here = here && r.at >= i
		where.quote = c
	case c == '#' || i == end:
		if empty {
			where.word = source.Span{Start: r.at, End: r.at}
			r.spot(where)
		}
		stop = i
	}
	if e.value = r.text[i:stop]; e.key == "" || e.value != "" {
		e.at = source.Span{Start: i, End: stop}
	}
	r.out.entries = append(r.out.entries, e)
	switch {
	case here && r.at <= stop:
		where.word = source.Span{Start: i, End: stop}
		r.spot(where)
	case here && strings.Contains(r.text[stop:r.at], "#"):
		r.spot(spot{kind: inComment})
	}
	return end
}

// lines begins a text of several lines below one that ends at end: a file of YAML, which is read, or any other, which
// is not.
func (r *yamlReader) lines(e entry, end, column int) {
	if e.key == "" {
		e.at = source.Span{Start: end, End: end}
	}
	r.out.entries = append(r.out.entries, e)
	if !isYAMLName(e.key) {
		below := r.end
		if i := strings.IndexByte(r.text[end:r.end], '\n'); i >= 0 {
			below = end + i + 1
		}
		r.block = &block{column: column, in: join(e.in, e.key), at: source.Span{Start: below, End: below}}
		return
	}
	r.outer = append(r.outer, outerFile{r.levels, r.doc, column})
	r.docs++
	r.out.files = append(r.out.files, file{e.key, r.docs, e.in})
	r.doc, r.levels = r.docs, nil
}

func isYAMLName(key string) bool {
	ext := path.Ext(key)
	return ext == ".yaml" || ext == ".yml"
}
