package lsp_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"

	"llmdbench-ls/lsp"
)

// rawSession is a server, a stream to it that takes any bytes, and the log.
type rawSession struct {
	pipe   *duplex
	stream jsonrpc2.Stream
	log    *observer.ObservedLogs
	exit   chan int
}

func newRawSession(t *testing.T) *rawSession {
	t.Helper()
	near, far := newPipe()
	core, log := observer.New(zapcore.InfoLevel)
	level := zap.NewAtomicLevelAt(zapcore.InfoLevel)
	s := &rawSession{pipe: near, stream: jsonrpc2.NewStream(near), log: log, exit: make(chan int, 1)}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	go func() { s.exit <- lsp.Serve(ctx, far, lsp.Options{Log: zap.New(core), Level: &level}) }()
	t.Cleanup(func() {
		_ = near.Close()
		cancel()
		checkGoroutines(t)
	})
	return s
}

// send writes a body with its header.
func (s *rawSession) send(t *testing.T, body string) {
	t.Helper()
	if _, err := fmt.Fprintf(s.pipe, "Content-Length: %d\r\n\r\n%s", len(body), body); err != nil {
		t.Fatal(err)
	}
}

// answer waits for the next answer; the log's messages come in between.
func (s *rawSession) answer(t *testing.T) *jsonrpc2.Response {
	t.Helper()
	for {
		message, _, err := s.stream.Read(context.Background())
		if err != nil {
			t.Fatalf("no answer: %v", err)
		}
		if r, ok := message.(*jsonrpc2.Response); ok {
			return r
		}
	}
}

// TestMalformedMessages answers what is no message with an error, and goes on.
func TestMalformedMessages(t *testing.T) {
	s := newRawSession(t)
	for body, want := range map[string]jsonrpc2.Code{
		`{not json`:                              jsonrpc2.ParseError,
		`hello`:                                  jsonrpc2.ParseError,
		`{} {}`:                                  jsonrpc2.ParseError,
		`{}`:                                     jsonrpc2.InvalidRequest,
		`[]`:                                     jsonrpc2.InvalidRequest,
		`{"id": 1}`:                              jsonrpc2.InvalidRequest,
		`{"jsonrpc":"2.0","id":{},"method":"x"}`: jsonrpc2.InvalidRequest,
	} {
		s.send(t, body)
		if r := s.answer(t); codeOf(r.Err()) != want || r.ID() != (jsonrpc2.ID{}) {
			t.Errorf("%s is answered with %v to %v, want code %d to no ID", body, r.Err(), r.ID(), want)
		}
	}
	s.send(t, `{"jsonrpc":"2.0","id":7,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}`)
	if r := s.answer(t); r.Err() != nil || r.ID() != jsonrpc2.NewNumberID(7) {
		t.Errorf("then initialize is answered with %v to %v", r.Err(), r.ID())
	}
}

// TestMalformedHeader ends the session, since nobody knows where the next message begins, and says so in the log.
func TestMalformedHeader(t *testing.T) {
	s := newRawSession(t)
	if _, err := s.pipe.Write([]byte("hello\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	select {
	case code := <-s.exit:
		if code != 1 {
			t.Errorf("the exit code is %d, want 1", code)
		}
	case <-time.After(patience):
		t.Fatal("the session goes on")
	}
	if s.log.FilterMessage("the connection broke").FilterLevelExact(zapcore.ErrorLevel).Len() != 1 {
		t.Errorf("the log is %v", s.log.All())
	}
}
