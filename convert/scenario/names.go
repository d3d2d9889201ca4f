package scenario

import (
	"slices"
	"sort"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// Use tells how a name stands in a script.
type Use uint8

// The uses of a name.
const (
	Mentioned   Use = iota // in a text
	Assigned               // on the left side of an assignment
	Expanded               // $NAME, which the shell replaces
	Placeholder            // REPLACE_ENV_NAME, which the framework replaces
	Remarked               // in a comment
)

// Name is an occurrence of a framework variable's name.
type Name struct {
	Text    string
	Use     Use
	At      source.Span // the name itself, without $ or REPLACE_ENV_
	Default bool        // an expansion that brings its own default: ${NAME:-x}
	Sets    bool        // an expansion that gives the variable its default as well: ${NAME:=x}
}

// Names lists every occurrence of a name with the framework's prefix in a script, in order.
func (s *Script) Names() []Name { return s.named(source.Span{End: len(s.File.Text)}, s.Comments()) }

// Expanded is the first variable of the framework that the shell expands in a span of the script, "" where it expands
// none. Unlike Names it does not look at the rest.
func (s *Script) Expanded(at source.Span) string {
	for _, n := range s.named(at, nil) {
		if n.Use == Expanded {
			return n.Text
		}
	}
	return ""
}

// named lists the names in a span that begins and ends with words.
func (s *Script) named(within source.Span, comments []source.Span) []Name {
	uses := s.found.uses // in the same order
	uses = uses[sort.Search(len(uses), func(i int) bool { return uses[i].at >= within.Start }):]
	names := FindNames(s.File.Slice(within))
	for i := range names {
		n := &names[i]
		n.At = source.Span{Start: n.At.Start + within.Start, End: n.At.End + within.Start}
		for len(uses) > 0 && uses[0].at < n.At.Start {
			uses = uses[1:]
		}
		switch {
		case len(uses) > 0 && uses[0].at == n.At.Start:
			n.Use, n.Default, n.Sets = uses[0].use, uses[0].hasDefault, uses[0].sets
		case inComment(comments, n.At.Start):
			n.Use = Remarked
		}
	}
	return names
}

// Comments lists the comments of a script, in order, each from its sign on. What looks like one in a here-document is not
// among them.
func (s *Script) Comments() []source.Span {
	comments := make([]source.Span, len(s.found.comments))
	for i, c := range s.found.comments {
		comments[i] = source.SpanOf(c)
	}
	sort.Slice(comments, func(i, j int) bool { return comments[i].Start < comments[j].Start })
	return comments
}

// found is what a look through the whole tree of a script finds, which is costly, for all who ask.
type found struct {
	uses     []use             // of names with the framework's prefix, as far as the shell knows of one, in order
	comments []*syntax.Comment // in the order of the tree
}

// use is what the shell knows of a name at an offset.
type use struct {
	at         int
	use        Use
	hasDefault bool
	sets       bool
}

func lookThrough(tree *syntax.File) found {
	w := found{uses: make([]use, 0, len(tree.Stmts))}
	add := func(name *syntax.Lit, u use) {
		if name != nil && strings.HasPrefix(name.Value, catalog.Prefix) {
			u.at = int(name.Pos().Offset())
			w.uses = append(w.uses, u)
		}
	}
	syntax.Walk(tree, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Assign:
			add(n.Name, use{use: Assigned})
		case *syntax.ParamExp:
			add(n.Param, use{use: Expanded, hasDefault: hasDefault(n), sets: assigns(n)})
		case *syntax.CallExpr:
			for _, word := range givenBy(n) {
				add(nameOf(word), use{use: Assigned})
			}
		case *syntax.Comment:
			w.comments = append(w.comments, n)
		}
		return true
	})
	slices.SortStableFunc(w.uses, func(a, b use) int { return a.at - b.at })
	return w
}

func hasDefault(p *syntax.ParamExp) bool {
	return assigns(p) || p.Exp != nil && (p.Exp.Op == syntax.DefaultUnset || p.Exp.Op == syntax.DefaultUnsetOrNull ||
		p.Exp.Op == syntax.AlternateUnset || p.Exp.Op == syntax.AlternateUnsetOrNull)
}

// assigns says that an expansion gives its variable a value where it has none.
func assigns(p *syntax.ParamExp) bool {
	return p.Exp != nil && p.Index == nil && (p.Exp.Op == syntax.AssignUnset || p.Exp.Op == syntax.AssignUnsetOrNull)
}

func inComment(comments []source.Span, at int) bool {
	i := sort.Search(len(comments), func(i int) bool { return comments[i].End > at })
	return i < len(comments) && comments[i].Start <= at
}

// FindNames lists the names with the framework's prefix in any text; those behind REPLACE_ENV_ are placeholders.
func FindNames(text string) []Name {
	names := make([]Name, 0, strings.Count(text, catalog.Prefix))
	for from := 0; ; {
		i := strings.Index(text[from:], catalog.Prefix)
		if i < 0 {
			return names
		}
		start := from + i
		end := start + len(catalog.Prefix)
		for end < len(text) && nameByte(text[end]) {
			end++
		}
		placeholder := strings.HasSuffix(text[:start], catalog.PlaceholderPrefix)
		if name, _, ok := strings.Cut(text[start+len(catalog.Prefix):end], catalog.Gap); ok && placeholder {
			end = start + len(catalog.Prefix) + len(name)
		}
		from = end
		if placeholder {
			names = append(names, Name{Text: text[start:end], Use: Placeholder, At: source.Span{Start: start, End: end}})
		} else if start == 0 || !nameByte(text[start-1]) {
			names = append(names, Name{Text: text[start:end], At: source.Span{Start: start, End: end}})
		}
	}
}

// nameByte says that a byte may stand in a variable's name. Lower-case letters count, so that a name with one in it is
// seen whole.
func nameByte(c byte) bool {
	return c == '_' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
}

// LastWord is the word at the end of a line, which is what the framework takes for the name in an entry of a list.
func LastWord(line string) string {
	words := strings.Fields(line)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}
