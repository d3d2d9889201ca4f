// Package source holds one version of one file: its text, its line table, and its YAML or shell tree with byte spans.
//
// Everything here is immutable after New, so that snapshots of a workspace can share files freely. What a text means
// is for the packages above; this one only says what stands where.
package source

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// MaxSize is the largest text, in bytes, that is looked into. The largest guide or scenario known is under 64 KiB;
// anything beyond this limit is a mistake or an attack, and gets a Problem in place of a tree.
const MaxSize = 4 << 20

// Span is a half-open range of byte offsets in a file's text.
type Span struct{ Start, End int }

// Contains says whether the offset lies in the span, its end included, as a cursor behind the last character does.
func (s Span) Contains(offset int) bool { return s.Start <= offset && offset <= s.End }

// Problem is something wrong with the user's text. It is data, never an error.
type Problem struct {
	Path    string
	At      Span
	Line    int // counted from 1
	Message string
	Instead string // what the text at the place should be, "" where that is not known
}

// String is the form in which problems are shown to people: path:line: message.
func (p Problem) String() string { return fmt.Sprintf("%s:%d: %s", p.Path, p.Line, p.Message) }

// File is one version of one file.
type File struct {
	Path    string // slash-separated, absolute where it comes from a disk or an editor
	Version int32  // the editor's version, 0 for a file read from disk
	Text    string

	lines   []int                // offsets at which lines start
	marks   func() []int         // offsets at which lines start for the YAML parser
	strides func() map[int][]int // see strideStarts
	yaml    func() yamlResult
	shell   func() shellResult
}

type yamlResult struct {
	docs     []*Node
	problems []Problem
}

type shellResult struct {
	script   *Script
	problems []Problem
}

// New makes a file of a text. Trees are built when first asked for, once.
func New(path string, version int32, text string) *File {
	f := &File{Path: path, Version: version, Text: text, lines: lineStarts(text)}
	f.marks = sync.OnceValue(func() []int { return markStarts(f) })
	f.strides = sync.OnceValue(func() map[int][]int { return strideStarts(f) })
	f.yaml = sync.OnceValue(func() yamlResult {
		docs, problems := parseYAML(f, nil)
		return yamlResult{docs, problems}
	})
	f.shell = sync.OnceValue(func() shellResult {
		script, problems := parseShell(f)
		return shellResult{script, problems}
	})
	return f
}

// lineStarts lists the offset of each line's first byte. A line ends with LF, CRLF or a lone CR, as in the language
// server protocol.
func lineStarts(text string) []int {
	starts := make([]int, 1, 1+strings.Count(text, "\n"))
	if strings.IndexByte(text, '\r') < 0 { // as nearly always, and so found the quickest
		for at := strings.IndexByte(text, '\n'); at >= 0; {
			starts = append(starts, at+1)
			next := strings.IndexByte(text[at+1:], '\n')
			if next < 0 {
				break
			}
			at += 1 + next
		}
		return starts
	}
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\n':
			starts = append(starts, i+1)
		case '\r':
			if i+1 == len(text) || text[i+1] != '\n' {
				starts = append(starts, i+1)
			}
		}
	}
	return starts
}

// Lines is the number of lines; a text that ends with a line break has an empty last line.
func (f *File) Lines() int { return len(f.lines) }

// Line is the line, counted from 0, that holds the offset.
func (f *File) Line(offset int) int {
	return sort.Search(len(f.lines), func(i int) bool { return f.lines[i] > offset }) - 1
}

// LineSpan is the span of a line, counted from 0, without its line break. Lines beyond the text are empty, at its end.
func (f *File) LineSpan(line int) Span {
	if line < 0 {
		return Span{}
	}
	if line >= len(f.lines) {
		return Span{len(f.Text), len(f.Text)}
	}
	end := len(f.Text)
	if line+1 < len(f.lines) {
		end = f.lines[line+1]
	}
	start := f.lines[line]
	for end > start && (f.Text[end-1] == '\n' || f.Text[end-1] == '\r') {
		end--
	}
	return Span{start, end}
}

// LineText is the text of a line, counted from 0, without its line break.
func (f *File) LineText(line int) string { return f.Slice(f.LineSpan(line)) }

// Slice is the text of a span, cut to the file's bounds.
func (f *File) Slice(at Span) string {
	start, end := max(0, at.Start), min(len(f.Text), at.End)
	if start >= end {
		return ""
	}
	return f.Text[start:end]
}

// offset turns a line and a column in runes, both counted from 1, into a byte offset, clamped to the line.
func (f *File) offset(line, column int) int {
	marks := f.marks()
	if line < 1 || line > len(marks) {
		return len(f.Text)
	}
	off, end := marks[line-1], len(f.Text)
	if line < len(marks) {
		end = marks[line]
	}
	if line == 1 && strings.HasPrefix(f.Text, bom) {
		off += len(bom)
	}
	if known := f.strides()[off]; column > stride && known != nil {
		i := min((column-1)/stride, len(known)-1)
		off, column = known[i], column-i*stride
	}
	for column > 1 && off < end {
		_, size := utf8.DecodeRuneInString(f.Text[off:])
		off, column = off+size, column-1
	}
	return off
}

// stride is how many runes of a long line are counted once for all columns behind them.
const stride = 512

// strideStarts gives, by the start of each long line, the offsets of its first rune and of every so many behind it.
func strideStarts(f *File) map[int][]int {
	starts := map[int][]int{}
	marks := f.marks()
	for i, from := range marks {
		if i == 0 && strings.HasPrefix(f.Text, bom) {
			from += len(bom)
		}
		end := len(f.Text)
		if i+1 < len(marks) {
			end = marks[i+1]
		}
		if end-from <= stride {
			continue
		}
		count := 0
		for at := range f.Text[from:end] {
			if count%stride == 0 {
				starts[from] = append(starts[from], from+at)
			}
			count++
		}
	}
	return starts
}

// markStarts lists the line starts as the YAML parser counts them: three more characters are line breaks to it.
func markStarts(f *File) []int {
	const breaks = "\u0085\u2028\u2029"
	if !strings.ContainsAny(f.Text, breaks) {
		return f.lines
	}
	starts := slices.Clone(f.lines)
	for i, r := range f.Text {
		if strings.ContainsRune(breaks, r) {
			starts = append(starts, i+utf8.RuneLen(r))
		}
	}
	slices.Sort(starts)
	return starts
}

// problem makes a Problem of this file.
func (f *File) problem(at Span, message string) Problem {
	return Problem{Path: f.Path, At: at, Line: f.Line(at.Start) + 1, Message: message}
}

// Binary says whether the text cannot be text: it holds a NUL byte or is not UTF-8.
func (f *File) Binary() bool { return strings.IndexByte(f.Text, 0) >= 0 || !utf8.ValidString(f.Text) }

// unreadable is the problem of a text that no parser should be given, if it is one.
func (f *File) unreadable() (Problem, bool) {
	switch {
	case len(f.Text) > MaxSize:
		return f.problem(Span{}, fmt.Sprintf("the file is larger than %d MiB, which no guide or scenario is", MaxSize>>20)), true
	case f.Binary():
		return f.problem(Span{}, "the file is not text"), true
	}
	return Problem{}, false
}

// bom is the byte order mark that some Windows editors put at the start of a file.
const bom = "\ufeff"

// YAML is the tree of the first document, or an empty mapping, and what is wrong with the text. A text with problems
// still gives as much of a tree as could be saved: it proves that keys are present, never that one is missing.
func (f *File) YAML() (*Node, []Problem) {
	r := f.yaml()
	if len(r.docs) == 0 {
		return &Node{Kind: Mapping, File: f}, r.problems
	}
	return r.docs[0], r.problems
}

// Documents are the trees of all documents in the text.
func (f *File) Documents() ([]*Node, []Problem) {
	r := f.yaml()
	return r.docs, r.problems
}

// Shell is the syntax tree of the text as a bash script, and what is wrong with it. There always is a tree; where the
// text is broken, it holds the statements that could be read.
func (f *File) Shell() (*Script, []Problem) {
	r := f.shell()
	return r.script, r.problems
}
