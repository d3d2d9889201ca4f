package lsp

import (
	"context"
	"errors"

	"go.lsp.dev/jsonrpc2"
	"go.uber.org/zap"
)

// forgivingStream answers a message that cannot be read with an error, and goes on with the next one: where a message
// ends is known from its header, whatever is in it. The library by itself would end the session. When there is nothing
// more to read, it ends the requests that wait for something to happen, which the library would wait for.
type forgivingStream struct {
	jsonrpc2.Stream
	log *zap.Logger
	end func()
}

// Read implements jsonrpc2.Stream. A broken header is no error of the message but of the stream, and is passed on.
func (s forgivingStream) Read(ctx context.Context) (jsonrpc2.Message, int64, error) {
	for {
		message, n, err := s.Stream.Read(ctx)
		var malformed *jsonrpc2.Error
		if !errors.As(err, &malformed) {
			if err != nil {
				s.end()
			}
			return message, n, err
		}
		s.log.Warn("a message cannot be read", zap.Error(err))
		var unknown jsonrpc2.ID // as the specification asks for: null, since the message's own may be the broken part
		if _, err := s.Write(ctx, jsonrpc2.NewResponse(unknown, nil, malformed)); err != nil {
			return nil, 0, err
		}
	}
}
