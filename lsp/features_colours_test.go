package lsp_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// shownToken is a token as an editor shows it.
type shownToken struct {
	at    protocol.Range
	looks string // its type, and its modifiers behind blanks
}

// legend is what modernClient can show, which is more than the server makes use of.
var (
	clientTypes     = []string{"namespace", "keyword", "string", "number", "comment", "macro", "variable", "parameter", "property", "class", "type"}
	clientModifiers = []string{"async", "defaultLibrary", "deprecated", "readonly", "declaration"}
)

// withColours adds what a client says of tokens, hints and lenses.
func withColours(c *protocol.ClientCapabilities) {
	c.TextDocument.SemanticTokens = protocol.SemanticTokensClientCapabilities{
		Formats: []protocol.TokenFormat{protocol.TokenFormatRelative}, TokenTypes: clientTypes, TokenModifiers: clientModifiers,
		Requests: protocol.ClientSemanticTokensRequestOptions{Range: protocol.Boolean(true), Full: &protocol.ClientSemanticTokensRequestFullDelta{Delta: on()}},
	}
	c.TextDocument.InlayHint = &protocol.InlayHintClientCapabilities{}
	c.TextDocument.CodeLens = &protocol.CodeLensClientCapabilities{}
	c.Workspace.SemanticTokens = &protocol.SemanticTokensWorkspaceClientCapabilities{RefreshSupport: on()}
	c.Workspace.InlayHint = &protocol.InlayHintWorkspaceClientCapabilities{RefreshSupport: on()}
	c.Workspace.CodeLens = &protocol.CodeLensWorkspaceClientCapabilities{RefreshSupport: on()}
}

func (c *client) CodeLensRefresh(context.Context) error       { return c.again("lenses") }
func (c *client) InlayHintRefresh(context.Context) error      { return c.again("hints") }
func (c *client) SemanticTokensRefresh(context.Context) error { return c.again("tokens") }

func (c *client) again(what string) error {
	c.note(func() { c.told = append(c.told, what) })
	return nil
}

// full asks for all tokens of a file.
func (s *session) full(t testing.TB, path string) *protocol.SemanticTokens {
	t.Helper()
	got, err := s.server.SemanticTokensFull(s.ctx, &protocol.SemanticTokensParams{TextDocument: protocol.TextDocumentIdentifier{URI: uri.File(path)}})
	if err != nil || got == nil || got.Data == nil {
		t.Fatalf("tokens of %s: %v, %v", path, got, err)
	}
	if got.ResultID != nil {
		id := strings.Clone(*got.ResultID) // the library's texts are those of the message
		got.ResultID = &id
	}
	return got
}

// part asks for the tokens of a part of a file.
func (s *session) part(t testing.TB, path string, at protocol.Range) []uint32 {
	t.Helper()
	got, err := s.server.SemanticTokensRange(s.ctx, &protocol.SemanticTokensRangeParams{TextDocument: protocol.TextDocumentIdentifier{URI: uri.File(path)}, Range: at})
	if err != nil {
		t.Fatal(err)
	}
	return got.Data
}

// shown reads tokens as an editor does, and insists that they are in order, on one line each, and apart.
func (s *session) shown(t testing.TB, text string, data []uint32) []shownToken {
	t.Helper()
	if len(data)%5 != 0 {
		t.Fatalf("there are %d numbers", len(data))
	}
	lines := strings.Split(text, "\n")
	var list []shownToken
	var line, column uint32
	for ; len(data) > 0; data = data[5:] {
		if data[0] > 0 {
			column = 0
		}
		line, column = line+data[0], column+data[1]
		at := protocol.Range{Start: protocol.Position{Line: line, Character: column}, End: protocol.Position{Line: line, Character: column + data[2]}}
		if last := len(list) - 1; last >= 0 && list[last].at.End.Line == line && list[last].at.End.Character > column {
			t.Errorf("the token at %v begins inside of the one at %v", at, list[last].at)
		}
		if int(line) >= len(lines) || int(at.End.Character) > units(strings.TrimSuffix(lines[line], "\r"), s.client.encoding) || data[2] == 0 {
			t.Fatalf("the token at %v is none", at)
		}
		looks := []string{s.legend.TokenTypes[data[3]]}
		for i, name := range s.legend.TokenModifiers {
			if data[4]&(1<<i) != 0 {
				looks = append(looks, name)
			}
		}
		slices.Sort(looks[1:])
		list = append(list, shownToken{at, strings.Join(looks, " ")})
	}
	return list
}

// checkToken insists that a text has one token with the given looks, whatever way the client asks in.
func checkToken(t *testing.T, s *session, path, text string, at protocol.Range, where string, looks []string) {
	t.Helper()
	slices.Sort(looks[1:])
	want := shownToken{at, strings.Join(looks, " ")}
	all := s.full(t, path)
	list := s.shown(t, text, all.Data)
	if !slices.Contains(list, want) {
		t.Errorf("%s: not among %v", where, onLine(list, at.Start.Line))
	}
	if got := s.shown(t, text, s.part(t, path, at)); !slices.Equal(got, []shownToken{want}) {
		t.Errorf("%s: the tokens of this text alone are %v", where, got)
	}
	everything := protocol.Range{End: protocol.Position{Line: math.MaxInt32}}
	if got := s.part(t, path, everything); !slices.Equal(got, all.Data) {
		t.Errorf("%s: the tokens of the whole file as a part are others", where)
	}
	params := &protocol.SemanticTokensDeltaParams{TextDocument: protocol.TextDocumentIdentifier{URI: uri.File(path)}, PreviousResultID: *all.ResultID}
	answer, err := s.server.SemanticTokensFullDelta(s.ctx, params)
	if delta, ok := answer.(*protocol.SemanticTokensDelta); err != nil || !ok || len(delta.Edits) > 0 || *delta.ResultID != *all.ResultID {
		t.Errorf("%s: nothing has changed, but %+v, %v", where, answer, err)
	}
}

func onLine(list []shownToken, line uint32) []shownToken {
	return slices.DeleteFunc(slices.Clone(list), func(s shownToken) bool { return s.at.Start.Line != line })
}

// checkNoToken insists that nothing of a text has a colour.
func checkNoToken(t *testing.T, s *session, path, text string, at protocol.Range, where string) {
	t.Helper()
	for _, shown := range s.shown(t, text, s.full(t, path).Data) {
		if shown.at.Start.Line == at.Start.Line && shown.at.Start.Character < at.End.Character && at.Start.Character < shown.at.End.Character {
			t.Errorf("%s: there is %v", where, shown)
		}
	}
}

// hintsIn asks for the hints in a part of a file.
func (s *session) hintsIn(t testing.TB, path string, at protocol.Range) []protocol.InlayHint {
	t.Helper()
	got, err := s.server.InlayHint(s.ctx, &protocol.InlayHintParams{TextDocument: protocol.TextDocumentIdentifier{URI: uri.File(path)}, Range: at})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// checkHint insists on one hint behind a text, whose tooltip says all parts; with no label, on none.
func checkHint(t *testing.T, s *session, path string, behind protocol.Position, where, label string, parts []string) {
	t.Helper()
	list := s.hintsIn(t, path, protocol.Range{Start: behind, End: behind})
	if label == "" {
		if len(list) > 0 {
			t.Errorf("%s: there is %v", where, list[0].Label)
		}
		return
	}
	if len(list) != 1 {
		t.Fatalf("%s: %d hints", where, len(list))
	}
	h := list[0]
	if h.Label != protocol.String(label) || h.Position != behind || h.PaddingLeft == nil || !*h.PaddingLeft {
		t.Errorf("%s: the hint is %q at %v", where, h.Label, h.Position)
	}
	tooltip, ok := h.Tooltip.(*protocol.MarkupContent)
	for _, part := range parts {
		if !ok || !strings.Contains(tooltip.Value, part) {
			t.Errorf("%s does not say %q but %+v", where, part, h.Tooltip)
		}
	}
}

// lensesOf asks for the lenses of a file, and for the title of each that has none yet.
func (s *session) lensesOf(t testing.TB, path string) []protocol.CodeLens {
	t.Helper()
	list, err := s.server.CodeLens(s.ctx, &protocol.CodeLensParams{TextDocument: protocol.TextDocumentIdentifier{URI: uri.File(path)}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range list { // the library's texts are those of the message
		list[i].Data, list[i].Command = slices.Clone(list[i].Data), kept(list[i].Command)
	}
	for i, lens := range list {
		if lens.Command.Title != "" {
			continue
		}
		resolved, err := s.server.CodeLensResolve(s.ctx, &lens)
		if err != nil || resolved.Command.Title == "" || resolved.Command.Command == "" {
			t.Fatalf("a lens that says nothing: %+v, %v", resolved, err)
		}
		list[i].Command = kept(resolved.Command)
	}
	return list
}

func kept(c protocol.Command) protocol.Command {
	c.Title, c.Command = strings.Clone(c.Title), strings.Clone(c.Command)
	c.Arguments = slices.Clone(c.Arguments)
	for i := range c.Arguments {
		c.Arguments[i] = slices.Clone(c.Arguments[i])
	}
	return c
}

func checkLens(t *testing.T, s *session, path string, line uint32, where, title string) {
	t.Helper()
	var titles []string
	for _, lens := range s.lensesOf(t, path) {
		if lens.Range.Start.Line == line {
			titles = append(titles, lens.Command.Title)
		}
	}
	if title == "" && len(titles) > 0 || title != "" && !slices.ContainsFunc(titles, func(t string) bool { return strings.HasPrefix(t, title) }) {
		t.Errorf("%s: there are %q", where, fmt.Sprint(titles))
	}
}
