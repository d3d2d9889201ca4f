package scenario

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/source"
)

// Parts are the here-documents that are written to one file, one behind the other: the first, and those that are appended
// to it.
type Parts []*Body

// Files lists the here-documents of a script by the files that they make, in the order in which these are begun. A file
// that is begun anew is another one.
func (s *Script) Files() []Parts {
	var list []Parts
	latest := map[target]int{} // of list
	for i := range s.Bodies {
		b := &s.Bodies[i]
		if b.Doc == (source.Span{}) {
			continue
		}
		to := target{b.temp, b.path}
		if to == (target{}) {
			to.path = "$" + b.Var // whatever that may be
		}
		if at, ok := latest[to]; ok && b.Append {
			list[at] = append(list[at], b)
			continue
		}
		latest[to] = len(list)
		list = append(list, Parts{b})
	}
	return list
}

// target is the file that something is written to: the number of a mktemp call, or a name.
type target struct {
	temp int
	path string
}

// YAML reads the parts as the one text that the file holds. Places are in that text, see Locate.
func (p Parts) YAML() ([]*source.Node, []source.Problem) {
	if len(p) == 1 {
		return p[0].YAML()
	}
	var text strings.Builder
	for _, b := range p {
		text.WriteString(b.Text)
	}
	return source.ParseYAML("", text.String(), nil)
}

// Locate maps a span of the text to the script. One that goes on in a later part is taken up to the end of the part that
// it begins in.
func (p Parts) Locate(at source.Span) source.Span {
	for i, b := range p {
		n := len(b.Text)
		if at.Start < n || i == len(p)-1 {
			return b.Locate(source.Span{Start: at.Start, End: min(at.End, n)})
		}
		at.Start, at.End = at.Start-n, at.End-n
	}
	return source.Span{}
}

// Holds says that a place of the script is in one of the parts.
func (p Parts) Holds(at int) bool {
	for _, b := range p {
		if b.At.Contains(at) {
			return true
		}
	}
	return false
}

// Sourced lists the files that a script makes its shell read, as they are written there, without quotes. Folders that
// variables name stand as these.
func (s *Script) Sourced() []string {
	var list []string
	tree, _ := s.File.Shell()
	syntax.Walk(tree.File, func(n syntax.Node) bool {
		if call, ok := n.(*syntax.CallExpr); ok && len(call.Args) > 1 && (literalWord(call.Args[0]) == "source" || literalWord(call.Args[0]) == ".") {
			list = append(list, strings.Trim(s.File.Slice(source.SpanOf(call.Args[1])), "\"'\r"))
		}
		return true
	})
	return list
}
