package lsp_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"go.lsp.dev/protocol"
)

// severities waits until a file has diagnostics of some severities.
func (s *session) severities(t *testing.T, path string, want ...protocol.DiagnosticSeverity) {
	t.Helper()
	s.client.await(t, fmt.Sprintf("diagnostics of severities %v", want), func() bool {
		if len(s.client.published) == 0 {
			return false
		}
		var got []protocol.DiagnosticSeverity
		for _, d := range s.client.published[len(s.client.published)-1].Diagnostics {
			got = append(got, d.Severity)
		}
		return fmt.Sprint(got) == fmt.Sprint(want)
	})
}

// TestSeverity takes severities from the client's settings and from the project's config, which wins, and tells what is
// wrong with either.
func TestSeverity(t *testing.T) {
	dir := realTempDir(t)
	path := filepath.Join(dir, "x.sh")
	s := newSession(t, []string{dir}, withSettings(`{"severity": {"unknown-variable": "error"}}`))
	push := func(severity string) {
		settings := protocol.LSPAny(`{"llmdbench": {"severity": ` + severity + `}}`)
		if err := s.server.DidChangeConfiguration(s.ctx, &protocol.DidChangeConfigurationParams{Settings: settings}); err != nil {
			t.Fatal(err)
		}
	}
	s.open(path, misspelt)
	s.severities(t, path, protocol.DiagnosticSeverityError)
	push(`{"unknown-variable": "off"}`)
	s.severities(t, path)
	push(`[]`) // how a client written in Lua sends an empty object
	s.severities(t, path, protocol.DiagnosticSeverityWarning)
	push(`{"unknown-varable": "off", "unknown-variable": "hint"}`)
	s.severities(t, path, protocol.DiagnosticSeverityHint)
	s.client.logged(t, "did you mean unknown-variable?")
	push(`7`)
	s.severities(t, path, protocol.DiagnosticSeverityWarning)
	writeFile(t, filepath.Join(dir, ".llmdbench.yaml"), "severity: {unknown-variable: information}\n")
	push(`{"unknown-variable": "hint"}`)
	s.severities(t, path, protocol.DiagnosticSeverityInformation)
}

// TestConfigAtStart tells what is wrong with a project's config.
func TestConfigAtStart(t *testing.T) {
	dir := realTempDir(t)
	writeFile(t, filepath.Join(dir, ".llmdbench.yaml"), "severity: {unknown-variable: loud}\n")
	s := newSession(t, []string{dir})
	s.client.logged(t, `unknown-variable cannot be \"loud\"`)
	s.open(filepath.Join(dir, "x.sh"), misspelt)
	s.severities(t, filepath.Join(dir, "x.sh"), protocol.DiagnosticSeverityWarning)
}
