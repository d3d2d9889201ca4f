package lsp_test

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

const generateTitle = "Generate scenario from this guide"

var encodings = []protocol.PositionEncodingKind{protocol.PositionEncodingKindUTF8, protocol.PositionEncodingKindUTF16, protocol.PositionEncodingKindUTF32}

// chat is a workspace with the guides of the tests in it, and paths of one of them.
type chat struct{ dir, guide, values, xpu, picker, scenario, xpuScenario string }

func newChat(t testing.TB) chat {
	t.Helper()
	dir := guideFolder(t)
	guide := filepath.Join(dir, "guides", "chat-routing")
	return chat{
		dir: dir, guide: guide,
		values: filepath.Join(guide, "ms-chat-routing", "values.yaml"), xpu: filepath.Join(guide, "ms-chat-routing", "values_xpu.yaml"),
		picker:   filepath.Join(guide, "gaie-chat-routing", "values.yaml"),
		scenario: filepath.Join(dir, "scenarios", "guides", "chat-routing.sh"), xpuScenario: filepath.Join(dir, "scenarios", "guides", "chat-routing.xpu.sh"),
	}
}

// unsaved is the text of the guide's values with another number of replicas than the disk's, and letters of several
// widths before it.
func (c chat) unsaved(t testing.TB, replicas string) string {
	t.Helper()
	text := readFile(t, c.values)
	changed := strings.Replace(text, "replicas: 3", "replicas: "+replicas, 1)
	if changed == text {
		t.Fatal("the test guide has no replicas: 3")
	}
	return "# grüße 🦜\n" + changed
}

// expected is the scenario that the guide makes when one of its files has another text.
func (c chat) expected(t testing.TB, file, text, environment string) string {
	t.Helper()
	s := analysis.NewSnapshot([]string{c.dir}, analysis.DefaultSettings).With(source.New(file, 1, text))
	made, err := analysis.Generate(s, file, environment)
	if err != nil {
		t.Fatal(err)
	}
	return made.Text
}

// TestGenerateAction makes a scenario from unsaved text when its action is resolved, not before.
func TestGenerateAction(t *testing.T) {
	for _, e := range encodings {
		t.Run(string(e), func(t *testing.T) {
			c := newChat(t)
			s := newSession(t, []string{c.dir}, withEncoding(e))
			s.open(c.values, c.unsaved(t, "7"))
			action := s.action(c.values, generateTitle)
			if action.Edit != nil || *action.Kind != analysis.ScenarioActionKind || len(action.Data) == 0 {
				t.Fatalf("the action is not lazy: %+v", action)
			}
			s.change(c.values, c.unsaved(t, "8"), 2)
			made := s.resolve(action)
			checkCreates(t, made.Edit, c.scenario)
			if made.Command.Command != "llmdbench-ls.show" {
				t.Errorf("the command behind the edit is %q", made.Command.Command)
			}
			texts := map[string]string{}
			applyEdit(t, texts, made.Edit, e)
			if got, want := texts[c.scenario], c.expected(t, c.values, c.unsaved(t, "8"), ""); got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
			if !strings.Contains(texts[c.scenario], "DECODE_REPLICAS=8\n") {
				t.Error("the scenario is not made of the text at the time of resolving")
			}
		})
	}
}

// TestGenerateEnvironment makes the scenario of the environment that an action names.
func TestGenerateEnvironment(t *testing.T) {
	c := newChat(t)
	s := newSession(t, []string{c.dir})
	text := readFile(t, c.xpu)
	s.open(c.xpu, text)
	made := s.resolve(s.action(c.xpu, generateTitle+" (xpu)"))
	checkCreates(t, made.Edit, c.xpuScenario)
	texts := map[string]string{}
	applyEdit(t, texts, made.Edit, s.client.encoding)
	if texts[c.xpuScenario] != c.expected(t, c.xpu, text, "xpu") {
		t.Errorf("got:\n%s", texts[c.xpuScenario])
	}
}

func (s *session) resolve(action *protocol.CodeAction) *protocol.CodeAction {
	s.t.Helper()
	made, err := s.server.CodeActionResolve(s.ctx, action)
	if err != nil {
		s.t.Fatal(err)
	}
	if made.Edit == nil {
		s.t.Fatalf("%q has no edit", action.Title)
	}
	return made
}

// checkCreates wants an edit that makes a file, never over another one, and then fills it.
func checkCreates(t *testing.T, edit *protocol.WorkspaceEdit, path string) {
	t.Helper()
	if edit == nil || len(edit.DocumentChanges) != 2 || len(edit.Changes) != 0 {
		t.Fatalf("the edit is %+v", edit)
	}
	create, ok := edit.DocumentChanges[0].(*protocol.CreateFile)
	if !ok || create.URI != uri.File(path) || create.Kind != "create" || create.Options == nil || *create.Options.Overwrite || *create.Options.IgnoreIfExists {
		t.Errorf("the first change is %+v", edit.DocumentChanges[0])
	}
	fill, ok := edit.DocumentChanges[1].(*protocol.TextDocumentEdit)
	if !ok || fill.TextDocument.URI != uri.File(path) || fill.TextDocument.Version != nil || len(fill.Edits) != 1 {
		t.Errorf("the second change is %+v", edit.DocumentChanges[1])
	}
}

// TestUpdateAction edits only what differs, in every encoding and with both kinds of line ends, in a scenario that may
// be open with unsaved text.
func TestUpdateAction(t *testing.T) {
	for _, e := range encodings {
		for ends, lineEnd := range map[string]string{"LF": "\n", "CRLF": "\r\n"} {
			for _, open := range []bool{false, true} {
				t.Run(string(e)+"/"+ends+map[bool]string{true: "/open"}[open], func(t *testing.T) { updateOnce(t, e, lineEnd, open) })
			}
		}
	}
}

func updateOnce(t *testing.T, e protocol.PositionEncodingKind, lineEnd string, open bool) {
	c := newChat(t)
	before := c.expected(t, c.values, readFile(t, c.values), "")
	before = strings.Replace(before, "# Decode stage\n", "# Decode stage: grüße 🦜\n# mine\n", 1)
	before = strings.ReplaceAll(before, "\n", lineEnd)
	writeFile(t, c.scenario, before)
	s := newSession(t, []string{c.dir}, withEncoding(e))
	texts := map[string]string{}
	if open {
		texts[c.scenario] = strings.Replace(before, "grüße", "grüße aus dem Käfig 🦜", 1)
		s.open(c.scenario, texts[c.scenario])
	}
	s.open(c.values, c.unsaved(t, "9"))
	made := s.resolve(s.action(c.values, "Update scenario chat-routing.sh"))
	change := made.Edit.DocumentChanges[0].(*protocol.TextDocumentEdit)
	if version := change.TextDocument.Version; open != (version != nil) {
		t.Errorf("the edit is for version %v", version)
	}
	applyEdit(t, texts, made.Edit, e)
	after := texts[c.scenario]
	for _, want := range []string{"export LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS=9" + lineEnd, "# mine" + lineEnd} {
		if !strings.Contains(after, want) {
			t.Errorf("the scenario lost %q:\n%s", want, after)
		}
	}
	if strings.Contains(strings.ReplaceAll(after, lineEnd, ""), "\n") {
		t.Error("line ends are mixed")
	}
	if open {
		s.change(c.scenario, after, 2)
	} else {
		s.open(c.scenario, after)
	}
	if again := s.resolve(s.action(c.scenario, "Update scenario chat-routing.sh")); len(again.Edit.DocumentChanges)+len(again.Edit.Changes) > 0 {
		t.Errorf("a second update edits %+v", again.Edit.DocumentChanges[0])
	}
}

// TestResolveForeign gives an action back that has nothing to resolve, and says why one cannot be.
func TestResolveForeign(t *testing.T) {
	c := newChat(t)
	s := newSession(t, []string{c.dir})
	if got, err := s.server.CodeActionResolve(s.ctx, &protocol.CodeAction{Title: "not ours"}); err != nil || got.Title != "not ours" || got.Edit != nil {
		t.Errorf("got %+v, %v", got, err)
	}
	action := s.action(c.values, generateTitle)
	writeFile(t, c.scenario, "export LLMDBENCH_DEPLOY_MODEL_LIST=x\n")
	if _, err := s.server.CodeActionResolve(s.ctx, action); err == nil || !strings.Contains(err.Error(), "chat-routing.sh exists already") {
		t.Errorf("an existing scenario: %v", err)
	}
	s.open(c.values, "modelArtifacts: {name: x\n")
	if _, err := s.server.CodeActionResolve(s.ctx, action); codeOf(err) != jsonrpc2.Code(protocol.LSPErrorCodesRequestFailed) {
		t.Errorf("a broken guide: %v", err)
	}
}

// TestCommands runs every command, with progress where the client gave a token.
func TestCommands(t *testing.T) {
	c := newChat(t)
	s := newSession(t, []string{c.dir})
	s.open(c.values, c.unsaved(t, "7"))

	environments, err := s.command("environments", c.picker, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	first := environments["environments"].([]any)[0].(map[string]any)
	if first["name"] != "default" || first["scenario"] != string(uri.File(c.scenario)) || first["exists"] != false {
		t.Errorf("the first environment is %v", first)
	}

	report, err := s.command("report", c.values, "", protocol.String("for the report"))
	if err != nil || !strings.Contains(report["report"].(string), "values in the guide") || report["uri"] != nil {
		t.Errorf("report: %v, %v", report, err)
	}
	if got := s.client.progressOf(t, "for the report", 2); !slices.Equal(got, []string{"begin Converting values.yaml", "end"}) {
		t.Errorf("the progress is %q", got)
	}

	made, err := s.command("generate", c.values, "", protocol.Integer(4711))
	if err != nil || made["uri"] != string(uri.File(c.scenario)) || !strings.Contains(made["report"].(string), "chat-routing") {
		t.Errorf("generate: %v, %v", made, err)
	}
	if got := s.client.progressOf(t, "4711", 2); !slices.Equal(got, []string{"begin Converting values.yaml", "end"}) {
		t.Errorf("the progress is %q", got)
	}
	text := s.appliedText(t, 1)[c.scenario]
	if text != c.expected(t, c.values, c.unsaved(t, "7"), "") {
		t.Errorf("the scenario is:\n%s", text)
	}
	writeFile(t, c.scenario, text)

	if _, err := s.command("generate", c.values, "", nil); err == nil || !strings.Contains(err.Error(), "exists already") {
		t.Errorf("a second generate: %v", err)
	}
	updated, err := s.command("update", c.values, "", nil)
	if err != nil || !strings.Contains(updated["report"].(string), "nothing to update") {
		t.Errorf("update without a change: %v, %v", updated, err)
	}
	s.change(c.values, c.unsaved(t, "6"), 2)
	updated, err = s.command("update", c.scenario, "", nil)
	if err != nil || updated["uri"] != string(uri.File(c.scenario)) {
		t.Errorf("update: %v, %v", updated, err)
	}
	if !strings.Contains(updated["report"].(string), "values in the guide") {
		t.Errorf("the report of the update is %s", updated["report"])
	}
	report, err = s.command("report", c.scenario, "", nil)
	if err != nil || report["report"] != updated["report"] {
		t.Errorf("the report on a scenario: %v, %v", report, err)
	}
	if text = s.appliedText(t, 2)[c.scenario]; !strings.Contains(text, "DECODE_REPLICAS=6\n") {
		t.Errorf("after the update:\n%s", text)
	}
	if _, err := s.command("show", c.scenario, "", nil); err != nil || len(s.client.shown) != 1 || s.client.shown[0] != uri.File(c.scenario) {
		t.Errorf("show: %v, %v", s.client.shown, err)
	}
}

// progressOf waits for the messages under a token.
func (c *client) progressOf(t *testing.T, token string, n int) []string {
	t.Helper()
	var got []string
	c.await(t, "progress of "+token, func() bool {
		got = nil
		for _, line := range c.progress {
			if rest, ok := strings.CutPrefix(line, token+" "); ok {
				got = append(got, rest)
			}
		}
		return len(got) >= n
	})
	return got
}

// appliedText is what the last of some edits makes of the files on the disk.
func (s *session) appliedText(t *testing.T, n int) map[string]string {
	t.Helper()
	s.client.mu.Lock()
	defer s.client.mu.Unlock()
	if len(s.client.applied) != n {
		t.Fatalf("%d edits were applied, want %d", len(s.client.applied), n)
	}
	texts := map[string]string{}
	applyEdit(t, texts, &s.client.applied[n-1].Edit, s.client.encoding)
	return texts
}

// TestCommandErrors wants a sentence for each thing that cannot be done.
func TestCommandErrors(t *testing.T) {
	c := newChat(t)
	plain := filepath.Join(c.dir, "compose.yaml")
	writeFile(t, plain, "services: {}\n")
	foreign := filepath.Join(c.dir, "own.sh")
	writeFile(t, foreign, "export LLMDBENCH_DEPLOY_MODEL_LIST=x\n")
	s := newSession(t, []string{c.dir})
	for _, test := range []struct{ command, file, environment, want string }{
		{"generate", plain, "", "compose.yaml: this is not a file of a guide"},
		{"generate", filepath.Join(c.dir, "none.yaml"), "", "none.yaml: there is no such file"},
		{"generate", c.values, "nope", "no environment or values variant nope"},
		{"update", c.values, "", "there is no scenario to update: scenarios/guides/chat-routing.sh does not exist"},
		{"update", foreign, "", "does not say which guide it is based on"},
		{"generate", foreign, "", "own.sh is a scenario already; Update"},
		{"report", foreign, "", "does not say which guide it is based on"},
		{"environments", plain, "", "not a file of a guide"},
		{"nonsense", c.values, "", "there is no command llmdbench-ls.nonsense"},
	} {
		_, err := s.command(test.command, test.file, test.environment, nil)
		if err == nil || !strings.Contains(err.Error(), test.want) || codeOf(err) != jsonrpc2.Code(protocol.LSPErrorCodesRequestFailed) {
			t.Errorf("%s of %s: %v, want %q", test.command, filepath.Base(test.file), err, test.want)
		}
		if err != nil && strings.Contains(err.Error(), c.dir) {
			t.Errorf("%s: the message names the workspace folder: %v", test.command, err)
		}
	}
	for _, arguments := range []string{`[]`, `[1]`, `[{}, {}]`, `[{"uri": "untitled:x"}]`, `[{"uri": ""}]`, `[{"uri": 7}]`} {
		params := &protocol.ExecuteCommandParams{Command: "llmdbench-ls.report"}
		if err := json.Unmarshal([]byte(arguments), &params.Arguments); err != nil {
			t.Fatal(err)
		}
		if _, err := s.server.ExecuteCommand(s.ctx, params); codeOf(err) != jsonrpc2.Code(protocol.LSPErrorCodesRequestFailed) {
			t.Errorf("%s: %v", arguments, err)
		}
	}
	s.client.refuse = true
	for reason, want := range map[string]string{"": "did not apply the edit", "the disk is full": "did not apply the edit: the disk is full"} {
		s.client.reason = reason
		if _, err := s.command("generate", c.values, "", nil); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("a refused edit: %v", err)
		}
	}
}

// TestSimpleClients gives clients that can do less what they can take.
func TestSimpleClients(t *testing.T) {
	t.Run("no resolve", func(t *testing.T) {
		c := newChat(t)
		s := newSession(t, []string{c.dir}, func(st *start) {
			st.params.Capabilities.TextDocument.CodeAction.ResolveSupport.Properties = nil
			st.params.Capabilities.Window = nil
		})
		action := s.action(c.values, generateTitle)
		checkCreates(t, action.Edit, c.scenario)
		if action.Command.Command != "" {
			t.Errorf("a client that shows no documents is to run %s", action.Command.Command)
		}
	})
	t.Run("no file creation", func(t *testing.T) {
		c := newChat(t)
		s := newSession(t, []string{c.dir}, func(st *start) { st.params.Capabilities.Workspace.WorkspaceEdit.ResourceOperations = nil })
		s.wantCommand(t, c.values, generateTitle, "llmdbench-ls.generate", c.values)
		_, err := s.command("generate", c.values, "", nil)
		if err == nil || !strings.Contains(err.Error(), "convert -o FILE") {
			t.Errorf("generate: %v", err)
		}
		if len(s.client.applied) > 0 {
			t.Errorf("an edit was sent: %+v", s.client.applied)
		}
	})
	t.Run("no literals", func(t *testing.T) {
		c := newChat(t)
		s := newSession(t, []string{c.dir}, func(st *start) { st.params.Capabilities.TextDocument.CodeAction = nil })
		s.wantCommand(t, c.values, generateTitle, "llmdbench-ls.generate", c.values)
		s.open(c.scenario, "export LLMDBENCH_DEPLOY_MODEL_LITS=x\n")
		if list := s.actions(c.scenario, protocol.Range{End: protocol.Position{Line: 1}}); len(list) > 0 {
			t.Errorf("there are %s", titles(list))
		}
	})
	t.Run("no document changes", func(t *testing.T) {
		c := newChat(t)
		writeFile(t, c.scenario, c.expected(t, c.values, c.unsaved(t, "7"), ""))
		s := newSession(t, []string{c.dir}, func(st *start) { st.params.Capabilities.Workspace.WorkspaceEdit = nil })
		made := s.resolve(s.action(c.values, "Update scenario chat-routing.sh"))
		if len(made.Edit.DocumentChanges) > 0 || len(made.Edit.Changes[uri.File(c.scenario)]) == 0 {
			t.Fatalf("the edit is %+v", made.Edit)
		}
		texts := map[string]string{}
		applyEdit(t, texts, made.Edit, s.client.encoding)
		if !strings.Contains(texts[c.scenario], "DECODE_REPLICAS=3\n") {
			t.Errorf("after the update:\n%s", texts[c.scenario])
		}
	})
	t.Run("no edits", func(t *testing.T) {
		c := newChat(t)
		s := newSession(t, []string{c.dir}, func(st *start) { st.params.Capabilities = protocol.ClientCapabilities{} })
		s.wantCommand(t, c.values, generateTitle, "llmdbench-ls.generate", c.values)
		if _, err := s.command("generate", c.values, "", nil); err == nil || !strings.Contains(err.Error(), "in a terminal") {
			t.Errorf("generate: %v", err)
		}
		if report, err := s.command("report", c.values, "", nil); err != nil || report["report"] == "" {
			t.Errorf("report: %v, %v", report, err)
		}
	})
}

// wantCommand wants a command with a title among the actions at the start of a file.
func (s *session) wantCommand(t *testing.T, path, title, name, file string) {
	t.Helper()
	list := s.actions(path, protocol.Range{})
	for _, a := range list {
		command, ok := a.(*protocol.Command)
		if !ok || command.Title != title {
			continue
		}
		var argument map[string]string
		if len(command.Arguments) != 1 || json.Unmarshal(command.Arguments[0], &argument) != nil {
			t.Fatalf("the arguments are %s", command.Arguments)
		}
		if command.Command != name || argument["uri"] != string(uri.File(file)) {
			t.Errorf("the command is %s of %v", command.Command, argument)
		}
		return
	}
	t.Errorf("there is no command %q among %s", title, titles(list))
}
