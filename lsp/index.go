package lsp

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"go.lsp.dev/protocol"
	"go.uber.org/zap"

	"llmdbench-ls/analysis"
)

const indexToken = protocol.String(serverName + "/index")

// indexing is the work on the list of what lies in the workspace.
type indexing struct {
	mu      sync.Mutex
	stop    context.CancelFunc // of the look through the workspace that is under way, nil for none
	run     int                // counts these
	changed []string           // on the disk, meanwhile
}

// begin starts a look through the workspace, in place of one that is under way.
func (x *indexing) begin(stop context.CancelFunc) (run int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.stop != nil {
		x.stop()
	}
	x.stop, x.changed = stop, nil
	x.run++
	return x.run
}

// cancel stops the look that is under way.
func (x *indexing) cancel() {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.stop != nil {
		x.stop()
	}
	x.stop, x.changed = nil, nil
}

// reindex looks through the workspace folders anew, with progress where the client shows it.
func (s *server) reindex() {
	ctx, cancel := context.WithCancel(s.background)
	defer cancel()
	run := s.indexing.begin(cancel)
	before, _ := s.current()
	report, done := s.indexProgress(ctx)
	defer done()
	after, ok := s.indexed(ctx, run, analysis.BuildIndex(ctx, before.Folders(), report))
	if !ok {
		return
	}
	index := after.Index()
	s.log.Info(fmt.Sprintf("%d guide files and %d scenarios in the workspace", len(index.Guides), len(index.Scenarios)))
	if index.Truncated {
		s.log.Warn("the workspace holds more files than are looked through; open the folders inside it that matter")
	}
	if before.Framework() != after.Framework() {
		s.log.Info("defaults are read from the framework in " + after.Framework())
		s.recheck()
	}
	s.tellConfigs(nil)
	s.workspace.forget()
	s.refresh(lenses)
}

// indexProgress reports a look through the workspace, and gives the functions that report how far it is, and its end.
func (s *server) indexProgress(ctx context.Context) (report func(seen int), done func()) {
	if !s.abilities().progress || s.client.WorkDoneProgressCreate(ctx, &protocol.WorkDoneProgressCreateParams{Token: indexToken}) != nil {
		return nil, func() {}
	}
	done = s.begin(ctx, indexToken, "Looking for guides and scenarios")
	return func(seen int) {
		message := fmt.Sprintf("%d files", seen)
		s.progress(ctx, indexToken, &protocol.WorkDoneProgressReport{Kind: "report", Message: &message})
	}, done
}

// indexed takes a finished list over, with what has changed on the disk meanwhile. ok is false where nobody waits for it
// any more.
func (s *server) indexed(ctx context.Context, run int, index *analysis.Index) (snapshot *analysis.Snapshot, ok bool) {
	x := &s.indexing
	x.mu.Lock()
	defer x.mu.Unlock()
	if ctx.Err() != nil || run != x.run {
		return nil, false
	}
	index = index.Refreshed(ctx, x.changed)
	x.stop, x.changed = nil, nil
	return s.change(func(old *analysis.Snapshot) *analysis.Snapshot { return old.WithIndex(index) }), true
}

// refreshIndex brings the list up to what has changed on the disk.
func (s *server) refreshIndex(paths []string) *analysis.Snapshot {
	x := &s.indexing
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.stop != nil {
		x.changed = append(x.changed, paths...)
	}
	snapshot, _ := s.current()
	index := snapshot.Index().Refreshed(s.background, paths) // reads files, so nobody is kept waiting for a snapshot
	return s.change(func(old *analysis.Snapshot) *analysis.Snapshot { return old.WithIndex(index) })
}

// tellConfigs tells what is wrong with the projects' configs: in the files themselves, to clients that do not ask, and of
// those that have changed, or all where none is named, in the log.
func (s *server) tellConfigs(changed []string) {
	snapshot, _ := s.current()
	configs := snapshot.Index().Configs
	s.publish.follow(configs)
	for _, file := range configs {
		if len(changed) > 0 && !slices.Contains(changed, file) {
			continue
		}
		if _, err := analysis.ConfigOf(snapshot, file, s.options.Rules); err != nil {
			s.log.Warn("the project's config is not right", zap.Error(err))
		}
	}
}

// WorkDoneProgressCancel implements protocol.Server.
func (s *server) WorkDoneProgressCancel(_ context.Context, params *protocol.WorkDoneProgressCancelParams) error {
	if params.Token == indexToken {
		s.indexing.cancel()
	}
	return nil
}
