package lsp

import (
	"time"

	"go.uber.org/zap"
)

// parentInterval is how often the process that started the server is looked for. The end of standard input says the
// same at once; this is for editors that die and leave the pipe open to another process.
const parentInterval = 10 * time.Second

// watchParent ends the session when the process that started it is gone.
func (s *server) watchParent(pid int) {
	tick := time.NewTicker(parentInterval)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if !alive(pid) {
				s.log.Info("the editor is gone", zap.Int("pid", pid))
				_ = s.Exit(s.background)
				return
			}
		case <-s.background.Done():
			return
		}
	}
}
