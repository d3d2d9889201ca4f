package lsp

import (
	"context"
	"path"
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

// changed tells the client what else follows from a change of a document.
func (s *server) changed(file string) {
	if path.Base(file) == analysis.ConfigName {
		s.recheck()
		return
	}
	snapshot, _ := s.current()
	if dependents := snapshot.Dependents(file); len(dependents) > 0 {
		for _, d := range dependents {
			s.publish.changed(d)
		}
		s.askAgain()
	}
	s.refreshPreviews(file)
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
	s.workspace.forget(path)
	s.changed(path)
	return nil
}

// DidSave implements protocol.Server. The text is known already.
func (s *server) DidSave(context.Context, *protocol.DidSaveTextDocumentParams) error { return nil }

// DidChangeWatchedFiles implements protocol.Server. Texts on the disk are looked at when they are next needed; what must
// be told is the list of what there is, and which open files are concerned: all of them where a file has come or gone,
// and where a config or the framework has changed.
func (s *server) DidChangeWatchedFiles(_ context.Context, params *protocol.DidChangeWatchedFilesParams) error {
	var paths []string
	all, scenarios := false, true
	framework := s.framework()
	for _, c := range params.Changes {
		p := pathOf(c.URI)
		if p == "" {
			continue
		}
		paths = append(paths, p)
		all = all || c.Type != protocol.FileChangeTypeChanged || path.Base(p) == analysis.ConfigName || framework != "" && strings.HasPrefix(p, framework+"/")
		scenarios = scenarios && strings.HasSuffix(p, ".sh")
	}
	s.log.Debug("files changed on the disk", zap.Int("count", len(paths)))
	s.change(func(old *analysis.Snapshot) *analysis.Snapshot { return old.WithIndex(old.Index().Refreshed(paths)) })
	if all {
		go s.checkConfigs()
		s.recheck()
		return nil
	}
	if scenarios {
		s.workspace.forget(paths...)
	} else {
		s.workspace.forget() // a guide may belong to any scenario
	}
	for _, p := range paths {
		s.changed(p)
	}
	s.refreshPreviews("")
	return nil
}

func (s *server) framework() string {
	snapshot, _ := s.current()
	return snapshot.Framework()
}

// recheck looks at every file again, after something that concerns them all has changed.
func (s *server) recheck() {
	snapshot, _ := s.current()
	s.workspace.forget()
	for _, path := range snapshot.OpenFiles() {
		s.publish.changed(path)
	}
	s.askAgain()
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
