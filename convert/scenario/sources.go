package scenario

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/source"
)

// Source is a SOURCE comment: the claim that lines of a guide's file say what is quoted.
type Source struct {
	Path   string      // as written, relative to the guide repository's root; "" where the comment names no file
	PathAt source.Span // where the path stands
	At     source.Span // from the word SOURCE to the end of the last quoted line
	Ranges []Range
	Lines  []int // the comment lines that it consists of, notes included, from 0; an author's own are not among them
}

// Range is one "Lines a-b:" with what is quoted under it. "Lines a-b, c-d:" is two in the same place, which share what is
// quoted in the order of the lines.
type Range struct {
	First, Last int
	At          source.Span // the line that names the range
	Quoted      []string    // without the comment sign and its blank
}

// readSources finds the SOURCE comments of a script.
func readSources(f *source.File, comments []*syntax.Comment) []Source {
	list := make([]Source, 0, min(256, strings.Count(f.Text, headWord)))
	var form sourceForm
	lastLine := -2
	for _, c := range comments {
		at := source.SpanOf(c)
		line := f.Line(at.Start)
		if line != lastLine+1 {
			form = sourceForm{}
		}
		lastLine = line
		text := strings.TrimRight(c.Text, " \t\r")
		next, _ := strings.CutPrefix(f.LineText(line+1), "#")
		part := form.part(text, next)
		if part == head {
			list = append(list, newSource(f, text, at))
		}
		if part != others {
			list[len(list)-1].add(part, text, at)
			list[len(list)-1].Lines = append(list[len(list)-1].Lines, line)
		}
	}
	return list
}

func newSource(f *source.File, text string, at source.Span) Source {
	path := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), headWord))
	s := Source{Path: pathOf(path), At: at}
	if i := strings.Index(f.Slice(at), path); i >= 0 && path != "" {
		s.PathAt = source.Span{Start: at.Start + i, End: at.Start + i + len(path)}
	}
	return s
}

// add takes a line of the comment.
func (s *Source) add(part commentPart, text string, at source.Span) {
	switch part {
	case place:
		for _, r := range lineRanges(strings.TrimSpace(text)) {
			r.At = at
			s.Ranges = append(s.Ranges, r)
		}
		s.At.End = at.End
	case quote:
		r := s.filling()
		r.Quoted = append(r.Quoted, strings.TrimPrefix(text, quoteIndent))
		s.At.End = at.End
	}
}

// filling is the range that the next quoted line belongs to: of those of one comment line, the first that lacks some.
func (s *Source) filling() *Range {
	last := &s.Ranges[len(s.Ranges)-1]
	for i := max(0, len(s.Ranges)-maxRanges); i < len(s.Ranges); i++ {
		if r := &s.Ranges[i]; r.At == last.At && len(r.Quoted) <= r.Last-r.First {
			return r
		}
	}
	return last
}

// commentPart is what a line of comments is to the SOURCE comment above it.
type commentPart int

const (
	others commentPart = iota // an author's own, or a title
	head                      // SOURCE: and a file
	place                     // Lines a-b:
	quote                     // a line of the guide
	note                      // NOTE: or a further line of a note or of the head
)

const (
	headWord    = "SOURCE:"
	noteWord    = "NOTE:"
	quoteIndent = "   "
)

// sourceForm follows SOURCE comments line by line.
type sourceForm struct {
	begun  bool   // a SOURCE line was there
	indent string // how a line begins that goes on with the one before, "" where none can
	last   commentPart
	left   int // quoted lines that the range still promises
}

// part says what a line is, by its text behind the comment sign and that of the line below it.
func (f *sourceForm) part(text, next string) commentPart {
	trimmed := strings.TrimSpace(text)
	ranges := lineRanges(trimmed)
	switch {
	case strings.HasPrefix(trimmed, headWord):
		*f = sourceForm{begun: true, indent: strings.Repeat(" ", len(headWord)+2), last: note}
		return head
	case !f.begun:
	case len(ranges) > 0:
		f.indent, f.last, f.left = quoteIndent, quote, 0
		for _, r := range ranges {
			f.left += max(1, r.Last-r.First+1)
		}
		return place
	case strings.HasPrefix(trimmed, noteWord):
		f.indent, f.last, f.left = strings.Repeat(" ", len(noteWord)+2), note, 0
		return note
	case f.indent != "" && strings.HasPrefix(text, f.indent), f.last == quote && text == "" && (f.left > 0 || strings.HasPrefix(next, quoteIndent)):
		f.left--
		return f.last
	default:
		f.indent, f.last, f.left = "", others, 0
	}
	return others
}

// pathOf is the text behind SOURCE, if it is the name of a file and not a remark.
func pathOf(text string) string {
	for _, ext := range []string{".yaml", ".yml", ".gotmpl", ".sh", ".md"} {
		if strings.HasSuffix(text, ext) {
			return text
		}
	}
	return ""
}

// maxCitedFiles is how many files a scenario is taken to be made of.
const maxCitedFiles = 64

// CitedFiles lists the files that the SOURCE comments of a script name, each once, as its lines tell without the shell
// being read.
func CitedFiles(text string) []string {
	var list []string
	for from := 0; len(list) < maxCitedFiles; {
		i := strings.Index(text[from:], headWord)
		if i < 0 {
			break
		}
		start := from + i
		line, _, _ := strings.Cut(text[start:], "\n")
		from = start + len(line)
		file := pathOf(strings.TrimSpace(strings.TrimPrefix(line, headWord)))
		before := text[strings.LastIndexByte(text[:start], '\n')+1 : start]
		if file != "" && strings.Trim(before, "# \t") == "" && strings.Contains(before, "#") && !slices.Contains(list, file) {
			list = append(list, file)
		}
	}
	return list
}

// maxRanges is how many ranges one comment line may name.
const maxRanges = 16

// lineRanges reads "Line 12:", "Lines 3-9:" and "Lines 3-9, 12:". It gives none for other texts.
func lineRanges(text string) []Range {
	rest, ok := strings.CutPrefix(text, "Lines ")
	if !ok {
		if rest, ok = strings.CutPrefix(text, "Line "); !ok {
			return nil
		}
	}
	numbers, _, _ := strings.Cut(rest, ":")
	var list []Range
	for part := range strings.SplitSeq(numbers, ",") {
		from, to, ranged := strings.Cut(part, "-")
		if !ranged {
			to = from
		}
		first, err := strconv.Atoi(strings.TrimSpace(from))
		last, wrong := strconv.Atoi(strings.TrimSpace(to))
		if err != nil || wrong != nil || len(list) == maxRanges {
			return nil
		}
		list = append(list, Range{First: first, Last: last})
	}
	return list
}
