package scenario

import (
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

	quoting bool // while reading: the next lines may be quoted ones
}

// Range is one "Lines a-b:" with what is quoted under it.
type Range struct {
	First, Last int
	At          source.Span // the line that names the range
	Quoted      []string    // without the comment sign and its blank
}

// readSources finds the SOURCE comments of a script.
func readSources(f *source.File, tree *syntax.File) []Source {
	var list []Source
	var open *Source
	lastLine := -2
	syntax.Walk(tree, func(n syntax.Node) bool {
		c, ok := n.(*syntax.Comment)
		if !ok {
			return true
		}
		at := source.SpanOf(c)
		line := f.Line(at.Start)
		if line != lastLine+1 {
			open = nil
		}
		lastLine = line
		if path, found := strings.CutPrefix(strings.TrimSpace(c.Text), "SOURCE:"); found {
			path = strings.TrimSpace(path)
			list = append(list, Source{Path: pathOf(path), At: at})
			open = &list[len(list)-1]
			if i := strings.Index(f.Slice(at), path); i >= 0 && path != "" {
				open.PathAt = source.Span{Start: at.Start + i, End: at.Start + i + len(path)}
			}
			return true
		}
		if open != nil {
			open.add(c.Text, at)
		}
		return true
	})
	return list
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

// add takes a comment line that follows a SOURCE comment: a range, or a line that is quoted.
func (s *Source) add(text string, at source.Span) {
	text = strings.TrimRight(text, " \t\r")
	if first, last, ok := lineRange(strings.TrimSpace(text)); ok {
		s.Ranges = append(s.Ranges, Range{First: first, Last: last, At: at})
		s.At.End, s.quoting = at.End, true
		return
	}
	quoted, ok := strings.CutPrefix(text, "   ")
	if s.quoting = s.quoting && (ok || text == ""); !s.quoting { // a note ends it, the note's further lines too
		return
	}
	if r := &s.Ranges[len(s.Ranges)-1]; ok || len(r.Quoted) <= r.Last-r.First {
		r.Quoted = append(r.Quoted, quoted)
		s.At.End = at.End
	}
}

// lineRange reads "Line 12:" and "Lines 3-9:".
func lineRange(text string) (first, last int, ok bool) {
	rest, ok := strings.CutPrefix(text, "Lines ")
	if !ok {
		if rest, ok = strings.CutPrefix(text, "Line "); !ok {
			return 0, 0, false
		}
	}
	numbers, _, _ := strings.Cut(rest, ":")
	from, to, ranged := strings.Cut(numbers, "-")
	first, err := strconv.Atoi(strings.TrimSpace(from))
	if err != nil {
		return 0, 0, false
	}
	if !ranged {
		return first, first, true
	}
	last, err = strconv.Atoi(strings.TrimSpace(to))
	return first, last, err == nil
}
