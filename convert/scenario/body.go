package scenario

import (
	"sort"
	"strings"

	"llmdbench-ls/convert/source"
)

// Body is the content of a here-document that is written to the file that a variable names, or the mark of another
// command that writes there.
type Body struct {
	Var     string      // the variable, "" where the file is named in another way
	VarAt   source.Span // where the variable stands in the redirection
	At      source.Span // the content in the file
	Stmt    source.Span // the whole command
	Quoted  bool        // the delimiter is quoted, so that nothing inside is expanded
	Append  bool
	Command bool        // a command that is not understood writes it; Text is empty
	Doc     source.Span // from the here-document's sign to its delimiter, empty where there is none
	Dead    bool        // it stands behind the end of the script
	Nested  bool        // inside an if, a loop or a function: it may not be written, or more than once
	Text    string      // the content as the file will hold it
	pieces  []piece
	yaml    func() documents
	unknown bool
	temp    int    // the number of the mktemp call whose file is written to, 0 for other files
	path    string // the name of a file that is written out
}

// piece maps a part of a body's text to the script: byte by byte where it is literal, as a whole where it is the
// result of an expansion.
type piece struct {
	start, end int // in the text
	at         source.Span
	literal    bool
	unset      bool   // it uses a variable that is not set
	loose      string // what it expands to if that counts as empty
}

// documents are the YAML that a text holds.
type documents struct {
	list     []*source.Node
	problems []source.Problem
}

// YAML reads the body's text as YAML documents, once for all who ask. Their places are in the text, see Locate.
func (b *Body) YAML() ([]*source.Node, []source.Problem) {
	if b.yaml == nil {
		return source.ParseYAML("", b.Text, nil)
	}
	read := b.yaml()
	return read.list, read.problems
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
	before := at // the byte that the place goes by
	if isEnd {
		before--
	}
	if i := b.pieceAt(before); i < len(b.pieces) && b.pieces[i].start <= before {
		p := b.pieces[i]
		switch {
		case p.literal:
			return p.at.Start + at - p.start, 0
		case isEnd:
			return p.at.End, p.at.End
		}
		return p.at.Start, 0
	}
	if at == 0 {
		return b.At.Start, 0
	}
	return b.At.End, 0
}

// pieceAt finds the piece that holds the byte at an offset of the text, and the number of pieces where none does.
func (b *Body) pieceAt(at int) int {
	if at < 0 {
		return len(b.pieces)
	}
	return sort.Search(len(b.pieces), func(i int) bool { return b.pieces[i].end > at })
}

// Written lists where the bytes of a span of the body's text stand in the script, a piece for each place that they go on
// at. What an expansion brings in is not among them.
func (b *Body) Written(at source.Span) []source.Span {
	var list []source.Span
	for _, p := range b.pieces[b.pieceAt(at.Start):] {
		if p.start >= at.End {
			break
		}
		if p.literal {
			list = append(list, source.Span{Start: p.at.Start + max(0, at.Start-p.start), End: p.at.End - max(0, p.end-at.End)})
		}
	}
	return list
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

// Disturbed gives the command that writes to a variable's file behind the here-documents, so that what the file holds
// is not known.
func (s *Script) Disturbed(name string) (at source.Span, ok bool) {
	for _, b := range s.BodiesOf(name) {
		switch {
		case b.Command:
			at, ok = b.Stmt, true
		case !b.Append:
			at, ok = source.Span{}, false
		}
	}
	return at, ok
}

// BodiesOf lists what is written to the file that a variable names at the end of the script.
func (s *Script) BodiesOf(name string) []*Body {
	v, set := s.values[name]
	if !set || v.Temp == 0 && !strings.HasPrefix(v.Text, "/") {
		return nil
	}
	var list []*Body
	for i := range s.Bodies {
		b := &s.Bodies[i]
		if !b.Dead && (v.Temp > 0 && b.temp == v.Temp || v.Temp == 0 && v.Known && b.path == v.Text) {
			list = append(list, b)
		}
	}
	return list
}

// Content is what the file that a variable names holds at the end of the script: the bodies written to it, joined.
// ok is false where the script writes none.
func (s *Script) Content(name string) (text string, ok bool) {
	for _, b := range s.BodiesOf(name) {
		if !b.Append {
			text = ""
		}
		text += b.Text
		ok = true
	}
	return text, ok
}
