package analysis

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Continue gives the edits that a line break asks for which was just typed in the command line of a stage: a backslash
// at the end of the line before it, and the margin of the neighbours for the new line, by its number from 0.
//
// That is so in here-documents only whose line breaks the shell joins, and not for the framework's own form in brackets.
// Where nothing closes the here-document yet, the line that was left may turn out to be the last one, and a backslash
// would hide a delimiter below it from the shell; so there the line above that one is mended.
func Continue(s *Snapshot, file string, line int) []Edit {
	f, err := s.File(file)
	if err != nil || line < 1 || line >= f.Lines() || KindOf(f) != Scenario {
		return nil
	}
	script, _ := s.Script(f)
	b := commandAt(script, line)
	if b == nil {
		return nil
	}
	open := !closed(f, b) || opensAnother(f, b)
	left := line - 1
	if open {
		if !oneCommand(f, f.Line(b.At.Start), left) {
			return nil
		}
		left--
	}
	var edits []Edit
	if edit, ok := continued(f, left); ok && f.LineSpan(left).Start >= b.At.Start && leadsOn(f, f.Line(b.At.Start), left) {
		edits = append(edits, edit)
	}
	if edit, ok := aligned(f, b, line, open); ok {
		edits = append(edits, edit)
	}
	return edits
}

// commandAt finds the here-document with a stage's command line that holds a line and the one before it, nil where there
// is none.
func commandAt(script *scenario.Script, line int) *scenario.Body {
	f := script.File
	start, before := f.LineSpan(line).Start, f.LineSpan(line-1).Start
	for i := range script.Bodies {
		b := &script.Bodies[i]
		switch {
		case b.Doc == (source.Span{}) || b.Quoted || !strings.HasSuffix(b.Var, "_EXTRA_ARGS") || !holdsCommand(b.Var):
		case before < b.At.Start || closed(f, b) && start >= b.At.End:
		case strings.HasPrefix(strings.TrimSpace(b.Text), "["):
		default:
			return b
		}
	}
	return nil
}

// oneCommand says that lines look as if they all belonged to a command line: none is empty or begins a statement of the
// scenario, as those below an open here-document do, which are read as part of it.
func oneCommand(f *source.File, first, last int) bool {
	for line := first; line <= last; line++ {
		text := strings.TrimSpace(f.LineText(line))
		if text == "" || strings.HasPrefix(text, "#") || strings.HasPrefix(text, "export ") || strings.Contains(text, "<<") {
			return false
		}
	}
	return true
}

// opensAnother says that a here-document has the beginning of another one with its own delimiter in it: it is not closed
// yet, and the delimiter that was found for it is the other's.
func opensAnother(f *source.File, b *scenario.Body) bool {
	delimiter := strings.TrimLeft(f.Slice(b.Doc), "<- \t")
	_, rest, found := strings.Cut(f.Slice(b.At), "<<")
	for found && !strings.HasPrefix(strings.TrimLeft(rest, "- \t'\""), delimiter) {
		_, rest, found = strings.Cut(rest, "<<")
	}
	return found
}

// continued makes the shell join a line with the next one. ok is false where it does so already, or where there is
// nothing on the line.
func continued(f *source.File, line int) (edit Edit, ok bool) {
	at := f.LineSpan(line)
	text := f.LineText(line)
	bare := strings.TrimRight(text, " \t")
	backslashes := len(bare) - len(strings.TrimRight(bare, `\`))
	joins := backslashes%2 == 1
	if bare == "" || joins && bare == text {
		return Edit{}, false
	}
	edit = Edit{Path: f.Path, At: source.Span{Start: at.Start + len(bare), End: at.End}, Text: ` \`}
	if joins {
		edit.Text = "" // blanks behind it would keep it from joining
	}
	return edit, true
}

// unescaped is what the shell makes of a here-document, apart from what it expands.
var unescaped = strings.NewReplacer(`\\`, `\`, `\$`, "$", "\\`", "`", "\\\n", "", "\\\r\n", "")

// leadsOn says that a line, with those above it that the shell joins to it, can go on in the next one: it belongs to the
// command that starts the server, or cannot be read yet, and no comment would take in what follows. Other commands, which
// stand before that one, end with their line.
func leadsOn(f *source.File, first, line int) bool {
	begin := line
	for begin > first && strings.HasSuffix(f.LineText(begin-1), `\`) {
		begin--
	}
	text := unescaped.Replace(f.Slice(source.Span{Start: f.LineSpan(begin).Start, End: f.LineSpan(line).End}))
	if strings.HasPrefix(strings.TrimSpace(text), "-") {
		text = "serve " + text // the command itself may stand above an end that is missing
	}
	if len(text) > maxCommand {
		return true
	}
	tree, err := source.ReadShell(text, syntax.Variant(syntax.LangBash), syntax.KeepComments(true))
	if err != nil {
		return true
	}
	commented, serving := false, false
	syntax.Walk(tree, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Comment:
			commented = true
		case *syntax.CallExpr:
			serving = serving || serves(n)
		}
		return true
	})
	return serving && !commented
}

// aligned gives a line the margin of the line below it, or of the nearest one above where there is none below, or where
// the here-document is open, so that what is below may not belong to it. ok is false where the line has that margin.
func aligned(f *source.File, b *scenario.Body, line int, open bool) (edit Edit, ok bool) {
	want := ""
	for near := line - 1; near >= 0 && f.LineSpan(near).Start >= b.At.Start; near-- {
		if above := f.LineText(near); strings.TrimSpace(above) != "" {
			want = margin(above)
			break
		}
	}
	if below := f.LineText(line + 1); !open && f.LineSpan(line+1).Start < b.At.End && strings.TrimSpace(below) != "" {
		want = margin(below)
	}
	start := f.LineSpan(line).Start
	at := source.Span{Start: start, End: start + len(margin(f.LineText(line)))}
	return Edit{Path: f.Path, At: at, Text: want}, f.Slice(at) != want
}

// margin is the blank start of a line.
func margin(text string) string { return text[:len(text)-len(strings.TrimLeft(text, " \t"))] }
