package source

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Kind tells what a Node is.
type Kind uint8

// The kinds of nodes. Aliases and merge keys are resolved when the tree is made.
const (
	Scalar Kind = iota
	Mapping
	Sequence
)

// Style tells how a scalar or collection is written.
type Style uint8

// The styles of nodes.
const (
	Plain Style = iota
	SingleQuoted
	DoubleQuoted
	Literal
	Folded
	Flow // a mapping or sequence in brackets
)

// Node is a value in a YAML document. Nodes are shared, between aliases and between snapshots; nobody changes one.
type Node struct {
	Kind  Kind
	Style Style
	Tag   string // the resolved short tag of a scalar: !!str, !!int, !!null ...
	Text  string // the value of a scalar, unquoted and unfolded
	File  *File
	At    Span    // from the first byte to behind the last, comments and blank lines after it excluded
	Pairs []Pair  // of a mapping, in order, the later of equal keys only
	Items []*Node // of a sequence
}

// Pair is one entry of a mapping.
type Pair struct{ Key, Value *Node }

// At spans key and value.
func (p Pair) At() Span {
	if p.Key.File != p.Value.File || p.Value.At.End < p.Key.At.End {
		return p.Key.At
	}
	if p.Value.At.Start < p.Key.At.Start { // an alias: its value stands elsewhere
		return p.Key.At
	}
	return Span{p.Key.At.Start, p.Value.At.End}
}

// Pair finds the entry of a mapping. It is safe on any node, nil included.
func (n *Node) Pair(key string) (Pair, bool) {
	if n == nil || n.Kind != Mapping {
		return Pair{}, false
	}
	for _, p := range n.Pairs {
		if p.Key.Text == key {
			return p, true
		}
	}
	return Pair{}, false
}

// Get walks down mappings by key and gives the node there, or nil. It is safe on any node, nil included.
func (n *Node) Get(keys ...string) *Node {
	for _, key := range keys {
		p, ok := n.Pair(key)
		if !ok {
			return nil
		}
		n = p.Value
	}
	return n
}

// Null says whether the node is absent or null.
func (n *Node) Null() bool { return n == nil || n.Kind == Scalar && n.Tag == "!!null" }

// Value is the text of a scalar, and "" for null, for collections and for nil.
func (n *Node) Value() string {
	if n.Null() || n.Kind != Scalar {
		return ""
	}
	return n.Text
}

// Bool reads a scalar as Helm does: the words of YAML 1.1 count, quoted ones too, since charts compare text.
// ok is false where the node is no boolean.
func (n *Node) Bool() (value, ok bool) {
	switch strings.ToLower(n.Value()) {
	case "true", "yes", "on":
		return true, true
	case "false", "no", "off":
		return false, true
	}
	return false, false
}

// Scalar is the value of a scalar as a Go string, int, float64 or bool, by its tag.
func (n *Node) Scalar() any {
	switch n.Tag {
	case "!!int":
		if v, err := strconv.ParseInt(n.Text, 0, 64); err == nil {
			return int(v)
		}
	case "!!float":
		if v, err := strconv.ParseFloat(n.Text, 64); err == nil {
			return v
		}
	case "!!bool":
		if v, ok := n.Bool(); ok {
			return v
		}
	}
	return n.Text
}

// maxNodes bounds what aliases may expand to, and maxDepth how deep a text may nest.
const (
	maxNodes   = 200_000
	maxDepth   = 200
	maxRescues = 8
)

// Locate says where a span of a text that was made from another one, by rendering a template, really stands.
type Locate func(Span) (*File, Span)

// ParseYAML reads a text that is not itself a file, such as a rendered template or the body of a here-document.
// Nodes and problems carry the places that locate gives.
func ParseYAML(path, text string, locate Locate) ([]*Node, []Problem) {
	return parseYAML(New(path, 0, text), locate)
}

func parseYAML(f *File, locate Locate) ([]*Node, []Problem) {
	if p, bad := f.unreadable(); bad {
		return nil, []Problem{p}
	}
	text := withoutDirectives(strings.TrimPrefix(f.Text, bom))
	var first []Problem
	for range maxRescues {
		docs, problem, blame := loadAll(f, text, locate)
		if problem == nil {
			return docs, first
		}
		if first == nil {
			first = []Problem{relocate(*problem, locate)}
		}
		blanked, ok := blankLine(text, blame)
		if !ok {
			break
		}
		text = blanked
	}
	return nil, first
}

// withoutDirectives blanks a %YAML directive at the head of a text: the parser refuses versions that it reads well.
func withoutDirectives(text string) string {
	if strings.HasPrefix(text, "%YAML") {
		text, _ = blankLine(text, 1)
	}
	return text
}

// relocate moves a problem of a rendered text to where the text came from.
func relocate(p Problem, locate Locate) Problem {
	if locate == nil {
		return p
	}
	f, at := locate(p.At)
	q := f.problem(at, p.Message)
	return q
}

// blankLine replaces a line, counted from 1, with spaces, so that the rest can be read at its own place.
func blankLine(text string, line int) (string, bool) {
	start := 0
	for range line - 1 {
		i := strings.IndexByte(text[start:], '\n')
		if i < 0 {
			return "", false
		}
		start += i + 1
	}
	end := len(text)
	if i := strings.IndexByte(text[start:], '\n'); i >= 0 {
		end = start + i
	}
	if strings.TrimSpace(text[start:end]) == "" {
		return "", false
	}
	return text[:start] + strings.Repeat(" ", end-start) + text[end:], true
}

// loadAll reads every document of a text. Where there is a problem, blame is the line to try without.
func loadAll(f *File, text string, locate Locate) (docs []*Node, problem *Problem, blame int) {
	loader, err := yaml.NewLoader(strings.NewReader(text))
	if err != nil {
		p := f.problem(Span{}, err.Error())
		return nil, &p, p.Line
	}
	for {
		var doc yaml.Node
		err := loader.Load(&doc)
		if errors.Is(err, io.EOF) {
			return docs, nil, 0
		}
		if err != nil {
			p, blame := syntaxProblem(f, err)
			return nil, &p, blame
		}
		if len(doc.Content) == 0 {
			continue
		}
		b := builder{file: f, locate: locate, built: map[*yaml.Node]*built{}}
		node := b.build(doc.Content[0], 0)
		if b.problem != nil {
			return nil, b.problem, b.problem.Line
		}
		docs = append(docs, node.node)
	}
}

// syntaxProblem gives a parser's error its place, and says which line to blame: what was opened and never closed, or a
// word that never became a key, is only noticed further down.
func syntaxProblem(f *File, err error) (p Problem, blame int) {
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		return f.problem(Span{}, err.Error()), 1
	}
	start := f.offset(load.Mark.Line, load.Mark.Column)
	line := f.LineSpan(f.Line(start))
	p = f.problem(Span{start, max(start, line.End)}, load.Message)
	for _, open := range []string{"a simple key", "a quoted scalar", "a flow"} {
		if strings.Contains(load.ContextMsg, open) {
			return p, f.Line(f.offset(load.ContextMark.Line, load.ContextMark.Column)) + 1
		}
	}
	return p, p.Line
}

// builder turns the parser's nodes into ours. It resolves aliases and merge keys, and refuses to follow either without
// end. Every node is built once, so the tree may be a graph; size counts what it would be written out.
type builder struct {
	file    *File
	locate  Locate
	built   map[*yaml.Node]*built
	problem *Problem
}

type built struct {
	node *Node
	size int
	end  int // in the text that is read, wherever the node is located
	done bool
}

func (b *builder) fail(n *yaml.Node, message string) *built {
	if b.problem == nil {
		start := b.file.offset(n.Line, n.Column)
		p := b.file.problem(Span{start, b.file.LineSpan(b.file.Line(start)).End}, message)
		b.problem = &p
	}
	return &built{node: &Node{Kind: Scalar, Tag: "!!null", File: b.file}, size: 1, done: true}
}

func (b *builder) build(n *yaml.Node, depth int) *built {
	if n.Kind == yaml.AliasNode {
		if n.Alias == nil {
			return b.fail(n, "the alias has no anchor")
		}
		return b.build(n.Alias, depth)
	}
	if made := b.built[n]; made != nil {
		if !made.done {
			return b.fail(n, "the anchor contains itself")
		}
		return made
	}
	if depth > maxDepth {
		return b.fail(n, fmt.Sprintf("nested more than %d levels deep", maxDepth))
	}
	made := &built{node: &Node{File: b.file, Tag: n.ShortTag(), Style: style(n)}, size: 1}
	b.built[n] = made
	start := b.file.offset(n.Line, n.Column)
	switch n.Kind {
	case yaml.MappingNode:
		b.mapping(made, n, depth)
	case yaml.SequenceNode:
		made.node.Kind = Sequence
		for _, item := range n.Content {
			child := b.build(item, depth+1)
			made.size += child.size
			made.node.Items = append(made.node.Items, child.node)
		}
	default:
		made.node.Kind, made.node.Text = Scalar, n.Value
	}
	if made.size > maxNodes {
		return b.fail(n, fmt.Sprintf("with its aliases written out, this is more than %d values", maxNodes))
	}
	made.end = b.end(n, start)
	made.node.At = Span{start, made.end}
	if b.locate != nil {
		made.node.File, made.node.At = b.locate(made.node.At)
	}
	made.done = true
	return made
}

// mapping adds the pairs of a mapping: of equal keys the last counts, as in Helm's reader, and a merge key brings in
// what the mapping itself does not say.
func (b *builder) mapping(made *built, n *yaml.Node, depth int) {
	made.node.Kind = Mapping
	index := map[string]int{}
	var merged []Pair
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].ShortTag() == "!!merge" {
			merged = append(merged, b.merge(made, n.Content[i+1], depth)...)
			continue
		}
		key, value := b.build(n.Content[i], depth+1), b.build(n.Content[i+1], depth+1)
		made.size += key.size + value.size
		pair := Pair{key.node, value.node}
		if at, seen := index[key.node.Text]; seen {
			made.node.Pairs[at] = pair
			continue
		}
		index[key.node.Text] = len(made.node.Pairs)
		made.node.Pairs = append(made.node.Pairs, pair)
	}
	for _, pair := range merged {
		if _, seen := index[pair.Key.Text]; !seen {
			index[pair.Key.Text] = len(made.node.Pairs)
			made.node.Pairs = append(made.node.Pairs, pair)
		}
	}
}

func (b *builder) merge(made *built, n *yaml.Node, depth int) []Pair {
	child := b.build(n, depth+1)
	made.size += child.size
	switch child.node.Kind {
	case Mapping:
		return child.node.Pairs
	case Sequence:
		var pairs []Pair
		for _, item := range child.node.Items {
			pairs = append(pairs, item.Pairs...)
		}
		return pairs
	}
	return nil
}

func style(n *yaml.Node) Style {
	switch {
	case n.Style&yaml.SingleQuotedStyle != 0:
		return SingleQuoted
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return DoubleQuoted
	case n.Style&yaml.LiteralStyle != 0:
		return Literal
	case n.Style&yaml.FoldedStyle != 0:
		return Folded
	case n.Style&yaml.FlowStyle != 0:
		return Flow
	}
	return Plain
}

// PathAt is the path of keys and indexes that leads to an offset of the node's file, and the span of the key or list
// item there. The path is empty where the offset is at no key and no value.
func (n *Node) PathAt(offset int) (path string, over Span) {
	for _, p := range n.Pairs {
		if p.Key.File != n.File || !p.At().Contains(offset) && !p.Key.At.Contains(offset) {
			continue
		}
		if p.Key.At.Contains(offset) {
			return p.Key.Text, p.Key.At
		}
		if below, span := p.Value.PathAt(offset); below != "" {
			return join(p.Key.Text, below), span
		}
		return p.Key.Text, p.Key.At
	}
	for i, item := range n.Items {
		if item.File == n.File && item.At.Contains(offset) {
			below, span := item.PathAt(offset)
			if below == "" {
				span = item.At
			}
			return join(fmt.Sprintf("[%d]", i), below), span
		}
	}
	return "", Span{}
}

func join(head, tail string) string {
	if tail == "" || strings.HasPrefix(tail, "[") {
		return head + tail
	}
	return head + "." + tail
}
