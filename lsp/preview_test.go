package lsp_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

// previewed is a session with the scenario of a test guide open in it.
type previewed struct {
	*session
	path, text string
}

// openPreviewed generates the scenario of a test guide and opens it.
func openPreviewed(t testing.TB, name string, changes ...with) previewed {
	t.Helper()
	dir := guideFolder(t)
	made, err := analysis.Generate(analysis.NewSnapshot([]string{dir}, analysis.DefaultSettings), filepath.Join(dir, "guides", name), "")
	if err != nil {
		t.Fatal(err)
	}
	p := previewed{newSession(t, []string{dir}, changes...), made.Path, made.Text}
	writeFile(t, p.path, p.text)
	p.open(p.path, p.text)
	return p
}

// run executes a command of the server on the scenario.
func (p previewed) run(t testing.TB, command string, more map[string]any, into any) {
	t.Helper()
	argument := map[string]any{"uri": uri.File(p.path)}
	for k, v := range more {
		argument[k] = v
	}
	raw, _ := json.Marshal(argument)
	answer, err := p.server.ExecuteCommand(p.ctx, &protocol.ExecuteCommandParams{Command: "llmdbench-ls." + command, Arguments: []protocol.LSPAny{raw}})
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(answer, into); err != nil {
		t.Fatal(err)
	}
}

type document struct{ URI, Title, Text string }

// content asks for a document that the server makes up.
func (p previewed) content(t testing.TB, u string) string {
	t.Helper()
	result, err := p.server.TextDocumentContent(p.ctx, &protocol.TextDocumentContentParams{URI: uri.URI(u)})
	if err != nil {
		t.Fatal(err)
	}
	return result.Text
}

// replace edits the scenario as an editor does.
func (p *previewed) replace(t testing.TB, version int32, old, with string) {
	t.Helper()
	at := strings.Index(p.text, old)
	if at < 0 {
		t.Fatalf("the scenario has no %q", old)
	}
	p.edit(p.path, version, &protocol.TextDocumentContentChangePartial{Range: rangeAt(p.text, at, at+len(old), p.client.encoding), Text: with})
	p.text = strings.Replace(p.text, old, with, 1)
}

func TestPreviewFollowsKeystrokes(t *testing.T) {
	p := openPreviewed(t, "chat-routing")
	var shown document
	p.run(t, "preview", nil, &shown)
	const line = "\n  replicas: 3\n"
	if !strings.Contains(shown.Text, line) || !strings.HasPrefix(shown.URI, "llmdbench-preview:/all/") {
		t.Fatalf("the preview %s has no%s%s", shown.URI, line, shown.Text)
	}
	if again := p.content(t, shown.URI); again != shown.Text {
		t.Error("the document is not what the command has shown")
	}
	p.replace(t, 2, "DECODE_REPLICAS=3", "DECODE_REPLICAS=5")
	if text := p.content(t, shown.URI); strings.Contains(text, line) || !strings.Contains(text, "\n  replicas: 5\n") {
		t.Errorf("after the keystroke:\n%s", text)
	}
	p.replace(t, 3, "DECODE_REPLICAS=5", "DECODE_REPLICAS=many")
	if text := p.content(t, shown.URI); !strings.Contains(text, "nothing is deployed: step 09 stops: ValueError") {
		t.Errorf("with replicas that are no number:\n%s", text)
	}
}

// A client that says that it listens to changes is told of each, for the documents that it has asked for.
func TestPreviewIsRefreshed(t *testing.T) {
	p := openPreviewed(t, "chat-routing", func(st *start) {
		st.params.Capabilities.Workspace.TextDocumentContent = &protocol.TextDocumentContentClientCapabilities{}
	})
	var shown document
	p.run(t, "preview", map[string]any{"view": "ms"}, &shown)
	p.client.await(t, "the document to be shown", func() bool { return slices.Contains(p.client.shown, uri.URI(shown.URI)) })
	p.content(t, shown.URI)
	p.replace(t, 2, "DECODE_REPLICAS=3", "DECODE_REPLICAS=5")
	p.client.await(t, "a refresh", func() bool { return slices.Contains(p.client.refreshed, uri.URI(shown.URI)) })
}

func TestCompare(t *testing.T) {
	p := openPreviewed(t, "chat-routing")
	var c struct {
		Guide, Deployed document
		Differences     int
	}
	p.run(t, "compare", nil, &c)
	before := c.Differences
	p.replace(t, 2, "DECODE_REPLICAS=3", "DECODE_REPLICAS=5")
	p.run(t, "compare", nil, &c)
	if c.Differences != before+1 {
		t.Errorf("%d differences after one more than %d", c.Differences, before)
	}
	if !strings.Contains(c.Guide.Text, "\ndecode.replicas: 3\n") || !strings.Contains(c.Deployed.Text, "\ndecode.replicas: 5\n") {
		t.Errorf("the sides are\n%s\n%s", c.Guide.Text, c.Deployed.Text)
	}
	lenses := p.lensesOf(t, p.path)
	if len(lenses) != 2 || lenses[0].Command.Title != "Preview deployed values" || !strings.HasPrefix(lenses[1].Command.Title, "Differs from guide in ") {
		t.Errorf("lenses: %+v", lenses)
	}
}

// From a line of the preview to the scenario and on to the guide.
func TestPreviewDefinition(t *testing.T) {
	p := openPreviewed(t, "chat-routing")
	var shown document
	p.run(t, "preview", map[string]any{"view": "ms"}, &shown)
	f := source.New("", 0, shown.Text)
	at := strings.Index(shown.Text, "\n  replicas: 3") + 1
	places := definitions(t, p, uri.URI(shown.URI), protocol.Position{Line: uint32(f.Line(at)), Character: 4})
	if len(places) != 2 {
		t.Fatalf("got %v", places)
	}
	script := source.New("", 0, p.text)
	if line := script.LineText(int(places[0].Range.Start.Line)); places[0].URI != uri.File(p.path) || line != "export LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS=3" {
		t.Errorf("the line of the scenario is %q", line)
	}
	guide := source.New("", 0, readFile(t, places[1].URI.Path()))
	if line := guide.LineText(int(places[1].Range.Start.Line)); strings.TrimSpace(line) != "replicas: 3" {
		t.Errorf("the line of the guide is %q", line)
	}
	// and from the scenario itself
	on := definitions(t, p, uri.File(p.path), places[0].Range.Start)
	if len(on) != 1 || on[0] != places[1] {
		t.Errorf("from the scenario: %v, want %v", on, places[1])
	}
	if nothing := definitions(t, p, uri.URI(shown.URI), protocol.Position{Line: 100_000}); len(nothing) != 0 {
		t.Errorf("beyond the end: %v", nothing)
	}
}

// Definitions find guides that lie at the top of the workspace, whose comments name files relative to themselves; and
// views that do not exist say so.
func TestDefinitionWithoutRepository(t *testing.T) {
	dir := realTempDir(t)
	copyTree(t, filepath.Join("..", "testdata", "guides", "chat-routing"), filepath.Join(dir, "chat-routing"))
	made, err := analysis.Generate(analysis.NewSnapshot([]string{dir}, analysis.DefaultSettings), filepath.Join(dir, "chat-routing"), "")
	if err != nil {
		t.Fatal(err)
	}
	p := previewed{newSession(t, []string{dir}), made.Path, made.Text}
	writeFile(t, p.path, p.text)
	p.open(p.path, p.text)
	at := strings.Index(p.text, "export LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS")
	places := definitions(t, p, uri.File(p.path), positionAt(p.text, at, p.client.encoding))
	if len(places) != 1 || !strings.HasSuffix(string(places[0].URI), "/chat-routing/ms-chat-routing/values.yaml") {
		t.Errorf("got %v", places)
	}
	var shown document
	p.run(t, "preview", nil, &shown)
	if text := p.content(t, strings.Replace(shown.URI, "/all/", "/nothing/", 1)); text != "# there is no view nothing\n" {
		t.Errorf("an unknown view says %q", text)
	}
}

func definitions(t *testing.T, p previewed, u uri.URI, at protocol.Position) protocol.LocationSlice {
	t.Helper()
	params := &protocol.DefinitionParams{}
	params.TextDocument.URI, params.Position = u, at
	result, err := p.server.Definition(p.ctx, params)
	if err != nil {
		t.Fatal(err)
	}
	list, _ := result.(protocol.LocationSlice)
	return list
}

func (c *client) TextDocumentContentRefresh(_ context.Context, params *protocol.TextDocumentContentRefreshParams) error {
	u := uri.URI(strings.Clone(string(params.URI)))
	c.note(func() { c.refreshed = append(c.refreshed, u) })
	return nil
}
