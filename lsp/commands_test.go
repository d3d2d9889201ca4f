package lsp_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"llmdbench-ls/convert/source"
)

// execute runs a command of the server with an argument of its own.
func (s *session) execute(t testing.TB, name string, argument map[string]any, into any) error {
	t.Helper()
	raw, _ := json.Marshal(argument)
	answer, err := s.server.ExecuteCommand(s.ctx, &protocol.ExecuteCommandParams{Command: "llmdbench-ls." + name, Arguments: []protocol.LSPAny{raw}})
	if err != nil {
		return err
	}
	return json.Unmarshal(answer, into)
}

// The answer of verify as a client reads it.
type (
	verified struct {
		Scenario, Guide, Preview string
		Counts                   map[string]int
		Rows                     []verifiedRow
	}
	verifiedRow struct {
		Path, Chart, State, Note, Variable, Want string
		Guide, Scenario                          *verifiedPlace
		Deployed                                 *struct {
			Line  int
			Value string
		}
	}
	verifiedPlace struct {
		URI   string
		Range protocol.Range
		Value string
	}
)

// row finds the row of a path.
func (v *verified) row(t *testing.T, path string) verifiedRow {
	t.Helper()
	i := slices.IndexFunc(v.Rows, func(r verifiedRow) bool { return r.Path == path })
	if i < 0 {
		t.Fatalf("there is no row %s", path)
	}
	return v.Rows[i]
}

// lineAt is a line of a text, without its margin; -1 gives none.
func lineAt(text string, line int) string {
	return strings.TrimSpace(source.New("", 0, text).LineText(line))
}

func TestVerifyCommand(t *testing.T) {
	p := openPreviewed(t, "chat-routing")
	p.replace(t, 2, "DECODE_REPLICAS=3", "DECODE_REPLICAS=5")
	var v verified
	p.run(t, "verify", nil, &v)
	if v.Scenario != string(uri.File(p.path)) || !strings.HasSuffix(v.Guide, "/guides/chat-routing") {
		t.Errorf("it is about %s and %s", v.Scenario, v.Guide)
	}
	if v.Counts["differs"] != 2 || v.Counts["lost"] != 0 || v.Counts["carried"] < 50 {
		t.Errorf("counts: %v", v.Counts)
	}
	sum := 0
	for _, n := range v.Counts {
		sum += n
	}
	if sum != len(v.Rows) {
		t.Errorf("the counts make %d, there are %d rows", sum, len(v.Rows))
	}
	view := p.content(t, v.Preview)
	const shm = "sizeLimit: REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_DECODE_SHM_MEM"
	for _, test := range []struct{ path, state, guide, scenario, says, deployed string }{
		{"decode.replicas", "differs", "replicas: 3", "export LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS=5", "5", "replicas: 5"},
		{"modelArtifacts.size", "carried", "size: 45Gi", "export LLMDBENCH_VLLM_COMMON_PVC_MODEL_CACHE_SIZE=45Gi", "45Gi", "size: 45Gi"},
		{"decode.volumes[0].emptyDir.sizeLimit", "carried", "sizeLimit: 12Gi", shm, shm, "sizeLimit: 12Gi"},
	} {
		row := v.row(t, test.path)
		got := fmt.Sprint(row.State)
		if row.Guide == nil || row.Scenario == nil || row.Deployed == nil {
			t.Errorf("%s has no place in one of the three: %+v", test.path, row)
			continue
		}
		guide := readFile(t, uri.URI(row.Guide.URI).Path())
		got = strings.Join([]string{
			row.State, lineAt(guide, int(row.Guide.Range.Start.Line)), lineAt(p.text, int(row.Scenario.Range.Start.Line)), row.Scenario.Value, lineAt(view, row.Deployed.Line),
		}, " | ")
		want := strings.Join([]string{test.state, test.guide, test.scenario, test.says, test.deployed}, " | ")
		if got != want {
			t.Errorf("%s: %s\nwant %s", test.path, got, want)
		}
	}
}

// Flags are found in the command line, in the scenario and in what is deployed.
func TestVerifyFindsFlags(t *testing.T) {
	p := openPreviewed(t, "chat-routing")
	var v verified
	p.run(t, "verify", nil, &v)
	row := v.row(t, "decode.containers[0].args[0]")
	if row.Deployed == nil || row.Scenario == nil {
		t.Fatalf("%+v", row)
	}
	const flag = "--gpu-memory-utilization="
	if line := lineAt(p.content(t, v.Preview), row.Deployed.Line); line != flag+`0.88 \` {
		t.Errorf("deployed in the line %q", line)
	}
	if line := lineAt(p.text, int(row.Scenario.Range.Start.Line)); !strings.HasPrefix(line, flag) {
		t.Errorf("in the scenario's line %q", line)
	}
}

// The guide's own files mean the scenario that is made from them, with the text that is in the editor.
func TestVerifyFromGuide(t *testing.T) {
	dir := guideFolder(t)
	s := newSession(t, []string{dir})
	s.client.logged(t, "in the workspace")
	values := filepath.Join(dir, "guides", "chat-routing", "ms-chat-routing", "values.yaml")
	argument := map[string]any{"uri": uri.File(values)}
	var v verified
	if err := s.execute(t, "verify", argument, &v); err == nil || !strings.Contains(err.Error(), "there is no scenario to verify") {
		t.Errorf("without a scenario: %v", err)
	}
	var g generatedPreview
	if err := s.execute(t, "generate", map[string]any{"uri": uri.File(values), "preview": true}, &g); err != nil {
		t.Fatal(err)
	}
	writeFile(t, uri.URI(g.URI).Path(), g.Text)
	s.open(values, strings.Replace(readFile(t, values), "replicas: 3", "replicas: 4", 1))
	if err := s.execute(t, "verify", argument, &v); err != nil {
		t.Fatal(err)
	}
	row := v.row(t, "decode.replicas")
	if row.State != "differs" || row.Want != "4" || row.Scenario.Value != "3" {
		t.Errorf("%+v", row)
	}
}

// What the framework loses is lost where deployments are compared, and not where words are.
func TestVerifyDeployed(t *testing.T) {
	p := openPreviewed(t, "chat-routing")
	var written, deployed verified
	p.run(t, "verify", nil, &written)
	p.run(t, "verify", map[string]any{"deployed": true}, &deployed)
	if written.Counts["lost"] != 0 || deployed.Counts["lost"] == 0 {
		t.Errorf("lost: %d as written, %d as deployed", written.Counts["lost"], deployed.Counts["lost"])
	}
}

type generatedPreview struct {
	URI, Report, Text string
	Exists            bool
}

func TestGenerateIsPreviewed(t *testing.T) {
	p := openPreviewed(t, "chat-routing")
	guide := filepath.Join(filepath.Dir(p.path), "..", "..", "guides", "chat-routing", "ms-chat-routing", "values.yaml")
	for environment, exists := range map[string]bool{"default": true, "gke": false} {
		var g generatedPreview
		err := p.execute(t, "generate", map[string]any{"uri": uri.File(guide), "environment": environment, "preview": true}, &g)
		if err != nil {
			t.Fatal(err)
		}
		path := uri.URI(g.URI).Path()
		if !strings.Contains(g.Text, "(environment: "+environment+")") || g.Exists != exists || !strings.Contains(g.Report, "environment "+environment) {
			t.Errorf("%s: %+v", environment, g)
		}
		if onDisk(path) != exists {
			t.Errorf("%s: %s is there: %v", environment, path, !exists)
		}
	}
	if len(p.client.applied) > 0 {
		t.Error("something was written")
	}
	var g generatedPreview
	if err := p.execute(t, "generate", map[string]any{"uri": uri.File(p.path), "preview": true}, &g); err == nil {
		t.Error("a scenario is made of a scenario")
	}
}

func TestCatalogueCommand(t *testing.T) {
	s := newSession(t, nil)
	var c struct {
		Entries []struct{ Kind, Name, Summary string }
	}
	if err := s.execute(t, "catalogue", map[string]any{"uri": ""}, &c); err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for i, e := range c.Entries {
		kinds[e.Kind]++
		if e.Name == "" || e.Summary == "" {
			t.Errorf("%+v", e)
		}
		if i > 0 && cmp.Or(strings.Compare(c.Entries[i-1].Kind, e.Kind), strings.Compare(c.Entries[i-1].Name, e.Name)) >= 0 {
			t.Errorf("%s %s stands behind %s %s", e.Kind, e.Name, c.Entries[i-1].Kind, c.Entries[i-1].Name)
		}
	}
	for kind, least := range map[string]int{"variable": 400, "flag": 200, "container variable": 600, "plugin": 100, "preset": 10, "harness": 4, "profile": 10, "flag of the endpoint picker": 5} {
		if kinds[kind] < least {
			t.Errorf("%d of kind %s, at least %d expected", kinds[kind], kind, least)
		}
	}
}

// Every entry of the catalogue can be explained, by its own kind, and what is in none is an error.
func TestExplainCommand(t *testing.T) {
	s := newSession(t, nil)
	var c struct{ Entries []struct{ Kind, Name string } }
	if err := s.execute(t, "catalogue", map[string]any{}, &c); err != nil {
		t.Fatal(err)
	}
	var x struct{ Markdown string }
	explained := map[string]bool{}
	for _, e := range c.Entries {
		if explained[e.Kind] {
			continue // the rest is a matter of package analysis
		}
		explained[e.Kind] = true
		if err := s.execute(t, "explain", map[string]any{"name": e.Name, "kind": e.Kind}, &x); err != nil || !strings.HasPrefix(x.Markdown, "**") {
			t.Errorf("%s %s: %v %q", e.Kind, e.Name, err, x.Markdown)
		}
	}
	if err := s.execute(t, "explain", map[string]any{"name": "LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS"}, &x); err != nil || !strings.Contains(x.Markdown, "decode.replicas") {
		t.Errorf("without a kind: %v %s", err, x.Markdown)
	}
	if err := s.execute(t, "explain", map[string]any{"name": "LLMDBENCH_NOTHING"}, &x); err == nil {
		t.Error("a name that is in no catalogue is explained")
	}
}

func TestStatusCommand(t *testing.T) {
	dir := guideFolder(t)
	writeFile(t, filepath.Join(dir, "a.sh"), "export LLMDBENCH_DEPLOY_MODEL_LIST=m\n")
	s := newSession(t, []string{dir})
	s.client.logged(t, "in the workspace")
	var st struct {
		Version, Framework       string
		Guides, Scenarios, Files int
		Indexing                 bool
		Folders                  []string
	}
	if err := s.execute(t, "status", map[string]any{}, &st); err != nil {
		t.Fatal(err)
	}
	if st.Version != "test" || !strings.Contains(st.Framework, "v0.5.2") || st.Indexing || st.Scenarios != 1 || st.Guides < 10 || st.Files < st.Guides+st.Scenarios {
		t.Errorf("%+v", st)
	}
	if !slices.Equal(st.Folders, []string{string(uri.File(dir))}) {
		t.Errorf("folders: %v", st.Folders)
	}
}
