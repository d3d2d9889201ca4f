package lsp_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// client is an editor as the server sees it. It notes everything that it is told.
type client struct {
	protocol.UnimplementedClient
	encoding protocol.PositionEncodingKind

	mu         sync.Mutex
	settings   string // what the client answers when it is asked for its settings
	refuse     bool   // edits are not applied
	reason     string // why they are not
	published  []protocol.PublishDiagnosticsParams
	applied    []protocol.ApplyWorkspaceEditParams
	shown      []uri.URI
	refreshed  []uri.URI // documents whose text is said to have changed
	askedAgain int       // how often the client was told to ask for diagnostics again
	told       []string  // what else it was told to ask for again
	registered []string
	asked      []string // the sections of settings that were asked for
	progress   []string // "token kind"
	logs       []protocol.LogMessageParams
	changed    chan struct{} // closed and replaced whenever something is noted
}

func newClient() *client { return &client{settings: "null", changed: make(chan struct{})} }

func (c *client) note(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f()
	close(c.changed)
	c.changed = make(chan struct{})
}

// await waits until something is so.
func (c *client) await(t testing.TB, what string, so func() bool) {
	t.Helper()
	timeout := time.After(patience)
	for {
		c.mu.Lock()
		done, changed := so(), c.changed
		c.mu.Unlock()
		if done {
			return
		}
		select {
		case <-changed:
		case <-timeout:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

func (c *client) PublishDiagnostics(_ context.Context, params *protocol.PublishDiagnosticsParams) error {
	copied := *params
	c.note(func() { c.published = append(c.published, copied) })
	return nil
}

func (c *client) DiagnosticRefresh(context.Context) error {
	c.note(func() { c.askedAgain++ })
	return nil
}

func (c *client) ApplyEdit(_ context.Context, params *protocol.ApplyWorkspaceEditParams) (*protocol.ApplyWorkspaceEditResult, error) {
	copied := *params
	c.note(func() { c.applied = append(c.applied, copied) })
	answer := &protocol.ApplyWorkspaceEditResult{Applied: !c.refuse}
	if c.refuse && c.reason != "" {
		answer.FailureReason = &c.reason
	}
	return answer, nil
}

func (c *client) ShowDocument(_ context.Context, params *protocol.ShowDocumentParams) (*protocol.ShowDocumentResult, error) {
	shown := uri.URI(strings.Clone(string(params.URI)))
	c.note(func() { c.shown = append(c.shown, shown) })
	return &protocol.ShowDocumentResult{Success: true}, nil
}

func (c *client) RegisterCapability(_ context.Context, params *protocol.RegistrationParams) error {
	c.note(func() {
		for _, r := range params.Registrations {
			c.registered = append(c.registered, fmt.Sprintf("%s %s", r.Method, r.RegisterOptions))
		}
	})
	return nil
}

func (c *client) Configuration(_ context.Context, params *protocol.ConfigurationParams) ([]protocol.LSPAny, error) {
	var answer []protocol.LSPAny
	c.note(func() {
		for _, item := range params.Items {
			section := ""
			if item.Section != nil {
				section = strings.Clone(*item.Section)
			}
			c.asked = append(c.asked, section)
			answer = append(answer, protocol.LSPAny(c.settings))
		}
	})
	return answer, nil
}

func (c *client) WorkDoneProgressCreate(_ context.Context, params *protocol.WorkDoneProgressCreateParams) error {
	c.note(func() { c.progress = append(c.progress, fmt.Sprintf("%v create", params.Token)) })
	return nil
}

func (c *client) Progress(_ context.Context, params *protocol.ProgressParams) error {
	var value struct{ Kind, Title string }
	_ = json.Unmarshal(params.Value, &value)
	c.note(func() {
		c.progress = append(c.progress, strings.TrimSpace(fmt.Sprintf("%v %s %s", params.Token, value.Kind, value.Title)))
	})
	return nil
}

func (c *client) LogMessage(_ context.Context, params *protocol.LogMessageParams) error {
	copied := protocol.LogMessageParams{Type: params.Type, Message: strings.Clone(params.Message)}
	c.note(func() { c.logs = append(c.logs, copied) })
	return nil
}

// logged waits for a line in the log.
func (c *client) logged(t testing.TB, part string) {
	t.Helper()
	c.await(t, "a log entry with "+part, func() bool {
		return slices.ContainsFunc(c.logs, func(l protocol.LogMessageParams) bool { return strings.Contains(l.Message, part) })
	})
}

// diagnostics waits until a version of a file has been looked at, and gives what was said.
func (c *client) diagnostics(t testing.TB, path string, version int32) []protocol.Diagnostic {
	t.Helper()
	var found []protocol.Diagnostic
	c.await(t, fmt.Sprintf("diagnostics of version %d of %s", version, path), func() bool {
		for _, p := range slices.Backward(c.published) {
			if v, ok := p.Version.Get(); ok && v == version && p.URI == uri.File(path) {
				found = p.Diagnostics
				return true
			}
		}
		return false
	})
	return found
}

// saidOf counts the messages with diagnostics of a file.
func (c *client) saidOf(path string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	for _, p := range c.published {
		if p.URI == uri.File(path) {
			n++
		}
	}
	return n
}

// Positions are counted here in another way than in the server, so that a mistake does not cancel itself out.

// positionAt is the position of an offset in a text.
func positionAt(text string, offset int, e protocol.PositionEncodingKind) protocol.Position {
	line := strings.Count(text[:offset], "\n")
	before := text[strings.LastIndexByte(text[:offset], '\n')+1 : offset]
	return protocol.Position{Line: uint32(line), Character: uint32(units(before, e))}
}

// units is the length of a text in an encoding.
func units(text string, e protocol.PositionEncodingKind) int {
	switch e {
	case protocol.PositionEncodingKindUTF8:
		return len(text)
	case protocol.PositionEncodingKindUTF32:
		return utf8.RuneCountInString(text)
	}
	n := 0
	for _, r := range text {
		n++
		if r >= 0x10000 {
			n++
		}
	}
	return n
}

func rangeAt(text string, start, end int, e protocol.PositionEncodingKind) protocol.Range {
	return protocol.Range{Start: positionAt(text, start, e), End: positionAt(text, end, e)}
}

// offsetAt is the offset of a position that lies within the text.
func offsetAt(text string, p protocol.Position, e protocol.PositionEncodingKind) int {
	at := 0
	for range p.Line {
		at += strings.IndexByte(text[at:], '\n') + 1
	}
	for left := int(p.Character); left > 0; {
		_, size := utf8.DecodeRuneInString(text[at:])
		left -= units(text[at:at+size], e)
		at += size
	}
	return at
}

// applyText applies edits to a text as an editor does: all places mean the text before.
func applyText(text string, edits []*protocol.TextEdit, e protocol.PositionEncodingKind) string {
	var b strings.Builder
	at := 0
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b *protocol.TextEdit) int {
		return offsetAt(text, a.Range.Start, e) - offsetAt(text, b.Range.Start, e)
	})
	for _, edit := range edits {
		b.WriteString(text[at:offsetAt(text, edit.Range.Start, e)] + edit.NewText)
		at = offsetAt(text, edit.Range.End, e)
	}
	return b.String() + text[at:]
}

// applyEdit applies a workspace edit to texts by path. A file that is to be created must not be there.
func applyEdit(t testing.TB, texts map[string]string, edit *protocol.WorkspaceEdit, e protocol.PositionEncodingKind) {
	t.Helper()
	for _, change := range edit.DocumentChanges {
		switch change := change.(type) {
		case *protocol.CreateFile:
			path := change.URI.Path()
			if _, open := texts[path]; open || onDisk(path) {
				t.Fatalf("%s is to be created, but exists", path)
			}
			texts[path] = ""
		case *protocol.TextDocumentEdit:
			var edits []*protocol.TextEdit
			for _, one := range change.Edits {
				edits = append(edits, one.(*protocol.TextEdit))
			}
			editText(t, texts, change.TextDocument.URI.Path(), edits, e)
		default:
			t.Fatalf("a change of kind %T", change)
		}
	}
	for u, list := range edit.Changes {
		var edits []*protocol.TextEdit
		for i := range list {
			edits = append(edits, &list[i])
		}
		editText(t, texts, u.Path(), edits, e)
	}
}

func editText(t testing.TB, texts map[string]string, path string, edits []*protocol.TextEdit, e protocol.PositionEncodingKind) {
	t.Helper()
	text, open := texts[path]
	if !open {
		text = readFile(t, path)
	}
	texts[path] = applyText(text, edits, e)
}

func onDisk(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
