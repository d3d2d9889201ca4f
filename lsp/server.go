// Package lsp speaks the language server protocol: order, capabilities, positions, publishing. What is said comes from
// package analysis; this one alone knows the protocol.
package lsp

import (
	"context"
	"io"
	"strings"
	"sync"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.uber.org/zap"

	"llmdbench-ls/analysis"
)

const serverName = "llmdbench-ls"

// Options are what the program gives its server.
type Options struct {
	Version string
	Rules   []*analysis.Rule
	Log     *zap.Logger      // where the log goes beside the client
	Level   *zap.AtomicLevel // changed by the client's setting
}

// server is one session with one client.
//
// Messages are handled in the order in which they come. A change of a document makes a new snapshot at once; a request
// pins the snapshot of its moment and then goes on beside later messages.
type server struct {
	protocol.UnimplementedServer
	options Options
	log     *zap.Logger
	conn    jsonrpc2.Conn
	client  protocol.Client
	publish *publisher
	logs    *clientLog
	shown   shownPreviews
	painted paintings

	workspace workspaceState
	indexing  indexing
	refreshes refreshes

	background context.Context // for work that outlives a request; ends with the session
	exit       chan struct{}   // closed by the exit notification
	unheard    chan struct{}   // closed when the client says nothing any more

	mu       sync.Mutex // guards what follows
	snapshot *analysis.Snapshot
	state    state
	encoding encoding
	can      capabilities
}

// state is where in its life a session is.
type state uint8

const (
	fresh state = iota
	running
	shutDown
)

// capabilities are the client's abilities that matter here.
type capabilities struct {
	applyEdit, createFiles, documentChanges, resolveEdit, literalActions bool
	configuration, watchFiles, progress, showDocument                    bool
	refreshContent                                                       bool // it listens to changes of documents that the server makes up
	pullsDiagnostics, refreshDiagnostics                                 bool // it asks for diagnostics, and can be told to do so
	preparesRename                                                       bool // it asks before a rename whether there can be one
	resolveLens                                                          bool // it asks for the titles of lenses
	completion                                                           completionAbilities
	opensRulePages                                                       bool // it shows the link of a finding, and can open what it leads to
	outlines                                                             outlineAbilities

	palette *palette           // how it shows tokens, nil where it does not
	refresh [allRefreshed]bool // what it asks for again when it is told to
}

// Serve runs a session over a stream until it ends, and gives the exit code that the protocol asks for: 0 after a
// shutdown, 1 without.
func Serve(ctx context.Context, stream io.ReadWriteCloser, o Options) int {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := newServer(ctx, o)
	s.conn = jsonrpc2.NewConn(forgivingStream{jsonrpc2.NewStream(stream), s.log, sync.OnceFunc(func() { close(s.unheard) })}, jsonrpc2.WithCodec(codec{}))
	s.client = protocol.ClientDispatcher(s.conn)
	s.logs.start(ctx, s.client)
	s.publish.start(ctx, s)
	s.conn.Go(ctx, s.cancellable(s.guard(protocol.ServerHandler(s, jsonrpc2.MethodNotFoundHandler))))
	select {
	case <-s.conn.Done():
		if err := s.conn.Err(); err != nil {
			s.log.Error("the connection broke", zap.Error(err))
		}
	case <-s.exit:
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state == shutDown {
		return 0
	}
	return 1
}

func newServer(ctx context.Context, o Options) *server {
	s := &server{options: o, background: ctx, exit: make(chan struct{}), unheard: make(chan struct{}), encoding: protocol.PositionEncodingKindUTF16}
	s.snapshot = analysis.NewSnapshot(nil, analysis.DefaultSettings)
	s.publish = newPublisher()
	s.logs = newClientLog(o.Level)
	s.log = zap.New(s.logs.join(o.Log.Core()))
	return s
}

// codec encodes with the protocol's own functions, which know its unions.
type codec struct{}

func (codec) Marshal(v any) ([]byte, error) {
	switch m := v.(type) {
	case jsonrpc2.RawMessage:
		if m == nil {
			return []byte("null"), nil
		}
		return m, nil
	case *jsonrpc2.RawMessage:
		if m == nil || *m == nil {
			return []byte("null"), nil
		}
		return *m, nil
	case []protocol.FoldingRange:
		if m == nil { // the library makes an empty list of it, and an editor that is given one stops folding by margins
			return []byte("null"), nil
		}
	}
	return protocol.Marshal(v)
}

func (codec) Unmarshal(data []byte, v any) error {
	if raw, ok := v.(*jsonrpc2.RawMessage); ok {
		*raw = append(jsonrpc2.RawMessage(nil), data...)
		return nil
	}
	return protocol.Unmarshal(data, v)
}

// guard keeps the session alive: a panic is answered and logged, a notification's error is logged, since the
// connection would close on either; and it keeps the protocol's order of initialize, requests, shutdown.
func (s *server) guard(next jsonrpc2.Handler) jsonrpc2.Handler {
	return func(ctx context.Context, req *jsonrpc2.Request) (result any, err error) {
		method := strings.Clone(req.Method()) // the request is recycled once its handler lets later messages be handled
		call := req.IsCall()
		defer func() {
			if p := recover(); p != nil {
				s.log.Error("a request went wrong", zap.String("method", method), zap.Any("panic", p), zap.Stack("stack"))
				result, err = nil, jsonrpc2.Errorf(jsonrpc2.InternalError, "%s went wrong inside the server; its log says more", method)
			}
			if !call && err != nil {
				s.log.Debug("a notification was not handled", zap.String("method", method), zap.Error(err))
				err = nil
			}
		}()
		if err := s.allowed(method); err != nil {
			return nil, err
		}
		return next(ctx, req)
	}
}

// allowed says whether a method may be called at this time of the session.
func (s *server) allowed(method string) error {
	s.mu.Lock()
	state := s.state
	s.mu.Unlock()
	switch {
	case method == protocol.MethodExit:
		return nil
	case state == fresh && method != protocol.MethodInitialize:
		return jsonrpc2.Errorf(jsonrpc2.Code(protocol.ErrorCodesServerNotInitialized), "the session is not initialized")
	case state == running && method == protocol.MethodInitialize:
		return jsonrpc2.Errorf(jsonrpc2.InvalidRequest, "the session is initialized already")
	case state == shutDown:
		return jsonrpc2.Errorf(jsonrpc2.InvalidRequest, "the session is shut down")
	}
	return nil
}

// failed is the answer to a request that cannot be done, as a sentence for the user.
func failed(err error) error {
	return jsonrpc2.Errorf(jsonrpc2.Code(protocol.LSPErrorCodesRequestFailed), "%s", err.Error())
}

// view pins the snapshot of the moment and lets later messages be handled meanwhile. Every request handler begins with
// it, unless it says why not.
func (s *server) view(ctx context.Context) (*analysis.Snapshot, encoding) {
	s.mu.Lock()
	snapshot, e := s.snapshot, s.encoding
	s.mu.Unlock()
	jsonrpc2.Async(ctx)
	return snapshot, e
}

// change makes a new snapshot of the old one.
func (s *server) change(f func(*analysis.Snapshot) *analysis.Snapshot) *analysis.Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.snapshot = f(s.snapshot)
	return s.snapshot
}

// current is the snapshot of the moment, for work that no request waits for.
func (s *server) current() (*analysis.Snapshot, encoding) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.snapshot, s.encoding
}

func (s *server) abilities() capabilities {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.can
}
