package lsp_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

// Each benchmark stands beside the bare parse of the same text, since machines differ and only the ratio says much.

// largestScenario makes the scenarios of all test guides and gives the longest.
func largestScenario(b *testing.B) string {
	b.Helper()
	dir := guideFolder(b)
	s := analysis.NewSnapshot([]string{dir}, analysis.DefaultSettings)
	guides, err := os.ReadDir(filepath.Join(dir, "guides"))
	if err != nil {
		b.Fatal(err)
	}
	longest := ""
	for _, g := range guides {
		made, err := analysis.Generate(s, filepath.Join(dir, "guides", g.Name()), guide.DefaultEnvironment)
		if err == nil && len(made.Text) > len(longest) {
			longest = made.Text
		}
	}
	if longest == "" {
		b.Fatal("there is no scenario")
	}
	return longest
}

// parse is what a text costs before anything is done with it.
func parse(b *testing.B, text string) {
	b.Run("parse", func(b *testing.B) {
		for i := range b.N {
			_, _ = source.New("/nowhere/x.sh", int32(i), text).Shell()
		}
	})
}

// benchSession is a session whose client has waited for the indexing to end.
func benchSession(b *testing.B, folders []string) *session {
	b.Helper()
	s := newSession(b, folders, func(st *start) { st.params.Capabilities.Workspace.Configuration = nil })
	s.client.logged(b, "in the workspace")
	return s
}

// awaitLast waits until a version of a file was published.
func (c *client) awaitLast(b *testing.B, version int32) {
	c.await(b, "diagnostics", func() bool {
		n := len(c.published)
		if n == 0 {
			return false
		}
		v, _ := c.published[n-1].Version.Get()
		return v >= version
	})
	c.note(func() { c.published = c.published[:0] })
}

// BenchmarkKeystroke is the time from a change in the largest scenario to its diagnostics.
func BenchmarkKeystroke(b *testing.B) {
	text := largestScenario(b)
	b.Run("server", func(b *testing.B) {
		s := benchSession(b, nil)
		s.open("/nowhere/x.sh", text)
		s.client.awaitLast(b, 1)
		b.ResetTimer()
		for i := range b.N {
			// Every other keystroke is a fault, so that there always is something to say.
			edit := &protocol.TextDocumentContentChangePartial{Text: "LLMDBENCH_NO_SUCH_NAME=1\n"}
			if i%2 == 1 {
				edit = &protocol.TextDocumentContentChangePartial{Range: protocol.Range{End: protocol.Position{Line: 1}}}
			}
			s.edit("/nowhere/x.sh", int32(i+2), edit)
			s.client.awaitLast(b, int32(i+2))
		}
	})
	parse(b, text)
}

// BenchmarkOpen is the time from the start of a session on a whole workspace to the first diagnostics.
func BenchmarkOpen(b *testing.B) {
	text := largestScenario(b)
	dir := guideFolder(b)
	for i := range 50 {
		writeFile(b, filepath.Join(dir, "scenarios", "guides", fmt.Sprintf("copy-%d.sh", i)), text)
	}
	path := filepath.Join(dir, "scenarios", "guides", "copy-1.sh")
	b.Run("server", func(b *testing.B) {
		for range b.N {
			s := newSession(b, []string{dir})
			s.client.logged(b, "in the workspace")
			s.open(path, text)
			s.client.awaitLast(b, 1)
			_ = s.end()
		}
	})
	parse(b, strings.Repeat(text, 50))
}

// BenchmarkHover is the time of one hover in the largest scenario.
func BenchmarkHover(b *testing.B) {
	text := largestScenario(b)
	at := strings.LastIndex(text, "export LLMDBENCH_")
	b.Run("server", func(b *testing.B) {
		s := benchSession(b, nil)
		s.open("/nowhere/x.sh", text)
		params := &protocol.HoverParams{}
		params.TextDocument.URI = uri.File("/nowhere/x.sh")
		params.Position = positionAt(text, at+len("export LLM"), s.client.encoding)
		b.ResetTimer()
		for range b.N {
			if h, err := s.server.Hover(s.ctx, params); err != nil || h == nil {
				b.Fatalf("got %v, %v", h, err)
			}
		}
	})
	parse(b, text)
}
