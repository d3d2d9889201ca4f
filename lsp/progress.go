package lsp

import (
	"context"

	"go.lsp.dev/protocol"
)

// begin reports the start of work under a token that the client gave, and gives the function that reports its end.
// Without a token nobody wants to know.
func (s *server) begin(ctx context.Context, token protocol.ProgressToken, title string) (done func()) {
	if token == nil {
		return func() {}
	}
	s.progress(ctx, token, &protocol.WorkDoneProgressBegin{Kind: "begin", Title: title})
	return func() { s.progress(ctx, token, &protocol.WorkDoneProgressEnd{Kind: "end"}) }
}

func (s *server) progress(ctx context.Context, token protocol.ProgressToken, value any) {
	raw, err := protocol.Marshal(value)
	if err != nil {
		return
	}
	_ = s.client.Progress(ctx, &protocol.ProgressParams{Token: token, Value: raw}) // a progress that gets lost harms nobody
}
