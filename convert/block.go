package convert

import (
	"fmt"
	"strings"
	"unicode"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// The files that a scenario writes pass through the framework's own hands before Helm reads them: it takes blank lines
// out, turns some character sequences into others, and shifts the lines. The YAML written here is the guide's, scalar by
// scalar in the guide's own spelling, but laid out so that all of that leaves it as it is. No YAML library offers such
// an emitter: they all choose spellings of their own, and a plain 0755 or yes would change its type.

// hazards are the sequences that the framework changes anywhere in a text (functions.py, render_string and
// clear_string): four underscores and the names in braces become blanks or line breaks, a line with #noconfig goes,
// and a placeholder that is not one stops the run.
var hazards = []string{"____", "#noconfig", "REPLACE_ENV_", `{\n}`, `{\s}`}

func hazardous(text string) bool {
	for _, h := range hazards {
		if strings.Contains(text, h) {
			return true
		}
	}
	return false
}

// blockWriter writes one tree.
type blockWriter struct {
	strings.Builder
	last *source.Node // the last scalar: a line break at its end may get lost with the end of the text
}

// block writes a mapping or a sequence as YAML lines from column 0.
func block(n *source.Node) string {
	b := &blockWriter{last: n}
	for collection(b.last) {
		if len(b.last.Pairs) > 0 {
			b.last = b.last.Pairs[len(b.last.Pairs)-1].Value
		} else {
			b.last = b.last.Items[len(b.last.Items)-1]
		}
	}
	b.node(n, 0, true)
	return b.String()
}

// listBlock writes nodes as the items of one list.
func listBlock(items []*source.Node) string {
	return block(&source.Node{Kind: source.Sequence, Items: items})
}

// node writes a node. startsLine says that nothing stands on the line yet; if something does, a collection goes on a
// new line, except the first key of a list item.
func (b *blockWriter) node(n *source.Node, indent int, startsLine bool) {
	switch {
	case n.Kind == source.Mapping && len(n.Pairs) > 0:
		for i, p := range n.Pairs {
			b.margin(indent, i > 0 || !startsLine)
			b.WriteString(scalarText(p.Key, 0) + ":")
			b.value(p.Value, indent)
		}
	case n.Kind == source.Sequence && len(n.Items) > 0:
		for i, item := range n.Items {
			b.margin(indent, i > 0 || !startsLine)
			b.WriteString("-")
			if collection(item) {
				b.WriteString(" ")
				b.node(item, indent+2, true)
				continue
			}
			b.inline(item, indent)
		}
	default:
		b.inline(n, indent)
	}
}

func collection(n *source.Node) bool { return len(n.Pairs) > 0 || len(n.Items) > 0 }

func (b *blockWriter) margin(indent int, wanted bool) {
	if wanted {
		b.WriteString(strings.Repeat(" ", indent))
	}
}

// value writes what stands behind a key.
func (b *blockWriter) value(n *source.Node, indent int) {
	if !collection(n) {
		b.inline(n, indent)
		return
	}
	b.WriteString("\n")
	b.node(n, indent+2, false)
}

// inline writes a scalar or an empty collection on the line it is on.
func (b *blockWriter) inline(n *source.Node, indent int) {
	text := scalarText(n, indent+2)
	if n == b.last && strings.HasSuffix(n.Text, "\n") {
		text = doubleQuoted(n.Text)
	}
	if text != "" {
		text = " " + text
	}
	b.WriteString(text + "\n")
}

// scalarText spells a scalar; indent is the column for the lines of a block scalar, 0 where none may stand.
func scalarText(n *source.Node, indent int) string {
	switch {
	case n.Kind == source.Mapping:
		return "{}"
	case n.Kind == source.Sequence:
		return "[]"
	case n.Tag == placeholderTag:
		return n.Text
	case hazardous(n.Text) || !printable(n.Text):
		return doubleQuoted(n.Text)
	case n.Style == source.Literal || n.Style == source.Folded || strings.Contains(n.Text, "\n"):
		if indent > 0 && fitsLiteral(n.Text) {
			return literal(n.Text, indent)
		}
		return doubleQuoted(n.Text)
	case n.Style == source.SingleQuoted:
		return "'" + strings.ReplaceAll(n.Text, "'", "''") + "'"
	case n.Style == source.DoubleQuoted:
		return doubleQuoted(n.Text)
	}
	return n.Text
}

// fitsLiteral says that a literal block keeps the text: no line is blank, since the framework takes those out, none is
// indented more than the first, and at most one line break stands at the end.
func fitsLiteral(text string) bool {
	body := strings.TrimSuffix(text, "\n")
	if body == "" || body[0] == ' ' || strings.ContainsRune(body, '\r') {
		return false
	}
	for _, line := range strings.Split(body, "\n") {
		if strings.TrimSpace(line) == "" {
			return false
		}
	}
	return true
}

func literal(text string, indent int) string {
	body, ends := strings.CutSuffix(text, "\n")
	header := "|-"
	if ends {
		header = "|"
	}
	margin := "\n" + strings.Repeat(" ", indent)
	return header + margin + strings.ReplaceAll(body, "\n", margin)
}

// printable says that the text can stand between quotes on one line, or in a block, as it is.
func printable(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool {
		return r != '\n' && r != '\t' && !unicode.IsPrint(r)
	}) < 0
}

// doubleQuoted writes a text between double quotes, on one line, with escapes inside the sequences that the framework
// would change.
func doubleQuoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i, r := range text {
		switch {
		case breaksHazard(text, i):
			fmt.Fprintf(&b, `\x%02x`, r)
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n' && i > 0 && text[i-1] == '{': // {\n} would become a line break again
			b.WriteString(`\x0a`)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r <= 0xff:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// breaksHazard says that a hazardous sequence starts at an offset, so that its first character must be escaped.
func breaksHazard(text string, at int) bool {
	for _, h := range hazards {
		if strings.HasPrefix(text[at:], h) {
			return true
		}
	}
	return false
}

// str makes a string scalar that no guide holds, such as the ones the convention adds.
func str(text string, style source.Style) *source.Node {
	return &source.Node{Kind: source.Scalar, Tag: "!!str", Text: text, Style: style}
}

// placeholderTag marks a scalar that the framework is to replace with a variable's value.
const placeholderTag = "!placeholder"

func placeholder(variable string) *source.Node {
	return &source.Node{Kind: source.Scalar, Tag: placeholderTag, Text: catalog.PlaceholderPrefix + variable}
}

// mapping makes a mapping of keys and values, given in turn.
func mapping(keysAndValues ...any) *source.Node {
	n := &source.Node{Kind: source.Mapping}
	for i := 0; i+1 < len(keysAndValues); i += 2 {
		value, ok := keysAndValues[i+1].(*source.Node)
		if !ok {
			value = str(fmt.Sprint(keysAndValues[i+1]), source.Plain)
		}
		n.Pairs = append(n.Pairs, source.Pair{Key: str(fmt.Sprint(keysAndValues[i]), source.Plain), Value: value})
	}
	return n
}
