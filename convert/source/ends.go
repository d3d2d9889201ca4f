package source

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// The YAML parser says where a node starts, never where it ends. The functions here find the end in the text.

// end is the offset behind the last byte of a node that starts at start. What was built knows it, so that a deep tree is
// not looked through again for each level above.
func (b *builder) end(n *yaml.Node, start int) int {
	if made := b.built[n]; made != nil && made.done {
		return made.end
	}
	text := b.file.Text
	start = skipProperties(text, start)
	switch n.Kind {
	case yaml.MappingNode, yaml.SequenceNode:
		last := b.lastChild(n, start)
		if n.Style&yaml.FlowStyle == 0 {
			return last
		}
		closing := byte('}')
		if n.Kind == yaml.SequenceNode {
			closing = ']'
		}
		return flowEnd(text, max(last, start+1), closing)
	case yaml.ScalarNode:
		return scalarEnd(b.file, n, start)
	}
	return start
}

// lastChild is the end of the last thing written inside a collection.
func (b *builder) lastChild(n *yaml.Node, start int) int {
	if len(n.Content) == 0 {
		return start
	}
	last := n.Content[len(n.Content)-1]
	at := b.file.offset(last.Line, last.Column)
	if last.Kind == yaml.AliasNode {
		return at + len("*") + len(last.Value)
	}
	end := b.end(last, at)
	if n.Kind == yaml.MappingNode && len(n.Content) >= 2 { // a key without a value: behind its colon
		key := n.Content[len(n.Content)-2]
		keyEnd := b.end(key, b.file.offset(key.Line, key.Column))
		if colon := strings.IndexByte(b.file.Slice(Span{keyEnd, b.file.LineSpan(key.Line - 1).End}), ':'); colon >= 0 {
			end = max(end, keyEnd+colon+1)
		}
	}
	return end
}

// skipProperties passes an anchor and a tag in front of a value.
func skipProperties(text string, at int) int {
	for at < len(text) && (text[at] == '&' || text[at] == '!') {
		for at < len(text) && !unicode.IsSpace(rune(text[at])) {
			at++
		}
		for at < len(text) && (text[at] == ' ' || text[at] == '\t') {
			at++
		}
	}
	return at
}

// flowEnd is the offset behind the closing bracket, found from behind the last child.
func flowEnd(text string, at int, closing byte) int {
	for at < len(text) {
		switch c := text[at]; {
		case c == closing:
			return at + 1
		case c == '#':
			if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
				at += i
				continue
			}
			return len(text)
		}
		at++
	}
	return len(text)
}

func scalarEnd(f *File, n *yaml.Node, start int) int {
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return blockEnd(f, n.Value, start)
	case n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		return quotedEnd(f.Text, start)
	}
	return plainEnd(f.Text, n.Value, start)
}

// blockEnd is the end of a literal or folded scalar: its last line that is not blank.
func blockEnd(f *File, value string, start int) int {
	header := f.Line(start)
	end, indent := f.LineSpan(header).End, -1
	for line := header + 1; line < f.Lines(); line++ {
		text := f.LineText(line)
		body := strings.TrimLeft(text, " ")
		if strings.TrimSpace(body) == "" {
			continue
		}
		if indent < 0 { // the first line may be indented more than the rest, when the header says how much
			indent = len(text) - len(body) - leadingSpaces(value)
			if indent <= 0 && line > 0 && value == "" {
				break
			}
		}
		if len(text)-len(body) < indent || value == "" {
			break
		}
		end = f.LineSpan(line).End
	}
	return end
}

func leadingSpaces(value string) int {
	value = strings.TrimLeft(value, "\n")
	return len(value) - len(strings.TrimLeft(value, " "))
}

// quotedEnd is the offset behind the closing quote.
func quotedEnd(text string, start int) int {
	if start >= len(text) {
		return len(text)
	}
	quote := text[start]
	for at := start + 1; at < len(text); at++ {
		switch {
		case text[at] == '\\' && quote == '"':
			at++
		case text[at] == quote && quote == '\'' && at+1 < len(text) && text[at+1] == '\'':
			at++
		case text[at] == quote:
			return at + 1
		}
	}
	return len(text)
}

// plainEnd follows the characters of a plain scalar through the text, since one may run over several lines.
func plainEnd(text, value string, start int) int {
	at := start
	for _, r := range value {
		if unicode.IsSpace(r) {
			continue
		}
		for at < len(text) {
			c, size := utf8.DecodeRuneInString(text[at:])
			if c == r {
				at += size
				break
			}
			if !unicode.IsSpace(c) {
				return at
			}
			at += size
		}
	}
	return at
}
