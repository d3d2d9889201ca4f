package complete

import (
	"slices"
	"strings"

	"llmdbench-ls/convert/source"
)

// yamlText is YAML as its lines show it, and the place of the cursor in it. A parser would not do: a line that is being
// typed is no YAML most of the time, and what stands above and below must not change with it.
type yamlText struct {
	entries []entry
	files   []file
	spot    spot
	index   map[entryKey]string // the first value of each key, made when first needed
}

// entryKey finds the key of a mapping.
type entryKey struct {
	doc     int
	in, key string
}

// entry is a key with its scalar, or a scalar that is an item of a list.
type entry struct {
	doc   int    // the document: 0 for the first, others for those behind it and for files that are embedded in one
	in    string // the path to the mapping that the key is in, or to the item: "plugins[2]"
	key   string // "" for an item
	value string // without quotes
	at    source.Span
}

// file is a text of YAML that is a value of another one, as a plugin config is.
type file struct {
	name string
	doc  int
	in   string // the path to the mapping that has it
}

// spotKind tells what the cursor is at.
type spotKind uint8

const (
	nowhere spotKind = iota
	atKey            // a key is being typed, or an item that is nothing but a scalar
	atValue
	inText // in a text that spans lines, such as a script
	inComment
)

// spot is the place of the cursor.
type spot struct {
	kind   spotKind
	doc    int
	in     string // as in entry
	key    string // the key of the value that is being typed
	word   source.Span
	quote  byte // the quote that the word stands in, 0 for none
	item   bool // right behind the dash of an item, or in a list in brackets
	fresh  bool // nothing stands in front of the word, so that a dash may come first
	colon  bool // the key has its colon already
	flow   bool // in brackets
	column int  // where the key begins on its line
	text   *block
}

// pattern is the path to the spot without the numbers of items.
func (s *spot) pattern() string { return pattern(s.in) }

// pattern takes the numbers of items out of a path: "plugins[2]" is "plugins[]".
func pattern(in string) string {
	if !strings.Contains(in, "[") {
		return in
	}
	var b strings.Builder
	inside := false
	for i := range len(in) {
		switch c := in[i]; {
		case c == '[':
			inside = true
			b.WriteString("[]")
		case c == ']':
			inside = false
		case !inside:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// get is the value of a key of a mapping, "" where it has none.
func (y *yamlText) get(doc int, in, key string) string {
	if y.index == nil {
		y.index = make(map[entryKey]string, len(y.entries))
		for _, e := range slices.Backward(y.entries) {
			y.index[entryKey{e.doc, e.in, e.key}] = e.value
		}
	}
	return y.index[entryKey{doc, in, key}]
}

// list gives the values of a key of all mappings with a path, given as a pattern: of "plugins[]" and "name", say. The
// one that the cursor is in is left out.
func (y *yamlText) list(doc int, where, key string) []string {
	var values []string
	for _, e := range y.entries {
		if e.doc == doc && e.key == key && e.value != "" && pattern(e.in) == where && !(e.at == y.spot.word && y.spot.kind != nowhere) {
			values = append(values, e.value)
		}
	}
	return values
}

// keys lists the keys of the mapping that the cursor is in, but for the one that is being typed.
func (y *yamlText) keys() map[string]bool {
	found := map[string]bool{}
	for _, e := range y.entries {
		if e.doc == y.spot.doc && e.in == y.spot.in && e.key != "" && !(y.spot.kind == atKey && e.key == y.spot.key) {
			found[e.key] = true
		}
	}
	return found
}
