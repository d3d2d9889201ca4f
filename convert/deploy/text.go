package deploy

import (
	"slices"
	"sort"
	"strings"

	"llmdbench-ls/convert/source"
)

// By tells who says a piece of a deployment.
type By uint8

// Who may say something.
const (
	ByFramework By = iota // the framework writes it, whatever the scenario says
	ByDefault             // the framework's default of a variable that the scenario does not set
	ByCluster             // what the framework would ask a live cluster for, see Cluster
	ByScenario
)

// Origin is where a piece of a deployment comes from.
type Origin struct {
	By  By
	Var string      // the variable, of a default or of the scenario
	At  source.Span // of the scenario: where it stands
}

// text is a text that knows the origin of every byte. It is not changed; parts of it share what it is made of.
type text struct {
	s     string
	base  int // of the marks: where s begins
	marks []mark
}

// mark is where a piece begins that has another origin than the one before it. A literal piece stands in the scenario
// byte by byte. A preview has hundreds of them, so they are small: no text is longer than maxText.
type mark struct {
	name       string // the variable
	start      int32
	begin, end int32 // the place in the scenario
	by         By
	literal    bool
}

func newMark(start int, from Origin, literal bool) mark {
	return mark{name: from.Var, start: int32(start), begin: int32(from.At.Start), end: int32(from.At.End), by: from.By, literal: literal} //nolint:gosec // see maxText
}

func (m *mark) at() int { return int(m.start) }

func (m *mark) place() source.Span { return source.Span{Start: int(m.begin), End: int(m.end)} }

func (m *mark) origin() Origin { return Origin{By: m.by, Var: m.name, At: m.place()} }

// framework is a text that the framework writes.
func framework(s string) text { return said(s, Origin{}) }

func said(s string, from Origin) text { return text{s: s, marks: []mark{newMark(0, from, false)}} }

func (t text) String() string { return t.s }

// slice is the part of a text between two offsets.
func (t text) slice(start, end int) text { return text{t.s[start:end], t.base + start, t.marks} }

// behind is the number of the first mark behind an offset.
func (t text) behind(offset int) int {
	return sort.Search(len(t.marks), func(i int) bool { return t.marks[i].at() > t.base+offset })
}

// origin is where the byte at an offset comes from.
func (t text) origin(offset int) Origin {
	i := t.behind(offset) - 1
	if i < 0 {
		return Origin{}
	}
	m := &t.marks[i]
	from := m.origin()
	if m.literal {
		from.At.Start = min(from.At.Start+t.base+offset-m.at(), from.At.End)
		from.At.End = min(from.At.End, from.At.Start+max(0, len(t.s)-offset))
	}
	return from
}

// first is the origin of the first byte that the scenario says, else a default, else of the first byte.
func (t text) first() Origin {
	best := t.origin(0)
	for i := t.behind(0); ; i++ {
		if best.By == ByScenario || i >= len(t.marks) || t.marks[i].at() >= t.base+len(t.s) {
			return best
		}
		if t.marks[i].by > best.By {
			best = t.origin(t.marks[i].at() - t.base)
		}
	}
}

// firstOf is the origin of the first piece that stands in a variable's own text, and not in what its placeholders bring
// in. Where there is none, it is that of the first piece.
func (t text) firstOf(name string) Origin {
	for i := range t.marks {
		if m := &t.marks[i]; m.by == ByScenario && m.name == name && m.at() < t.base+len(t.s) {
			if m.at() >= t.base {
				return t.origin(m.at() - t.base)
			}
			if i+1 == len(t.marks) || t.marks[i+1].at() > t.base {
				return t.origin(0)
			}
		}
	}
	return t.first()
}

// maxText bounds what the framework's replacements may make of a scenario.
const maxText = source.MaxSize

// writer puts a text together.
type writer struct {
	b     strings.Builder
	marks []mark
	full  bool // more was written than maxText
}

// prepare makes room for a text of about so many bytes and marks.
func (w *writer) prepare(size, marks int) {
	w.b.Grow(size)
	w.marks = make([]mark, 0, marks)
}

// room makes room for so many more bytes and pieces, where there will be many.
func (w *writer) room(size, marks int) {
	w.b.Grow(size)
	w.marks = slices.Grow(w.marks, marks)
}

func (w *writer) add(parts ...text) {
	for i := range parts {
		t := &parts[i]
		if t.s == "" {
			continue
		}
		if w.full = w.full || w.b.Len()+len(t.s) > maxText; w.full {
			return
		}
		w.addMarks(t)
		w.b.WriteString(t.s)
	}
}

// addMarks adds the marks of a text that is about to be written.
func (w *writer) addMarks(t *text) {
	first := 0
	if len(t.marks) > 1 {
		first = max(0, t.behind(0)-1)
	}
	if w.marks == nil {
		w.marks = make([]mark, 0, max(4, len(t.marks)))
	}
	for i := first; i < len(t.marks) && t.marks[i].at() < t.base+len(t.s); i++ {
		m := t.marks[i]
		if cut := int32(t.base) - m.start; cut > 0 { //nolint:gosec // see maxText
			m.start += cut // the part begins inside this piece
			if m.literal {
				m.begin = min(m.begin+cut, m.end)
			}
		}
		m.start += int32(w.b.Len() - t.base) //nolint:gosec // see maxText
		w.mark(&m)
	}
}

// mark begins a piece, unless it only goes on with the one before.
func (w *writer) mark(m *mark) {
	if len(w.marks) > 0 {
		before := &w.marks[len(w.marks)-1]
		same := before.literal == m.literal && before.by == m.by && before.name == m.name
		if same && (!m.literal && before.place() == m.place() || m.literal && before.begin+m.start-before.start == m.begin) {
			before.end = max(before.end, m.end)
			return
		}
	}
	w.marks = append(w.marks, *m)
}

// say adds what the framework writes.
func (w *writer) say(parts ...string) {
	for _, s := range parts {
		if s == "" {
			continue
		}
		if w.full = w.full || w.b.Len()+len(s) > maxText; w.full {
			return
		}
		w.mark(&mark{start: int32(w.b.Len())}) //nolint:gosec // see maxText
		w.b.WriteString(s)
	}
}

func (w *writer) text() text { return text{s: w.b.String(), marks: w.marks} }

func joined(parts ...text) text {
	var w writer
	w.add(parts...)
	return w.text()
}

// lines cuts a text at its line breaks, which are left out. A last line break ends the last line.
func (t text) lines() []text {
	list := make([]text, 0, strings.Count(t.s, "\n")+1)
	for from := 0; from < len(t.s); {
		end := strings.IndexByte(t.s[from:], '\n')
		if end < 0 {
			return append(list, t.slice(from, len(t.s)))
		}
		list = append(list, t.slice(from, from+end))
		from += end + 1
	}
	return list
}

// split cuts a text at every separator.
func (t text) split(separator string) []text {
	var list []text
	from := 0
	for {
		i := strings.Index(t.s[from:], separator)
		if i < 0 {
			return append(list, t.slice(from, len(t.s)))
		}
		list = append(list, t.slice(from, from+i))
		from += i + len(separator)
	}
}

// trim takes blanks and line breaks off both ends.
func (t text) trim() text {
	start := len(t.s) - len(strings.TrimLeft(t.s, blanks))
	return t.slice(start, max(start, len(strings.TrimRight(t.s, blanks))))
}

const blanks = " \t\r\n\v\f"

// without deletes every occurrence of a text.
func (t text) without(old string) text { return t.replace(old, "") }

// replace puts a text in the place of every occurrence of another one.
func (t text) replace(old, with string) text {
	if !strings.Contains(t.s, old) {
		return t
	}
	var w writer
	for i, part := range t.split(old) {
		if i > 0 && with != "" {
			w.add(said(with, part.before(len(old))))
		}
		w.add(part)
	}
	return w.text()
}

// before is the origin of the n bytes that stand in front of a part.
func (t text) before(n int) Origin {
	from := t.origin(-n)
	from.At.End = min(from.At.End, from.At.Start+n)
	return from
}

// indent puts a margin in front of every line.
func (t text) indent(n int) text {
	margin := strings.Repeat(" ", n)
	lines := t.lines()
	var w writer
	w.prepare(len(t.s)+n*len(lines), len(t.marks)+2*len(lines))
	for i, line := range lines {
		if i > 0 {
			w.say("\n")
		}
		w.say(margin)
		w.add(line)
	}
	return w.text()
}
