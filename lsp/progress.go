package lsp

import (
	"context"
	"fmt"

	"go.lsp.dev/protocol"

	"llmdbench-ls/analysis"
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

const indexToken = protocol.String(serverName + "/index")

// reindex looks through the workspace folders anew, with progress where the client shows it.
func (s *server) reindex() {
	ctx, cancel := context.WithCancel(s.background)
	defer cancel()
	s.mu.Lock()
	if s.indexing != nil {
		s.indexing()
	}
	s.indexing = cancel
	folders, can := s.snapshot.Folders(), s.can
	s.mu.Unlock()
	show := can.progress && s.client.WorkDoneProgressCreate(ctx, &protocol.WorkDoneProgressCreateParams{Token: indexToken}) == nil
	report := func(int) {}
	if show {
		done := s.begin(ctx, indexToken, "Looking for guides and scenarios")
		defer done()
		report = func(seen int) {
			message := fmt.Sprintf("%d files", seen)
			s.progress(ctx, indexToken, &protocol.WorkDoneProgressReport{Kind: "report", Message: &message})
		}
	}
	index := analysis.BuildIndex(ctx, folders, report)
	if ctx.Err() != nil {
		return
	}
	before, _ := s.current()
	after := s.change(func(old *analysis.Snapshot) *analysis.Snapshot { return old.WithIndex(index) })
	s.log.Info(fmt.Sprintf("%d guide files and %d scenarios in the workspace", len(index.Guides), len(index.Scenarios)))
	if before.Framework() != after.Framework() {
		s.log.Info("defaults are read from the framework in " + after.Framework())
		s.recheck()
	}
	s.workspace.forget()
}

// WorkDoneProgressCancel implements protocol.Server.
func (s *server) WorkDoneProgressCancel(_ context.Context, params *protocol.WorkDoneProgressCancelParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if params.Token == indexToken && s.indexing != nil {
		s.indexing()
	}
	return nil
}
