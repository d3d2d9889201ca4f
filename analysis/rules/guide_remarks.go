package rules

import (
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert"
	"llmdbench-ls/convert/source"
)

// ignoreMark begins comments that silence rules. They silence what is said, and are no remark to keep it from being said.
const ignoreMark = "llmdbench:ignore"

// head is the line that names the guide: the "Based on" line, else the first SOURCE comment, else the first line.
func (h *holder) head() source.Span {
	if _, _, ok := convert.BasedOn(h.File); ok {
		for line := range h.File.Lines() {
			if strings.Contains(h.File.LineText(line), basedOn) {
				return trimmed(h.Pass, h.File.LineSpan(line))
			}
		}
	}
	for _, c := range h.Script.Sources {
		if c.Path != "" {
			return c.PathAt
		}
	}
	return h.File.LineSpan(0)
}

// excused says that a comment of the author names a value's path, or that of what it stands in, with a colon behind it:
// the reason why it is left out follows.
func (h *holder) excused(path string) bool {
	for at := path; strings.ContainsAny(at, ".[") || at == path; at = at[:strings.LastIndexAny(at, ".[")] {
		if h.said(at + ":") {
			return true
		}
		if !strings.ContainsAny(at, ".[") {
			break
		}
	}
	return false
}

// excusedBelow says that a comment excuses something that stands below a path.
func (h *holder) excusedBelow(path string) bool {
	h.said("")
	for w := range h.words {
		if strings.HasPrefix(w, path+".") && strings.HasSuffix(w, ":") {
			return true
		}
	}
	return false
}

// said says that a word stands in a comment that is not a SOURCE comment.
func (h *holder) said(word string) bool {
	if h.words == nil {
		h.words = map[string]bool{}
		cited := citedLines(h.Pass)
		for line := range h.File.Lines() {
			text := strings.TrimSpace(h.File.LineText(line))
			if !strings.HasPrefix(text, "#") || cited[line] || strings.Contains(text, ignoreMark) {
				continue
			}
			for _, w := range strings.Fields(strings.TrimLeft(text, "#")) {
				h.words[w] = true
				h.words[strings.Trim(w, "`'\"(),;:.=")] = true
				name, _, _ := strings.Cut(w, "=")
				h.words[name] = true
			}
		}
	}
	return h.words[word]
}

// citedLines are the lines of SOURCE comments, whose words are the guide's.
func citedLines(p *analysis.Pass) map[int]bool {
	cited := map[int]bool{}
	for _, c := range p.Script.Sources {
		for _, line := range c.Lines {
			cited[line] = true
		}
	}
	return cited
}

// explained says that an author's own comment stands above a setting, or at a value of it: whoever changed it knows.
func (h *holder) explained(at source.Span) bool {
	line := h.File.Line(at.Start)
	if rest := h.File.Slice(source.Span{Start: at.End, End: h.File.LineSpan(line).End}); strings.Contains(rest, " #") && !strings.Contains(rest, ignoreMark) {
		return true
	}
	cited := citedLines(h.Pass)
	if bodyAt(h.Pass, at.Start) != nil && h.ownComment(line-1, cited) {
		return true
	}
	line = h.File.Line(statementOf(h.Pass, at)) - 1
	for line >= 0 && strings.HasPrefix(h.File.LineText(line), "export ") {
		line-- // settings that stand right under one another share a comment
	}
	own := false
	for ; line >= 0 && strings.HasPrefix(h.File.LineText(line), "#"); line-- {
		if strings.Contains(h.File.LineText(line), basedOn) {
			return false // the head of the file
		}
		own = own || h.ownComment(line, cited)
	}
	return own
}

// basedOn begins the line that names the guide.
const basedOn = "Based on: "

// ownComment says that a line is a comment of the author's: no part of a SOURCE comment but a note that a conversion
// does not write, no ruler, no name that is there for the framework.
func (h *holder) ownComment(line int, cited map[int]bool) bool {
	text, ok := strings.CutPrefix(strings.TrimSpace(h.File.LineText(line)), "#")
	text = strings.TrimSpace(text)
	switch {
	case !ok || text == "" || strings.HasPrefix(text, "====") || strings.HasPrefix(text, "name: LLMDBENCH_") || strings.HasPrefix(text, "!") || strings.HasPrefix(text, ignoreMark):
		return false
	case !cited[line]:
		return true
	}
	return strings.HasPrefix(text, "NOTE:") && !h.converted(text)
}

// converted says that a conversion of the guide writes a line of comment.
func (h *holder) converted(text string) bool {
	for _, s := range h.against.Guide.Scenario.Settings() {
		for _, c := range s.Comments() {
			if c == text {
				return true
			}
		}
	}
	return false
}
