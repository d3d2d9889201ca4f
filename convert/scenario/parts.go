package scenario

import (
	"strings"

	"llmdbench-ls/convert/source"
)

// Part is a piece of a variable's value, or of the content of the file that it names, and its place in the script.
type Part struct {
	Text    string
	At      source.Span // in the script
	Literal bool        // it stands there byte by byte; otherwise the whole text is what the place expands to
	Known   bool        // false: it is the result of a command or of the user's environment, so it may be another text
}

// Last is the assignment that gives a variable the value it has at the end of the script. ok is false where there is
// none.
func (s *Script) Last(name string) (e Export, ok bool) {
	i, ok := s.last[name]
	if !ok {
		return e, false
	}
	return s.Exports[i], true
}

// Before is the assignment that is in effect at an offset, from where the script has read so far. ok is false where the
// variable has none yet.
func (s *Script) Before(name string, at int) (e Export, ok bool) {
	for i := range s.Exports {
		if set := &s.Exports[i]; set.Name == name && !set.Naked && !set.Dead && max(set.NameAt.End, set.ValueAt.End) <= at {
			e, ok = *set, true
		}
	}
	return e, ok
}

// Counts says that an assignment, by its number in Exports, is the one that Last gives for its variable.
func (s *Script) Counts(i int) bool {
	last, ok := s.last[s.Exports[i].Name]
	return ok && last == i
}

// Part is the value of an assignment as one piece. What stands there as it is, in quotes or not, is literal.
func (e Export) Part(f *source.File) Part {
	p := Part{Text: e.Value.Text, At: e.ValueAt, Known: e.Value.Known || e.Value.Unset}
	written := f.Slice(e.ValueAt)
	switch n := len(written); {
	case strings.TrimSuffix(written, "\r") == p.Text: // the parser leaves the carriage return out
		p.Literal = true
	case n >= 2 && (written[0] == '"' || written[0] == '\'') && written[n-1] == written[0] && written[1:n-1] == p.Text:
		p.At, p.Literal = source.Span{Start: e.ValueAt.Start + 1, End: e.ValueAt.End - 1}, true
	case strings.HasPrefix(written, "$(") && p.Text == "":
		p.Text = written
	}
	return p
}

// ContentParts is what the file that a variable names holds at the end of the script, piece by piece. ok is false where
// the script writes none.
func (s *Script) ContentParts(name string) (parts []Part, ok bool) {
	for _, b := range s.BodiesOf(name) {
		if b.Command {
			continue
		}
		if !b.Append {
			parts = nil
		}
		parts = append(parts, b.Parts()...)
		ok = true
	}
	return parts, ok
}

// Whole is what the file that a variable names holds at the end of the script, as one body whose places lie in all those
// that it is made of. It is nil where the script writes none, and where it may hold something else: where a command
// writes to it or one of several bodies may not be written, and where a first body is added to what stood there before.
func (s *Script) Whole(name string) *Body {
	bodies := s.BodiesOf(name)
	for i, b := range bodies {
		if b.Command || b.Nested && len(bodies) > 1 || i == 0 && b.Append && b.temp == 0 {
			return nil
		}
	}
	switch len(bodies) {
	case 0:
		return nil
	case 1:
		return bodies[0]
	}
	return joined(bodies)
}

// joined makes one body of several that are written to the same file one after the other.
func joined(bodies []*Body) *Body {
	var whole Body
	var text strings.Builder
	for i, b := range bodies {
		if !b.Append || i == 0 {
			text.Reset()
			whole = Body{Var: b.Var, VarAt: b.VarAt, At: b.At, Stmt: b.Stmt, temp: b.temp, path: b.path}
		}
		for _, p := range b.pieces {
			p.start, p.end = p.start+text.Len(), p.end+text.Len()
			whole.pieces = append(whole.pieces, p)
		}
		text.WriteString(b.Text)
		whole.Quoted, whole.unknown = whole.Quoted || b.Quoted, whole.unknown || b.unknown || b.Command
		whole.At.End = b.At.End
	}
	whole.Text = text.String()
	return &whole
}

// Parts is the body's text, piece by piece. A variable that is not set counts as empty here, as it does for a shell
// without set -u.
func (b *Body) Parts() []Part {
	parts := make([]Part, 0, len(b.pieces))
	for _, p := range b.pieces {
		part := Part{Text: b.Text[p.start:p.end], At: p.at, Literal: p.literal, Known: !b.unknown || p.literal || p.unset}
		if p.unset {
			part.Text = p.loose
		}
		parts = append(parts, part)
	}
	return parts
}

// Expansions lists what the shell expands in a here-document, in order.
func (b *Body) Expansions() []source.Span {
	if b.Doc == (source.Span{}) {
		return nil
	}
	var list []source.Span
	for _, p := range b.pieces {
		if !p.literal {
			list = append(list, p.at)
		}
	}
	return list
}

// Unsets lists the expansions in a body that use a variable which is not set: under set -u the script ends there.
func (b *Body) Unsets() []source.Span {
	var list []source.Span
	for _, p := range b.pieces {
		if p.unset {
			list = append(list, p.at)
		}
	}
	return list
}

// Swallowed finds here-documents that go on further than they are meant to, for which a shell has no complaint: a line
// that would end one if its mark stood alone, and below it in the same here-document the beginning of another, whose end
// the shell takes for that of both.
func (s *Script) Swallowed() []source.Problem {
	for i := range s.Bodies {
		b := &s.Bodies[i]
		if b.Doc == (source.Span{}) {
			continue
		}
		mark := strings.Trim(strings.TrimLeft(s.File.Slice(b.Doc), "<-~ \t"), "\\'\"")
		above := source.Span{Start: s.File.LineSpan(s.File.Line(b.At.Start) - 1).Start, End: b.At.End}
		at, bad := source.BadMark(s.File, above, mark)
		written := s.File.Slice(source.Span{Start: b.At.Start, End: max(b.At.Start, at.Start)}) // it may hold scripts of its own
		if bad && !begins(written, mark) && begins(s.File.Slice(source.Span{Start: at.End, End: b.At.End}), mark) {
			return []source.Problem{{Path: s.File.Path, At: at, Line: s.File.Line(at.Start) + 1, Instead: mark,
				Message: "this line does not end the here-document, since its mark " + mark + " has to stand alone: what stands below goes into the file too"}}
		}
	}
	return nil
}

// begins says that a here-document of a mark begins in a text.
func begins(text, mark string) bool {
	for line := range strings.Lines(text) {
		if _, after, ok := strings.Cut(line, "<<"); ok && strings.HasPrefix(strings.TrimLeft(after, "- \t\\'\""), mark) {
			return true
		}
	}
	return false
}
