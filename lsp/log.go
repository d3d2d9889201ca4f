package lsp

import (
	"context"
	"strings"

	"go.lsp.dev/protocol"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

// clientLog sends log entries to the client as window/logMessage, in order, from one goroutine, so that no request
// waits for the client to read its log.
type clientLog struct {
	level   *zap.AtomicLevel
	encoder zapcore.Encoder
	entries chan *protocol.LogMessageParams
	fields  []zapcore.Field
}

// maxWaiting bounds the entries that wait to be sent; more are dropped, since the client does not read.
const maxWaiting = 256

func newClientLog(level *zap.AtomicLevel) *clientLog {
	return &clientLog{
		level:   level,
		encoder: zapcore.NewConsoleEncoder(zapcore.EncoderConfig{MessageKey: "message", StacktraceKey: "stack"}),
		entries: make(chan *protocol.LogMessageParams, maxWaiting),
	}
}

// join gives a core that writes to another one and to the client.
func (c *clientLog) join(other zapcore.Core) zapcore.Core { return zapcore.NewTee(other, c) }

func (c *clientLog) start(ctx context.Context, client protocol.Client) {
	go func() {
		for {
			select {
			case entry := <-c.entries:
				if client.LogMessage(ctx, entry) != nil {
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}()
}

// Enabled implements zapcore.Core.
func (c *clientLog) Enabled(l zapcore.Level) bool { return c.level.Enabled(l) }

// With implements zapcore.Core.
func (c *clientLog) With(fields []zapcore.Field) zapcore.Core {
	copied := *c
	copied.fields = append(append([]zapcore.Field(nil), c.fields...), fields...)
	return &copied
}

// Check implements zapcore.Core.
func (c *clientLog) Check(e zapcore.Entry, checked *zapcore.CheckedEntry) *zapcore.CheckedEntry {
	if c.Enabled(e.Level) {
		return checked.AddCore(e, c)
	}
	return checked
}

// Write implements zapcore.Core.
func (c *clientLog) Write(e zapcore.Entry, fields []zapcore.Field) error {
	b, err := c.encoder.EncodeEntry(e, append(append([]zapcore.Field(nil), c.fields...), fields...))
	if err != nil {
		return err
	}
	select {
	case c.entries <- &protocol.LogMessageParams{Type: messageType(e.Level), Message: strings.TrimSpace(b.String())}:
	default:
	}
	return nil
}

// Sync implements zapcore.Core.
func (c *clientLog) Sync() error { return nil }

func messageType(l zapcore.Level) protocol.MessageType {
	switch {
	case l >= zapcore.ErrorLevel:
		return protocol.MessageTypeError
	case l == zapcore.WarnLevel:
		return protocol.MessageTypeWarning
	case l == zapcore.InfoLevel:
		return protocol.MessageTypeInfo
	}
	return protocol.MessageTypeLog
}
