package convert

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/source"
)

// places knows where lines can be put into a script: between its lines, but not inside of a text, a command or a
// here-document that runs over several of them.
type places struct {
	file  *source.File
	solid []source.Span // in order, apart from each other
}

func newPlaces(f *source.File) places {
	p := places{file: f}
	tree, _ := f.Shell()
	syntax.Walk(tree.File, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Word, *syntax.CallExpr, *syntax.DeclClause, *syntax.ArrayExpr:
			p.add(source.SpanOf(n))
		case *syntax.Stmt:
			p.addDocuments(n)
		}
		return true
	})
	slices.SortFunc(p.solid, func(a, b source.Span) int { return a.Start - b.Start })
	merged := p.solid[:0]
	for _, s := range p.solid {
		if last := len(merged) - 1; last >= 0 && s.Start < merged[last].End {
			merged[last].End = max(merged[last].End, s.End)
			continue
		}
		merged = append(merged, s)
	}
	p.solid = merged
	return p
}

// add notes a span that runs over several lines.
func (p *places) add(at source.Span) {
	at.End = min(at.End, len(p.file.Text))
	if at.Start < at.End && strings.Contains(p.file.Slice(at), "\n") {
		p.solid = append(p.solid, at)
	}
}

// addDocuments notes the here-documents of a statement, each with the line that closes it.
func (p *places) addDocuments(stmt *syntax.Stmt) {
	for _, r := range stmt.Redirs {
		if r.Op == syntax.Hdoc || r.Op == syntax.DashHdoc {
			start := source.SpanOf(r.Word).Start
			p.add(source.Span{Start: start, End: p.below(p.closing(r))})
		}
	}
}

// closing is the line with the delimiter of a here-document.
func (p *places) closing(r *syntax.Redirect) int {
	line := p.file.Line(min(int(r.Word.End().Offset()), len(p.file.Text))) + 1
	if r.Hdoc != nil && len(r.Hdoc.Parts) > 0 {
		line = p.file.Line(min(int(r.Hdoc.Pos().Offset()), len(p.file.Text)))
	}
	delimiter := strings.Trim(strings.ReplaceAll(p.file.Slice(source.SpanOf(r.Word)), `\`, ""), `'"`)
	for ; line < p.file.Lines(); line++ {
		text := p.file.LineText(line)
		if r.Op == syntax.DashHdoc {
			text = strings.TrimLeft(text, "\t")
		}
		if text == delimiter {
			return line
		}
	}
	return p.file.Lines() - 1
}

// below is the offset of the line behind one.
func (p *places) below(line int) int { return p.start(line + 1) }

func (p *places) start(line int) int {
	if line >= p.file.Lines() {
		return len(p.file.Text)
	}
	return p.file.LineSpan(line).Start
}

// above is the start of the line in front of which lines can be put, so that they stand above an offset.
func (p *places) above(at int) int {
	start := p.start(p.file.Line(at))
	for i := len(p.solid) - 1; i >= 0; i-- {
		if s := p.solid[i]; s.Start < start && start < s.End {
			start = p.start(p.file.Line(s.Start))
		}
	}
	return start
}

// behind is the start of the line in front of which lines can be put, so that they stand behind an offset.
func (p *places) behind(at int) int {
	end := p.below(p.file.Line(max(0, at)))
	for _, s := range p.solid {
		if s.Start < end && end < s.End {
			end = s.End
			if end > 0 && p.file.Text[end-1] != '\n' {
				end = p.below(p.file.Line(end))
			}
		}
	}
	return end
}
