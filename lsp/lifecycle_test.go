package lsp_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"llmdbench-ls/analysis"
	"llmdbench-ls/analysis/rules"
)

const small = "export LLMDBENCH_DEPLOY_MODEL_LIST=lab/parrot-7b\n"

// TestInitialize tells what the server can do, in the first unit of positions that it knows.
func TestInitialize(t *testing.T) {
	utf8, utf16, utf32 := protocol.PositionEncodingKindUTF8, protocol.PositionEncodingKindUTF16, protocol.PositionEncodingKindUTF32
	for _, test := range []struct {
		offered []protocol.PositionEncodingKind
		want    protocol.PositionEncodingKind
	}{
		{nil, utf16}, {[]protocol.PositionEncodingKind{"utf-7"}, utf16}, {[]protocol.PositionEncodingKind{"utf-7", utf32, utf8}, utf32},
		{[]protocol.PositionEncodingKind{utf8, utf16}, utf8},
	} {
		t.Run(string(test.want), func(t *testing.T) { initialize(t, test.offered, test.want) })
	}
}

func initialize(t *testing.T, offered []protocol.PositionEncodingKind, want protocol.PositionEncodingKind) {
	s := newSession(t, nil, func(st *start) { st.bare = true })
	params := modernClient()
	params.Capabilities.General = &protocol.GeneralClientCapabilities{PositionEncodings: offered}
	result, err := s.server.Initialize(s.ctx, &params)
	if err != nil {
		t.Fatal(err)
	}
	c := result.Capabilities
	if c.PositionEncoding != want {
		t.Errorf("of %v the server takes %s, want %s", offered, c.PositionEncoding, want)
	}
	version, _ := result.ServerInfo.Version.Get()
	if result.ServerInfo.Name != "llmdbench-ls" || version != "test" {
		t.Errorf("the server is %s %s", result.ServerInfo.Name, version)
	}
	actions, ok := c.CodeActionProvider.(*protocol.CodeActionOptions)
	if !ok || !slices.Equal(actions.CodeActionKinds, []protocol.CodeActionKind{"quickfix", analysis.ScenarioActionKind, analysis.FixAllKind}) || !*actions.ResolveProvider {
		t.Errorf("code actions: %+v", c.CodeActionProvider)
	}
	commands := []string{"llmdbench-ls.generate", "llmdbench-ls.update", "llmdbench-ls.report", "llmdbench-ls.environments", "llmdbench-ls.show", "llmdbench-ls.preview", "llmdbench-ls.compare",
		"llmdbench-ls.verify", "llmdbench-ls.catalogue", "llmdbench-ls.explain", "llmdbench-ls.status"}
	if !slices.Equal(c.ExecuteCommandProvider.Commands, commands) {
		t.Errorf("commands: %v", c.ExecuteCommandProvider.Commands)
	}
	if _, err := s.server.Initialize(s.ctx, &params); codeOf(err) != jsonrpc2.InvalidRequest {
		t.Errorf("a second initialize: %v", err)
	}
}

// TestOrder refuses what comes before initialize and after shutdown.
func TestOrder(t *testing.T) {
	s := newSession(t, nil, func(st *start) { st.bare = true })
	hover := &protocol.HoverParams{}
	hover.TextDocument.URI = uri.File("/nowhere/x.sh")
	if _, err := s.server.Hover(s.ctx, hover); codeOf(err) != jsonrpc2.Code(protocol.ErrorCodesServerNotInitialized) {
		t.Errorf("hover before initialize: %v", err)
	}
	if err := s.server.Shutdown(s.ctx); codeOf(err) != jsonrpc2.Code(protocol.ErrorCodesServerNotInitialized) {
		t.Errorf("shutdown before initialize: %v", err)
	}
	s.open("/nowhere/x.sh", "export LLMDBENCH_NO_SUCH_NAME=1\n") // dropped
	params := modernClient()
	if _, err := s.server.Initialize(s.ctx, &params); err != nil {
		t.Fatal(err)
	}
	if h := s.hover("/nowhere/x.sh", protocol.Position{Character: 10}); h != nil {
		t.Errorf("the file opened before initialize is known: %v", h)
	}
	if err := s.server.Shutdown(s.ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := s.server.Hover(s.ctx, hover); codeOf(err) != jsonrpc2.InvalidRequest {
		t.Errorf("hover after shutdown: %v", err)
	}
	if err := s.server.Shutdown(s.ctx); codeOf(err) != jsonrpc2.InvalidRequest {
		t.Errorf("a second shutdown: %v", err)
	}
}

// TestExitCodes gives 0 only after a shutdown, whether the session ends by exit or by the end of the input.
func TestExitCodes(t *testing.T) {
	for _, test := range []struct {
		name                       string
		initialize, shutdown, exit bool
		want                       int
	}{
		{"shutdown and exit", true, true, true, 0},
		{"shutdown and end of input", true, true, false, 0},
		{"exit alone", true, false, true, 1},
		{"end of input alone", true, false, false, 1},
		{"exit before initialize", false, false, true, 1},
		{"nothing at all", false, false, false, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSession(t, nil, func(st *start) { st.bare = !test.initialize })
			if test.shutdown {
				if err := s.server.Shutdown(s.ctx); err != nil {
					t.Fatal(err)
				}
			}
			got := 0
			if test.exit {
				if err := s.server.Exit(s.ctx); err != nil {
					t.Fatal(err)
				}
				got = <-s.exit
				s.ended = true
				_ = s.pipe.Close()
			} else {
				got = s.end()
			}
			if got != test.want {
				t.Errorf("the exit code is %d, want %d", got, test.want)
			}
		})
	}
}

// TestUnknownMethods answers unknown requests with an error, ignores unknown notifications, and goes on.
func TestUnknownMethods(t *testing.T) {
	s := newSession(t, nil)
	for _, method := range []string{"textDocument/nonsense", "$/nonsense", "textDocument/moniker", "textDocument/linkedEditingRange"} {
		var raw jsonrpc2.RawMessage
		if _, err := s.conn.Call(s.ctx, method, jsonrpc2.RawMessage(`{"textDocument":{"uri":"file:///x"},"position":{"line":0,"character":0},"query":""}`), &raw); codeOf(err) != jsonrpc2.MethodNotFound {
			t.Errorf("%s: %v, %s", method, err, raw)
		}
	}
	for _, method := range []string{"textDocument/nonsense", "$/nonsense", "$/setTrace", "notebookDocument/didOpen", "textDocument/willSave"} {
		if err := s.conn.Notify(s.ctx, method, jsonrpc2.RawMessage(`{"value":"off"}`)); err != nil {
			t.Fatal(err)
		}
	}
	s.alive(t)
}

// alive insists that the session still answers and still looks at files.
func (s *session) alive(t *testing.T) {
	t.Helper()
	s.open("/nowhere/alive.sh", "export LLMDBENCH_DEPLOY_MODEL_LITS=x\n")
	if s.hover("/nowhere/alive.sh", protocol.Position{Character: 10}) == nil {
		t.Error("the session does not answer any more")
	}
	if got := s.client.diagnostics(t, "/nowhere/alive.sh", 1); len(got) != 1 {
		t.Errorf("%d diagnostics, want 1", len(got))
	}
	s.close("/nowhere/alive.sh")
}

// TestMalformed answers requests with parameters of the wrong shape, and ignores such notifications.
func TestMalformed(t *testing.T) {
	s := newSession(t, nil)
	s.open("/nowhere/x.sh", small)
	shapes := []string{
		`null`, `[]`, `{}`, `7`, `"x"`, `{"textDocument":7}`, `{"textDocument":{"uri":7}}`, `{"textDocument":{"uri":"file:///nowhere/x.sh"},"position":"here"}`,
		`{"textDocument":{"uri":"file:///nowhere/x.sh"},"position":{"line":-1,"character":-1}}`,
		`{"textDocument":{"uri":"file:///nowhere/x.sh"},"position":{"line":4294967295,"character":4294967295}}`,
		`{"textDocument":{"uri":"%%%"},"position":{"line":0,"character":0}}`, `{"textDocument":{"uri":"not a uri"},"position":{"line":0,"character":0}}`,
		`{"textDocument":{"uri":"file:///nowhere/x.sh","version":"new"},"contentChanges":[{"range":7}]}`,
		`{"textDocument":{"uri":"file:///nowhere/x.sh","version":9},"contentChanges":[{"text":"x","range":{"start":{"line":9,"character":9},"end":{"line":0,"character":0}}}]}`,
	}
	requests := []string{"textDocument/hover", "textDocument/codeAction", "codeAction/resolve", "workspace/executeCommand"}
	notifications := []string{"textDocument/didChange", "textDocument/didClose", "workspace/didChangeWatchedFiles", "workspace/didChangeConfiguration", "workspace/didChangeWorkspaceFolders", "window/workDoneProgress/cancel", "$/cancelRequest", "initialized"}
	for _, shape := range shapes {
		for _, method := range requests {
			var raw jsonrpc2.RawMessage
			if _, err := s.conn.Call(s.ctx, method, jsonrpc2.RawMessage(shape), &raw); err != nil && codeOf(err) == 0 {
				t.Fatalf("%s of %s: %v", method, shape, err)
			} else if codeOf(err) == jsonrpc2.InternalError {
				t.Errorf("%s of %s: %v", method, shape, err)
			}
		}
		for _, method := range notifications {
			if err := s.conn.Notify(s.ctx, method, jsonrpc2.RawMessage(shape)); err != nil {
				t.Fatalf("%s of %s: %v", method, shape, err)
			}
		}
	}
	s.alive(t)
}

// panicking stands for a rule with a mistake.
var panicking = &analysis.Rule{
	ID: "panic", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario},
	Check: func(p *analysis.Pass) {
		if strings.Contains(p.File.Text, "boom") {
			panic("boom")
		}
	},
}

// TestPanic answers the request, says so in the log, and goes on, with files that do no harm as before.
func TestPanic(t *testing.T) {
	s := newSession(t, nil, withRules(append(slices.Clone(rules.All), panicking)...))
	s.open("/nowhere/boom.sh", small+"# boom\n")
	s.client.logged(t, "a file could not be checked")
	var raw jsonrpc2.RawMessage
	params := &protocol.CodeActionParams{TextDocument: protocol.TextDocumentIdentifier{URI: uri.File("/nowhere/boom.sh")}, Context: protocol.CodeActionContext{Diagnostics: []protocol.Diagnostic{}}}
	if _, err := s.conn.Call(s.ctx, protocol.MethodTextDocumentCodeAction, params, &raw); codeOf(err) != jsonrpc2.InternalError || !strings.Contains(err.Error(), "textDocument/codeAction went wrong") || strings.Contains(err.Error(), "boom") {
		t.Errorf("the answer is %s, %v", raw, err)
	}
	s.client.logged(t, "a request went wrong")
	s.alive(t)
	s.change("/nowhere/boom.sh", "export LLMDBENCH_NO_SUCH_NAME=1\n", 2)
	if got := s.client.diagnostics(t, "/nowhere/boom.sh", 2); len(got) != 1 {
		t.Errorf("%d diagnostics after the mistake is gone", len(got))
	}
}

// TestCancel ends a request that its client no longer waits for.
func TestCancel(t *testing.T) {
	started, ended := make(chan struct{}, 1), make(chan struct{})
	endless := &analysis.Rule{ID: "endless", Severity: analysis.Error, Kinds: panicking.Kinds, Check: func(p *analysis.Pass) {
		if strings.Contains(p.File.Text, "endless") {
			started <- struct{}{}
			<-ended
		}
	}}
	reached := false
	after := &analysis.Rule{ID: "after", Severity: analysis.Error, Kinds: endless.Kinds, Check: func(p *analysis.Pass) { reached = reached || strings.Contains(p.File.Text, "endless") }}
	s := newSession(t, nil, withRules(endless, after))
	path := filepath.Join(realTempDir(t), "scenario.sh")
	writeFile(t, path, small+"# endless\n") // not open, so that only the request looks at it
	answer := make(chan error, 1)
	go func() {
		params := &protocol.CodeActionParams{TextDocument: protocol.TextDocumentIdentifier{URI: uri.File(path)}, Context: protocol.CodeActionContext{Diagnostics: []protocol.Diagnostic{}}}
		var raw jsonrpc2.RawMessage
		_, err := s.conn.Call(context.Background(), protocol.MethodTextDocumentCodeAction, params, &raw)
		answer <- err
	}()
	<-started
	if s.hover(path, protocol.Position{Character: 10}) == nil {
		t.Error("another request waits for the first")
	}
	// The library does not tell the ID of a call before its end; the client has made three so far.
	for id := range 4 {
		if err := s.conn.Notify(s.ctx, protocol.MethodCancelRequest, &protocol.CancelParams{ID: protocol.Integer(id)}); err != nil {
			t.Fatal(err)
		}
	}
	s.hover(path, protocol.Position{Character: 10}) // by its answer the cancellations have been read
	close(ended)
	if err := <-answer; err != nil && codeOf(err) != jsonrpc2.Code(protocol.LSPErrorCodesRequestCancelled) {
		t.Errorf("the answer is %v", err)
	}
	if reached {
		t.Error("rules ran on after the cancellation")
	}
}
