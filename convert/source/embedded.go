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
	first, indent := n.File.Line(n.At.Start)+1, n.blockIndent()
	outer := func(offset int) int {
		line := inner.Line(offset)
		at := n.File.LineSpan(first + line)
		return min(at.Start+indent+offset-inner.LineSpan(line).Start, at.End)
	}
	return parseYAML(inner, func(at Span) (*File, Span) { return n.File, Span{outer(at.Start), outer(at.End)} })
}

// blockIndent is the column at which a literal block's lines begin.
func (n *Node) blockIndent() int {
	line := n.File.Line(n.At.Start)
	for text := range strings.SplitSeq(n.Text, "\n") {
		line++
		if strings.TrimSpace(text) != "" {
			return max(0, len(n.File.LineText(line))-len(text)) // the value lacks the margin, and nothing else
		}
	}
	return 0
}
