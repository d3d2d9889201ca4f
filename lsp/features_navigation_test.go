package lsp_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// Claims about navigation. Each is put to the start, the middle and the end of its text.
//
//	def("text", "file:line", ...)   the text leads to these lines, in this order; to none where no line is named
//	refs("text", "file:line", ...)  the text is mentioned in these lines, one for each mention, in any order
//	uses("text", "file:line", ...)  the same without declarations
//	highlight("text", "wrrt")       the text is mentioned in its file so often: written, read, in a text
//	rename("text", "new")           the new name makes the file what the file name@new of the feature is
//	norename("text", "part")        the text cannot be renamed, for a reason that has the part
//	norename("text", "new", "part") the text can be renamed, but not to this
//	norename("text")                there is nothing to rename

// navigationClaims are the kinds of claims, and what checks one.
var navigationClaims = map[string]func(*navigationClaim){
	"def": (*navigationClaim).definition, "refs": (*navigationClaim).references, "uses": (*navigationClaim).uses,
	"highlight": (*navigationClaim).highlight, "rename": (*navigationClaim).rename, "norename": (*navigationClaim).norename,
}

// navigationClaim is a claim at one of its positions.
type navigationClaim struct {
	t               *testing.T
	s               *session
	dir, path, text string
	start, end      int // of the claim's text
	where           string
	args            []string
	position        protocol.TextDocumentPositionParams
}

// checkNavigation checks a claim at all of its positions. ok is false for a claim of another kind.
func checkNavigation(t *testing.T, s *session, path string, file featureFile, c featureClaim, where string) (ok bool) {
	t.Helper()
	check, ok := navigationClaims[c.name]
	if !ok {
		return false
	}
	s.client.logged(t, "in the workspace")
	start, end := placeOf(t, file, c)
	for _, offset := range []int{start, (start + end) / 2, end} {
		n := &navigationClaim{t: t, s: s, dir: strings.TrimSuffix(path, "/"+file.name), path: path, text: file.text, start: start, end: end, where: where, args: c.args[1:]}
		n.position.TextDocument.URI, n.position.Position = uri.File(path), positionAt(file.text, offset, s.client.encoding)
		check(n)
	}
	return true
}

// ask sends a request and decodes the answer from memory of its own.
func ask[T any](t testing.TB, s *session, method string, params any) (answer T, err error) {
	t.Helper()
	var raw jsonrpc2.RawMessage
	if _, err := s.conn.Call(s.ctx, method, params, &raw); err != nil {
		return answer, err
	}
	if err := protocol.Unmarshal(slices.Clone(raw), &answer); err != nil {
		t.Fatalf("%s: %v in %s", method, err, raw)
	}
	return answer, nil
}

// lines names locations as claims do.
func (n *navigationClaim) lines(list []protocol.Location) []string {
	var lines []string
	for _, l := range list {
		lines = append(lines, fmt.Sprintf("%s:%d", strings.TrimPrefix(l.URI.Path(), n.dir+"/"), l.Range.Start.Line+1))
	}
	return lines
}

func (n *navigationClaim) definition() {
	list, err := ask[[]protocol.Location](n.t, n.s, protocol.MethodTextDocumentDefinition, &protocol.DefinitionParams{TextDocumentPositionParams: n.position})
	if got := n.lines(list); err != nil || !slices.Equal(got, n.args) {
		n.t.Errorf("%s: %q, %v, want %q", n.where, got, err, n.args)
	}
}

func (n *navigationClaim) references() { n.find(true) }
func (n *navigationClaim) uses()       { n.find(false) }

func (n *navigationClaim) find(declarations bool) {
	params := &protocol.ReferenceParams{TextDocumentPositionParams: n.position}
	params.Context.IncludeDeclaration = declarations
	list, err := ask[[]protocol.Location](n.t, n.s, protocol.MethodTextDocumentReferences, params)
	got, want := n.lines(list), slices.Clone(n.args)
	slices.Sort(got)
	slices.Sort(want)
	if err != nil || !slices.Equal(got, want) {
		n.t.Errorf("%s: %q, %v, want %q", n.where, got, err, want)
	}
	unique := slices.Clone(list)
	slices.SortFunc(unique, func(a, b protocol.Location) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	if len(slices.Compact(unique)) != len(list) {
		n.t.Errorf("%s: a place is there twice: %v", n.where, list)
	}
}

func (n *navigationClaim) highlight() {
	params := &protocol.DocumentHighlightParams{TextDocumentPositionParams: n.position}
	list, err := ask[[]protocol.DocumentHighlight](n.t, n.s, protocol.MethodTextDocumentDocumentHighlight, params)
	kinds, covered := "", false
	for _, h := range list {
		kinds += map[protocol.DocumentHighlightKind]string{protocol.DocumentHighlightKindText: "t", protocol.DocumentHighlightKindRead: "r", protocol.DocumentHighlightKindWrite: "w"}[h.Kind]
		covered = covered || h.Range == rangeAt(n.text, n.start, n.end, n.s.client.encoding)
	}
	if want := strings.Join(n.args, ""); err != nil || kinds != want || want != "" && !covered {
		n.t.Errorf("%s: %q, %v, want %q; the text itself is among them: %v", n.where, kinds, err, want, covered)
	}
}

// prepare asks whether there can be a rename.
func (n *navigationClaim) prepare() (protocol.PrepareRenameResult, error) {
	return ask[protocol.PrepareRenameResult](n.t, n.s, protocol.MethodTextDocumentPrepareRename, &protocol.PrepareRenameParams{TextDocumentPositionParams: n.position})
}

func (n *navigationClaim) renameTo(name string) (*protocol.WorkspaceEdit, error) {
	return ask[*protocol.WorkspaceEdit](n.t, n.s, protocol.MethodTextDocumentRename, &protocol.RenameParams{TextDocumentPositionParams: n.position, NewName: name})
}

func (n *navigationClaim) rename() {
	prepared, err := n.prepare()
	at, ok := prepared.(*protocol.PrepareRenamePlaceholder)
	if err != nil || !ok || at.Range != rangeAt(n.text, n.start, n.end, n.s.client.encoding) || at.Placeholder != n.text[n.start:n.end] {
		n.t.Errorf("%s: prepared %+v, %v", n.where, prepared, err)
		return
	}
	edit, err := n.renameTo(n.args[0])
	if err != nil {
		n.t.Errorf("%s: %v", n.where, err)
		return
	}
	texts := map[string]string{n.path: n.text}
	applyEdit(n.t, texts, edit, n.s.client.encoding)
	if want := readFile(n.t, n.path+"@"+n.args[0]); texts[n.path] != want || len(texts) != 1 {
		n.t.Errorf("%s: the file becomes\n%s\nwant\n%s", n.where, texts[n.path], want)
	}
}

func (n *navigationClaim) norename() {
	prepared, err := n.prepare()
	if len(n.args) == 2 && err == nil && prepared != nil {
		_, err = n.renameTo(n.args[0])
	}
	switch {
	case len(n.args) == 0:
		if edit, err2 := n.renameTo("other"); err != nil || prepared != nil || err2 != nil || edit != nil {
			n.t.Errorf("%s: prepared %+v, %v, renamed %+v, %v", n.where, prepared, err, edit, err2)
		}
	case err == nil || !strings.Contains(err.Error(), n.args[len(n.args)-1]) || codeOf(err) != jsonrpc2.Code(protocol.LSPErrorCodesRequestFailed):
		n.t.Errorf("%s: %v", n.where, err)
	case len(n.args) == 1:
		if edit, err := n.renameTo("other"); err == nil {
			n.t.Errorf("%s: it becomes %+v all the same", n.where, edit)
		}
	}
}
