package scenario

import (
	"path"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/source"
)

// Hidden finds the first place where a script may use a variable of its own without the shell's seeing that it is one: in
// the text of another program, as a name that is handed on, or by what names begin with. ok is false where there is none.
// Comments do not count, and neither do words that are only written out or printed.
func (s *Script) Hidden(name string) (at source.Span, ok bool) {
	tree, _ := s.File.Shell()
	r := hiddenReader{file: s.File, name: name}
	syntax.Walk(tree.File, func(n syntax.Node) bool {
		if p, ok := n.(*syntax.ParamExp); ok {
			r.indirect = r.indirect || p.Excl
		}
		r.indirect = r.indirect || declaresArithmetic(n)
		return true
	})
	syntax.Walk(tree.File, func(n syntax.Node) bool {
		r.node(n)
		return true
	})
	known := map[int]bool{}
	for _, v := range s.Variables() {
		known[v.At.Start] = true
	}
	comments := s.Comments()
	for from := 0; ; {
		at, ok = nextWord(s.File.Text, name, from)
		switch {
		case len(r.prefixes) > 0 && (!ok || r.prefixes[0].Start < at.Start):
			return r.prefixes[0], true
		case !ok:
			return at, false
		case !known[at.Start] && !inComment(comments, at.Start) && !s.remark(at.Start) && (asked(s.File.Text[:at.Start]) || r.code(at)):
			return at, true
		}
		from = at.End
	}
}

// nextWord finds a name from an offset on where it is not part of a longer one, nor the word of an option.
func nextWord(text, name string, from int) (at source.Span, ok bool) {
	for {
		i := strings.Index(text[from:], name)
		if i < 0 {
			return at, false
		}
		at = source.Span{Start: from + i, End: from + i + len(name)}
		before := at.Start == 0 || !nameByte(text[at.Start-1]) && text[at.Start-1] != '-'
		if before && (at.End == len(text) || !nameByte(text[at.End])) {
			return at, true
		}
		from = at.End
	}
}

// remark says that the line of an offset is a comment, be it one of a here-document.
func (s *Script) remark(at int) bool {
	return strings.HasPrefix(strings.TrimSpace(s.File.LineText(s.File.Line(at))), "#")
}

// asked says that what stands before a name makes shells put the variable's value there.
func asked(before string) bool {
	return slices.ContainsFunc([]string{"$", "${", "${#", "${!"}, func(sign string) bool { return strings.HasSuffix(before, sign) })
}

// hiddenReader collects where a name may stand for a variable.
type hiddenReader struct {
	file     *source.File
	name     string
	indirect bool          // the script uses variables whose names others hold
	codes    []source.Span // texts in which the name is taken for the variable's
	prefixes []source.Span // expansions of all names that begin as this one does
}

// code says that a place lies in a text in which the name is taken for the variable's.
func (r *hiddenReader) code(at source.Span) bool {
	return slices.ContainsFunc(r.codes, func(c source.Span) bool { return c.Start <= at.Start && at.End <= c.End })
}

func (r *hiddenReader) all(n syntax.Node) { r.codes = append(r.codes, source.SpanOf(n)) }

// names takes words for code that are the name, or the name and its value or index.
func (r *hiddenReader) names(words ...*syntax.Word) {
	for _, w := range words {
		if w == nil {
			continue
		}
		rest, ok := strings.CutPrefix(strings.Trim(r.file.Slice(source.SpanOf(w)), "\"'\r"), r.name)
		if ok && (rest == "" || strings.ContainsAny(rest[:1], "=+[")) {
			r.all(w)
		}
	}
}

func (r *hiddenReader) node(n syntax.Node) {
	switch n := n.(type) {
	case *syntax.Stmt:
		r.documents(n)
	case *syntax.CallExpr:
		r.call(n)
	case *syntax.DeclClause:
		r.declaration(n)
	case *syntax.BinaryCmd:
		if call, ok := n.Y.Cmd.(*syntax.CallExpr); ok && (n.Op == syntax.Pipe || n.Op == syntax.PipeAll) && runsCode(call) {
			r.all(n.X)
		}
	case *syntax.Assign:
		if r.indirect {
			r.names(n.Value)
		}
	case *syntax.ArrayElem:
		if r.indirect {
			r.names(n.Value)
		}
	case *syntax.WordIter:
		if r.indirect {
			r.names(n.Items...)
		}
	case *syntax.ParamExp:
		if n.Names != 0 && n.Param != nil && strings.HasPrefix(r.name, n.Param.Value) {
			r.prefixes = append(r.prefixes, source.SpanOf(n))
		}
	case *syntax.UnaryTest:
		if n.Op == syntax.TsVarSet || n.Op == syntax.TsRefVar {
			r.all(n)
		}
	case *syntax.BinaryTest:
		if slices.Contains(numeric, n.Op) {
			r.all(n)
		}
	case *syntax.ArithmExp, *syntax.ArithmCmd, *syntax.LetClause:
		r.all(n)
	}
}

// printers are the commands that take words for nothing but text.
var printers = []string{"echo", "printf", "cat"}

// call takes the arguments of a command for code. Those of most may be names that are handed on.
func (r *hiddenReader) call(call *syntax.CallExpr) {
	switch {
	case len(call.Args) < 2 || slices.Contains(printers, literalWord(call.Args[0])):
	case literalWord(call.Args[0]) == "unset" && literalWord(call.Args[1]) == "-f":
	case runsCode(call):
		for _, w := range call.Args {
			r.all(w)
		}
	default:
		r.names(call.Args[1:]...)
	}
}

// declaration takes the arguments of a declaration for code which the parser leaves as they are, being in quotes.
func (r *hiddenReader) declaration(n *syntax.DeclClause) {
	if declares(n, "fF") {
		return
	}
	for _, a := range n.Args {
		if a.Name == nil {
			r.names(a.Value)
		}
	}
}

// documents takes what a program reads that runs code for code: a here-document, or a line in its place.
func (r *hiddenReader) documents(stmt *syntax.Stmt) {
	call, ok := stmt.Cmd.(*syntax.CallExpr)
	if !ok || !runsCode(call) {
		return
	}
	for _, redirect := range stmt.Redirs {
		switch {
		case redirect.Hdoc != nil:
			r.all(redirect.Hdoc)
		case redirect.Op == syntax.WordHdoc:
			r.all(redirect.Word)
		}
	}
}

// runners are the commands that take arguments and their input for code, in which a variable may stand by its name.
var runners = []string{
	"eval", "trap", "bash", "sh", "dash", "ksh", "zsh", "python", "python3", "perl", "ruby", "node", "awk", "gawk", "mawk", "jq", "yq", "envsubst", "ssh",
}

// runsCode says that a command is one of the runners, or starts one.
func runsCode(call *syntax.CallExpr) bool {
	return slices.ContainsFunc(call.Args, func(w *syntax.Word) bool { return slices.Contains(runners, path.Base(literalWord(w))) })
}

// declaresArithmetic says that a node declares variables whose values are arithmetic, in which names stand for variables.
func declaresArithmetic(n syntax.Node) bool {
	d, ok := n.(*syntax.DeclClause)
	return ok && d.Variant.Value != "export" && declares(d, "in")
}
