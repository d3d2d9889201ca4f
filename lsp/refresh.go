package lsp

import (
	"context"
	"sync"

	"go.uber.org/zap"
)

// refreshed names something that a client shows and asks for again when it is told to.
type refreshed uint8

const (
	lenses refreshed = iota
	hints
	tokens
	allRefreshed
)

// refreshes are under way: a client is told of one change at a time, and anew where there was another one meanwhile.
type refreshes struct {
	mu   sync.Mutex
	busy [allRefreshed]bool
	more [allRefreshed]bool
}

// begin says whether the client has to be told now.
func (r *refreshes) begin(what refreshed) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.busy[what] {
		r.more[what] = true
		return false
	}
	r.busy[what] = true
	return true
}

// end says whether there was another change meanwhile.
func (r *refreshes) end(what refreshed) (again bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	again = r.more[what]
	r.busy[what], r.more[what] = again, false
	return again
}

// refresh lets the client ask anew for what it shows of open files. It does not wait for an answer.
func (s *server) refresh(list ...refreshed) {
	if snapshot, _ := s.current(); len(snapshot.OpenFiles()) == 0 {
		return
	}
	can := s.abilities()
	tell := [allRefreshed]func(context.Context) error{lenses: s.client.CodeLensRefresh, hints: s.client.InlayHintRefresh, tokens: s.client.SemanticTokensRefresh}
	for _, what := range list {
		if !can.refresh[what] || !s.refreshes.begin(what) {
			continue
		}
		go func() {
			for again := true; again; again = s.refreshes.end(what) {
				if err := tell[what](s.background); err != nil {
					s.log.Debug("the client does not ask again", zap.Error(err))
				}
			}
		}()
	}
}
