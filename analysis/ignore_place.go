package analysis

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// ignoreComments lists where the comments of a file begin that may silence rules. What looks like one in a
// here-document or in a YAML text is none.
func ignoreComments(f *source.File, isShell bool) []int {
	var list []int
	if isShell {
		tree, _ := f.Shell()
		syntax.Walk(tree.File, func(n syntax.Node) bool {
			if c, ok := n.(*syntax.Comment); ok && strings.Contains(c.Text, ignoreMark) {
				list = append(list, int(c.Hash.Offset()))
			}
			return true
		})
		return list
	}
	docs, _ := f.Documents()
	for from := 0; ; {
		i := strings.Index(f.Text[from:], ignoreMark)
		if i < 0 {
			return list
		}
		from += i + len(ignoreMark)
		before := f.Text[f.LineSpan(f.Line(from)).Start : from-len(ignoreMark)]
		code := strings.TrimRight(before, "# \t")
		sign := strings.IndexByte(before[len(code):], '#')
		start := from - len(ignoreMark) - len(before) + len(code) + sign
		if sign < 0 || sign == 0 && code != "" || inScalar(docs, start) {
			continue
		}
		list = append(list, start)
	}
}

// inScalar says that a place is part of a YAML text.
func inScalar(nodes []*source.Node, at int) bool {
	for _, n := range nodes {
		if n == nil || at < n.At.Start || at >= n.At.End {
			continue
		}
		if n.Kind == source.Scalar || inScalar(n.Items, at) {
			return true
		}
		for _, p := range n.Pairs {
			if inScalar([]*source.Node{p.Key, p.Value}, at) {
				return true
			}
		}
	}
	return false
}

// below is what a comment on a line of its own stands above: a statement, and where that names a file what is written
// to it; or an entry of a YAML mapping or list.
func below(f *source.File, script *scenario.Script, from int) []source.Span {
	if script == nil {
		docs, _ := f.Documents()
		return nextEntry(docs, from)
	}
	statement := nextStatement(f, from)
	list := []source.Span{statement}
	for _, e := range script.Exports {
		if e.Value.Temp == 0 || !statement.Contains(e.NameAt.Start) {
			continue
		}
		for _, b := range script.Bodies {
			if b.Var == e.Name {
				list = append(list, source.Span{Start: b.Stmt.Start, End: max(b.Stmt.End, b.At.End)})
			}
		}
	}
	return list
}

// nextStatement is the statement that begins first behind a place, its here-documents included.
func nextStatement(f *source.File, from int) source.Span {
	best := source.Span{Start: len(f.Text), End: len(f.Text)}
	tree, _ := f.Shell()
	syntax.Walk(tree.File, func(n syntax.Node) bool {
		stmt, ok := n.(*syntax.Stmt)
		if ok && int(stmt.Pos().Offset()) >= from {
			if at := source.SpanOf(stmt); at.Start < best.Start {
				best = withDocuments(stmt, at)
			}
			return false
		}
		return true
	})
	return best
}

// withDocuments stretches a statement's span over all of its here-documents: the parser counts the last redirection
// alone.
func withDocuments(stmt *syntax.Stmt, at source.Span) source.Span {
	syntax.Walk(stmt, func(n syntax.Node) bool {
		if r, ok := n.(*syntax.Redirect); ok {
			at.End = max(at.End, int(r.End().Offset()))
		}
		return true
	})
	return at
}

// nextEntry is the entry of a mapping or list that begins first behind a place, the outermost of those.
func nextEntry(docs []*source.Node, from int) (best []source.Span) {
	for _, n := range docs {
		entries(n, func(at source.Span) {
			if at.Start >= from && (best == nil || at.Start < best[0].Start || at.Start == best[0].Start && at.End > best[0].End) {
				best = []source.Span{at}
			}
		})
	}
	return best
}

// entries visits the entries of a mapping or list and of everything that is written in it; what an alias stands for is
// written elsewhere.
func entries(n *source.Node, visit func(at source.Span)) {
	if n == nil {
		return
	}
	inside := func(child *source.Node) bool { return n.At.Start <= child.At.Start && child.At.End <= n.At.End }
	for _, item := range n.Items {
		if inside(item) {
			visit(item.At)
			entries(item, visit)
		}
	}
	for _, p := range n.Pairs {
		if inside(p.Key) {
			visit(p.At())
		}
		if inside(p.Value) {
			entries(p.Value, visit)
		}
	}
}
