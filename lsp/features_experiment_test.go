package lsp_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// checkScenario asks where a text of an experiment leads to: to which lines of which scenarios, none at all without any.
func checkScenario(t *testing.T, s *session, path string, at protocol.Range, where string, want []string) {
	t.Helper()
	params := &protocol.DefinitionParams{}
	params.TextDocument.URI, params.Position = uri.File(path), at.Start
	answer, err := s.server.Definition(s.ctx, params)
	if err != nil {
		t.Fatalf("%s: %v", where, err)
	}
	var got []string
	if list, ok := answer.(protocol.LocationSlice); ok {
		for _, l := range list {
			got = append(got, fmt.Sprintf("%s:%d", filepath.Base(l.URI.Path()), l.Range.Start.Line+1))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s: leads to %v, want %v", where, got, want)
	}
}
