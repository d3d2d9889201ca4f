package analysis

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Fold is a part of a file that can be hidden.
type Fold struct {
	At      source.Span // what is hidden: it begins on the line that stays visible, and ends on a later one
	Kind    FoldKind
	Nesting int // how many others it lies in
}

// FoldKind tells editors what a fold hides.
type FoldKind uint8

// The kinds of folds.
const (
	BlockFold FoldKind = iota
	CommentFold
	SectionFold
)

// Folds lists what can be hidden in a scenario, in order, one for each line that it begins on: here-documents, the
// blocks of YAML in them, comments, what stands below a heading, and compound commands of the shell, which an editor
// folds by their margins only as long as no server knows better.
//
// For an editor that hides whole lines, a fold ends with the line above what closes it; for others right before that.
//
// There are none for YAML files: whoever folds these, a YAML server or the editor by margins, folds embedded texts too,
// and an editor that is given some folds stops looking at margins.
func Folds(s *Snapshot, file string, whole bool) []Fold {
	f, err := s.File(file)
	if err != nil || KindOf(f) != Scenario {
		return nil
	}
	script, _ := s.Script(f)
	d := divide(s, script)
	r := folder{f: f, whole: whole}
	r.sections(d)
	r.remarks(d)
	for _, set := range d.settings {
		r.setting(set)
	}
	shell, _ := f.Shell()
	r.commands(shell)
	return r.sorted()
}

// folder collects folds.
type folder struct {
	f     *source.File
	whole bool // only whole lines can be hidden
	list  []Fold
}

// hide adds a fold from the end of the line of one place to another place.
func (r *folder) hide(from, to int, kind FoldKind) {
	start := r.lineEnd(from)
	if r.whole && to < r.lineEnd(to) {
		to = r.f.LineSpan(r.f.Line(to) - 1).End // what closes the fold stays visible
	}
	if to > start && strings.TrimSpace(r.f.Text[start:to]) != "" {
		r.list = append(r.list, Fold{At: source.Span{Start: start, End: to}, Kind: kind})
	}
}

// lineEnd is where the line of a place ends.
func (r *folder) lineEnd(at int) int { return r.f.LineSpan(r.f.Line(at)).End }

// lines adds a fold that shows the first of some lines.
func (r *folder) lines(first, last int, kind FoldKind) {
	r.hide(r.f.LineSpan(first).Start, r.f.LineSpan(last).End, kind)
}

// sections adds what stands below headings. The heading stays visible.
func (r *folder) sections(d *sections) {
	for _, part := range d.list {
		if part.heading != nil {
			r.hide(part.heading.at.End, r.lineEnd(part.at.End), SectionFold)
		}
	}
}

// remarks adds comments of several lines: runs of lines, the SOURCE comments in them, and what a heading says below its
// title.
func (r *folder) remarks(d *sections) {
	headings := d.headings
	for _, run := range d.remarks {
		first := run.first
		for len(headings) > 0 && headings[0].lines.first <= run.last {
			h := headings[0]
			headings = headings[1:]
			r.lines(first, h.lines.first-1, CommentFold)
			last := h.lines.last
			if ruler(r.f.LineText(last)) {
				last--
			}
			r.lines(r.f.Line(h.titleAt.Start), last, CommentFold)
			first = h.lines.last + 1
		}
		r.lines(first, run.last, CommentFold)
	}
	for _, c := range d.script.Sources {
		if n := len(c.Lines); n > 0 {
			r.lines(c.Lines[0], c.Lines[n-1], CommentFold)
		}
	}
}

// setting adds a value of several lines, and here-documents with the YAML in them.
func (r *folder) setting(set setting) {
	if e := set.export; e != nil {
		r.hide(e.ValueAt.Start, r.lineEnd(e.ValueAt.End), BlockFold)
	}
	for _, b := range set.bodies {
		r.hide(b.Doc.Start, r.bodyEnd(b), BlockFold)
		if holdsYAML(b.Var) {
			docs, _ := source.ParseYAML(r.f.Path, b.Text, nil)
			for _, doc := range docs {
				r.yaml(doc, b)
			}
		}
	}
}

// bodyEnd is where the delimiter of a here-document begins, or where a text ends that lacks it.
func (r *folder) bodyEnd(b *scenario.Body) int {
	if closed(r.f, b) {
		return b.At.End
	}
	return r.lineEnd(endOf(r.f, b))
}

// yaml adds the entries and items of a YAML document that take several lines.
func (r *folder) yaml(n *source.Node, b *scenario.Body) {
	for _, p := range n.Pairs {
		if at := p.At(); at.Start < n.At.Start || at.End > n.At.End || at == p.Key.At {
			continue // an alias: its value stands elsewhere
		}
		r.entry(p.Key.At.Start, p.Value, b)
	}
	for _, item := range n.Items {
		if item.At.Start >= n.At.Start && item.At.End <= n.At.End {
			r.entry(item.At.Start, item, b)
		}
	}
}

// entry adds a value that is shown by the line of a place. What closes brackets stays visible.
func (r *folder) entry(from int, n *source.Node, b *scenario.Body) {
	at := b.Locate(source.Span{Start: from, End: max(from, n.At.End)})
	if n.Style == source.Flow {
		r.hide(at.Start, at.End-1, BlockFold)
	} else {
		r.hide(at.Start, r.lineEnd(at.End), BlockFold)
	}
	r.yaml(n, b)
	if n.Style == source.Literal {
		docs, _ := n.Embedded()
		for _, doc := range docs {
			r.yaml(doc, b)
		}
	}
}

// commands adds compound commands, whose closing words stay visible.
func (r *folder) commands(shell *source.Script) {
	syntax.Walk(shell.File, func(n syntax.Node) bool {
		stmt, ok := n.(*syntax.Stmt)
		if !ok || stmt.Cmd == nil {
			return true
		}
		switch stmt.Cmd.(type) {
		case *syntax.IfClause, *syntax.WhileClause, *syntax.ForClause, *syntax.CaseClause, *syntax.Block, *syntax.Subshell, *syntax.FuncDecl:
			at := source.SpanOf(stmt.Cmd)
			r.hide(at.Start, r.f.LineSpan(r.f.Line(min(at.End, len(r.f.Text)))).Start, BlockFold)
		}
		return true
	})
}

// sorted gives the folds in order, the largest of those that begin on one line.
func (r *folder) sorted() []Fold {
	slices.SortStableFunc(r.list, func(a, b Fold) int {
		if a.At.Start != b.At.Start {
			return a.At.Start - b.At.Start
		}
		return b.At.End - a.At.End
	})
	list := slices.CompactFunc(r.list, func(a, b Fold) bool { return a.At.Start == b.At.Start })
	var open []int // the ends of the folds that are open
	for i := range list {
		for len(open) > 0 && open[len(open)-1] <= list[i].At.Start {
			open = open[:len(open)-1]
		}
		list[i].Nesting = len(open)
		open = append(open, list[i].At.End)
	}
	return list
}

// Outermost leaves so many folds, those that lie in the fewest others, the first ones where these are too many.
func Outermost(list []Fold, limit int) []Fold {
	if len(list) <= limit {
		return list
	}
	kept := slices.Clone(list)
	slices.SortStableFunc(kept, func(a, b Fold) int { return a.Nesting - b.Nesting })
	kept = kept[:limit]
	slices.SortFunc(kept, func(a, b Fold) int { return a.At.Start - b.At.Start })
	return kept
}
