package analysis

import (
	"slices"
	"strings"

	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// heading is a comment that names the part of the file below it: a title between, above or under rulers, or on a line
// with them.
type heading struct {
	title   string
	titleAt source.Span
	at      source.Span
	lines   lineRange
}

// Lengths, in characters behind the comment sign, from which a run of signs is a ruler: on a line of its own, and beside
// a title.
const (
	minRuler     = 4
	minSideRuler = 3
)

// headingsOf finds the headings in a script's comments.
func headingsOf(script *scenario.Script, remarks []lineRange) []heading {
	f := script.File
	quoted := map[int]bool{} // a guide's own rulers, quoted from it, divide nothing
	for _, c := range script.Sources {
		for _, line := range c.Lines {
			quoted[line] = true
		}
	}
	var list []heading
	for _, run := range remarks {
		for line := run.first; line <= run.last; line++ {
			if quoted[line] {
				continue
			}
			h, ok := headingAt(f, lineRange{line, run.last}, quoted)
			if !ok && line > run.first && ruler(f.LineText(line)) && !quoted[line-1] {
				h, ok = newHeading(f, line-1, lineRange{line - 1, line}) // a title that is underlined
			}
			if ok {
				list = append(list, h)
				line = h.lines.last
			}
		}
	}
	return list
}

// headingAt reads the heading that begins with the first of some comment lines: a ruler and a title, with what stands
// up to the ruler below, or a line with rulers at both ends.
func headingAt(f *source.File, lines lineRange, quoted map[int]bool) (heading, bool) {
	if !ruler(f.LineText(lines.first)) {
		if title := between(f.LineText(lines.first)); title != "" {
			h, ok := newHeading(f, lines.first, lineRange{lines.first, lines.first})
			start := h.at.Start + strings.Index(f.Slice(h.at), title)
			h.title, h.titleAt = title, source.Span{Start: start, End: start + len(title)}
			return h, ok
		}
		return heading{}, false
	}
	title := lines.first + 1
	for title < lines.last && strings.Trim(f.LineText(title), "# \t") == "" && !ruler(f.LineText(title)) {
		title++ // an empty line of a box
	}
	if title > lines.last || quoted[title] {
		return heading{}, false
	}
	last := title
	for line := title + 1; line <= lines.last; line++ {
		if ruler(f.LineText(line)) && !quoted[line] {
			last = line
			break
		}
	}
	return newHeading(f, title, lineRange{lines.first, last})
}

// newHeading is a heading whose title is the text of a line. ok is false where that is a ruler or empty.
func newHeading(f *source.File, title int, lines lineRange) (h heading, ok bool) {
	text := f.LineText(title)
	bare := strings.Trim(text, "# \t")
	if bare == "" || ruler(text) {
		return heading{}, false
	}
	start := f.LineSpan(title).Start + strings.Index(text, bare)
	return heading{
		title: bare, titleAt: source.Span{Start: start, End: start + len(bare)}, lines: lines,
		at: source.Span{Start: f.LineSpan(lines.first).Start, End: f.LineSpan(lines.last).End},
	}, true
}

// rulerSigns are the signs that rulers are made of.
const rulerSigns = "=-#*~_+"

// ruler says that a comment line is a ruler: nothing but one sign, again and again.
func ruler(line string) bool {
	text := strings.TrimSpace(line)
	if bare := strings.TrimSpace(strings.TrimLeft(text, "#")); bare != "" {
		text = bare
	}
	return len(text) >= minRuler && strings.IndexByte(rulerSigns, text[0]) >= 0 && strings.Trim(text, text[:1]) == ""
}

// between is the title of a comment line between two rulers, "" for other lines.
func between(line string) string {
	words := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "#"))
	if len(words) < 3 || !sideRuler(words[0]) || !sideRuler(words[len(words)-1]) {
		return ""
	}
	first, last := words[1], words[len(words)-2]
	if slices.ContainsFunc([]string{first, last}, sideRuler) {
		return ""
	}
	start, end := strings.Index(line, " "+first), strings.LastIndex(line, last+" ")
	if start < 0 || end < start {
		return ""
	}
	return line[start+1 : end+len(last)]
}

func sideRuler(word string) bool {
	return len(word) >= minSideRuler && strings.IndexByte(rulerSigns, word[0]) >= 0 && strings.Trim(word, word[:1]) == ""
}
