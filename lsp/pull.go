package lsp

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
	"go.uber.org/zap"

	"llmdbench-ls/analysis"
)

// Clients that can ask for diagnostics are not told them unasked: they ask about the documents that they show, and about
// the rest of the workspace. An answer has an ID that stands for what it says, so that the same answer need not be given
// again.

// Diagnostic implements protocol.Server: what there is to say about a document.
func (s *server) Diagnostic(ctx context.Context, params *protocol.DocumentDiagnosticParams) (protocol.DocumentDiagnosticReport, error) {
	snapshot, _ := s.view(ctx)
	said := s.said(ctx, snapshot, pathOf(params.TextDocument.URI))
	if ctx.Err() != nil {
		return nil, protocol.ErrRequestCancelled
	}
	if params.PreviousResultID != nil && *params.PreviousResultID == said.id {
		return &protocol.RelatedUnchangedDocumentDiagnosticReport{UnchangedDocumentDiagnosticReport: said.unchanged()}, nil
	}
	return &protocol.RelatedFullDocumentDiagnosticReport{FullDocumentDiagnosticReport: said.full()}, nil
}

// statement is what there is to say about a file.
type statement struct {
	list []protocol.Diagnostic
	id   string
}

// saidClosed works out what there is to say about a file that is not open, and what was read for that.
func (s *server) saidClosed(ctx context.Context, snapshot *analysis.Snapshot, path string) (statement, *analysis.Reads) {
	view, read := snapshot.Noting()
	return s.said(ctx, view, path), read
}

// said works out what there is to say about a file: nothing where it is not ours.
func (s *server) said(ctx context.Context, snapshot *analysis.Snapshot, path string) statement {
	made := statement{list: []protocol.Diagnostic{}}
	if f, err := snapshot.File(path); err == nil {
		made.list = s.diagnostics(f, analysis.Check(ctx, snapshot, path, s.options.Rules))
	}
	text, err := protocol.Marshal(made.list)
	if err != nil {
		s.log.Warn("diagnostics cannot be written", zap.Error(err))
	}
	sum := sha256.Sum256(text)
	made.id = hex.EncodeToString(sum[:8])
	return made
}

func (d statement) full() protocol.FullDocumentDiagnosticReport {
	return protocol.FullDocumentDiagnosticReport{Kind: string(protocol.DocumentDiagnosticReportKindFull), ResultID: &d.id, Items: d.list}
}

func (d statement) unchanged() protocol.UnchangedDocumentDiagnosticReport {
	return protocol.UnchangedDocumentDiagnosticReport{Kind: string(protocol.DocumentDiagnosticReportKindUnchanged), ResultID: d.id}
}

// DiagnosticWorkspace implements protocol.Server: what there is to say about files that are not open. A client asks
// again as soon as it has an answer, so one that would hold nothing new waits until something changes on the disk or in
// the settings. What is typed in a document changes nothing here.
func (s *server) DiagnosticWorkspace(ctx context.Context, params *protocol.WorkspaceDiagnosticParams) (*protocol.WorkspaceDiagnosticReport, error) {
	s.view(ctx)
	before := map[uri.URI]string{}
	for _, p := range params.PreviousResultIds {
		before[keep(p.URI)] = strings.Clone(p.Value)
	}
	for {
		changed := s.workspace.changed()
		snapshot, _ := s.current()
		items := s.workspaceReports(ctx, snapshot, before)
		if ctx.Err() != nil {
			return nil, protocol.ErrRequestCancelled
		}
		if len(items) > 0 || len(before) == 0 {
			return &protocol.WorkspaceDiagnosticReport{Items: items}, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, protocol.ErrRequestCancelled
		case <-s.unheard:
			return nil, protocol.ErrRequestCancelled
		}
	}
}

// workspaceReports are the reports about files of which there is something else to say than before, those that are gone
// included.
func (s *server) workspaceReports(ctx context.Context, snapshot *analysis.Snapshot, before map[uri.URI]string) []protocol.WorkspaceDocumentDiagnosticReport {
	items := []protocol.WorkspaceDocumentDiagnosticReport{}
	there := map[string]bool{}
	for _, path := range snapshot.Index().Files() {
		there[path] = true
		u := uriOf(path)
		if snapshot.IsOpen(path) || s.workspace.same(path, before[u]) {
			continue
		}
		generation := s.workspace.now()
		said, read := s.saidClosed(ctx, snapshot, path)
		if ctx.Err() != nil {
			return nil
		}
		s.workspace.note(generation, path, said.id, read)
		if before[u] != said.id {
			items = append(items, &protocol.WorkspaceFullDocumentDiagnosticReport{FullDocumentDiagnosticReport: said.full(), URI: u})
		}
	}
	for u := range before {
		if gone := (statement{list: []protocol.Diagnostic{}, id: "gone"}); !there[pathOf(u)] && before[u] != gone.id {
			items = append(items, &protocol.WorkspaceFullDocumentDiagnosticReport{FullDocumentDiagnosticReport: gone.full(), URI: u})
		}
	}
	return items
}

// workspaceState holds the IDs of what was said about files that are not open, as long as nothing changes that was read
// for them.
type workspaceState struct {
	mu         sync.Mutex
	generation int
	known      map[string]string
	readings   analysis.Readings
	wake       chan struct{} // closed at the next change
}

// changed is closed when something changes from now on.
func (w *workspaceState) changed() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.wake == nil {
		w.wake = make(chan struct{})
	}
	return w.wake
}

// forget lets all files be looked at again.
func (w *workspaceState) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.known = nil
	w.readings.Forget()
	w.changedNow()
}

// forgetConcerned lets files be looked at again for which something was read that has changed.
func (w *workspaceState) forgetConcerned(snapshot *analysis.Snapshot, changed ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, p := range w.readings.Concerned(snapshot, changed) {
		delete(w.known, p)
		w.readings.Forget(p)
	}
	w.changedNow()
}

// changedNow wakes who waits for a change. Even where no file is concerned, another one may have come or gone.
func (w *workspaceState) changedNow() {
	w.generation++
	if w.wake != nil {
		close(w.wake)
		w.wake = nil
	}
}

func (w *workspaceState) now() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.generation
}

// same says that a client knows what there is to say about a file.
func (w *workspaceState) same(path, id string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	known, ok := w.known[path]
	return ok && known == id
}

// note keeps what was said about a file, unless something has changed meanwhile.
func (w *workspaceState) note(generation int, path, id string, read *analysis.Reads) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.generation != generation {
		return
	}
	if w.known == nil {
		w.known = map[string]string{}
	}
	w.known[path] = id
	w.readings.Note(path, read)
}
