package scenario

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// Script is a scenario file that was read: everything in it, in order, with its place.
type Script struct {
	File    *source.File
	Exports []Export
	Bodies  []Body
	Sources []Source
	values  map[string]Value
}

// Export is one assignment of a variable, exported or not.
type Export struct {
	Name     string
	Exported bool
	NameAt   source.Span
	At       source.Span // the statement
	ValueAt  source.Span // the right side, empty where there is none
	Value    Value       // what it evaluates to
	Nested   bool        // inside an if, a loop or a function: it may not happen
}

// Value is what an expression evaluates to, as far as that can be known without running anything.
type Value struct {
	Text  string
	Known bool
	Why   string // why it is not known
	Temp  int    // the number of the mktemp call whose file name this is, from 1; 0 for other values
}

// Body is the content of a here-document that is written to the file that a variable names.
type Body struct {
	Var     string      // the variable, "" where the file is named in another way
	VarAt   source.Span // where the variable stands in the redirection
	At      source.Span // the content in the file
	Stmt    source.Span // the whole command
	Quoted  bool        // the delimiter is quoted, so that nothing inside is expanded
	Append  bool
	Text    string // the content as the file will hold it
	pieces  []piece
	unknown bool
}

// piece maps a part of a body's text to the script: byte by byte where it is literal, as a whole where it is the
// result of an expansion.
type piece struct {
	start, end int // in the text
	at         source.Span
	literal    bool
}

// Known says that the whole text is: nothing in it depends on a command or on the user's environment.
func (b *Body) Known() bool { return !b.unknown }

// Locate maps a span of the body's text to the script.
func (b *Body) Locate(at source.Span) source.Span {
	start, _ := b.offset(at.Start, false)
	end, whole := b.offset(at.End, true)
	if at.End == at.Start {
		return source.Span{Start: start, End: start}
	}
	return source.Span{Start: start, End: max(start, end, whole)}
}

// offset maps an offset of the text. For the end of a span, the place behind the byte before it counts.
func (b *Body) offset(at int, isEnd bool) (offset, whole int) {
	for _, p := range b.pieces {
		inside := at >= p.start && at < p.end
		if isEnd {
			inside = at > p.start && at <= p.end
		}
		switch {
		case inside && p.literal:
			return p.at.Start + at - p.start, 0
		case inside && isEnd:
			return p.at.End, p.at.End
		case inside:
			return p.at.Start, 0
		}
	}
	if at == 0 {
		return b.At.Start, 0
	}
	return b.At.End, 0
}

// TextOffset maps an offset of the script into the body's text. ok is false outside of the body.
func (b *Body) TextOffset(at int) (offset int, ok bool) {
	for _, p := range b.pieces {
		if p.at.Contains(at) {
			if p.literal {
				return p.start + at - p.at.Start, true
			}
			return p.start, true
		}
	}
	return 0, b.At.Contains(at)
}

// Value is what a variable holds at the end of the script. ok is false where the script does not set it.
func (s *Script) Value(name string) (Value, bool) {
	v, ok := s.values[name]
	return v, ok
}

// Content is what the file that a variable names holds at the end of the script: the bodies written to it, joined.
// ok is false where the script writes none.
func (s *Script) Content(name string) (text string, ok bool) {
	v, set := s.values[name]
	if !set || v.Temp == 0 {
		return "", false
	}
	for i := range s.Bodies {
		b := &s.Bodies[i]
		if target, set := s.values[b.Var]; !set || target.Temp != v.Temp {
			continue
		}
		if !b.Append {
			text = ""
		}
		text += b.Text
		ok = true
	}
	return text, ok
}

// Defaults gives the default of a variable that the script does not set.
type Defaults func(name string) (string, bool)

// Read reads a scenario. Nothing is run: values that a command would give are not known. Problems are those of the
// shell's syntax; what could be read in spite of them is there.
func Read(f *source.File, defaults Defaults) (*Script, []source.Problem) {
	tree, problems := f.Shell()
	r := &scriptReader{script: &Script{File: f, values: map[string]Value{}}, defaults: defaults}
	r.statements(tree.File.Stmts, false)
	r.script.Sources = readSources(f, tree.File)
	return r.script, problems
}

// IsScenario tells a scenario from any other shell text, by its content: it assigns variables of the framework.
func IsScenario(text string) bool {
	for rest := text; ; {
		i := strings.Index(rest, catalog.Prefix)
		if i < 0 {
			return false
		}
		before := strings.TrimLeft(lastLine(rest[:i]), " \t#")
		name := rest[i:]
		end := strings.IndexFunc(name, func(r rune) bool {
			return r != '_' && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
		})
		if (before == "" || before == "export ") && end > len(catalog.Prefix) && name[end] == '=' {
			return true
		}
		rest = rest[i+len(catalog.Prefix):]
	}
}

func lastLine(text string) string { return text[strings.LastIndexByte(text, '\n')+1:] }

// scriptReader walks through the statements of a script in order.
type scriptReader struct {
	script   *Script
	defaults Defaults
	temps    int
}

func (r *scriptReader) statements(list []*syntax.Stmt, nested bool) {
	for _, stmt := range list {
		r.statement(stmt, nested)
	}
}

func (r *scriptReader) statement(stmt *syntax.Stmt, nested bool) {
	switch cmd := stmt.Cmd.(type) {
	case *syntax.CallExpr:
		if len(cmd.Args) == 0 {
			r.assigns(stmt, cmd.Assigns, nested, false)
		} else {
			r.call(stmt, cmd)
		}
	case *syntax.DeclClause:
		r.assigns(stmt, cmd.Args, nested, cmd.Variant.Value == "export")
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
	}
}

func (r *scriptReader) assigns(stmt *syntax.Stmt, list []*syntax.Assign, nested, exported bool) {
	for _, a := range list {
		if a.Name == nil {
			continue
		}
		e := Export{Name: a.Name.Value, Exported: exported, NameAt: r.span(a.Name), At: r.span(stmt), Nested: nested}
		if a.Naked {
			r.script.Exports = append(r.script.Exports, e)
			continue
		}
		if a.Value != nil {
			e.ValueAt = r.span(a.Value)
		} else {
			e.ValueAt = source.Span{Start: e.NameAt.End + 1, End: e.NameAt.End + 1}
		}
		e.Value = r.evaluate(a)
		if nested {
			e.Value.Known, e.Value.Why = false, "it is set under a condition"
		}
		r.script.values[e.Name] = e.Value
		r.script.Exports = append(r.script.Exports, e)
	}
}

// call notes what a command writes: `cat << EOF > $VAR`. Other commands are not run, so what they do is not known.
func (r *scriptReader) call(stmt *syntax.Stmt, cmd *syntax.CallExpr) {
	if literalWord(cmd.Args[0]) != "cat" {
		return
	}
	var target, doc *syntax.Redirect
	for _, redirect := range stmt.Redirs {
		switch redirect.Op {
		case syntax.RdrOut, syntax.AppOut, syntax.RdrClob:
			target = redirect
		case syntax.Hdoc, syntax.DashHdoc:
			doc = redirect
		}
	}
	if target == nil {
		return
	}
	body := Body{Stmt: r.span(stmt), VarAt: r.span(target.Word), Append: target.Op == syntax.AppOut}
	body.Var = variableOf(target.Word)
	switch {
	case doc != nil:
		r.document(&body, doc)
	case len(cmd.Args) == 2: // cat $A >> $B
		body.Text, _ = r.script.Content(variableOf(cmd.Args[1]))
		body.At = r.span(cmd.Args[1])
		body.pieces = []piece{{0, len(body.Text), body.At, false}}
	default:
		return
	}
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
