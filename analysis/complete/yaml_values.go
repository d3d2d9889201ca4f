package complete

import (
	"slices"
	"strconv"
	"strings"
)

// yamlValue writes a text as a scalar that is read as a text, inside the quote that is open.
func yamlValue(text string, quote byte) string {
	switch {
	case quote == '"':
		return yamlEscaped(text)
	case quote == '\'':
		return strings.ReplaceAll(text, "'", "''")
	case isPlain(text):
		return text
	}
	return `"` + yamlEscaped(text) + `"`
}

func yamlEscaped(text string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text)
}

// isPlain says that a scalar needs no quotes to be read as this text.
func isPlain(text string) bool {
	if slices.Contains([]string{"", "true", "false", "yes", "no", "on", "off", "y", "n", "null", "~"}, strings.ToLower(text)) {
		return false
	}
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		return false
	}
	for i := range len(text) {
		if c := text[i]; !nameByte(c) && (i == 0 || strings.IndexByte("-./", c) < 0) {
			return false
		}
	}
	return text[0] < '0' || text[0] > '9'
}

// each adds some words in their order.
func (r *request) each(list []string, kind Kind) {
	for i, text := range list {
		r.add(Item{Label: text, Kind: kind, rank: i})
	}
}

// keys adds keys that the mapping at the cursor does not have yet. Those with a colon have mappings below them.
func (r *request) keys(y *yamlText, names ...string) {
	have := y.keys()
	for i, name := range names {
		if name, below := strings.CutSuffix(name, ":"); !have[name] {
			r.key(y, Item{Label: name, rank: i}, below)
		}
	}
}

// key adds a key, with its colon where it has none. below says that its value goes on the next lines.
func (r *request) key(y *yamlText, i Item, below bool) {
	r.list.Word = y.spot.word
	if i.Kind, i.Text = Key, i.Label; !y.spot.colon && y.spot.quote == 0 {
		if i.Text += ":"; !below {
			i.Text += " "
		}
	}
	r.add(i)
}
