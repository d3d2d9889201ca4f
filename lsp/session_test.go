package lsp_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"llmdbench-ls/analysis"
	"llmdbench-ls/analysis/rules"
	"llmdbench-ls/lsp"
)

// patience is how long a test waits for something that must happen.
const patience = 20 * time.Second

// session is a whole server, and a client that speaks to it through a pipe.
type session struct {
	t      testing.TB
	ctx    context.Context
	server protocol.Server
	conn   jsonrpc2.Conn
	client *client
	legend protocol.SemanticTokensLegend
	pipe   *duplex // the client's end
	exit   chan int
	ended  bool
}

// with changes how a session is started.
type with func(*start)

// start is what a session is started with.
type start struct {
	params  protocol.InitializeParams
	options lsp.Options
	answers func(*client)
	bare    bool // no initialize
}

// newSession starts a server on some workspace folders and initializes it. The end of the test ends the session and
// insists that nothing of it is left.
func newSession(t testing.TB, folders []string, changes ...with) *session {
	t.Helper()
	level := zap.NewAtomicLevelAt(zapcore.InfoLevel)
	st := start{params: modernClient(), options: lsp.Options{Version: "test", Rules: rules.All, Log: zap.NewNop(), Level: &level}}
	st.params.WorkspaceFolders = protocol.NewNullable(workspaceFolders(folders))
	for _, change := range changes {
		change(&st)
	}
	s := connect(t, st.options)
	if st.answers != nil {
		st.answers(s.client)
	}
	if st.bare {
		return s
	}
	result, err := s.server.Initialize(s.ctx, &st.params)
	if err != nil {
		t.Fatal(err)
	}
	s.client.encoding = result.Capabilities.PositionEncoding
	if colours, ok := result.Capabilities.SemanticTokensProvider.(*protocol.SemanticTokensOptions); ok {
		s.legend = colours.Legend
	}
	if err := s.server.Initialized(s.ctx, &protocol.InitializedParams{}); err != nil {
		t.Fatal(err)
	}
	return s
}

func connect(t testing.TB, options lsp.Options) *session {
	near, far := newPipe()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	s := &session{t: t, client: newClient(), pipe: near, exit: make(chan int, 1)}
	go func() { s.exit <- lsp.Serve(ctx, far, options) }()
	s.ctx, s.conn, s.server = protocol.NewClient(ctx, s.client, jsonrpc2.NewStream(near))
	t.Cleanup(func() {
		if !s.ended {
			s.end()
		}
		cancel()
		checkGoroutines(t)
	})
	return s
}

// end closes the pipe, as an editor that is gone does, and gives the server's exit code.
func (s *session) end() int {
	s.t.Helper()
	s.ended = true
	_ = s.pipe.Close()
	select {
	case code := <-s.exit:
		return code
	case <-time.After(patience):
		s.t.Fatal("the server did not end")
		return -1
	}
}

// checkGoroutines insists that no goroutine of a server or a connection is left.
func checkGoroutines(t testing.TB) {
	t.Helper()
	var left string
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		buffer := make([]byte, 1<<20)
		left = ""
		for _, stack := range strings.Split(string(buffer[:runtime.Stack(buffer, true)]), "\n\n") {
			if strings.Contains(stack, "llmdbench-ls/lsp.") || strings.Contains(stack, "go.lsp.dev/jsonrpc2.") {
				left = stack
			}
		}
		if left == "" {
			return
		}
	}
	t.Errorf("a goroutine is left:\n%s", left)
}

func on() *bool { yes := true; return &yes }

// modernClient can do everything that the server makes use of.
func modernClient() protocol.InitializeParams {
	var p protocol.InitializeParams
	p.Capabilities = protocol.ClientCapabilities{
		Workspace: &protocol.WorkspaceClientCapabilities{
			ApplyEdit: on(), Configuration: on(), WorkspaceFolders: on(),
			WorkspaceEdit: &protocol.WorkspaceEditClientCapabilities{
				DocumentChanges: on(), ResourceOperations: []protocol.ResourceOperationKind{protocol.ResourceOperationKindCreate},
			},
			DidChangeWatchedFiles: &protocol.DidChangeWatchedFilesClientCapabilities{DynamicRegistration: on()},
		},
		TextDocument: &protocol.TextDocumentClientCapabilities{CodeAction: &protocol.CodeActionClientCapabilities{
			DataSupport:              on(),
			ResolveSupport:           protocol.ClientCodeActionResolveOptions{Properties: []string{"edit"}},
			CodeActionLiteralSupport: protocol.ClientCodeActionLiteralOptions{CodeActionKind: protocol.ClientCodeActionKindOptions{ValueSet: []protocol.CodeActionKind{""}}},
		}, Completion: completingClient()},
		Window: &protocol.WindowClientCapabilities{WorkDoneProgress: on(), ShowDocument: &protocol.ShowDocumentClientCapabilities{Support: true}},
	}
	withColours(&p.Capabilities)
	canOutline(p.Capabilities.TextDocument)
	return p
}

func withEncoding(e protocol.PositionEncodingKind) with {
	return func(st *start) {
		st.params.Capabilities.General = &protocol.GeneralClientCapabilities{PositionEncodings: []protocol.PositionEncodingKind{e}}
	}
}

func withSettings(text string) with {
	return func(st *start) {
		st.params.InitializationOptions = protocol.LSPAny(text)
		st.params.Capabilities.Workspace.Configuration = nil
	}
}

func withRules(list ...*analysis.Rule) with {
	return func(st *start) { st.options.Rules = list }
}

func workspaceFolders(folders []string) []protocol.WorkspaceFolder {
	var list []protocol.WorkspaceFolder
	for _, f := range folders {
		list = append(list, protocol.WorkspaceFolder{URI: uri.File(f), Name: filepath.Base(f)})
	}
	return list
}

// open opens a file with a text that need not be the disk's.
func (s *session) open(path, text string) {
	s.t.Helper()
	s.openVersion(path, text, 1)
}

func (s *session) openVersion(path, text string, version int32) {
	s.t.Helper()
	err := s.server.DidOpen(s.ctx, &protocol.DidOpenTextDocumentParams{TextDocument: protocol.TextDocumentItem{
		URI: uri.File(path), LanguageID: "plaintext", Version: version, Text: text,
	}})
	if err != nil {
		s.t.Fatal(err)
	}
}

// change replaces a file's whole text.
func (s *session) change(path, text string, version int32) {
	s.t.Helper()
	s.edit(path, version, &protocol.TextDocumentContentChangeWholeDocument{Text: text})
}

func (s *session) edit(path string, version int32, changes ...protocol.TextDocumentContentChangeEvent) {
	s.t.Helper()
	params := &protocol.DidChangeTextDocumentParams{ContentChanges: changes}
	params.TextDocument.URI, params.TextDocument.Version = uri.File(path), version
	if err := s.server.DidChange(s.ctx, params); err != nil {
		s.t.Fatal(err)
	}
}

func (s *session) close(path string) {
	s.t.Helper()
	params := &protocol.DidCloseTextDocumentParams{TextDocument: protocol.TextDocumentIdentifier{URI: uri.File(path)}}
	if err := s.server.DidClose(s.ctx, params); err != nil {
		s.t.Fatal(err)
	}
}

func (s *session) hover(path string, at protocol.Position) *protocol.Hover {
	s.t.Helper()
	params := &protocol.HoverParams{}
	params.TextDocument.URI, params.Position = uri.File(path), at
	h, err := s.server.Hover(s.ctx, params)
	if err != nil {
		s.t.Fatal(err)
	}
	return h
}

// actions asks for the code actions of a place.
func (s *session) actions(path string, at protocol.Range, only ...protocol.CodeActionKind) []protocol.CommandOrCodeAction {
	s.t.Helper()
	params := &protocol.CodeActionParams{
		TextDocument: protocol.TextDocumentIdentifier{URI: uri.File(path)}, Range: at,
		Context: protocol.CodeActionContext{Diagnostics: []protocol.Diagnostic{}, Only: only},
	}
	// Not through s.server: the library decodes a list of unions in place, in memory that the next message overwrites.
	var raw jsonrpc2.RawMessage
	if _, err := s.conn.Call(s.ctx, protocol.MethodTextDocumentCodeAction, params, &raw); err != nil {
		s.t.Fatal(err)
	}
	var list []protocol.CommandOrCodeAction
	if err := protocol.Unmarshal(raw, &list); err != nil {
		s.t.Fatal(err)
	}
	return list
}

// action finds the code action with a title at the start of a file.
func (s *session) action(path, title string) *protocol.CodeAction {
	s.t.Helper()
	list := s.actions(path, protocol.Range{})
	for _, a := range list {
		if a, ok := a.(*protocol.CodeAction); ok && a.Title == title {
			return a
		}
	}
	s.t.Fatalf("there is no action %q in %s", title, titles(list))
	return nil
}

func titles(list []protocol.CommandOrCodeAction) string {
	var names []string
	for _, a := range list {
		switch a := a.(type) {
		case *protocol.CodeAction:
			names = append(names, a.Title)
		case *protocol.Command:
			names = append(names, a.Title+" [command]")
		}
	}
	return strings.Join(names, " | ")
}

// command runs one of the server's commands.
func (s *session) command(name, path, environment string, token protocol.ProgressToken) (map[string]any, error) {
	argument, _ := json.Marshal(map[string]string{"uri": string(uri.File(path)), "environment": environment})
	params := &protocol.ExecuteCommandParams{Command: "llmdbench-ls." + name, Arguments: []protocol.LSPAny{argument}}
	params.WorkDoneToken = token
	raw, err := s.server.ExecuteCommand(s.ctx, params)
	if err != nil || len(raw) == 0 {
		return nil, err
	}
	var result map[string]any
	return result, json.Unmarshal(raw, &result)
}

// codeOf is the code of a protocol error, 0 for other errors and none.
func codeOf(err error) jsonrpc2.Code {
	var e *jsonrpc2.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}

// copyTree puts a folder's files below another one.
func copyTree(t testing.TB, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(from, name)
		writeFile(t, filepath.Join(to, rel), string(text))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func writeFile(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func readFile(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// guideFolder is a workspace with a copy of the test guides in it.
func guideFolder(t testing.TB) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	copyTree(t, filepath.Join("..", "testdata", "guides"), filepath.Join(dir, "guides"))
	return dir
}

// newPipe is a pipe with a buffer that takes everything, in both directions.
func newPipe() (near, far *duplex) {
	a, b := newBuffer(), newBuffer()
	return &duplex{a, b}, &duplex{b, a}
}

// duplex is one end of a pipe.
type duplex struct{ in, out *buffer }

func (d *duplex) Read(p []byte) (int, error)  { return d.in.read(p) }
func (d *duplex) Write(p []byte) (int, error) { return d.out.write(p) }

// Close ends both directions: nobody reads or writes any more.
func (d *duplex) Close() error {
	d.in.close()
	d.out.close()
	return nil
}

// buffer is one direction of a pipe.
type buffer struct {
	mu     sync.Mutex
	more   *sync.Cond
	data   bytes.Buffer
	closed bool
}

func newBuffer() *buffer {
	b := &buffer{}
	b.more = sync.NewCond(&b.mu)
	return b
}

func (b *buffer) read(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.data.Len() == 0 && !b.closed {
		b.more.Wait()
	}
	if b.data.Len() == 0 {
		return 0, io.EOF
	}
	return b.data.Read(p)
}

func (b *buffer) write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return 0, io.ErrClosedPipe
	}
	defer b.more.Broadcast()
	return b.data.Write(p)
}

func (b *buffer) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	b.more.Broadcast()
}
