package lsp_test

import (
	"path/filepath"
	"strings"
	"testing"

	"go.lsp.dev/protocol"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/guide"
)

// TestGuideRoots holds a scenario against a guide outside the workspace, from when the client names the guide's folder.
func TestGuideRoots(t *testing.T) {
	away, dir := guideFolder(t), realTempDir(t)
	made, err := analysis.Generate(analysis.NewSnapshot([]string{away}, analysis.DefaultSettings), filepath.Join(away, "guides", "chat-routing"), guide.DefaultEnvironment)
	if err != nil {
		t.Fatal(err)
	}
	const replicas = "export LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS="
	if !strings.Contains(made.Text, replicas) {
		t.Fatal("the scenario has no replicas")
	}
	path := filepath.Join(dir, "x.sh")
	s := newSession(t, []string{dir}, withSettings(`{}`))
	s.open(path, strings.Replace(made.Text, replicas, replicas+"1", 1))
	s.severities(t, path)
	roots := func(list string) {
		settings := protocol.LSPAny(`{"llmdbench": {"guideRoots": ` + list + `}}`)
		if err := s.server.DidChangeConfiguration(s.ctx, &protocol.DidChangeConfigurationParams{Settings: settings}); err != nil {
			t.Fatal(err)
		}
	}
	roots(`["` + filepath.ToSlash(away) + `"]`)
	s.severities(t, path, protocol.DiagnosticSeverityInformation)
	roots(`[]`)
	s.severities(t, path)
	roots(`["not/absolute"]`)
	s.client.logged(t, "a guide root is no absolute path")
}
