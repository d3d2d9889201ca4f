package lsp_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"llmdbench-ls/analysis"
	"llmdbench-ls/analysis/rules"
	"llmdbench-ls/convert/source"
)

// pulling is a client that asks for diagnostics, and that opens documents of the server's own.
func pulling(st *start) {
	st.params.Capabilities.TextDocument.Diagnostic = &protocol.DiagnosticClientCapabilities{
		DiagnosticsCapabilities: protocol.DiagnosticsCapabilities{CodeDescriptionSupport: on()},
	}
	st.params.Capabilities.Workspace.Diagnostics = &protocol.DiagnosticWorkspaceClientCapabilities{RefreshSupport: on()}
	st.params.Capabilities.Workspace.TextDocumentContent = &protocol.TextDocumentContentClientCapabilities{}
}

// pull asks for the diagnostics of a document. unchanged says that they are those of a result before.
func (s *session) pull(path string, previous *string) (list []protocol.Diagnostic, id string, unchanged bool) {
	s.t.Helper()
	answer, err := s.server.Diagnostic(s.ctx, &protocol.DocumentDiagnosticParams{
		TextDocument: protocol.TextDocumentIdentifier{URI: uri.File(path)}, PreviousResultID: previous,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	switch report := answer.(type) {
	case *protocol.RelatedFullDocumentDiagnosticReport:
		return report.Items, strings.Clone(*report.ResultID), false
	case *protocol.RelatedUnchangedDocumentDiagnosticReport:
		return nil, strings.Clone(report.ResultID), true
	}
	s.t.Fatalf("got %T", answer)
	return nil, "", false
}

// TestPull answers a client that asks about a document, and does not tell it anything unasked.
func TestPull(t *testing.T) {
	s := newSession(t, nil, pulling)
	path := "/nowhere/x.sh"
	s.open(path, misspelt)
	list, id, unchanged := s.pull(path, nil)
	if len(list) != 1 || list[0].Code != protocol.String("unknown-variable") || unchanged {
		t.Fatalf("got %+v", list)
	}
	s.change(path, misspelt+"# more\n", 2)
	if _, again, unchanged := s.pull(path, &id); !unchanged || again != id {
		t.Errorf("the same findings have the ID %s, and before that %s", again, id)
	}
	s.change(path, strings.Replace(misspelt, "LITS", "LIST", 1), 3)
	if list, next, unchanged := s.pull(path, &id); len(list) != 0 || unchanged || next == id {
		t.Errorf("after the fix: %+v", list)
	}
	s.open("/nowhere/notes.sh", "echo\n")
	if list, _, _ := s.pull("/nowhere/notes.sh", nil); len(list) != 0 {
		t.Errorf("about a file that is not ours: %+v", list)
	}
	if n := s.client.saidOf(path); n != 0 {
		t.Errorf("the client was told %d times unasked", n)
	}
}

// TestRulePage opens the page of a finding's rule by its link.
func TestRulePage(t *testing.T) {
	s := newSession(t, nil, pulling)
	s.open("/nowhere/x.sh", misspelt)
	list, _, _ := s.pull("/nowhere/x.sh", nil)
	link := list[0].CodeDescription.Href
	page, err := s.server.TextDocumentContent(s.ctx, &protocol.TextDocumentContentParams{URI: link})
	if err != nil || !strings.HasPrefix(page.Text, "# unknown-variable\n") || !strings.Contains(page.Text, "\n## Good\n") {
		t.Errorf("%s leads to %v, %v", link, page, err)
	}
	page, err = s.server.TextDocumentContent(s.ctx, &protocol.TextDocumentContentParams{URI: "llmdbench-preview:/rule/other.md"})
	if err != nil || !strings.Contains(page.Text, "no rule other") {
		t.Errorf("another rule: %v, %v", page, err)
	}
}

// TestNoRulePage leaves the link out for a client that could not follow it.
func TestNoRulePage(t *testing.T) {
	told := newSession(t, nil)
	told.open("/nowhere/x.sh", misspelt)
	if got := told.client.diagnostics(t, "/nowhere/x.sh", 1); got[0].CodeDescription.Href != "" {
		t.Errorf("a client that opens no such documents has the link %s", got[0].CodeDescription.Href)
	}
}

// pullWorkspace asks about the files that are not open, and gives the number of findings by file.
func (s *session) pullWorkspace(ctx context.Context, known map[uri.URI]string) (string, error) {
	params := &protocol.WorkspaceDiagnosticParams{PreviousResultIds: []protocol.PreviousResultId{}}
	for u, id := range known {
		params.PreviousResultIds = append(params.PreviousResultIds, protocol.PreviousResultId{URI: u, Value: id})
	}
	answer, err := s.server.DiagnosticWorkspace(ctx, params)
	if err != nil {
		return "", err
	}
	var said []string
	for _, item := range answer.Items {
		full := item.(*protocol.WorkspaceFullDocumentDiagnosticReport)
		known[uri.URI(strings.Clone(string(full.URI)))] = strings.Clone(*full.ResultID)
		said = append(said, fmt.Sprintf("%s %d", filepath.Base(full.URI.Path()), len(full.Items)))
	}
	slices.Sort(said)
	return strings.Join(said, ", "), nil
}

// TestPullWorkspace answers about files that are not open, and where there is nothing new waits until there is.
func TestPullWorkspace(t *testing.T) {
	dir := realTempDir(t)
	for name, text := range map[string]string{"a.sh": misspelt, "b.sh": small, "open.sh": misspelt, "other.sh": "echo\n"} {
		writeFile(t, filepath.Join(dir, name), text)
	}
	s := newSession(t, []string{dir}, pulling)
	s.open(filepath.Join(dir, "open.sh"), misspelt)
	s.client.await(t, "the index", func() bool { return slices.Contains(s.client.progress, "llmdbench-ls/index end") })
	known := map[uri.URI]string{}
	if said, err := s.pullWorkspace(s.ctx, known); said != "a.sh 1, b.sh 0" || err != nil {
		t.Fatalf("got %q, %v", said, err)
	}
	answer := make(chan string, 1)
	ask := func() {
		go func() {
			said, err := s.pullWorkspace(s.ctx, known)
			answer <- fmt.Sprint(said, " ", err)
		}()
	}
	ask()
	s.change(filepath.Join(dir, "open.sh"), misspelt+misspelt, 2)
	s.pull(filepath.Join(dir, "open.sh"), nil)
	select {
	case said := <-answer:
		t.Fatalf("nothing has changed, and yet: %s", said)
	default:
	}
	writeFile(t, filepath.Join(dir, "b.sh"), misspelt+small)
	s.watched(t, filepath.Join(dir, "b.sh"))
	s.answered(t, answer, "b.sh 1 <nil>")
	ask()
	if err := os.Remove(filepath.Join(dir, "a.sh")); err != nil {
		t.Fatal(err)
	}
	s.watched(t, filepath.Join(dir, "a.sh"))
	s.answered(t, answer, "a.sh 0 <nil>")

	ctx, cancel := context.WithCancel(s.ctx)
	time.AfterFunc(10*time.Millisecond, cancel)
	if said, err := s.pullWorkspace(ctx, known); !errors.Is(err, context.Canceled) {
		t.Errorf("a request that the client takes back: %q, %v", said, err)
	}
}

func (s *session) answered(t *testing.T, answer <-chan string, want string) {
	t.Helper()
	select {
	case said := <-answer:
		if said != want {
			t.Errorf("got %q, want %q", said, want)
		}
	case <-time.After(patience):
		t.Fatalf("no answer, want %q", want)
	}
}

// TestDependents looks at an open scenario again when its guide changes, and at no other one.
func TestDependents(t *testing.T) {
	c := newChat(t)
	looked := make(chan string, 99)
	probe := &analysis.Rule{ID: "probe", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Check: func(p *analysis.Pass) {
		looked <- p.File.Path
	}}
	s := newSession(t, []string{c.dir}, withRules(append(slices.Clone(rules.All), probe)...))
	other := filepath.Join(c.dir, "other.sh")
	s.open(other, small)
	s.open(c.scenario, c.expected(t, c.values, readFile(t, c.values), ""))
	if got := s.client.diagnostics(t, c.scenario, 1); len(got) != 0 {
		t.Fatalf("the scenario is not clean: %+v", got)
	}
	s.client.diagnostics(t, other, 1)
	for len(looked) > 0 {
		<-looked
	}
	s.open(c.values, strings.Replace(readFile(t, c.values), "replicas: 3", "replicas: 4", 1))
	s.client.await(t, "a finding about the changed guide", func() bool {
		last := s.client.published[len(s.client.published)-1]
		return last.URI == uri.File(c.scenario) && len(last.Diagnostics) > 0
	})
	for len(looked) > 0 {
		if path := <-looked; path != c.scenario {
			t.Errorf("%s was looked at", path)
		}
	}
}

// TestFixAll applies what is safe in one go, and keeps its hands off the rest.
func TestFixAll(t *testing.T) {
	probe := &analysis.Rule{ID: "probe", Severity: analysis.Error, Kinds: panicking.Kinds, Check: func(p *analysis.Pass) {
		for _, word := range []string{"safe", "risky"} {
			for i := range p.File.Text {
				if at := (source.Span{Start: i, End: i + len(word)}); strings.HasPrefix(p.File.Text[i:], word) {
					p.Report(at, word, p.Replace("Mend "+word, word == "safe", at, "mended\n#"))
				}
			}
		}
	}}
	s := newSession(t, nil, withRules(probe))
	text := "# 🦜 safe\r\nexport LLMDBENCH_A=1\r\n# risky\r\n# safe\r\n"
	s.open("/nowhere/x.sh", text)
	list := s.actions("/nowhere/x.sh", protocol.Range{}, "source.fixAll")
	if len(list) != 1 {
		t.Fatalf("there are %s", titles(list))
	}
	texts := map[string]string{"/nowhere/x.sh": text}
	applyEdit(t, texts, list[0].(*protocol.CodeAction).Edit, s.client.encoding)
	if got, want := texts["/nowhere/x.sh"], strings.ReplaceAll(text, "safe", "mended\r\n#"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	s.change("/nowhere/x.sh", strings.ReplaceAll(text, "safe", "well"), 2)
	if list := s.actions("/nowhere/x.sh", protocol.Range{}, "source.fixAll"); len(list) != 0 {
		t.Errorf("with nothing safe to do there are %s", titles(list))
	}
}
