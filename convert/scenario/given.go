package scenario

import (
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/source"
)

// Variables get values in other ways than by an assignment: ${NAME:=x} wherever it is expanded, and the shell's own
// commands read, printf -v and their like. bash runs these in the shell itself, so that the value stays; what it expands
// for the input of another program is gone with that program.

// assigning notes the variables that the words of a statement give a value as they are expanded.
func (r *scriptReader) assigning(stmt *syntax.Stmt, nested bool) {
	if stmt.Cmd == nil || !strings.Contains(r.script.File.Slice(r.span(stmt.Cmd)), "=") {
		return
	}
	syntax.Walk(stmt.Cmd, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Stmt, *syntax.CmdSubst, *syntax.ProcSubst: // statements are looked at by themselves, or have no say here
			return false
		case *syntax.ParamExp:
			if assigns(n) && n.Param != nil && syntax.ValidName(n.Param.Value) && r.lacks(n) {
				r.give(stmt, n.Param, n.Exp.Word, r.word(n.Exp.Word), nested)
			}
		}
		return true
	})
}

// lacks says that a variable has no value, so that an expansion gives it its own.
func (r *scriptReader) lacks(p *syntax.ParamExp) bool {
	env := &environ{reader: r, limits: limits{spent: &r.spent}}
	v := env.Get(p.Param.Value)
	return !v.Set || env.unknown == "" && v.Str == "" && p.Exp.Op == syntax.AssignUnsetOrNull
}

// gives notes the variables that a command of the shell gives a value.
func (r *scriptReader) gives(stmt *syntax.Stmt, call *syntax.CallExpr, nested bool) {
	words := givenBy(call)
	for _, w := range words {
		name := nameOf(w)
		if name == nil || !syntax.ValidName(name.Value) {
			continue
		}
		value, from := Value{Why: "a command reads it while the script runs"}, (*syntax.Word)(nil)
		switch {
		case len(call.Assigns) > 0: // such as IFS, which changes what is read
		case literalWord(call.Args[0]) == "printf":
			value = r.printed(call.Args[3:])
		case len(words) == 1:
			value, from = r.read(stmt, call, value)
		}
		r.give(stmt, name, from, value, nested)
	}
}

// givenBy lists the words of a command that are names of variables which it gives a value.
func givenBy(call *syntax.CallExpr) []*syntax.Word {
	if len(call.Args) == 0 {
		return nil
	}
	switch literalWord(call.Args[0]) {
	case "unset":
		return nil
	case "printf":
		if len(call.Args) > 3 && literalWord(call.Args[1]) == "-v" {
			return call.Args[2:3]
		}
		return nil
	}
	return namedBy(call)
}

// nameOf is a word that is written out, nil for others.
func nameOf(w *syntax.Word) *syntax.Lit {
	if len(w.Parts) != 1 {
		return nil
	}
	name, _ := w.Parts[0].(*syntax.Lit)
	return name
}

// give notes a value that a variable gets without an assignment. from is where it is written, nil where it is not.
func (r *scriptReader) give(stmt *syntax.Stmt, name *syntax.Lit, from *syntax.Word, v Value, nested bool) {
	exported := r.exportAll || r.script.exported[name.Value]
	e := Export{Name: name.Value, Dead: r.ended(), Exported: exported, NameAt: r.span(name), At: r.span(stmt), Nested: true, Given: true, Value: v}
	e.NameAt.End = min(e.NameAt.End, e.NameAt.Start+len(e.Name)) // the parser counts a carriage return in
	e.ValueAt = source.Span{Start: e.NameAt.End, End: e.NameAt.End}
	if from != nil {
		e.ValueAt = r.span(from)
	}
	if nested {
		e.Value.Known, e.Value.Why = false, underCondition
	}
	if exported && !e.Dead {
		r.script.exported[e.Name] = true
	}
	r.takes(e)
}

// read is what `read -r NAME <<<word` reads, with the word; where it is read from elsewhere or in another way, the value
// that is not known. Without -r a backslash has a meaning.
func (r *scriptReader) read(stmt *syntax.Stmt, call *syntax.CallExpr, unknown Value) (Value, *syntax.Word) {
	_, blanks := r.script.values["IFS"]
	raw := len(call.Args) == 3 && literalWord(call.Args[1]) == "-r"
	if literalWord(call.Args[0]) != "read" || !raw && len(call.Args) != 2 || blanks || len(stmt.Redirs) != 1 || stmt.Redirs[0].Op != syntax.WordHdoc {
		return unknown, nil
	}
	w := stmt.Redirs[0].Word
	v := r.word(w)
	if !raw && strings.Contains(v.Text, `\`) {
		return unknown, nil
	}
	if v.Known {
		v.Text, _, _ = strings.Cut(v.Text, "\n")
		v.Text, v.Temp = strings.Trim(v.Text, " \t"), 0
	}
	return v, w
}

// printed is what printf makes of a format and texts. Directives with a width could make any length, and are not worked
// out.
func (r *scriptReader) printed(words []*syntax.Word) Value {
	unknown := Value{Why: "printf makes it"}
	var texts []string
	for _, w := range words {
		v := r.word(w)
		if !v.Known || !isQuoted(w) && (v.Text == "" || strings.ContainsAny(v.Text, " \t\n*?[")) {
			return unknown
		}
		texts = append(texts, v.Text)
	}
	for i, part := range strings.Split(strings.ReplaceAll(texts[0], "%%", ""), "%") {
		if i > 0 && (part == "" || !strings.Contains("sd", part[:1])) {
			return unknown
		}
	}
	text, used, err := expand.Format(&expand.Config{}, texts[0], texts[1:])
	if r.spent += len(text); err != nil || used != len(texts)-1 || len(text) > maxValue || r.spent > maxSpent {
		return unknown
	}
	return Value{Text: text, Known: true}
}

// isQuoted says that a word is one text in quotes, which the shell does not take apart.
func isQuoted(w *syntax.Word) bool {
	if len(w.Parts) != 1 {
		return false
	}
	switch w.Parts[0].(type) {
	case *syntax.SglQuoted, *syntax.DblQuoted:
		return true
	}
	return false
}
