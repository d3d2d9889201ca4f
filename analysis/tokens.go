package analysis

import (
	"cmp"
	"slices"
	"strings"

	"llmdbench-ls/convert/source"
)

// TokenKind tells what a piece of a file is, for its colour.
type TokenKind uint8

// The kinds of tokens.
const (
	KeyToken         TokenKind = iota // a key of YAML
	TextToken                         // a text, or the value of a flag
	NumberToken                       // a number
	WordToken                         // true, false and null
	CommentToken                      // a comment in a here-document
	FlagToken                         // a flag on a command line
	PlaceholderToken                  // a placeholder, which the framework replaces
	VariableToken                     // a variable, of the framework or of a container
	PluginToken                       // the type of a plugin
)

// TokenMarks is a set of marks.
type TokenMarks uint8

// The marks of a token.
const (
	DeclaredMark TokenMarks = 1 << iota // it is given its value here
	KnownMark                           // the catalogue has it
	InertMark                           // nothing reads it
	RuntimeMark                         // it has its value in the container alone
)

// Token is a piece of a file that has a colour. It stands on one line.
type Token struct {
	At    source.Span
	Kind  TokenKind
	Marks TokenMarks
}

// Tokens lists what is to be coloured in a file, in order and without overlaps: in a scenario what its here-documents
// hold and the framework's variables, in a guide what belongs to the framework. All else is left to the editor and to
// the servers beside us. It is worked out once for each snapshot.
func Tokens(s *Snapshot, file string) []Token {
	f, err := s.File(file)
	if err != nil {
		return nil
	}
	d := s.derived
	d.mu.Lock()
	known := d.tokens[file]
	d.mu.Unlock()
	if known.file == f {
		return known.list
	}
	list := findTokens(s, f)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tokens[file] = tokenized{f, list}
	return list
}

// tokenized is what was found in one version of a file.
type tokenized struct {
	file *source.File
	list []Token
}

// layer is where in a pile a token lies: a higher one hides what is below it.
type layer int

const (
	written   layer = iota // keys, texts and values
	meant                  // what a text names: flags, plugins
	variables              // variables and placeholders in it
	remarks                // comments
	layers
)

// tokenReader collects tokens.
type tokenReader struct {
	snapshot *Snapshot
	file     *source.File
	pile     [layers][]Token
}

func findTokens(s *Snapshot, f *source.File) []Token {
	r := &tokenReader{snapshot: s, file: f}
	kind := KindOf(f)
	if kind == Other {
		return nil
	}
	r.mentions(Mentions(s, f.Path), kind)
	if kind == Scenario {
		script, _ := s.Script(f)
		r.script(script)
	}
	var list []Token
	for _, above := range r.pile {
		list = overlay(list, inOrder(above))
	}
	return list
}

// add adds a token for each line of a span, without the margin and what hangs over at the end.
func (r *tokenReader) add(on layer, at source.Span, kind TokenKind, marks TokenMarks) {
	text := r.file.Slice(at)
	for start := 0; start < len(text); {
		end := len(text)
		if i := strings.IndexAny(text[start:], "\r\n"); i >= 0 {
			end = start + i
		}
		line := text[start:end]
		from := start + len(line) - len(strings.TrimLeft(line, " \t"))
		to := from + len(strings.TrimRight(text[from:end], " \t"))
		if from < to {
			r.pile[on] = append(r.pile[on], Token{source.Span{Start: at.Start + from, End: at.Start + to}, kind, marks})
		}
		start = end + 1
	}
}

// inOrder puts tokens in order and leaves out those that begin inside of another one.
func inOrder(list []Token) []Token {
	slices.SortStableFunc(list, func(a, b Token) int {
		return cmp.Or(cmp.Compare(a.At.Start, b.At.Start), cmp.Compare(b.At.End, a.At.End))
	})
	end := 0
	return slices.DeleteFunc(list, func(t Token) bool {
		inside := t.At.Start < end
		end = max(end, t.At.End)
		return inside
	})
}

// overlay lays tokens over others, of which what sticks out is left. Both are in order and without overlaps.
func overlay(below, above []Token) []Token {
	if len(above) == 0 || len(below) == 0 {
		return append(below, above...)
	}
	list := make([]Token, 0, len(below)+len(above))
	for _, t := range below {
		for len(above) > 0 && above[0].At.Start < t.At.End && t.At.Start < t.At.End {
			top := above[0]
			if top.At.Start > t.At.Start && top.At.End > t.At.Start {
				list = append(list, Token{source.Span{Start: t.At.Start, End: top.At.Start}, t.Kind, t.Marks})
			}
			t.At.Start = max(t.At.Start, top.At.End)
			if top.At.End > t.At.End {
				break // it goes on over the next one
			}
			list, above = append(list, top), above[1:]
		}
		if t.At.Start < t.At.End {
			list = append(list, t)
		}
	}
	return append(list, above...)
}
