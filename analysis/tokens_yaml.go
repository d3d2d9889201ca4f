package analysis

import (
	"path"
	"slices"
	"strings"

	"llmdbench-ls/convert/source"
)

// yamlTokens colours a text of YAML.
type yamlTokens struct {
	reader *tokenReader
	text   string
	place  placing
	depth  int
	read   []source.Span // what scalars take of the text, in no order
}

// maxEmbedded is how deep texts within texts are read.
const maxEmbedded = 3

// yaml colours YAML, as far as it can be read.
func (r *tokenReader) yaml(text string, docs []*source.Node, problems []source.Problem, place placing, depth int) {
	if len(docs) == 0 && len(problems) > 0 {
		return
	}
	y := yamlTokens{reader: r, text: text, place: place, depth: depth}
	for _, doc := range docs {
		y.node(doc, "")
	}
	y.comments()
}

// node colours a value that stands below a key.
func (y *yamlTokens) node(n *source.Node, key string) {
	for _, p := range n.Pairs {
		if p.Key.Kind == source.Scalar {
			y.token(p.Key.At, KeyToken)
		}
		y.node(p.Value, p.Key.Text)
	}
	for _, item := range n.Items {
		y.node(item, key)
	}
	if n.Kind == source.Scalar {
		y.scalar(n, key)
	}
}

func (y *yamlTokens) token(at source.Span, kind TokenKind) {
	y.read = append(y.read, at)
	y.reader.addPlaced(written, y.place(at), kind, 0)
}

func (y *yamlTokens) scalar(n *source.Node, key string) {
	at := n.At
	if n.Style == source.Literal || n.Style == source.Folded {
		at.Start = min(at.End, n.File.LineSpan(n.File.Line(at.Start)+1).Start)
	}
	switch {
	case n.Style == source.Literal && y.depth < maxEmbedded && holdsDocument(n, key):
		var p source.Placer
		y.read = append(y.read, at)
		docs, problems := source.ParseYAML("", n.Text, nil)
		y.reader.yaml(n.Text, docs, problems, func(inner source.Span) []source.Span { return y.place(p.Place(n, inner)) }, y.depth+1)
	case n.Style != source.Plain || n.Tag == "!!str":
		y.token(at, TextToken)
	case n.Tag == "!!int" || n.Tag == "!!float":
		y.token(at, NumberToken)
	case n.Tag == "!!bool" || n.Tag == "!!null":
		y.token(at, WordToken)
	default:
		y.token(at, TextToken)
	}
}

// holdsDocument says that a text below a key is YAML itself: a file, by its name, or a config.
func holdsDocument(n *source.Node, key string) bool {
	ext := path.Ext(key)
	return ext == ".yaml" || ext == ".yml" || strings.Contains(n.Text, pickerKind)
}

// comments colours what stands behind a # outside of scalars.
func (y *yamlTokens) comments() {
	read := y.read
	slices.SortFunc(read, func(a, b source.Span) int { return a.Start - b.Start })
	for at := 0; ; {
		i := strings.IndexByte(y.text[at:], '#')
		if i < 0 {
			return
		}
		at += i
		for len(read) > 0 && read[0].End <= at {
			read = read[1:]
		}
		if len(read) > 0 && read[0].Start <= at {
			at = read[0].End
			continue
		}
		end := len(y.text)
		if i := strings.IndexByte(y.text[at:], '\n'); i >= 0 {
			end = at + i
		}
		if at == 0 || strings.IndexByte(" \t\r\n", y.text[at-1]) >= 0 {
			y.reader.addPlaced(remarks, y.place(source.Span{Start: at, End: end}), CommentToken, 0)
			at = end
			continue
		}
		at++
	}
}
