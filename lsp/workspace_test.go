package lsp_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"llmdbench-ls/analysis/rules"
)

// scenarioOf asks where the default scenario of a guide's file belongs, and whether it is there.
func (s *session) scenarioOf(t *testing.T, file string) (path string, exists bool) {
	t.Helper()
	result, err := s.command("environments", file, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	first := result["environments"].([]any)[0].(map[string]any)
	return uri.URI(first["scenario"].(string)).Path(), first["exists"].(bool)
}

// TestInitialSettings takes settings from initializationOptions, and ignores what is no settings.
func TestInitialSettings(t *testing.T) {
	for _, test := range []struct{ settings, want string }{
		{`{"scenarioFolder": "benchmarks/🦜"}`, "benchmarks/🦜/chat-routing.sh"},
		{`{"scenarioFolder": ""}`, "scenarios/guides/chat-routing.sh"},
		{`{"unknown": 1}`, "scenarios/guides/chat-routing.sh"},
		{`{"scenarioFolder": 7}`, "scenarios/guides/chat-routing.sh"},
		{`[]`, "scenarios/guides/chat-routing.sh"},
		{`null`, "scenarios/guides/chat-routing.sh"},
		{`{"logLevel": "loud", "scenarioFolder": "x"}`, "x/chat-routing.sh"},
	} {
		t.Run(test.settings, func(t *testing.T) {
			c := newChat(t)
			s := newSession(t, []string{c.dir}, withSettings(test.settings))
			if got, _ := s.scenarioOf(t, c.values); got != filepath.Join(c.dir, test.want) {
				t.Errorf("the scenario belongs at %s, want %s", got, test.want)
			}
		})
	}
}

// TestLogLevel sends the client what its setting asks for.
func TestLogLevel(t *testing.T) {
	for level, want := range map[string]bool{"debug": true, "info": false, "error": false} {
		t.Run(level, func(t *testing.T) {
			s := newSession(t, nil, withSettings(`{"logLevel": "`+level+`"}`))
			s.change("/nowhere/ghost.sh", "", 2) // worth a word at level debug only
			s.watched(t, "/nowhere/x.sh")
			s.alive(t)
			if want {
				s.client.logged(t, "a document changed that is not open")
			}
			s.client.mu.Lock()
			defer s.client.mu.Unlock()
			for _, l := range s.client.logs {
				if !want && l.Type == protocol.MessageTypeLog || level == "error" && l.Type != protocol.MessageTypeError {
					t.Errorf("the log has %v %q", l.Type, l.Message)
				}
			}
		})
	}
}

func (s *session) watched(t *testing.T, paths ...string) {
	t.Helper()
	params := &protocol.DidChangeWatchedFilesParams{}
	for _, p := range paths {
		params.Changes = append(params.Changes, protocol.FileEvent{URI: uri.File(p), Type: protocol.FileChangeTypeChanged})
	}
	if err := s.server.DidChangeWatchedFiles(s.ctx, params); err != nil {
		t.Fatal(err)
	}
}

// TestPulledSettings asks a client for its settings at the start, and again when it says that they changed.
func TestPulledSettings(t *testing.T) {
	c := newChat(t)
	s := newSession(t, []string{c.dir}, func(st *start) {
		st.answers = func(c *client) { c.settings = `{"scenarioFolder": "first"}` }
	})
	s.awaitScenario(t, c.values, filepath.Join(c.dir, "first", "chat-routing.sh"))
	if !slices.Equal(s.client.asked, []string{"llmdbench"}) {
		t.Errorf("the client was asked for %q", s.client.asked)
	}
	s.client.note(func() { s.client.settings = `{"scenarioFolder": "second"}` })
	if err := s.server.DidChangeConfiguration(s.ctx, &protocol.DidChangeConfigurationParams{Settings: protocol.LSPAny(`{"llmdbench": {"scenarioFolder": "ignored"}}`)}); err != nil {
		t.Fatal(err)
	}
	s.awaitScenario(t, c.values, filepath.Join(c.dir, "second", "chat-routing.sh"))
}

// awaitScenario waits until the scenario of a guide belongs at a path: settings that are asked for come some time later.
func (s *session) awaitScenario(t *testing.T, file, want string) {
	t.Helper()
	s.client.await(t, "settings to be asked for", func() bool { return len(s.client.asked) > 0 })
	got := ""
	for range 1000 {
		if got, _ = s.scenarioOf(t, file); got == want {
			return
		}
	}
	t.Fatalf("the scenario belongs at %s, want %s", got, want)
}

// TestPushedSettings takes settings from a notification of a client that cannot be asked.
func TestPushedSettings(t *testing.T) {
	c := newChat(t)
	s := newSession(t, []string{c.dir}, withSettings(`{"scenarioFolder": "first"}`))
	for _, test := range []struct{ settings, want string }{
		{`{"llmdbench": {"scenarioFolder": "second"}}`, "second"},
		{`{"other": {"scenarioFolder": "third"}}`, "second"},
		{`{"llmdbench": 7}`, "second"},
		{`7`, "second"},
		{`{"llmdbench": {}}`, "scenarios/guides"},
	} {
		if err := s.server.DidChangeConfiguration(s.ctx, &protocol.DidChangeConfigurationParams{Settings: protocol.LSPAny(test.settings)}); err != nil {
			t.Fatal(err)
		}
		if got, _ := s.scenarioOf(t, c.values); got != filepath.Join(c.dir, test.want, "chat-routing.sh") {
			t.Errorf("%s: the scenario belongs at %s", test.settings, got)
		}
	}
	if len(s.client.asked) > 0 {
		t.Errorf("the client was asked for %q", s.client.asked)
	}
}

// TestFrameworkPath takes defaults from a checkout of the framework: the one that is set, or the one that lies in the
// workspace.
func TestFrameworkPath(t *testing.T) {
	env := "export LLMDBENCH_VLLM_COMMON_REPLICAS=${LLMDBENCH_VLLM_COMMON_REPLICAS:-17}\nexport LLMDBENCH_BRAND_NEW=${LLMDBENCH_BRAND_NEW:-x}\n"
	text := "export LLMDBENCH_DEPLOY_MODEL_LIST=x # LLMDBENCH_VLLM_COMMON_REPLICAS\nexport LLMDBENCH_BRAND_NEW=1\n"
	for _, set := range []bool{true, false} {
		dir, scenarios := realTempDir(t), realTempDir(t)
		checkout := filepath.Join(dir, "framework")
		writeFile(t, filepath.Join(checkout, "setup", "env.sh"), env)
		settings, folders := `{}`, []string{dir, scenarios}
		if set {
			settings, folders = `{"frameworkPath": "`+filepath.ToSlash(checkout)+`"}`, []string{scenarios}
		}
		t.Run(map[bool]string{true: "set", false: "found"}[set], func(t *testing.T) {
			s := newSession(t, folders, withSettings(settings))
			path := filepath.Join(scenarios, "x.sh")
			s.open(path, text)
			s.client.await(t, "no findings", func() bool {
				n := len(s.client.published)
				return n > 0 && len(s.client.published[n-1].Diagnostics) == 0
			})
			h := s.hover(path, protocol.Position{Character: 45})
			if h == nil || !strings.Contains(h.Contents.(*protocol.MarkupContent).Value, "default: `17`") {
				t.Errorf("the hover is %+v", h)
			}
		})
	}
}

// TestFolders puts the scenario of a guide into the workspace folder that the guide is in, also while folders come and
// go.
func TestFolders(t *testing.T) {
	one, two := newChat(t), newChat(t)
	s := newSession(t, []string{one.dir, two.dir})
	for _, c := range []chat{one, two} {
		if got, _ := s.scenarioOf(t, c.values); got != c.scenario {
			t.Errorf("the scenario belongs at %s, want %s", got, c.scenario)
		}
	}
	nested := filepath.Join(two.dir, "guides")
	s.changeFolders(t, []string{nested}, []string{one.dir})
	if got, _ := s.scenarioOf(t, two.values); got != filepath.Join(nested, "scenarios", "guides", "chat-routing.sh") {
		t.Errorf("with a folder inside a folder the scenario belongs at %s", got)
	}
	s.changeFolders(t, nil, []string{nested, two.dir})
	if got, _ := s.scenarioOf(t, two.values); got != filepath.Join(two.guide, "chat-routing.sh") {
		t.Errorf("without a folder the scenario belongs at %s", got)
	}
}

func (s *session) changeFolders(t *testing.T, added, removed []string) {
	t.Helper()
	params := &protocol.DidChangeWorkspaceFoldersParams{Event: protocol.WorkspaceFoldersChangeEvent{Added: workspaceFolders(added), Removed: workspaceFolders(removed)}}
	if err := s.server.DidChangeWorkspaceFolders(s.ctx, params); err != nil {
		t.Fatal(err)
	}
}

// TestRootURI serves clients from before workspace folders.
func TestRootURI(t *testing.T) {
	c := newChat(t)
	s := newSession(t, nil, func(st *start) {
		root := uri.File(c.dir)
		st.params.RootURI = &root
	})
	if got, _ := s.scenarioOf(t, c.values); got != c.scenario {
		t.Errorf("the scenario belongs at %s, want %s", got, c.scenario)
	}
}

// TestWatchedFiles turns "Generate" into "Update" when a scenario appears on the disk, and back when it goes.
func TestWatchedFiles(t *testing.T) {
	c := newChat(t)
	s := newSession(t, []string{c.dir})
	s.client.await(t, "the watchers", func() bool { return len(s.client.registered) > 0 })
	if got := s.client.registered[0]; !strings.HasPrefix(got, "workspace/didChangeWatchedFiles ") || !strings.Contains(got, "**/*.{yaml,yml,gotmpl,sh,bash}") {
		t.Errorf("registered: %s", got)
	}
	s.open(c.values, readFile(t, c.values))
	s.action(c.values, generateTitle)
	writeFile(t, c.scenario, small)
	s.watched(t, c.scenario)
	s.action(c.values, "Update scenario chat-routing.sh")
	if list := titles(s.actions(c.values, protocol.Range{})); strings.Contains(list, generateTitle+" |") {
		t.Errorf("it is still to be generated: %s", list)
	}
	if _, exists := s.scenarioOf(t, c.values); !exists {
		t.Error("the scenario is not seen")
	}
	if err := os.Remove(c.scenario); err != nil {
		t.Fatal(err)
	}
	s.watched(t, c.scenario)
	s.action(c.values, generateTitle)
}

// TestIndexing shows progress where the client can show it, and says what was found.
func TestIndexing(t *testing.T) {
	c := newChat(t)
	writeFile(t, c.scenario, small)
	for i := range 600 {
		writeFile(t, filepath.Join(c.dir, "notes", strings.Repeat("n", i%20+1)+string(rune('a'+i/20))+".yaml"), "a: 1\n")
	}
	s := newSession(t, []string{c.dir})
	s.client.logged(t, "and 1 scenarios in the workspace")
	got := s.client.progressOf(t, "llmdbench-ls/index", 4)
	if !slices.Equal(got, []string{"create", "begin Looking for guides and scenarios", "report", "end"}) {
		t.Errorf("the progress is %q", got)
	}
	_ = s.end()
	quiet := newSession(t, []string{c.dir}, func(st *start) { st.params.Capabilities.Window.WorkDoneProgress = nil })
	quiet.client.logged(t, "and 1 scenarios in the workspace")
	if len(quiet.client.progress) > 0 {
		t.Errorf("a client without progress got %q", quiet.client.progress)
	}
}

// TestRulesReachClients sees to it that the findings of every rule arrive, each with its ID: those of the first example on
// the rule's page.
func TestRulesReachClients(t *testing.T) {
	s := newSession(t, nil)
	for _, rule := range rules.All {
		if rule.Off {
			continue
		}
		files := txtar.Parse([]byte(rule.Page)).Files
		folder, _, _ := strings.Cut(files[0].Name, "/")
		found := false
		for _, example := range files { // those of one folder belong together, a guide in front of its scenario
			if !strings.HasPrefix(example.Name, folder+"/") || strings.HasSuffix(example.Name, "@fixed") {
				continue
			}
			text, _ := readClaims(t, example.Name, string(example.Data))
			path := "/nowhere/" + rule.ID + "/" + example.Name
			s.open(path, text)
			found = found || slices.ContainsFunc(s.client.diagnostics(t, path, 1), func(d protocol.Diagnostic) bool {
				return d.Code == protocol.String(rule.ID)
			})
		}
		if !found {
			t.Errorf("nothing arrived of %s", rule.ID)
		}
	}
}
