package source

// Place is where a span of a scalar's text stands in its file: its bytes, one by one, in a literal block, in quotes and
// in a plain scalar, whether lines are folded or not. Where the text has escapes, the place is that of the bytes that
// could be followed. It is the scalar's own place where it has none of its text in the file, as one that a template has
// made.
func (n *Node) Place(at Span) Span {
	var p Placer
	return p.Place(n, at)
}

// Places is Place for many spans of one text.
func (n *Node) Places() func(at Span) Span {
	var p Placer
	return func(at Span) Span { return p.Place(n, at) }
}

// Placer gives places as Node.Place does to those who ask for many of the same node: it follows a text once, and not for
// each of them. The zero value is ready. It is not for several goroutines.
type Placer struct {
	of     *Node
	places []int
}

// Place is where a span of a scalar's text stands in its file.
func (p *Placer) Place(n *Node, at Span) Span {
	if n == nil || n.File == nil {
		return Span{}
	}
	if p.of != n {
		p.of, p.places = n, n.follow()
	}
	m := p.places
	if at.Start < 0 || at.Start > at.End || at.End >= len(m) || m[at.Start] < 0 {
		return n.At
	}
	if at.End == at.Start {
		return Span{m[at.Start], m[at.Start]}
	}
	return Span{m[at.Start], m[at.End-1] + 1}
}

// TextOffset is the offset in a scalar's text of a place in its file. ok is false where the text has none.
func (n *Node) TextOffset(at int) (offset int, ok bool) {
	if n == nil || n.File == nil || !n.At.Contains(at) {
		return 0, false
	}
	for i, place := range n.follow() {
		if place >= at {
			return i, true
		}
	}
	return 0, false
}

// maxEscape is how many bytes of a file an escape may take for which the text has none.
const maxEscape = 10

// follow lists where each byte of a scalar's text stands in its file, and where the text ends. A byte that is not found
// has the place of the one before it, or -1.
func (n *Node) follow() []int {
	list := make([]int, 0, len(n.Text)+1)
	file, at, end := n.File.Text, n.contentStart(), n.At.End
	last := -1
	for i := 0; i < len(n.Text); i++ {
		c := n.Text[i]
		j := at
		for j < end && !blank(c) && blank(file[j]) { // a margin, or the break of a folded line
			j++
		}
		for limit := min(end, j+maxEscape); j < limit && file[j] != c && !blank(c); {
			j++
		}
		if j < end && (file[j] == c || blank(c) && blank(file[j])) {
			last, at = j, j+1
			if c == '\n' && file[j] == '\r' && at < end && file[at] == '\n' {
				at++
			}
		}
		list = append(list, last)
	}
	return append(list, min(at, end))
}

// contentStart is where the text of a scalar begins: behind its anchor, its tag and its quote, or on the line below the sign
// of a block.
func (n *Node) contentStart() int {
	start := n.behindProperties()
	switch n.Style {
	case SingleQuoted, DoubleQuoted:
		return start + 1
	case Literal, Folded:
		return n.File.LineSpan(n.File.Line(start) + 1).Start
	}
	return start
}

// behindProperties is where a node begins without its anchor and its tag, as which no text without quotes can begin.
func (n *Node) behindProperties() int {
	text := n.File.Text[:n.At.End]
	at := n.At.Start
	for at < len(text) && (text[at] == '&' || text[at] == '!') {
		for at < len(text) && !blank(text[at]) {
			at++
		}
		for at < len(text) && blank(text[at]) {
			at++
		}
	}
	return at
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
