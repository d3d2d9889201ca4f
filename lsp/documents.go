package lsp

import (
	"context"
	"strings"

	"go.lsp.dev/protocol"
	"go.uber.org/zap"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

// Documents change inline, in the order of the messages, so that a request sees every change before it.

// DidOpen implements protocol.Server.
func (s *server) DidOpen(_ context.Context, params *protocol.DidOpenTextDocumentParams) error {
	d := params.TextDocument
	path := pathOf(d.URI)
	if path == "" {
		return nil // not a file, so not a guide's
	}
	f := source.New(path, d.Version, strings.Clone(d.Text))
	s.change(func(old *analysis.Snapshot) *analysis.Snapshot { return old.With(f) })
	s.publish.opened(path, keep(d.URI))
	s.refreshPreviews(path)
	return nil
}

// DidChange implements protocol.Server.
func (s *server) DidChange(_ context.Context, params *protocol.DidChangeTextDocumentParams) error {
	path := pathOf(params.TextDocument.URI)
	if path == "" {
		return nil
	}
	snapshot, e := s.current()
	if !snapshot.IsOpen(path) {
		s.log.Debug("a document changed that is not open")
		return nil
	}
	f, err := snapshot.File(path)
	if err != nil {
		return err
	}
	for _, change := range params.ContentChanges {
		f = source.New(path, params.TextDocument.Version, splice(f, change, e))
	}
	s.change(func(old *analysis.Snapshot) *analysis.Snapshot { return old.With(f) })
	s.publish.changed(path)
	s.refreshPreviews(path)
	return nil
}

// DidClose implements protocol.Server.
func (s *server) DidClose(_ context.Context, params *protocol.DidCloseTextDocumentParams) error {
	path := pathOf(params.TextDocument.URI)
	if path == "" {
		s.shown.remove(params.TextDocument.URI)
		return nil
	}
	s.change(func(old *analysis.Snapshot) *analysis.Snapshot { return old.Without(path) })
	s.publish.closed(path)
	s.refreshPreviews(path)
	return nil
}

// DidSave implements protocol.Server. The text is known already.
func (s *server) DidSave(context.Context, *protocol.DidSaveTextDocumentParams) error { return nil }

// DidChangeWatchedFiles implements protocol.Server. Texts on the disk are looked at when they are next needed; only
// the list of what there is must be told.
func (s *server) DidChangeWatchedFiles(_ context.Context, params *protocol.DidChangeWatchedFilesParams) error {
	var paths []string
	for _, c := range params.Changes {
		if p := pathOf(c.URI); p != "" {
			paths = append(paths, p)
		}
	}
	s.log.Debug("files changed on the disk", zap.Int("count", len(paths)))
	s.change(func(old *analysis.Snapshot) *analysis.Snapshot { return old.WithIndex(old.Index().Refreshed(paths)) })
	s.refreshPreviews("")
	return nil
}

// recheck looks at every open file again, after something that concerns them all has changed.
func (s *server) recheck() {
	snapshot, _ := s.current()
	for _, path := range snapshot.OpenFiles() {
		s.publish.changed(path)
	}
	s.refreshPreviews("")
}
