package analysis

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Selections gives, for each of some offsets of a file, what a selection there can be widened to, the smallest first,
// each within the next: the word, the value, the entry and the list of YAML around it, the flag with its value, the
// here-document, its statement, that with the assignment, that with the comments, the section, the file. Of a guide's
// YAML it gives only what lies in embedded texts, since a YAML server knows the rest. An offset without any has nil.
func Selections(s *Snapshot, file string, offsets []int) [][]source.Span {
	f, err := s.File(file)
	if err != nil {
		return nil
	}
	var around func(at int) []source.Span
	switch KindOf(f) {
	case Scenario:
		script, _ := s.Script(f)
		r := scriptSelector{f: f, d: divide(s, script), docs: map[*scenario.Body]embedding{}}
		around = r.around
	case GuideValues, Manifest:
		around = guideSelector{f, embeddedTexts(f), map[*source.Node]embedding{}}.around
	default:
		return nil
	}
	list := make([][]source.Span, len(offsets))
	for i, at := range offsets {
		list[i] = nested(f, at, around(at))
	}
	return list
}

// nested makes a chain of spans around an offset, the smallest first, each within the next.
func nested(f *source.File, at int, spans []source.Span) []source.Span {
	for i, s := range spans {
		if s.End > s.Start && strings.HasPrefix(f.Text[s.End-1:], "\r\n") {
			spans[i].End-- // the shell parser takes one half of a line break for a part of the last word
		}
	}
	spans = slices.DeleteFunc(spans, func(s source.Span) bool { return !s.Contains(at) || s.Start >= s.End })
	slices.SortStableFunc(spans, func(a, b source.Span) int { return a.End - a.Start - (b.End - b.Start) })
	var chain []source.Span
	for _, s := range spans {
		if last := len(chain) - 1; last < 0 || s != chain[last] && covers(s, chain[last]) {
			chain = append(chain, s)
		}
	}
	return chain
}

// wordAt is the word at an offset: letters, digits and underscores.
func wordAt(text string, at int) source.Span {
	word := func(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }
	start, end := at, at
	for start > 0 {
		r, size := utf8.DecodeLastRuneInString(text[:start])
		if !word(r) {
			break
		}
		start -= size
	}
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if !word(r) {
			break
		}
		end += size
	}
	return source.Span{Start: start, End: end}
}

// embedding is a text within a file, read: YAML, or a command line.
type embedding struct {
	docs  []*source.Node
	flags []flagWords
	place placed
}

// around lists the spans around an offset of the text, as spans of the file.
func (m embedding) around(at int) []source.Span {
	var list []source.Span
	for _, doc := range m.docs {
		list = append(list, nodesAround(doc, at)...)
	}
	for _, flag := range m.flags {
		if flag.at.Contains(at) {
			list = append(list, flag.flag, flag.at)
			list = append(list, flag.words...)
		}
	}
	for i := range list {
		list[i] = m.place(list[i])
	}
	return list
}

// nodesAround lists the nodes around an offset: scalars with and without their quotes, entries, items with and without
// their dashes, collections.
func nodesAround(n *source.Node, at int) []source.Span {
	list := []source.Span{n.At}
	if n.Style == source.SingleQuoted || n.Style == source.DoubleQuoted {
		list = append(list, source.Span{Start: n.At.Start + 1, End: n.At.End - 1})
	}
	for _, p := range n.Pairs {
		if span := p.At(); span.Contains(at) && covers(n.At, span) {
			list = append(list, span, p.Key.At)
			if covers(span, p.Value.At) && p.Value.At.Contains(at) {
				list = append(list, nodesAround(p.Value, at)...)
				if isConfigFile(p) {
					list = append(list, configAround(p.Value, at)...)
				}
			}
		}
	}
	for _, item := range n.Items {
		if span := withDash(item); span.Contains(at) && covers(n.At, item.At) {
			list = append(list, span)
			list = append(list, nodesAround(item, at)...)
		}
	}
	return list
}

// configAround lists the nodes of a plugin config in a literal block around an offset.
func configAround(n *source.Node, at int) []source.Span {
	var list []source.Span
	docs, _ := n.Embedded()
	for _, doc := range docs {
		if doc.At.Contains(at) {
			list = append(list, nodesAround(doc, at)...)
		}
	}
	return list
}

// covers says that a span lies within another one.
func covers(outer, inner source.Span) bool {
	return inner.Start >= outer.Start && inner.End <= outer.End
}

// withDash is the span of a list's item from its dash on.
func withDash(item *source.Node) source.Span {
	before := item.File.Text[:item.At.Start]
	bare := strings.TrimRight(before, " \t")
	if strings.HasSuffix(bare, "-") && len(bare) < len(before) {
		return source.Span{Start: len(bare) - 1, End: item.At.End}
	}
	return item.At
}

// scriptSelector finds what stands around offsets of a scenario.
type scriptSelector struct {
	f    *source.File
	d    *sections
	docs map[*scenario.Body]embedding
}

func (r *scriptSelector) around(at int) []source.Span {
	list := []source.Span{wordAt(r.f.Text, at), {End: len(r.f.Text)}}
	for _, part := range r.d.list {
		if part.at.Contains(at) {
			list = append(list, part.at)
		}
	}
	for _, set := range r.d.settings {
		if span := r.d.withRemarks(set); span.Contains(at) {
			list = append(list, span, set.at)
			list = append(list, r.setting(set, at)...)
		}
	}
	return append(list, r.remark(at)...)
}

// setting lists what stands around an offset within a setting.
func (r *scriptSelector) setting(set setting, at int) []source.Span {
	var list []source.Span
	if e := set.export; e != nil {
		list = append(list, e.At, e.NameAt, e.ValueAt)
		p := e.Part(r.f)
		list = append(list, p.At)
		if p.Literal && holdsCommand(e.Name) && p.At.Contains(at) {
			m := embedding{flags: flagsWithValues(p.Text), place: shifted(p.At.Start)}
			list = append(list, m.around(at-p.At.Start)...)
		}
	}
	for _, b := range set.bodies {
		list = append(list, source.Span{Start: b.Stmt.Start, End: endOf(r.f, b)}, b.VarAt)
		if inner, ok := b.TextOffset(at); ok {
			content := strings.TrimRight(r.f.Slice(b.At), " \t\r\n")
			list = append(list, source.Span{Start: b.At.Start, End: b.At.Start + len(content)})
			list = append(list, r.body(b).around(inner)...)
			if !holdsYAML(b.Var) {
				list = append(list, textLine(r.f, at))
			}
		}
	}
	return list
}

// body reads a here-document once.
func (r *scriptSelector) body(b *scenario.Body) embedding {
	m, known := r.docs[b]
	if known {
		return m
	}
	m.place = b.Locate
	switch {
	case holdsCommand(b.Var):
		m.flags = flagsWithValues(b.Text)
	case holdsYAML(b.Var):
		m.docs, _ = source.ParseYAML(r.f.Path, b.Text, nil)
	}
	r.docs[b] = m
	return m
}

// remark lists what stands around an offset in a comment: its line, the SOURCE comment, the run of lines.
func (r *scriptSelector) remark(at int) []source.Span {
	line := r.f.Line(at)
	i, _ := slices.BinarySearchFunc(r.d.remarks, line, func(run lineRange, line int) int { return run.last - line })
	if i == len(r.d.remarks) || r.d.remarks[i].first > line {
		return nil
	}
	run := r.d.remarks[i]
	list := []source.Span{textLine(r.f, at), {Start: r.f.LineSpan(run.first).Start, End: r.f.LineSpan(run.last).End}}
	for _, c := range r.d.script.Sources {
		if n := len(c.Lines); n > 0 && c.Lines[0] <= line && line <= c.Lines[n-1] {
			list = append(list, source.Span{Start: r.f.LineSpan(c.Lines[0]).Start, End: r.f.LineSpan(c.Lines[n-1]).End})
		}
	}
	return list
}

// textLine is the line at an offset, without its margins.
func textLine(f *source.File, at int) source.Span {
	span := f.LineSpan(f.Line(at))
	text := f.Slice(span)
	return source.Span{Start: span.End - len(strings.TrimLeft(text, " \t")), End: span.Start + len(strings.TrimRight(text, " \t"))}
}

// shifted places a text that stands as it is from an offset on.
func shifted(by int) placed {
	return func(at source.Span) source.Span { return source.Span{Start: at.Start + by, End: at.End + by} }
}

// guideSelector finds what stands around offsets in the embedded texts of a guide's file.
type guideSelector struct {
	f     *source.File
	texts []embeddedText
	read  map[*source.Node]embedding
}

func (r guideSelector) around(at int) []source.Span {
	for _, t := range r.texts {
		inner, ok := t.node.TextOffset(at)
		if !ok || r.f.Line(at) == r.f.Line(t.node.At.Start) {
			continue // at the sign that opens the block
		}
		list := []source.Span{wordAt(r.f.Text, at), t.node.At}
		m, known := r.read[t.node]
		if !known && t.config() {
			m.docs, _ = t.node.Embedded()
		} else if !known {
			m.flags, m.place = flagsWithValues(t.node.Text), t.node.Places()
		}
		if t.config() {
			inner, m.place = at, shifted(0) // the nodes of a literal block have their places in the file
		} else {
			list = append(list, textLine(r.f, at))
		}
		r.read[t.node] = m
		return append(list, m.around(inner)...)
	}
	return nil
}
