package scenario

import (
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// GuideLine is a line of a guide's file, as a SOURCE comment names it.
type GuideLine struct {
	Path string // relative to the guide repository's root
	Line int    // counted from 1
	Text string // as it is quoted, "" where it is not
}

// GuideLine finds the line of the guide that a place of the script was taken from, by the SOURCE comment above the
// place's setting: of the lines that the comment quotes, the one that has most words in common with the place. ok is
// false where the setting has no SOURCE comment, and where the place is a line of a file that has nothing in common with
// any of them, since the author or a convention has added it then.
func (s *Script) GuideLine(at int) (best GuideLine, ok bool) {
	place := s.words(at)
	top := -1
	if place.inBody {
		top = 0
	}
	for _, c := range s.sourcesOf(at) {
		for _, r := range c.Ranges {
			for i := range max(1, r.Last-r.First+1) {
				quoted, above := "", ""
				if i < len(r.Quoted) {
					quoted = r.Quoted[i]
				}
				if i > 0 && i <= len(r.Quoted) {
					above = r.Quoted[i-1]
				}
				if score := place.score(quoted, above); score > top {
					best, top, ok = GuideLine{c.Path, r.First + i, strings.TrimSpace(quoted)}, score, true
				}
				if i >= maxQuoted {
					break
				}
			}
		}
	}
	return best, ok
}

// maxQuoted is how many lines of one range are looked at.
const maxQuoted = 5000

// sourcesOf lists the SOURCE comments above the setting that holds a place.
func (s *Script) sourcesOf(at int) []Source {
	f := s.File
	line := f.Line(s.settingStart(at)) - 1
	for line >= 0 && isAssignment(f.LineText(line)) {
		line-- // settings that stand right under one another share a comment
	}
	last := line
	for line >= 0 && strings.HasPrefix(f.LineText(line), "#") {
		line--
	}
	var list []Source
	for _, c := range s.Sources {
		if n := len(c.Lines); n > 0 && c.Path != "" && c.Lines[0] > line && c.Lines[n-1] <= last {
			list = append(list, c)
		}
	}
	return list
}

func isAssignment(line string) bool {
	name, _, ok := strings.Cut(strings.TrimPrefix(line, "export "), "=")
	return ok && name != "" && !strings.ContainsAny(name, " #\"'$")
}

// settingStart is where the setting that holds a place begins: its own statement, or for the content of a file the
// assignment of the variable that names it.
func (s *Script) settingStart(at int) int {
	for i := range s.Bodies {
		b := &s.Bodies[i]
		if !b.Stmt.Contains(at) && !b.At.Contains(at) || b.Var == "" {
			continue
		}
		start := b.Stmt.Start
		for _, e := range s.Exports {
			if e.Name == b.Var && !e.Naked && e.At.Start < b.Stmt.Start {
				start = e.At.Start
			}
		}
		return start
	}
	for _, e := range s.Exports {
		if e.At.Contains(at) {
			return e.At.Start
		}
	}
	return at
}

// placeWords are the words of a place's line and of the line above it.
type placeWords struct {
	line, above map[string]bool
	value       map[string]bool // what stands behind the key
	whole       string
	inBody      bool // the place is a line of a file
}

func (s *Script) words(at int) placeWords {
	f := s.File
	line := f.Line(at)
	text := f.LineText(line)
	p := placeWords{line: wordsOf(text), above: wordsOf(f.LineText(max(0, line-1))), whole: strings.TrimSpace(text)}
	for i := range s.Bodies {
		p.inBody = p.inBody || s.Bodies[i].At.Contains(at)
	}
	if _, value, ok := strings.Cut(text, ":"); ok && !strings.Contains(value, catalog.PlaceholderPrefix) {
		p.value = wordsOf(value)
	}
	return p
}

// score counts what a quoted line has in common with the place: its own words first, those of the line above second. A
// line of a file whose value is not there has nothing in common with it.
func (p placeWords) score(quoted, above string) int {
	score := 0
	if p.inBody && len(p.value) > 0 && !shares(p.value, wordsOf(quoted)) {
		return 0
	}
	if strings.TrimSpace(quoted) == p.whole {
		score += 1000
	}
	for w := range wordsOf(quoted) {
		if p.line[w] {
			score += 10
		}
	}
	for w := range wordsOf(above) {
		if p.above[w] {
			score++
		}
	}
	return score
}

func shares(a, b map[string]bool) bool {
	for w := range a {
		if b[w] {
			return true
		}
	}
	return false
}

// wordsOf are the words of a line: runs of letters and digits.
func wordsOf(line string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.FieldsFunc(line, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r < 0x80
	}) {
		set[strings.ToLower(w)] = true
	}
	return set
}

// LineSpan is the span of the script's line that holds an offset, without its margin.
func (s *Script) LineSpan(at int) source.Span {
	f := s.File
	span := f.LineSpan(f.Line(at))
	text := f.Slice(span)
	span.Start += len(text) - len(strings.TrimLeft(text, " \t"))
	return span
}

// LineAt is the line of the guide's file, counted from 1, that an offset within the comment is about: the one that is
// quoted there, else the first of its range. It is 0 where the comment cites no line.
func (c Source) LineAt(f *source.File, at int) int {
	cited := 0
	for i, r := range c.Ranges {
		below := f.Line(at) - f.Line(r.At.Start)
		if i > 0 && below < 0 {
			break
		}
		cited = r.First
		if below > 0 && below <= len(r.Quoted) {
			cited += below - 1
		}
	}
	return cited
}

// TakenFrom finds the places of the script that were taken from a line, counted from 1, of a guide's file, by the SOURCE
// comments that cite the line: for the settings right below such a comment, the line that has most words in common with
// it, by its offset. The file is the one that cites says is meant by a path.
func (s *Script) TakenFrom(line int, cites func(path string) bool) []int {
	var list []int
	var exports map[int][]Export // by their lines
	left, below := maxQuoted, 0
	for _, c := range s.Sources {
		quoted, above, ok := c.quotes(line)
		if !ok || left <= 0 || !cites(c.Path) {
			continue
		}
		if exports == nil {
			exports = s.exportsByLine()
		}
		for below = max(below, s.File.Line(c.At.End)); strings.HasPrefix(s.File.LineText(below), "#"); {
			below++ // the line below the whole block of comments
		}
		best, top := 0, -1
		for _, at := range s.linesAt(below, exports, left) {
			left--
			if score := s.words(at).score(quoted, above); score > top {
				best, top = at, score
			}
		}
		if top >= 0 && !slices.Contains(list, best) {
			list = append(list, best)
		}
	}
	return list
}

// Quote is what the comment says that a line, counted from 1, of the guide's file holds, "" where it does not say that.
func (c Source) Quote(line int) string {
	quoted, _, _ := c.quotes(line)
	return strings.TrimSpace(quoted)
}

// quotes gives what the comment says that a line of the guide's file holds, and the line above it. ok is false where it
// does not cite the line.
func (c Source) quotes(line int) (quoted, above string, ok bool) {
	for _, r := range c.Ranges {
		i := line - r.First
		if i < 0 || line > max(r.First, r.Last) {
			continue
		}
		if i < len(r.Quoted) {
			quoted = r.Quoted[i]
		}
		if i > 0 && i <= len(r.Quoted) {
			above = r.Quoted[i-1]
		}
		return quoted, above, true
	}
	return "", "", false
}

func (s *Script) exportsByLine() map[int][]Export {
	found := map[int][]Export{}
	for _, e := range s.Exports {
		if line := s.File.Line(e.At.Start); !e.Naked {
			found[line] = append(found[line], e)
		}
	}
	return found
}

// linesAt lists so many lines, by their offsets, of the settings that stand right under one another from a line on: their
// assignments, and the content of the files that they name.
func (s *Script) linesAt(line int, exports map[int][]Export, most int) []int {
	f := s.File
	var list []int
	for ; isAssignment(f.LineText(line)) && len(list) < most; line++ {
		for _, e := range exports[line] {
			list = append(list, e.NameAt.Start)
			for _, b := range s.BodiesOf(e.Name) {
				for inner := f.Line(b.At.Start); b.At.Start < b.At.End && inner <= f.Line(b.At.End-1) && len(list) < most; inner++ {
					list = append(list, s.LineSpan(f.LineSpan(inner).Start).Start)
				}
			}
		}
	}
	return list
}
