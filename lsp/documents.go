package lsp

import (
	"context"
	"path"
	"slices"
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
	file := pathOf(d.URI)
	if file == "" {
		return nil // not a file, so not a guide's
	}
	f := source.New(file, d.Version, strings.Clone(d.Text))
	s.change(func(old *analysis.Snapshot) *analysis.Snapshot { return old.With(f) })
	s.publish.opened(file, keep(d.URI))
	s.changed(file)
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
	s.changed(path)
	return nil
}

// changed tells the client what else follows from a change of documents.
func (s *server) changed(files ...string) {
	if slices.ContainsFunc(files, isConfig) {
		s.recheckOpen()
		return
	}
	snapshot, _ := s.current()
	dependents := snapshot.Dependents(files...)
	if len(dependents) > 0 {
		for _, d := range dependents {
			s.publish.changed(d)
		}
		s.askAgain()
	}
	if len(dependents) > 0 || slices.ContainsFunc(files, snapshot.ShowsCountOf) {
		s.refresh(lenses)
	}
	for _, f := range files {
		s.refreshPreviews(f)
	}
}

func isConfig(file string) bool { return path.Base(file) == analysis.ConfigName }

// DidClose implements protocol.Server.
func (s *server) DidClose(_ context.Context, params *protocol.DidCloseTextDocumentParams) error {
	path := pathOf(params.TextDocument.URI)
	if path == "" {
		s.shown.remove(params.TextDocument.URI)
		return nil
	}
	snapshot := s.change(func(old *analysis.Snapshot) *analysis.Snapshot { return old.Without(path) })
	s.publish.closed(path)
	s.workspace.forgetConcerned(snapshot, path)
	s.painted.forget(path)
	s.changed(path)
	return nil
}

// DidSave implements protocol.Server. The text is known already; files that are not open may be about it.
func (s *server) DidSave(_ context.Context, params *protocol.DidSaveTextDocumentParams) error {
	if path := pathOf(params.TextDocument.URI); path != "" {
		snapshot, _ := s.current()
		s.workspace.forgetConcerned(snapshot, path)
	}
	return nil
}

// DidChangeWatchedFiles implements protocol.Server. Texts on the disk are looked at when they are next needed; what must
// be told is the list of what there is, and which files are concerned: those that are open, all of them where a file has
// come or gone, and those not open for which something was read that has changed.
func (s *server) DidChangeWatchedFiles(_ context.Context, params *protocol.DidChangeWatchedFilesParams) error {
	var paths []string
	came, everything := false, false
	framework := s.framework()
	for _, c := range params.Changes {
		p := pathOf(c.URI)
		if p == "" {
			continue
		}
		paths = append(paths, p)
		came = came || c.Type != protocol.FileChangeTypeChanged
		everything = everything || framework != "" && strings.HasPrefix(p, framework+"/")
	}
	s.log.Debug("files changed on the disk", zap.Int("count", len(paths)))
	snapshot := s.refreshIndex(paths)
	s.tellConfigs(paths)
	switch {
	case everything || framework != snapshot.Framework():
		s.recheck()
		return nil
	case came:
		s.recheckOpen()
	default:
		s.changed(paths...)
	}
	s.workspace.forgetConcerned(snapshot, paths...)
	s.refreshPreviews("")
	return nil
}

func (s *server) framework() string {
	snapshot, _ := s.current()
	return snapshot.Framework()
}

// recheck looks at every file again, after something that concerns them all has changed.
func (s *server) recheck() {
	s.workspace.forget()
	s.recheckOpen()
}

// recheckOpen looks at every open file again.
func (s *server) recheckOpen() {
	snapshot, _ := s.current()
	for _, path := range snapshot.OpenFiles() {
		s.publish.changed(path)
	}
	s.askAgain()
	s.refresh(lenses, hints, tokens)
	s.refreshPreviews("")
}

// askAgain lets a client that asks for diagnostics ask anew. It does not wait for an answer.
func (s *server) askAgain() {
	if can := s.abilities(); !can.pullsDiagnostics || !can.refreshDiagnostics {
		return
	}
	go func() {
		if err := s.client.DiagnosticRefresh(s.background); err != nil {
			s.log.Debug("the client does not ask for diagnostics again", zap.Error(err))
		}
	}()
}
