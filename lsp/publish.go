package lsp

import (
	"context"
	"slices"
	"sync"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
	"go.uber.org/zap"

	"llmdbench-ls/analysis"
)

// publisher sends diagnostics, one file after the other, the last changed first. What is superseded while it is worked
// out is dropped: the file is dirty again and will be looked at anew.
type publisher struct {
	wake chan struct{}

	mu     sync.Mutex
	dirty  []string
	files  map[string]*published
	cancel map[string]context.CancelFunc
}

// published is what a client was told of a file.
type published struct {
	uri      uri.URI // as the client writes it
	open     bool
	followed bool // told of though it need not be open
	answered bool
	version  protocol.Optional[int32] // that was looked at
	last     []protocol.Diagnostic
}

func newPublisher() *publisher {
	return &publisher{wake: make(chan struct{}, 1), files: map[string]*published{}, cancel: map[string]context.CancelFunc{}}
}

func (p *publisher) opened(path string, u uri.URI) {
	p.mu.Lock()
	before := p.files[path]
	p.files[path] = &published{uri: u, open: true, followed: before != nil && before.followed}
	p.mu.Unlock()
	p.changed(path)
}

// follow tells of some files whether they are open or not, as on the disk, and of those that were followed before and are
// not there any more takes back what was said.
func (p *publisher) follow(paths []string) {
	p.mu.Lock()
	looked := slices.Clone(paths)
	for path, f := range p.files {
		if f.followed && !slices.Contains(paths, path) {
			f.followed = false
			looked = append(looked, path)
		}
	}
	for _, path := range paths {
		if p.files[path] == nil {
			p.files[path] = &published{uri: uriOf(path)}
		}
		p.files[path].followed = true
	}
	p.mu.Unlock()
	for _, path := range looked {
		p.changed(path)
	}
}

func (p *publisher) closed(path string) {
	p.mu.Lock()
	if f := p.files[path]; f != nil {
		f.open = false
	}
	p.mu.Unlock()
	p.changed(path)
}

// changed marks a file to be looked at, and stops what is being worked out for it.
func (p *publisher) changed(path string) {
	p.mu.Lock()
	p.dirty = slices.DeleteFunc(p.dirty, func(d string) bool { return d == path })
	p.dirty = append(p.dirty, path)
	if stop := p.cancel[path]; stop != nil {
		stop()
	}
	p.mu.Unlock()
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// start works until the context ends.
func (p *publisher) start(ctx context.Context, s *server) {
	go func() {
		for {
			path, ok := p.next()
			if ok {
				p.file(ctx, s, path)
				continue
			}
			select {
			case <-p.wake:
			case <-ctx.Done():
				return
			}
		}
	}()
}

func (p *publisher) next() (string, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.dirty) == 0 {
		return "", false
	}
	last := len(p.dirty) - 1
	path := p.dirty[last]
	p.dirty = p.dirty[:last]
	return path, true
}

// file looks at one file and tells the client, where there is something to tell. A client that asks for diagnostics is
// told nothing.
func (p *publisher) file(ctx context.Context, s *server, path string) {
	if s.abilities().pullsDiagnostics {
		p.forgetClosed(path)
		return
	}
	session := ctx
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	p.mu.Lock()
	state := p.files[path]
	if state == nil {
		p.mu.Unlock()
		return
	}
	p.cancel[path] = stop
	isOpen, told := state.open, state.open || state.followed
	p.mu.Unlock()
	defer func() {
		if r := recover(); r != nil {
			s.log.Error("a file could not be checked", zap.Any("panic", r), zap.Stack("stack"))
		}
	}()
	params, ours := p.diagnose(ctx, s, path, state.uri, told)
	p.mu.Lock()
	delete(p.cancel, path)
	superseded := ctx.Err() != nil
	// Each version is answered once, so that a client knows which one its diagnostics are about.
	same := state.answered && state.version == params.Version && sameDiagnostics(state.last, params.Diagnostics)
	silent := (!ours || !isOpen) && len(state.last)+len(params.Diagnostics) == 0 // never a word about a file that is not ours
	if !superseded && !same && !silent {
		state.answered, state.version, state.last = true, params.Version, params.Diagnostics
	}
	if !told && !superseded {
		delete(p.files, path)
	}
	p.mu.Unlock()
	if superseded || same || silent {
		return
	}
	// What is noted as said must be sent, so nothing may stop this any more.
	if err := s.client.PublishDiagnostics(session, params); err != nil {
		s.log.Debug("diagnostics were not sent", zap.Error(err))
	}
}

func (p *publisher) forgetClosed(path string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if f := p.files[path]; f != nil && !f.open {
		delete(p.files, path)
	}
}

// diagnose works out what there is to say. ours is false for files that we say nothing about.
func (p *publisher) diagnose(ctx context.Context, s *server, path string, u uri.URI, told bool) (*protocol.PublishDiagnosticsParams, bool) {
	params := &protocol.PublishDiagnosticsParams{URI: u, Diagnostics: []protocol.Diagnostic{}}
	snapshot, _ := s.current()
	f, err := snapshot.File(path)
	if !told || err != nil {
		return params, false
	}
	if snapshot.IsOpen(path) {
		params.Version = protocol.NewOptional(f.Version)
	}
	if analysis.KindOf(f) == analysis.Other {
		return params, false
	}
	params.Diagnostics = s.diagnostics(f, analysis.Check(ctx, snapshot, path, s.options.Rules))
	return params, true
}

// sameDiagnostics says whether a client would see any difference.
func sameDiagnostics(a, b []protocol.Diagnostic) bool {
	return slices.EqualFunc(a, b, func(x, y protocol.Diagnostic) bool {
		return x.Range == y.Range && x.Severity == y.Severity && x.Message == y.Message && x.Code == y.Code
	})
}
