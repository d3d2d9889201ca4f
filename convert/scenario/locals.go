package scenario

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// Locals lists where the shell reads or sets a script's own variables, in order: those without the framework's prefix
// that the script gives a value somewhere. Texts that only another program would read as shell are not looked into.
func (s *Script) Locals() []Name {
	r := s.locals()
	return slices.DeleteFunc(slices.Clone(r.list), func(n Name) bool { return !r.set[n.Text] })
}

// Variables lists what Locals does, and also where the shell reads variables that it has from elsewhere.
func (s *Script) Variables() []Name { return slices.Clone(s.locals().list) }

// readLocals collects the variables without the framework's prefix, in order. It goes through the whole tree.
func (s *Script) readLocals() localReader {
	tree, _ := s.File.Shell()
	r := localReader{file: s.File, set: map[string]bool{}, other: map[*syntax.Assign]bool{}, before: map[*syntax.Assign]bool{}}
	syntax.Walk(tree.File, func(n syntax.Node) bool {
		r.node(n)
		return true
	})
	slices.SortFunc(r.list, func(a, b Name) int { return a.At.Start - b.At.Start })
	r.list = slices.CompactFunc(r.list, func(a, b Name) bool { return a.At == b.At })
	return r
}

// IsVariableName says that a shell takes a text for the name of a variable.
func IsVariableName(text string) bool {
	for i := range len(text) {
		if !nameByte(text[i]) || i == 0 && text[i] >= '0' && text[i] <= '9' {
			return false
		}
	}
	return text != ""
}

// localReader collects names of variables.
type localReader struct {
	file   *source.File
	list   []Name
	set    map[string]bool         // names that the script gives a value
	other  map[*syntax.Assign]bool // arguments of export -f and its like, which name functions
	before map[*syntax.Assign]bool // those in front of a command
}

// add notes a name that is written out at its place.
func (r *localReader) add(name *syntax.Lit, how Use, sets bool) {
	if name != nil {
		r.note(name.Value, source.SpanOf(name).Start, how, sets)
	}
}

// note notes a name that begins at an offset. The parser's end of it may lie behind a carriage return.
func (r *localReader) note(name string, start int, how Use, sets bool) {
	at := source.Span{Start: start, End: start + len(name)}
	if strings.HasPrefix(name, catalog.Prefix) || !IsVariableName(name) || r.file.Slice(at) != name {
		return
	}
	r.set[name] = r.set[name] || sets
	r.list = append(r.list, Name{Text: name, Use: how, At: at})
}

// word notes a word that is a name.
func (r *localReader) word(w *syntax.Word, how Use, sets bool) {
	if w != nil && len(w.Parts) == 1 {
		if lit, ok := w.Parts[0].(*syntax.Lit); ok {
			r.add(lit, how, sets)
		}
	}
}

func (r *localReader) node(n syntax.Node) {
	switch n := n.(type) {
	case *syntax.CallExpr:
		for _, a := range n.Assigns {
			r.before[a] = len(n.Args) > 0 // FOO=1 command: the script itself does not have it
		}
		r.call(n)
	case *syntax.DeclClause:
		r.declaration(n)
	case *syntax.Assign:
		if !r.other[n] {
			r.add(n.Name, Assigned, !n.Naked && !r.before[n])
			r.operands(n.Index)
		}
	case *syntax.ParamExp:
		if n.Names == 0 { // ${!FOO*} is about all names that begin so
			how := Expanded
			if assigns(n) {
				how = Assigned
			}
			r.add(n.Param, how, assigns(n))
		}
		r.operands(n.Index)
		if n.Slice != nil {
			r.operands(n.Slice.Offset, n.Slice.Length)
		}
	case *syntax.WordIter:
		r.add(n.Name, Assigned, true)
	case *syntax.UnaryTest:
		if w, ok := n.X.(*syntax.Word); ok && (n.Op == syntax.TsVarSet || n.Op == syntax.TsRefVar) {
			r.word(w, Expanded, false)
		}
	case *syntax.BinaryTest:
		if slices.Contains(numeric, n.Op) {
			r.sides(n.X, n.Y)
		}
	case *syntax.Redirect: // {FOO}>file gives it the number of the file
		if n.N != nil && strings.HasPrefix(n.N.Value, "{") {
			r.note(strings.Trim(n.N.Value, "{}"), source.SpanOf(n.N).Start+len("{"), Assigned, true)
		}
	default:
		r.arithmetic(n)
	}
}

// numeric are the tests between double brackets whose sides are arithmetic.
var numeric = []syntax.BinTestOperator{syntax.TsEql, syntax.TsNeq, syntax.TsLeq, syntax.TsGeq, syntax.TsLss, syntax.TsGtr}

// sides notes those sides of a test that are names.
func (r *localReader) sides(list ...syntax.TestExpr) {
	for _, x := range list {
		if w, ok := x.(*syntax.Word); ok {
			r.word(w, Expanded, false)
		}
	}
}

// declaration sorts out the arguments of export, declare and their like: with -f they are functions, and with -n their
// values are names.
func (r *localReader) declaration(n *syntax.DeclClause) {
	functions, references := declares(n, "fF"), n.Variant.Value != "export" && declares(n, "n")
	for _, a := range n.Args {
		r.other[a] = functions
		if references {
			r.word(a.Value, Expanded, false)
		}
	}
}

// declares says that a declaration has an option, which is one of some letters.
func declares(n *syntax.DeclClause, letters string) bool {
	return slices.ContainsFunc(n.Args, func(a *syntax.Assign) bool {
		if a.Name != nil || a.Value == nil {
			return false
		}
		option := literalWord(a.Value)
		return strings.HasPrefix(option, "-") && strings.ContainsAny(option, letters)
	})
}

// arithmetic notes names in arithmetic, where they stand without a dollar sign.
func (r *localReader) arithmetic(n syntax.Node) {
	switch n := n.(type) {
	case *syntax.ArithmExp:
		r.operands(n.X)
	case *syntax.ArithmCmd:
		r.operands(n.X)
	case *syntax.LetClause:
		r.operands(n.Exprs...)
	case *syntax.CStyleLoop:
		r.operands(n.Init, n.Cond, n.Post)
	case *syntax.ParenArithm:
		r.operands(n.X)
	case *syntax.UnaryArithm:
		if w, ok := n.X.(*syntax.Word); ok && (n.Op == syntax.Inc || n.Op == syntax.Dec) {
			r.word(w, Assigned, true)
			return
		}
		r.operands(n.X)
	case *syntax.BinaryArithm:
		if w, ok := n.X.(*syntax.Word); ok && strings.HasSuffix(n.Op.String(), "=") && !slices.Contains(comparisons, n.Op) {
			r.word(w, Assigned, true)
		} else {
			r.operands(n.X)
		}
		r.operands(n.Y)
	}
}

// comparisons are the operators that end in the sign of an assignment and are none.
var comparisons = []syntax.BinAritOperator{syntax.Eql, syntax.Neq, syntax.Leq, syntax.Geq}

// operands notes those parts of an expression that are names; what is below the others is visited by itself.
func (r *localReader) operands(list ...syntax.ArithmExpr) {
	for _, x := range list {
		if w, ok := x.(*syntax.Word); ok {
			r.word(w, Expanded, false)
		}
	}
}

// namesVariables are the shell's own commands whose arguments are names of variables, with the options of each that
// take a value of another kind.
var namesVariables = map[string]string{"unset": "", "read": "dinNptu", "mapfile": "dnOsuCc", "readarray": "dnOsuCc", "getopts": ""}

// call notes the variables that one of the shell's own commands names.
func (r *localReader) call(call *syntax.CallExpr) {
	if len(call.Args) < 2 {
		return
	}
	name, args := literalWord(call.Args[0]), call.Args[1:]
	switch name {
	case "printf":
		r.behind(args, "-v", Assigned)
		return
	case "wait":
		r.behind(args, "-p", Assigned)
		return
	case "test", "[":
		r.behind(args, "-v", Expanded)
		return
	}
	for _, w := range namedBy(call) {
		r.word(w, Assigned, name != "unset")
	}
}

// namedBy lists the words of a command that are names of variables, as namesVariables knows it.
func namedBy(call *syntax.CallExpr) []*syntax.Word {
	if len(call.Args) < 2 {
		return nil
	}
	name, args := literalWord(call.Args[0]), call.Args[1:]
	valued, ok := namesVariables[name]
	if !ok || literalWord(args[0]) == "-f" {
		return nil
	}
	if name == "getopts" { // the letters come first
		args = args[1:]
	}
	var list []*syntax.Word
	for i := 0; i < len(args); i++ {
		text := literalWord(args[i])
		if !strings.HasPrefix(text, "-") {
			list = append(list, args[i])
		} else if strings.ContainsAny(text[len(text)-1:], valued) {
			i++
		}
	}
	return list
}

// behind notes the name that stands behind an option.
func (r *localReader) behind(args []*syntax.Word, option string, how Use) {
	for i := range len(args) - 1 {
		if literalWord(args[i]) == option {
			r.word(args[i+1], how, how == Assigned)
		}
	}
}
