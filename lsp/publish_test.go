package lsp_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

const misspelt = "export LLMDBENCH_DEPLOY_MODEL_LITS=x\n"

// TestDiagnostics publishes with the version it looked at, clears what is mended, and clears a file that is closed.
func TestDiagnostics(t *testing.T) {
	s := newSession(t, nil)
	path := "/nowhere/grüße 🦜.sh"
	s.openVersion(path, "# 🦜\n"+misspelt, 3)
	got := s.client.diagnostics(t, path, 3)
	if len(got) != 1 || got[0].Severity != protocol.DiagnosticSeverityWarning || got[0].Code != protocol.String("unknown-variable") {
		t.Fatalf("got %+v", got)
	}
	s.edit(path, 4, &protocol.TextDocumentContentChangePartial{Range: protocol.Range{
		Start: protocol.Position{Line: 1, Character: 30}, End: protocol.Position{Line: 1, Character: 34},
	}, Text: "LIST"})
	if got := s.client.diagnostics(t, path, 4); len(got) != 0 {
		t.Errorf("after the fix: %+v", got)
	}
	s.change(path, misspelt, 5)
	if got := s.client.diagnostics(t, path, 5); len(got) != 1 {
		t.Errorf("after another change: %+v", got)
	}
	said := s.client.saidOf(path)
	s.change(path, misspelt+"# the same finding\n", 6)
	if got := s.client.diagnostics(t, path, 6); len(got) != 1 {
		t.Errorf("the same in another version: %+v", got)
	}
	s.close(path)
	s.client.await(t, "the file to be cleared", func() bool {
		return slices.ContainsFunc(s.client.published, func(p protocol.PublishDiagnosticsParams) bool {
			_, versioned := p.Version.Get()
			return p.URI == uri.File(path) && !versioned && len(p.Diagnostics) == 0
		})
	})
	if now := s.client.saidOf(path); now != said+2 {
		t.Errorf("%d messages about a version and the end, want 2", now-said)
	}
	s.openVersion(path, misspelt, 1)
	if got := s.client.diagnostics(t, path, 1); len(got) != 1 {
		t.Errorf("opened again: %+v", got)
	}
}

// TestClose lets the disk's text count again.
func TestClose(t *testing.T) {
	path := filepath.Join(realTempDir(t), "x.sh")
	writeFile(t, path, small)
	s := newSession(t, nil)
	name := protocol.Position{Character: 10}
	s.open(path, strings.Replace(small, "parrot", "unsaved", 1))
	for _, want := range []string{"lab/unsaved-7b", "lab/parrot-7b"} {
		h := s.hover(path, name)
		if h == nil || !strings.Contains(h.Contents.(*protocol.MarkupContent).Value, want) {
			t.Errorf("the hover is %+v, want %s", h, want)
		}
		s.close(path)
	}
}

// TestClean answers for an opened scenario without a fault too, so that a client knows that it has been looked at.
func TestClean(t *testing.T) {
	s := newSession(t, nil)
	s.open("/nowhere/clean.sh", small)
	if got := s.client.diagnostics(t, "/nowhere/clean.sh", 1); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
}

// TestSilence never publishes anything about files that are not ours, whatever happens to them.
func TestSilence(t *testing.T) {
	s := newSession(t, nil)
	others := map[string]string{
		"/nowhere/compose.yaml": "services: [\n", "/nowhere/backup.sh": "if true; then\n", "/nowhere/notes.md": misspelt,
		"/nowhere/binary.sh": "export \x00\xff", "/nowhere/big.sh": strings.Repeat("#", 5<<20) + "\n" + misspelt,
	}
	for path, text := range others {
		s.open(path, text)
		s.change(path, text+"\n", 2)
		s.close(path)
	}
	err := s.server.DidOpen(s.ctx, &protocol.DidOpenTextDocumentParams{TextDocument: protocol.TextDocumentItem{URI: "untitled:Untitled-1", LanguageID: "shellscript", Text: misspelt}})
	if err != nil {
		t.Fatal(err)
	}
	s.alive(t)
	for path := range others {
		if n := s.client.saidOf(path); n != 0 {
			t.Errorf("%d messages about %s", n, path)
		}
	}
	s.client.mu.Lock()
	defer s.client.mu.Unlock()
	for _, p := range s.client.published {
		if p.URI != uri.File("/nowhere/alive.sh") {
			t.Errorf("a message about %s", p.URI)
		}
	}
}

// TestBecomingOurs speaks about a file as soon as it is a scenario, and takes everything back when it is none any more.
func TestBecomingOurs(t *testing.T) {
	s := newSession(t, nil)
	path := "/nowhere/draft.sh"
	s.open(path, "echo draft\n")
	s.change(path, misspelt, 2)
	if got := s.client.diagnostics(t, path, 2); len(got) != 1 {
		t.Errorf("got %+v", got)
	}
	s.change(path, "echo draft\n", 3)
	if got := s.client.diagnostics(t, path, 3); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
}

// TestUnknownDocument ignores edits of files that are not open.
func TestUnknownDocument(t *testing.T) {
	s := newSession(t, nil)
	s.change("/nowhere/ghost.sh", misspelt, 2)
	s.close("/nowhere/ghost.sh")
	s.alive(t)
	if n := s.client.saidOf("/nowhere/ghost.sh"); n != 0 {
		t.Errorf("%d messages about a file that was never opened", n)
	}
}

// TestTyping sends a scenario letter by letter, as fast as it can: the last version is what counts in the end.
func TestTyping(t *testing.T) {
	s := newSession(t, nil)
	path := filepath.Join("/nowhere", "typing.sh")
	s.open(path, "")
	version, line, column := int32(1), uint32(0), uint32(0)
	for _, r := range "# 🦜 grüße\n" + misspelt + "export LLMDBENCH_NO_SUCH_NAME=1\n" {
		version++
		at := protocol.Position{Line: line, Character: column}
		s.edit(path, version, &protocol.TextDocumentContentChangePartial{Range: protocol.Range{Start: at, End: at}, Text: string(r)})
		column += uint32(units(string(r), s.client.encoding))
		if r == '\n' {
			line, column = line+1, 0
		}
	}
	s.client.await(t, "two findings", func() bool {
		if len(s.client.published) == 0 {
			return false
		}
		last := s.client.published[len(s.client.published)-1]
		return len(last.Diagnostics) == 2 && fmt.Sprint(last.Diagnostics[1].Range) == "{{2 7} {2 29}}"
	})
}
