package lsp_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"llmdbench-ls/analysis"
)

// counted is a workspace with scenarios of one guide: one as it is generated, and copies of it with other replicas.
func counted(t *testing.T, copies int, changes ...with) (*session, chat, string) {
	t.Helper()
	c := newChat(t)
	made, err := analysis.Generate(analysis.NewSnapshot([]string{c.dir}, analysis.DefaultSettings), c.values, "")
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, c.scenario, made.Text)
	for i := range copies {
		writeFile(t, filepath.Join(c.dir, "mine", fmt.Sprintf("%d-grüße 🦜.sh", i)), strings.Replace(made.Text, "DECODE_REPLICAS=3", "DECODE_REPLICAS=5", 1))
	}
	writeFile(t, filepath.Join(c.dir, "mine", "other.sh"), strings.Replace(made.Text, "guides/chat-routing", "guides/simulator", 1))
	s := newSession(t, []string{c.dir}, changes...)
	s.client.logged(t, "scenarios in the workspace")
	s.open(c.values, readFile(t, c.values))
	return s, c, made.Text
}

// titlesOf are the titles of a file's lenses.
func (s *session) titlesOf(t testing.TB, path string) string {
	t.Helper()
	var list []string
	for _, lens := range s.lensesOf(t, path) {
		list = append(list, lens.Command.Title)
	}
	return strings.Join(list, " | ")
}

// expected are the differences of the generated scenario itself, as the lens above it counts them.
func expectedDifferences(t *testing.T, s *session, scenario string) int {
	t.Helper()
	s.open(scenario, readFile(t, scenario))
	defer s.close(scenario)
	n := 0
	if _, err := fmt.Sscanf(s.lensesOf(t, scenario)[1].Command.Title, "Differs from guide in %d place", &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestGuideLens counts the scenarios of a guide above its files, and opens them.
func TestGuideLens(t *testing.T) {
	s, c, _ := counted(t, 2)
	own := expectedDifferences(t, s, c.scenario)
	want := fmt.Sprintf("3 scenarios from this guide, %d differences in 3", 3*own+2)
	for _, file := range []string{c.values, c.picker, filepath.Join(c.guide, "helmfile.yaml.gotmpl")} {
		s.open(file, readFile(t, file))
		if got := s.titlesOf(t, file); got != want {
			t.Errorf("above %s stands %q, want %q", filepath.Base(file), got, want)
		}
	}
	command := s.lensesOf(t, c.values)[0].Command
	if _, err := s.server.ExecuteCommand(s.ctx, &protocol.ExecuteCommandParams{Command: command.Command, Arguments: command.Arguments}); err != nil {
		t.Fatal(err)
	}
	opened := []uri.URI{uri.File(c.scenario), uri.File(filepath.Join(c.dir, "mine", "1-grüße 🦜.sh")), uri.File(filepath.Join(c.dir, "mine", "0-grüße 🦜.sh"))}
	if !slices.Equal(s.client.shown, opened) {
		t.Errorf("opened: %q", s.client.shown)
	}
}

// TestGuideLensFollows counts anew when a scenario changes in the editor or on the disk, and tells the client.
func TestGuideLensFollows(t *testing.T) {
	s, c, text := counted(t, 0)
	own := expectedDifferences(t, s, c.scenario)
	want := func(when, title string) {
		t.Helper()
		if got := s.titlesOf(t, c.values); got != title {
			t.Errorf("%s: %q, want %q", when, got, title)
		}
	}
	want("at first", fmt.Sprintf("1 scenario from this guide, %d differences", own))
	told := func(n int) {
		t.Helper()
		s.client.await(t, "to be told of lenses", func() bool {
			return len(slices.DeleteFunc(slices.Clone(s.client.told), func(w string) bool { return w != "lenses" })) >= n
		})
	}
	s.open(c.scenario, text)
	s.client.note(func() { s.client.told = nil })
	s.change(c.scenario, strings.Replace(text, "DECODE_REPLICAS=3", "DECODE_REPLICAS=5", 1), 2)
	told(1)
	want("after a change", fmt.Sprintf("1 scenario from this guide, %d differences", own+1))
	s.change(c.scenario, strings.Replace(text, "guides/chat-routing", "guides/other", 1), 3)
	want("when it is of another guide", "")
	s.close(c.scenario)
	want("when it is closed", fmt.Sprintf("1 scenario from this guide, %d differences", own))

	s.client.note(func() { s.client.told = nil })
	second := filepath.Join(c.dir, "mine", "second.sh")
	writeFile(t, second, text)
	s.watched(t, second)
	told(1)
	want("with a second one", fmt.Sprintf("2 scenarios from this guide, %d differences in 2", 2*own))
	if err := os.Remove(c.scenario); err != nil {
		t.Fatal(err)
	}
	s.watched(t, c.scenario)
	want("without the first one", fmt.Sprintf("1 scenario from this guide, %d differences", own))
	s.change(c.values, c.unsaved(t, "7"), 2)
	want("when the guide changes", fmt.Sprintf("1 scenario from this guide, %d differences", own+1))
}

// TestManyScenarios compares only some of very many, and says so.
func TestManyScenarios(t *testing.T) {
	s, c, _ := counted(t, 20)
	if got := s.titlesOf(t, c.values); !strings.HasPrefix(got, "21 scenarios from this guide, ") || !strings.HasSuffix(got, " in 16 of the 16 compared") {
		t.Errorf("the lens is %q", got)
	}
	var argument struct{ More []string }
	if err := json.Unmarshal(s.lensesOf(t, c.values)[0].Command.Arguments[0], &argument); err != nil || len(argument.More) != 7 {
		t.Errorf("it opens %v, %v", argument, err)
	}
}

// TestLensesAreOff shows none where the setting says so, and tells the client when it changes.
func TestLensesAreOff(t *testing.T) {
	s, c, text := counted(t, 0, withSettings(`{"codeLens": false}`))
	s.open(c.scenario, text)
	for _, path := range []string{c.values, c.scenario} {
		if got := s.titlesOf(t, path); got != "" {
			t.Errorf("there are %q", got)
		}
	}
	s.client.note(func() { s.client.told = nil })
	if err := s.server.DidChangeConfiguration(s.ctx, &protocol.DidChangeConfigurationParams{Settings: protocol.LSPAny(`{"llmdbench": {"codeLens": true}}`)}); err != nil {
		t.Fatal(err)
	}
	s.client.await(t, "to be told of everything", func() bool {
		return slices.Contains(s.client.told, "lenses") && slices.Contains(s.client.told, "hints") && slices.Contains(s.client.told, "tokens")
	})
	if got := s.titlesOf(t, c.scenario); !strings.HasPrefix(got, "Preview deployed values | ") {
		t.Errorf("then there are %q", got)
	}
}

// TestLensWithoutUse leaves a lens out for a client that opens no files.
func TestLensWithoutUse(t *testing.T) {
	s, c, _ := counted(t, 0, func(st *start) { st.params.Capabilities.Window.ShowDocument = nil })
	if got := s.titlesOf(t, c.values); got != "" {
		t.Errorf("there is %q", got)
	}
}

// TestEagerLenses gives the titles at once to a client that says it asks for other things alone.
func TestEagerLenses(t *testing.T) {
	for properties, eager := range map[string]bool{"command": false, "range": true} {
		t.Run(properties, func(t *testing.T) {
			s, c, text := counted(t, 0, func(st *start) {
				st.params.Capabilities.TextDocument.CodeLens.ResolveSupport.Properties = []string{properties}
			})
			s.open(c.scenario, text)
			list, err := s.server.CodeLens(s.ctx, &protocol.CodeLensParams{TextDocument: protocol.TextDocumentIdentifier{URI: uri.File(c.scenario)}})
			if err != nil || len(list) != 2 || list[0].Command.Title == "" || (list[1].Command.Title != "") != eager {
				t.Errorf("a client that asks for the %s has %+v, %v", properties, list, err)
			}
		})
	}
}

// TestStrangeLenses gives lenses back that it knows nothing of.
func TestStrangeLenses(t *testing.T) {
	s := newSession(t, nil)
	for _, data := range []string{"", "7", `{"uri": "untitled:x", "kind": "preview"}`} {
		lens, err := s.server.CodeLensResolve(s.ctx, &protocol.CodeLens{Data: protocol.LSPAny(data)})
		if err != nil || lens.Command.Command != "" {
			t.Errorf("%s: %+v, %v", data, lens, err)
		}
	}
	for _, kind := range []string{"preview", "compare", "scenarios", "other"} {
		lens, err := s.server.CodeLensResolve(s.ctx, &protocol.CodeLens{Data: protocol.LSPAny(`{"uri": "file:///nowhere/x.sh", "kind": "` + kind + `"}`)})
		if err != nil || lens.Command.Title == "" {
			t.Errorf("%s of a file that is not there: %+v, %v", kind, lens, err)
		}
	}
}

// TestHintsAreOff shows none where the setting says so, and tells the client when it changes.
func TestHintsAreOff(t *testing.T) {
	s := newSession(t, nil, withSettings(`{"inlayHints": false}`))
	const path = "/nowhere/x.sh"
	s.open(path, "export LLMDBENCH_VLLM_MODELSERVICE_DECODE_TENSOR_PARALLELISM=2\n")
	everything := protocol.Range{End: protocol.Position{Line: 9}}
	if got := s.hintsIn(t, path, everything); len(got) > 0 {
		t.Errorf("there are %+v", got)
	}
	if err := s.server.DidChangeConfiguration(s.ctx, &protocol.DidChangeConfigurationParams{Settings: protocol.LSPAny(`{"llmdbench": {"inlayHints": "nonsense"}}`)}); err != nil {
		t.Fatal(err)
	}
	if got := s.hintsIn(t, path, everything); len(got) > 0 {
		t.Errorf("after a setting that is none there are %+v", got)
	}
	s.client.note(func() { s.client.told = nil })
	if err := s.server.DidChangeConfiguration(s.ctx, &protocol.DidChangeConfigurationParams{Settings: protocol.LSPAny(`{"llmdbench": {}}`)}); err != nil {
		t.Fatal(err)
	}
	s.client.await(t, "to be told of hints", func() bool { return slices.Contains(s.client.told, "hints") })
	if got := s.hintsIn(t, path, everything); len(got) != 1 {
		t.Errorf("then there are %+v", got)
	}
}

// TestHintsAreOffered only to clients that show some.
func TestHintsAreOffered(t *testing.T) {
	for _, shows := range []bool{true, false} {
		t.Run(fmt.Sprint(shows), func(t *testing.T) {
			s := newSession(t, nil, func(st *start) { st.bare = true })
			params := modernClient()
			if !shows {
				params.Capabilities.TextDocument.InlayHint = nil
			}
			result, err := s.server.Initialize(s.ctx, &params)
			if err != nil || (result.Capabilities.InlayHintProvider != nil) != shows {
				t.Errorf("a client that shows hints, %v: %v, %v", shows, result.Capabilities.InlayHintProvider, err)
			}
		})
	}
}
