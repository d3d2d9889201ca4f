package source

import "strings"

// Embedded reads a scalar whose text is itself YAML, such as an inline patch or a plugin config. The nodes carry their
// places in the file that the scalar stands in: exact ones in a literal block, whose lines stand there as they are, and
// the scalar's own place in every other style.
func (n *Node) Embedded() ([]*Node, []Problem) {
	if n == nil || n.Kind != Scalar || n.File == nil {
		return nil, nil
	}
	if n.Style != Literal || n.Text == "" {
		return ParseYAML(n.File.Path, n.Text, func(Span) (*File, Span) { return n.File, n.At })
	}
	inner := New(n.File.Path, 0, n.Text)
	return parseYAML(inner, func(at Span) (*File, Span) {
		return n.File, Span{n.outer(inner, at.Start), n.outer(inner, at.End)}
	})
}

// outer maps an offset of a literal block's text to the file.
func (n *Node) outer(inner *File, offset int) int {
	line := inner.Line(offset)
	column := offset - inner.LineSpan(line).Start
	at := n.File.LineSpan(n.File.Line(n.At.Start) + 1 + line)
	return min(at.Start+n.blockIndent()+column, at.End)
}

// blockIndent is the column at which a literal block's lines begin.
func (n *Node) blockIndent() int {
	value := strings.Split(n.Text, "\n")
	header := n.File.Line(n.At.Start)
	for i, text := range value {
		line := n.File.LineText(header + 1 + i)
		if strings.TrimSpace(text) == "" {
			continue
		}
		return max(0, len(line)-len(text)) // the value lacks the margin, and nothing else
	}
	return 0
}
