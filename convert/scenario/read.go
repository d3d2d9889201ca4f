package scenario

import (
	"slices"
	"strings"
	"sync"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/source"
)

// Script is a scenario file that was read: everything in it, in order, with its place.
type Script struct {
	File    *source.File
	Exports []Export
	Bodies  []Body
	Sources []Source
	Stops   []source.Span // return, exit and exec that always happen: nothing behind the first one is read

	Problems []source.Problem // what the shell cannot read

	values   map[string]Value
	last     map[string]int         // of Exports: the assignment that counts, see Last
	exported map[string]bool        // variables that programs see
	unset    map[string]source.Span // variables that the script takes away, and where
	found    found
	locals   func() localReader // once for all who ask
}

// Export is one assignment of a variable, exported or not.
type Export struct {
	Name     string
	Exported bool
	NameAt   source.Span
	At       source.Span // the statement
	ValueAt  source.Span // the right side, empty where there is none
	Value    Value       // what it evaluates to
	Nested   bool        // inside an if, a loop or a function, so that it may not happen; and whatever else is not plain
	Given    bool        // by ${NAME:=x} or by a command such as read, with x or what is read as its right side
	Naked    bool        // only the name is there: export NAME
	Dead     bool        // it stands behind the end of the script
}

// Value is what an expression evaluates to, as far as that can be known without running anything.
type Value struct {
	Text  string
	Known bool
	Why   string // why it is not known
	Temp  int    // the number of the mktemp call whose file name this is, from 1; 0 for other values
	Unset bool   // it uses a variable that is not set, which ends a script under set -u; Text takes that for empty
}

// Value is what a variable holds at the end of the script. ok is false where the script does not set it.
func (s *Script) Value(name string) (Value, bool) {
	v, ok := s.values[name]
	return v, ok
}

// Exported says that programs see a variable that the script sets.
func (s *Script) Exported(name string) bool { return s.exported[name] }

// Unset says that the script takes a variable away, its default included.
func (s *Script) Unset(name string) bool {
	_, ok := s.unset[name]
	return ok
}

// UnsetAt is the statement that takes a variable away for good. ok is false where none does.
func (s *Script) UnsetAt(name string) (at source.Span, ok bool) {
	at, ok = s.unset[name]
	return at, ok
}

// Defaults gives the default of a variable that the script does not set.
type Defaults func(name string) (string, bool)

// Read reads a scenario. Nothing is run: values that a command would give are not known. Problems are those of the
// shell's syntax; what could be read in spite of them is there.
func Read(f *source.File, defaults Defaults) (*Script, []source.Problem) {
	tree, problems := f.Shell()
	n := len(tree.File.Stmts) // as many as there may be assignments, in the style that people use
	r := &scriptReader{script: &Script{
		File: f, Exports: make([]Export, 0, n), values: make(map[string]Value, n), last: make(map[string]int, n),
		exported: make(map[string]bool, n), unset: map[string]source.Span{},
	}}
	if defaults != nil {
		r.defaults = func(name string) (string, bool) {
			if r.script.Unset(name) {
				return "", false
			}
			return defaults(name)
		}
	}
	r.statements(tree.File.Stmts, false)
	r.script.found = lookThrough(tree.File)
	r.script.locals = sync.OnceValue(r.script.readLocals)
	r.script.Sources = readSources(f, r.script.found.comments)
	r.script.Problems = problems
	return r.script, problems
}

// scriptReader walks through the statements of a script in order.
type scriptReader struct {
	script    *Script
	defaults  Defaults
	temps     int
	exportAll bool // after set -a
	spent     int  // bytes that expansions have read and made
}

func (r *scriptReader) statements(list []*syntax.Stmt, nested bool) {
	for _, stmt := range list {
		r.statement(stmt, nested)
	}
}

func (r *scriptReader) statement(stmt *syntax.Stmt, nested bool) {
	r.assigning(stmt, nested)
	switch cmd := stmt.Cmd.(type) {
	case *syntax.CallExpr:
		if len(cmd.Args) == 0 {
			r.assigns(stmt, cmd.Assigns, nested, r.exportAll)
		} else {
			r.call(stmt, cmd, nested)
		}
	case *syntax.DeclClause:
		r.declaration(stmt, cmd, nested)
	case *syntax.Block:
		r.statements(cmd.Stmts, nested)
	default: // an if, a loop, a function: what is inside may happen or not
		syntax.Walk(stmt, func(n syntax.Node) bool {
			if inner, ok := n.(*syntax.Stmt); ok && inner != stmt {
				r.statement(inner, true)
				return false
			}
			return true
		})
		if !nested {
			r.named(stmt)
		}
	}
	r.writes(stmt, nested)
}

// declaration reads export, declare and their like. Options stand among the names.
func (r *scriptReader) declaration(stmt *syntax.Stmt, cmd *syntax.DeclClause, nested bool) {
	exported := cmd.Variant.Value == "export" || r.exportAll
	for _, a := range cmd.Args {
		if a.Name != nil || a.Value == nil {
			continue
		}
		switch option := literalWord(a.Value); {
		case cmd.Variant.Value == "export" && strings.HasPrefix(option, "-") && strings.Contains(option, "n"):
			r.withdraw(cmd.Args)
			exported = false
		case cmd.Variant.Value != "export" && strings.HasPrefix(option, "-") && strings.Contains(option, "x"):
			exported = true
		}
	}
	r.assigns(stmt, cmd.Args, nested, exported)
}

// withdraw notes that programs do not see variables any more.
func (r *scriptReader) withdraw(list []*syntax.Assign) {
	for _, a := range list {
		if a.Name != nil {
			delete(r.script.exported, a.Name.Value)
		}
	}
}

func (r *scriptReader) assigns(stmt *syntax.Stmt, list []*syntax.Assign, nested, exported bool) {
	for _, a := range list {
		if a.Name == nil {
			continue
		}
		e := Export{Name: a.Name.Value, Dead: r.ended(), Exported: exported, NameAt: r.span(a.Name), At: r.span(stmt), Nested: nested, Naked: a.Naked}
		if exported && !e.Dead {
			r.script.exported[e.Name] = true
		}
		if a.Naked {
			r.script.Exports = append(r.script.Exports, e)
			continue
		}
		switch {
		case a.Value != nil:
			e.ValueAt = r.span(a.Value)
		case a.Array != nil:
			e.ValueAt = r.span(a.Array)
		default:
			end := r.span(a).End
			e.ValueAt = source.Span{Start: end, End: end}
		}
		e.Value = r.evaluate(a)
		if nested {
			e.Value.Known, e.Value.Why = false, underCondition
		}
		r.takes(e)
	}
}

const underCondition = "it is set under a condition"

// takes notes an assignment that gives a value.
func (r *scriptReader) takes(e Export) {
	if !e.Dead {
		r.script.values[e.Name] = e.Value
		delete(r.script.unset, e.Name)
		r.script.last[e.Name] = len(r.script.Exports)
	}
	r.script.Exports = append(r.script.Exports, e)
}

// ended says that the script has ended by now.
func (r *scriptReader) ended() bool { return len(r.script.Stops) > 0 }

// call notes what the shell's own commands do to the variables, and where they end the script.
func (r *scriptReader) call(stmt *syntax.Stmt, cmd *syntax.CallExpr, nested bool) {
	switch name := literalWord(cmd.Args[0]); {
	case name == "unset" && !r.ended():
		r.unsets(stmt, cmd.Args[1:], nested)
	case name == "set" && len(cmd.Args) > 1 && !nested:
		r.options(cmd.Args[1:])
	case (name == "return" || name == "exit" || name == "exec" && len(cmd.Args) > 1) && !nested:
		r.script.Stops = append(r.script.Stops, r.span(stmt))
	default:
		r.gives(stmt, cmd, nested)
	}
}

func (r *scriptReader) unsets(stmt *syntax.Stmt, names []*syntax.Word, nested bool) {
	for _, w := range names {
		name := literalWord(w)
		switch {
		case name == "-f":
			return
		case strings.HasPrefix(name, "-") || name == "":
		case nested:
			r.script.values[name] = Value{Why: "it is unset under a condition"}
		default:
			delete(r.script.values, name)
			delete(r.script.exported, name)
			delete(r.script.last, name)
			r.script.unset[name] = r.span(stmt)
		}
	}
}

// options follows set -a, which exports whatever is assigned from there on.
func (r *scriptReader) options(args []*syntax.Word) {
	for i, w := range args {
		option := literalWord(w)
		named := strings.HasSuffix(option, "o") && i+1 < len(args) && literalWord(args[i+1]) == "allexport"
		if option != "" && (named || strings.Contains(option[1:], "a")) {
			switch option[0] {
			case '-':
				r.exportAll = true
			case '+':
				r.exportAll = false
			}
		}
	}
}

// writes notes what a statement writes to files that variables name: `cat << EOF > $VAR`, or `tee $VAR << EOF`. Other
// commands are not run, so of these it is only known that they write.
func (r *scriptReader) writes(stmt *syntax.Stmt, nested bool) {
	defer func(from int) {
		for i := range r.script.Bodies[from:] {
			r.script.Bodies[from+i].Nested = nested
		}
	}(len(r.script.Bodies))
	call, _ := stmt.Cmd.(*syntax.CallExpr)
	target, doc := redirections(stmt)
	word, appends := teeTarget(call)
	switch {
	case word != nil && doc != nil:
		r.body(stmt, call, word, doc, appends)
	case target == nil || variableOf(target.Word) == "" && !r.literalPath(target.Word):
		if call != nil {
			r.changes(stmt, call)
		}
	default:
		r.body(stmt, call, target.Word, doc, target.Op == syntax.AppOut || target.Op == syntax.AppAll)
	}
}

// literalPath says that a word is a file's name that is written out.
func (r *scriptReader) literalPath(w *syntax.Word) bool {
	v := r.word(w)
	return v.Known && strings.HasPrefix(v.Text, "/") && v.Text != "/dev/null"
}

// teeTarget is the variable's file that tee writes its input to, nil for other commands.
func teeTarget(call *syntax.CallExpr) (target *syntax.Word, appends bool) {
	if call == nil || len(call.Args) < 2 || literalWord(call.Args[0]) != "tee" {
		return nil, false
	}
	args := call.Args[1:]
	if literalWord(args[0]) == "-a" {
		appends, args = true, args[1:]
	}
	if len(args) != 1 || variableOf(args[0]) == "" {
		return nil, false
	}
	return args[0], appends
}

// body notes what a statement writes to a file.
func (r *scriptReader) body(stmt *syntax.Stmt, call *syntax.CallExpr, target *syntax.Word, doc *syntax.Redirect, appends bool) {
	body := Body{Stmt: r.span(stmt), VarAt: r.span(target), Var: variableOf(target), Append: appends, Dead: r.ended()}
	if to := r.word(target); to.Temp > 0 {
		body.temp = to.Temp
	} else if to.Known {
		body.path = to.Text
	}
	copies := call != nil && len(call.Args) > 0 && (literalWord(call.Args[0]) == "cat" || literalWord(call.Args[0]) == "tee")
	switch {
	case copies && doc != nil:
		body.Doc = source.Span{Start: min(int(doc.OpPos.Offset()), r.span(doc.Word).Start), End: r.span(doc.Word).End}
		r.document(&body, doc)
		body.yaml = sync.OnceValue(func() documents {
			list, problems := source.ParseYAML(r.script.File.Path, body.Text, nil)
			return documents{list, problems}
		})
	case copies && len(call.Args) == 2 && variableOf(call.Args[1]) != "": // cat $A >> $B
		body.At = r.span(call.Args[1])
		r.copied(&body, variableOf(call.Args[1]))
	case body.Var != "":
		r.command(body, target)
		return
	default:
		return
	}
	r.script.Bodies = append(r.script.Bodies, body)
}

// redirections finds where a statement writes to, and the here-document that it reads.
func redirections(stmt *syntax.Stmt) (target, doc *syntax.Redirect) {
	for _, redirect := range stmt.Redirs {
		switch redirect.Op {
		case syntax.RdrOut, syntax.AppOut, syntax.RdrClob, syntax.RdrAll, syntax.AppAll, syntax.RdrInOut:
			target = redirect
		case syntax.Hdoc, syntax.DashHdoc:
			doc = redirect
		}
	}
	return target, doc
}

// changers are programs that write to files which are their arguments.
var changers = []string{"tee", "truncate", "rm", "mv", "cp", "sed", "dd", "install", "ln"}

// changes notes that a program is given a variable's file to write to.
func (r *scriptReader) changes(stmt *syntax.Stmt, call *syntax.CallExpr) {
	if len(call.Args) == 0 || !slices.Contains(changers, literalWord(call.Args[0])) {
		return
	}
	for _, w := range call.Args[1:] {
		if name := variableOf(w); name != "" {
			r.command(Body{Var: name, Stmt: r.span(stmt), VarAt: r.span(w), temp: r.script.values[name].Temp, Dead: r.ended()}, w)
		}
	}
}

// command notes that something which is not understood writes to a variable's file.
func (r *scriptReader) command(body Body, w *syntax.Word) {
	if r.script.values[body.Var].Temp == 0 {
		return // not the name of a file that the scenario makes
	}
	end := r.span(w).End
	body.Command, body.At = true, source.Span{Start: end, End: end}
	r.script.Bodies = append(r.script.Bodies, body)
}

// span is where a node stands. What was added at the end to read a broken script is not part of the text.
func (r *scriptReader) span(n syntax.Node) source.Span {
	at, end := source.SpanOf(n), len(r.script.File.Text)
	return source.Span{Start: min(at.Start, end), End: min(at.End, end)}
}

// literalWord is a word that is written out, "" for others.
func literalWord(w *syntax.Word) string { return w.Lit() }

// variableOf is the name of the variable that a word is: $NAME, ${NAME}, or either in double quotes.
func variableOf(w *syntax.Word) string {
	if w == nil || len(w.Parts) != 1 {
		return ""
	}
	part := w.Parts[0]
	if quoted, ok := part.(*syntax.DblQuoted); ok && len(quoted.Parts) == 1 {
		part = quoted.Parts[0]
	}
	if p, ok := part.(*syntax.ParamExp); ok && p.Param != nil && p.Exp == nil && p.Slice == nil && p.Repl == nil && p.Index == nil && !p.Length {
		return p.Param.Value
	}
	return ""
}
