package scenario

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/source"
)

// A loop over words that are written out may set variables whose names it puts together:
//
//	for stage in DECODE PREFILL; do
//	  export LLMDBENCH_VLLM_MODELSERVICE_${stage}_CPU_NR=$LLMDBENCH_VLLM_COMMON_CPU_NR
//	done
//
// These are followed, since such a loop always does the same. All else inside of it is read as in any other loop.

// maxWords bounds the words of a loop that is followed: there are two stages, and a few kinds of variables.
const maxWords = 8

// named reads the assignments of a loop whose names depend on its word.
func (r *scriptReader) named(stmt *syntax.Stmt) {
	loop, isLoop := stmt.Cmd.(*syntax.ForClause)
	if !isLoop || loop.Select || r.ended() || jumps(loop) {
		return
	}
	words, ok := loop.Loop.(*syntax.WordIter)
	if !ok || len(words.Items) > maxWords || !slices.ContainsFunc(loop.Do, puttingTogether) {
		return
	}
	word := words.Name.Value
	before, set := r.script.values[word]
	for _, item := range words.Items {
		text := literalWord(item)
		if text == "" || strings.ContainsAny(text, `*?[{\~`) {
			break // it may be several words
		}
		r.script.values[word] = Value{Text: text, Known: true}
		for _, inner := range loop.Do {
			r.namedIn(inner)
		}
	}
	delete(r.script.values, word)
	if set {
		r.script.values[word] = before
	}
}

// jumps says that a loop may end a round early.
func jumps(loop *syntax.ForClause) (found bool) {
	syntax.Walk(loop, func(n syntax.Node) bool {
		if call, ok := n.(*syntax.CallExpr); ok && len(call.Args) > 0 {
			found = found || slices.Contains([]string{"break", "continue", "return", "exit", "exec", "eval"}, literalWord(call.Args[0]))
		}
		return !found
	})
	return found
}

// puttingTogether says that a statement exports a variable whose name is put together.
func puttingTogether(stmt *syntax.Stmt) bool {
	cmd, ok := stmt.Cmd.(*syntax.DeclClause)
	return ok && cmd.Variant.Value == "export" && slices.ContainsFunc(cmd.Args, func(a *syntax.Assign) bool { return a.Name == nil && a.Value != nil })
}

// namedIn reads the assignments of one statement of a loop whose names are put together.
func (r *scriptReader) namedIn(stmt *syntax.Stmt) {
	if !puttingTogether(stmt) {
		return
	}
	for _, a := range stmt.Cmd.(*syntax.DeclClause).Args { //nolint:errcheck // puttingTogether has looked
		if a.Name != nil || a.Value == nil {
			continue
		}
		left, right, ok := cutAssignment(a.Value)
		if !ok {
			continue
		}
		name, temps := r.word(left), r.temps
		if !name.Known || !syntax.ValidName(name.Text) {
			continue
		}
		e := Export{Name: name.Text, Exported: true, NameAt: r.span(left), At: r.span(stmt), Nested: true, Value: r.word(right)}
		end := r.span(a.Value).End
		if e.ValueAt = (source.Span{Start: end, End: end}); len(right.Parts) > 0 {
			e.ValueAt = r.span(right)
		}
		if r.temps > temps {
			e.Value = Value{Why: "a loop makes its file, and may fill it by a name that is put together"}
		}
		r.script.exported[e.Name] = true
		r.takes(e)
	}
}

// cutAssignment cuts a word such as A_${x}_B=$C at its first equals sign.
func cutAssignment(w *syntax.Word) (name, value *syntax.Word, ok bool) {
	for i, part := range w.Parts {
		lit, plain := part.(*syntax.Lit)
		if !plain {
			continue
		}
		head, tail, found := strings.Cut(lit.Value, "=")
		if !found {
			continue
		}
		left := slices.Clone(w.Parts[:i])
		if head != "" {
			left = append(left, &syntax.Lit{ValuePos: lit.ValuePos, ValueEnd: behind(lit.ValuePos, len(head)), Value: head})
		}
		var right []syntax.WordPart
		if tail != "" {
			right = append(right, &syntax.Lit{ValuePos: behind(lit.ValuePos, len(head)+1), ValueEnd: lit.ValueEnd, Value: tail})
		}
		return &syntax.Word{Parts: left}, &syntax.Word{Parts: append(right, w.Parts[i+1:]...)}, len(left) > 0
	}
	return nil, nil, false
}

// behind is the place a number of bytes behind another one of the same line.
func behind(p syntax.Pos, n int) syntax.Pos {
	return syntax.NewPos(p.Offset()+uint(n), p.Line(), p.Col()+uint(n)) //nolint:gosec // n is a length
}
