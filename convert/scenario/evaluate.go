package scenario

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/source"
)

// Values are worked out by the shell library's own rules, with nothing around it: no process, no file, no network.
// The one command that is understood is mktemp, which gives a name that only this package uses.

const tempPrefix = "/tmp/llmdbench-scenario."

var (
	errCommand = errors.New("it is the result of a command")
	errChange  = errors.New("it changes a variable while it is worked out")
)

// MadeUp says that the name of a file stands in a value that mktemp gives another name when the script runs.
func (v Value) MadeUp() bool { return v.Temp > 0 || strings.Contains(v.Text, tempPrefix) }

// environ is the shell's view of the variables while one expression is worked out.
type environ struct {
	reader  *scriptReader
	unknown string // the first variable that was asked for and is not known
	limits
}

// Get implements expand.Environ.
func (e *environ) Get(name string) expand.Variable {
	value, ok := e.reader.script.values[name]
	switch {
	case ok && value.Known:
		return expand.Variable{Set: true, Kind: expand.String, Str: e.take(value.Text)}
	case !ok && e.reader.defaults != nil:
		if text, found := e.reader.defaults(name); found {
			return expand.Variable{Set: true, Kind: expand.String, Str: text}
		}
	}
	if ok || name == "HOME" || name == "USER" || name == "PWD" {
		if e.unknown == "" {
			e.unknown = name
		}
		return expand.Variable{Set: true, Kind: expand.String, Str: "$" + name}
	}
	return expand.Variable{}
}

// Set implements expand.WriteEnviron. What ${NAME:=x} gives a variable has been noted before the word is worked out, see
// assigning; whatever else changes one, such as arithmetic, is not followed.
func (e *environ) Set(name string, v expand.Variable) error {
	if have, ok := e.reader.script.values[name]; ok && have.Known && v.Kind == expand.String && have.Text == v.Str {
		return nil
	}
	return errChange
}

// Each implements expand.Environ. Nothing that is understood here lists variables.
func (e *environ) Each(func(string, expand.Variable) bool) {}

// evaluate works out the right side of an assignment.
func (r *scriptReader) evaluate(a *syntax.Assign) Value {
	switch {
	case a.Array != nil || a.Index != nil:
		return Value{Why: "it is an array"}
	case a.Append:
		before, more := r.script.values[a.Name.Value], r.word(a.Value)
		if !before.Known || !more.Known {
			return Value{Why: "it adds to a value that is not known"}
		}
		if len(before.Text)+len(more.Text) > maxValue {
			return Value{Why: tooLong}
		}
		if r.spent += len(before.Text); r.spent > maxSpent {
			return Value{Why: tooMuch}
		}
		return Value{Text: before.Text + more.Text, Known: true}
	case a.Value == nil:
		return Value{Known: true}
	}
	return r.word(a.Value)
}

// word works out one word. A value that is exactly what mktemp gave keeps its number through copies.
func (r *scriptReader) word(w *syntax.Word) Value {
	if w == nil {
		return Value{Known: true}
	}
	if name := variableOf(w); name != "" {
		if v, ok := r.script.values[name]; ok {
			return v
		}
	}
	if text, ok := writtenOut(w); ok {
		return Value{Text: text, Known: true}
	}
	env := &environ{reader: r, limits: r.limits(w)}
	if env.why != "" {
		return Value{Why: env.why}
	}
	temp := 0
	text, err := expand.Literal(r.config(env, &temp), w)
	if err == nil {
		r.charge(&env.limits, len(text))
	}
	switch {
	case env.why != "":
		return Value{Why: env.why}
	case err != nil:
		v := Value{Why: whyUnknown(err)}
		v.Text, v.Unset = r.loose(w, err, expand.Literal)
		return v
	case env.unknown != "":
		return Value{Text: text, Why: "it depends on " + env.unknown, Temp: 0}
	}
	v := Value{Text: text, Known: true}
	if temp > 0 && text == tempName(temp) {
		v.Temp = temp
	}
	return v
}

// writtenOut is the text of a word in which nothing is expanded, as most words of a scenario are.
func writtenOut(w *syntax.Word) (text string, ok bool) {
	if len(w.Parts) != 1 {
		return "", false
	}
	switch part := w.Parts[0].(type) {
	case *syntax.Lit:
		return part.Value, !strings.ContainsAny(part.Value, `\~`)
	case *syntax.SglQuoted:
		return part.Value, !part.Dollar
	case *syntax.DblQuoted:
		if len(part.Parts) == 1 && !part.Dollar {
			if lit, plain := part.Parts[0].(*syntax.Lit); plain {
				return lit.Value, !strings.Contains(lit.Value, `\`)
			}
		}
	}
	return "", false
}

// loose works a word out that failed because a variable is not set, as a shell does without set -u.
func (r *scriptReader) loose(w *syntax.Word, err error, expansion func(*expand.Config, *syntax.Word) (string, error)) (text string, unset bool) {
	var missing expand.UnsetParameterError
	if !errors.As(err, &missing) {
		return "", false
	}
	env := &environ{reader: r, limits: r.limits(w)}
	temp := 0
	config := r.config(env, &temp)
	config.NoUnset = false
	text, err = expansion(config, w)
	r.charge(&env.limits, len(text))
	if err != nil || env.why != "" || env.unknown != "" {
		return "", false
	}
	return text, true
}

func tempName(n int) string { return fmt.Sprintf("%s%d", tempPrefix, n) }

func whyUnknown(err error) string {
	var unset expand.UnsetParameterError
	if errors.As(err, &unset) {
		return "it uses a variable that is not set: " + unset.Error()
	}
	return err.Error()
}

// config is a shell without a world around it.
func (r *scriptReader) config(env expand.Environ, temp *int) *expand.Config {
	return &expand.Config{
		Env:     env,
		NoUnset: true,
		CmdSubst: func(w io.Writer, cs *syntax.CmdSubst) error {
			if doc := catOf(cs); doc != nil {
				return r.catDocument(w, doc)
			}
			if !isMktemp(cs) {
				return errCommand
			}
			r.temps++
			*temp = r.temps
			_, err := io.WriteString(w, tempName(r.temps))
			return err
		},
		ProcSubst: func(*syntax.ProcSubst) (string, error) { return "", errCommand },
	}
}

// catOf is the here-document of $(cat <<EOF), nil for other commands.
func catOf(cs *syntax.CmdSubst) *syntax.Redirect {
	if len(cs.Stmts) != 1 || len(cs.Stmts[0].Redirs) != 1 {
		return nil
	}
	call, ok := cs.Stmts[0].Cmd.(*syntax.CallExpr)
	doc := cs.Stmts[0].Redirs[0]
	if !ok || len(call.Args) != 1 || literalWord(call.Args[0]) != "cat" || doc.Op != syntax.Hdoc && doc.Op != syntax.DashHdoc {
		return nil
	}
	return doc
}

// catDocument writes what a here-document holds, if that is known.
func (r *scriptReader) catDocument(w io.Writer, doc *syntax.Redirect) error {
	var b Body
	if r.document(&b, doc); !b.Known() {
		return errCommand
	}
	_, err := io.WriteString(w, b.Text)
	return err
}

func isMktemp(cs *syntax.CmdSubst) bool {
	if len(cs.Stmts) != 1 {
		return false
	}
	call, ok := cs.Stmts[0].Cmd.(*syntax.CallExpr)
	return ok && len(call.Args) > 0 && literalWord(call.Args[0]) == "mktemp"
}

// document reads a here-document into a body: its text as the file will hold it, piece by piece.
func (r *scriptReader) document(b *Body, doc *syntax.Redirect) {
	b.Quoted = quotedWord(doc.Word)
	if doc.Hdoc == nil || len(doc.Hdoc.Parts) == 0 {
		end := r.bodyStart(doc)
		b.At = source.Span{Start: end, End: end}
		return
	}
	start := r.span(doc.Hdoc).Start
	b.At = source.Span{Start: start, End: start}
	var text strings.Builder
	made := 0 // by expansions
	for _, part := range doc.Hdoc.Parts {
		at := r.span(part)
		if lit, ok := part.(*syntax.Lit); ok {
			b.At.End = r.literal(b, &text, lit.Value, at.Start, doc.Op == syntax.DashHdoc)
			continue
		}
		from := text.Len()
		result, how := r.expansion(part, at, maxValue-made)
		b.unknown = b.unknown || !how.known
		made += len(result)
		text.WriteString(result)
		b.pieces = append(b.pieces, piece{start: from, end: text.Len(), at: at, unset: how.unset, loose: how.loose})
		b.At.End = at.End
	}
	b.Text = text.String()
}

// bodyStart is where the content of an empty here-document would stand: the line behind the command.
func (r *scriptReader) bodyStart(doc *syntax.Redirect) int {
	f := r.script.File
	return f.LineSpan(f.Line(int(doc.Word.End().Offset())) + 1).Start
}

// literal adds literal text that the parser found at an offset, without the backslashes that the shell takes out, and
// gives the offset behind it. The parser itself drops carriage returns and joined lines, and its own idea of where a
// part ends is too far in the last one, so the text is followed byte by byte.
func (r *scriptReader) literal(b *Body, text *strings.Builder, value string, at int, stripTabs bool) int {
	file := r.script.File.Text
	lineStart := at == b.At.Start || file[at-1] == '\n'
	for i := 0; i < len(value); i++ {
		for at < len(file) && file[at] == '\r' && value[i] != '\r' {
			at++
		}
		switch {
		case lineStart && stripTabs && value[i] == '\t':
			at++
			continue
		case value[i] == '\\' && !b.Quoted && i+1 < len(value) && strings.IndexByte("\\$`", value[i+1]) >= 0:
			i++
			at++
		}
		if at >= len(file) { // the end of a here-document that nothing closes
			text.WriteByte(value[i])
			continue
		}
		b.addByte(text, value[i], at)
		lineStart = value[i] == '\n'
		at++
	}
	return at
}

// addByte adds a byte that stands at an offset of the script, to the last piece where it goes on from there.
func (b *Body) addByte(text *strings.Builder, c byte, at int) {
	from := text.Len()
	text.WriteByte(c)
	if last := len(b.pieces) - 1; last >= 0 && b.pieces[last].literal && b.pieces[last].at.End == at && b.pieces[last].end == from {
		b.pieces[last].end++
		b.pieces[last].at.End++
		return
	}
	b.pieces = append(b.pieces, piece{start: from, end: from + 1, at: source.Span{Start: at, End: at + 1}, literal: true})
}

// expansion is what a part of a here-document expands to; where that is not known or longer than there is room for, the
// part as it is written.
func (r *scriptReader) expansion(part syntax.WordPart, at source.Span, room int) (text string, how expanded) {
	w := &syntax.Word{Parts: []syntax.WordPart{part}}
	env := &environ{reader: r, limits: r.limits(w)}
	if env.why != "" {
		return r.script.File.Slice(at), expanded{}
	}
	temp := 0
	text, err := expand.Document(r.config(env, &temp), w)
	r.charge(&env.limits, len(text))
	if err != nil || env.unknown != "" || env.why != "" || len(text) > room {
		loose, unset := r.loose(w, err, expand.Document)
		return r.script.File.Slice(at), expanded{unset: unset && len(loose) <= room, loose: loose}
	}
	return text, expanded{known: true}
}

// expanded says how far an expansion is known.
type expanded struct {
	known, unset bool
	loose        string // where a variable is not set: the text if that counts as empty
}

// quotedWord says whether any part of a here-document's delimiter is quoted.
func quotedWord(w *syntax.Word) bool {
	for _, part := range w.Parts {
		if _, plain := part.(*syntax.Lit); !plain {
			return true
		}
	}
	return strings.Contains(w.Lit(), `\`)
}
