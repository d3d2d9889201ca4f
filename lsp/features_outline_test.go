package lsp_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// Claims about the structure of a file:
//
//	symbol("text", "kind", "parent")          the outline has the text as an entry of a kind within another entry, whose
//	                                          name is "" at the top; a fourth argument is its name where that is another
//	nooutline("text")                         the file has no outline
//	fold("text", "last")                      the lines below this one fold up to a line with that text
//	nofold("text")                            nothing folds from this line on
//	select("text", "a | b | c")               what a selection in the middle of the text widens to, from the smallest
//	                                          on; "a … b" begins with a and ends with b, and "" is nothing at all
//	link("text", "target")                    the text leads to a file of the workspace, or to an address
//	nolink("text")                            the text leads nowhere
//	ontype("text", "left|new")                a line break typed behind the text leaves these two lines
//
// checkStructure checks such a claim. ok is false for claims of another kind.
func checkStructure(t *testing.T, s *session, path string, file featureFile, c featureClaim, start, end int, where string) (ok bool) {
	t.Helper()
	at := rangeAt(file.text, start, end, s.client.encoding)
	switch c.name {
	case "symbol":
		checkSymbol(t, s.symbols(path), at, where, append(c.args, c.args[0])[:4])
	case "nooutline":
		if list := s.symbols(path); list != nil {
			t.Errorf("%s: the outline is %+v", where, list)
		}
	case "fold":
		checkFold(t, s, path, file.text, at.Start.Line, where, c.args[1])
	case "nofold":
		for _, fold := range s.folds(path) {
			if fold.StartLine == at.Start.Line {
				t.Errorf("%s: folds up to line %d", where, fold.EndLine+1)
			}
		}
	case "select":
		checkSelection(t, s, path, file.text, (start+end)/2, where, c.args[1])
	case "link", "nolink":
		checkLink(t, s, path, file, at, where, c.args[1:])
	case "ontype":
		checkTyped(t, s, path, file.text, end, where, c.args[1])
	default:
		return false
	}
	return true
}

// canOutline are the abilities of a modern client that these requests make use of.
func canOutline(t *protocol.TextDocumentClientCapabilities) {
	t.DocumentSymbol = &protocol.DocumentSymbolClientCapabilities{HierarchicalDocumentSymbolSupport: on(), LabelSupport: on()}
	t.FoldingRange = &protocol.FoldingRangeClientCapabilities{LineFoldingOnly: on()}
	t.SelectionRange = &protocol.SelectionRangeClientCapabilities{}
	t.DocumentLink = &protocol.DocumentLinkClientCapabilities{}
	t.OnTypeFormatting = &protocol.DocumentOnTypeFormattingClientCapabilities{}
}

// ask asks for something about a document, and reads the answer into a value. Answers are read here and not through
// s.server, since the library decodes some in memory that the next message overwrites.
func (s *session) ask(method string, params, answer any) (raw string) {
	s.t.Helper()
	var message jsonrpc2.RawMessage
	if _, err := s.conn.Call(s.ctx, method, params, &message); err != nil {
		s.t.Fatal(err)
	}
	raw = string(message)
	if answer != nil {
		if err := protocol.Unmarshal([]byte(raw), answer); err != nil {
			s.t.Fatal(err)
		}
	}
	return raw
}

func named(path string) protocol.TextDocumentIdentifier {
	return protocol.TextDocumentIdentifier{URI: uri.File(path)}
}

func (s *session) symbols(path string) []protocol.DocumentSymbol {
	s.t.Helper()
	var list []protocol.DocumentSymbol
	s.ask(protocol.MethodTextDocumentDocumentSymbol, &protocol.DocumentSymbolParams{TextDocument: named(path)}, &list)
	return list
}

func (s *session) folds(path string) []protocol.FoldingRange {
	s.t.Helper()
	var list []protocol.FoldingRange
	s.ask(protocol.MethodTextDocumentFoldingRange, &protocol.FoldingRangeParams{TextDocument: named(path)}, &list)
	return list
}

func (s *session) selections(path string, at ...protocol.Position) []protocol.SelectionRange {
	s.t.Helper()
	var list []protocol.SelectionRange
	s.ask(protocol.MethodTextDocumentSelectionRange, &protocol.SelectionRangeParams{TextDocument: named(path), Positions: at}, &list)
	return list
}

func (s *session) links(path string) []protocol.DocumentLink {
	s.t.Helper()
	var list []protocol.DocumentLink
	s.ask(protocol.MethodTextDocumentDocumentLink, &protocol.DocumentLinkParams{TextDocument: named(path)}, &list)
	return list
}

func (s *session) typed(path string, at protocol.Position, what string) []*protocol.TextEdit {
	s.t.Helper()
	var list []*protocol.TextEdit
	s.ask(protocol.MethodTextDocumentOnTypeFormatting, &protocol.DocumentOnTypeFormattingParams{
		TextDocument: named(path), Position: at, Ch: what, Options: protocol.FormattingOptions{TabSize: 4, InsertSpaces: true},
	}, &list)
	return list
}

// kindNames are the words for kinds in claims.
var kindNames = map[protocol.SymbolKind]string{
	protocol.SymbolKindNamespace: "namespace", protocol.SymbolKindVariable: "variable", protocol.SymbolKindModule: "module",
	protocol.SymbolKindProperty: "property", protocol.SymbolKindConstant: "constant", protocol.SymbolKindField: "field",
	protocol.SymbolKindFile: "file", protocol.SymbolKindClass: "class", protocol.SymbolKindFunction: "function",
}

// checkSymbol finds the entry at a place, and insists on the protocol's order of ranges in all of them.
func checkSymbol(t *testing.T, list []protocol.DocumentSymbol, at protocol.Range, where string, want []string) {
	t.Helper()
	found := false
	var look func(list []protocol.DocumentSymbol, parent string, around *protocol.Range)
	look = func(list []protocol.DocumentSymbol, parent string, around *protocol.Range) {
		for _, sym := range list {
			if !encloses(sym.Range, sym.SelectionRange) || around != nil && !encloses(*around, sym.Range) || strings.TrimSpace(sym.Name) == "" {
				t.Errorf("%s: %q at %v, selected at %v, lies in %v", where, sym.Name, sym.Range, sym.SelectionRange, around)
			}
			found = found || sym.SelectionRange == at && sym.Name == want[3] && kindNames[sym.Kind] == want[1] && parent == want[2]
			look(sym.Children, sym.Name, &sym.Range)
		}
	}
	look(list, "", nil)
	if !found {
		t.Errorf("%s: not in %s", where, outlineText(list, ""))
	}
}

func encloses(outer, inner protocol.Range) bool {
	return !before(inner.Start, outer.Start) && !before(outer.End, inner.End)
}

func before(a, b protocol.Position) bool {
	return a.Line < b.Line || a.Line == b.Line && a.Character < b.Character
}

func outlineText(list []protocol.DocumentSymbol, margin string) string {
	var b strings.Builder
	for _, sym := range list {
		b.WriteString("\n" + margin + kindNames[sym.Kind] + " " + sym.Name + outlineText(sym.Children, margin+"  "))
	}
	return b.String()
}

func checkFold(t *testing.T, s *session, path, text string, line uint32, where, last string) {
	t.Helper()
	lines := strings.Split(text, "\n")
	for _, fold := range s.folds(path) {
		if fold.StartLine == line && strings.Contains(lines[fold.EndLine], last) && fold.EndLine > line && fold.StartCharacter == nil {
			return
		}
	}
	for _, fold := range s.folds(path) {
		where += fmt.Sprintf(" %d-%d", fold.StartLine+1, fold.EndLine+1)
	}
	t.Errorf("%s: there is no such fold", where)
}

func checkSelection(t *testing.T, s *session, path, text string, offset int, where, claim string) {
	t.Helper()
	list := s.selections(path, positionAt(text, offset, s.client.encoding))
	if len(list) == 0 && claim == "" {
		return
	}
	if len(list) != 1 {
		t.Fatalf("%s: %d answers", where, len(list))
	}
	var chain []string
	for r := &list[0]; r != nil; r = r.Parent {
		if r.Parent != nil && (!encloses(r.Parent.Range, r.Range) || r.Parent.Range == r.Range) {
			t.Errorf("%s: %v does not lie in %v", where, r.Range, r.Parent.Range)
		}
		chain = append(chain, text[offsetAt(text, r.Range.Start, s.client.encoding):offsetAt(text, r.Range.End, s.client.encoding)])
	}
	for i, want := range strings.Split(claim, " | ") {
		first, last, open := strings.Cut(want, " … ")
		if i >= len(chain) || !open && chain[i] != want || open && !(strings.HasPrefix(chain[i], first) && strings.HasSuffix(strings.TrimRight(chain[i], "\r\n"), last)) {
			for i, text := range chain {
				if len(text) > 60 {
					chain[i] = text[:30] + " … " + text[len(text)-30:]
				}
			}
			t.Errorf("%s: not %d of %q", where, i, chain)
			return
		}
	}
}

// checkLink checks where a text leads, nowhere without a target.
func checkLink(t *testing.T, s *session, path string, file featureFile, at protocol.Range, where string, target []string) {
	t.Helper()
	root := uri.File(strings.TrimSuffix(path, filepath.FromSlash("/"+file.name)))
	s.client.logged(t, "in the workspace") // a checkout of the framework is found with the index
	list := s.links(path)
	for _, link := range list {
		switch {
		case len(target) == 0 && !before(at.End, link.Range.Start) && !before(link.Range.End, at.Start):
			t.Errorf("%s: leads to %v", where, *link.Target)
			return
		case len(target) > 0 && link.Range == at:
			if got := strings.TrimPrefix(string(*link.Target), string(root)+"/"); got != target[0] {
				t.Errorf("%s: leads to %s", where, got)
			}
			return
		}
	}
	if len(target) > 0 {
		t.Errorf("%s: not in %+v", where, list)
	}
}

// checkTyped types a line break, and takes it back when what is made of it was seen.
func checkTyped(t *testing.T, s *session, path, text string, offset int, where, want string) {
	t.Helper()
	lineEnd := "\n"
	if strings.Contains(text, "\r\n") {
		lineEnd = "\r\n"
	}
	broken := text[:offset] + lineEnd + text[offset:]
	s.change(path, broken, 2)
	at := positionAt(broken, offset+len(lineEnd), s.client.encoding)
	lines := strings.Split(applyText(broken, s.typed(path, at, "\n"), s.client.encoding), lineEnd)
	if got := lines[at.Line-1] + "|" + lines[at.Line]; got != want {
		t.Errorf("%s: got %q", where, got)
	}
	if len(lines) != strings.Count(broken, lineEnd)+1 {
		t.Errorf("%s: %d lines", where, len(lines))
	}
	if edits := s.typed(path, at, ";"); len(edits) > 0 {
		t.Errorf("%s: another sign makes %+v", where, edits)
	}
	s.change(path, text, 3)
}
