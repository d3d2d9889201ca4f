package complete_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"llmdbench-ls/analysis"
	"llmdbench-ls/analysis/complete"
	"llmdbench-ls/analysis/rules"
	"llmdbench-ls/convert/source"
)

const scenarioPath = "/nowhere/scenarios/parrot.sh"

// ask completes in a file that is all there is.
func ask(path, text string, at int, trigger string) complete.List {
	s := analysis.NewSnapshot(nil, analysis.DefaultSettings).With(source.New(path, 1, text))
	return complete.At(s, path, at, trigger)
}

// texts are files with half-typed lines: those of the features.
func texts(t testing.TB) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "features", "completion_*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no features: %v", err)
	}
	found := map[string]string{}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			var b strings.Builder
			for line := range strings.Lines(string(f.Data)) {
				body, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "#@")
				b.WriteString(body + "\n")
			}
			found["/nowhere/"+f.Name] = b.String()
		}
	}
	return found
}

// TestEverywhere asks at every place of texts with half-typed lines, whole, cut off and in both kinds of line ends, and
// insists on what holds for every list.
func TestEverywhere(t *testing.T) {
	for path, whole := range texts(t) {
		for _, ends := range []string{"\n", "\r\n"} {
			text := strings.ReplaceAll(whole, "\n", ends)
			for at := range len(text) + 1 {
				if at%5 == 0 || ends == "\n" && !testing.Short() {
					check(t, path, text, at)
				}
				if at%11 == 0 {
					check(t, path, text[:at], at)
				}
			}
		}
	}
}

// check insists that a list can be used: its word is on one line and holds the cursor, and no item occurs twice.
func check(t testing.TB, path, text string, at int) {
	t.Helper()
	list := ask(path, text, at, "")
	w := list.Word
	if len(list.Items) == 0 {
		return
	}
	if w.Start > at || w.End < at || w.End > len(text) || strings.ContainsAny(text[w.Start:w.End], "\r\n") || len(list.Items) > complete.MaxItems {
		t.Fatalf("%s: behind %q and before %q the word is %q, with %d items", path, text[max(0, at-60):at], text[at:min(len(text), at+60)], text[w.Start:max(w.Start, w.End)], len(list.Items))
	}
	seen := map[string]bool{}
	for _, i := range list.Items {
		if seen[i.Label] || i.Label == "" || i.Text == "" || strings.ContainsRune(i.Text+i.Snippet, '\x01') || strings.ContainsRune(i.Label, '\n') {
			t.Fatalf("%s: behind %q there is %+v", path, text[max(0, at-60):at], i)
		}
		seen[i.Label] = true
	}
}

func FuzzAt(f *testing.F) {
	for path, text := range texts(f) {
		f.Add(strings.HasSuffix(path, ".sh"), text, len(text)/2)
	}
	f.Fuzz(func(t *testing.T, shell bool, text string, at int) {
		path := "/nowhere/guides/parrot/values.yaml"
		if shell {
			path = scenarioPath
		}
		if len(text) < 1<<12 && at >= 0 && at <= len(text) {
			check(t, path, text, at)
		}
	})
}

// TestOutside asks where there can be no answer.
func TestOutside(t *testing.T) {
	const text = "export LLMDBENCH_DEPLOY_MODEL_LIST=x\nexport LLMD"
	for _, test := range []struct {
		path string
		at   int
	}{{scenarioPath, -1}, {scenarioPath, len(text) + 1}, {"/nowhere/x.txt", len(text)}, {"/nowhere/x", len(text)}} {
		if list := ask(test.path, text, test.at, ""); len(list.Items) > 0 {
			t.Errorf("at %d of %s there is %q", test.at, test.path, list.Items[0].Label)
		}
	}
	s := analysis.NewSnapshot(nil, analysis.DefaultSettings)
	if list := complete.At(s, "/nowhere/none.sh", 0, ""); len(list.Items) > 0 {
		t.Errorf("in no file there is %q", list.Items[0].Label)
	}
}

// TestBlocks chooses every block in a scenario that has nothing else, and insists that the scenario then has no mistakes
// beyond those of what is to be filled in.
func TestBlocks(t *testing.T) {
	const head = "export LLMDBENCH_DEPLOY_MODEL_LIST=lab/parrot-7b\n"
	blocks := 0
	for _, i := range ask(scenarioPath, head, len(head), "").Items {
		if i.Kind != complete.Block {
			continue
		}
		blocks++
		if i.Snippet == "" || strings.Contains(i.Text, "${") {
			t.Errorf("%s: %q and %q", i.Label, i.Text, i.Snippet)
		}
		f := source.New(scenarioPath, 1, head+i.Text+"\n")
		s := analysis.NewSnapshot(nil, analysis.DefaultSettings).With(f)
		if _, problems := s.Script(f); len(problems) > 0 {
			t.Errorf("%s: %v in\n%s", i.Label, problems, f.Text)
		}
		for _, found := range analysis.Check(t.Context(), s, scenarioPath, rules.All) {
			if found.Severity <= analysis.Warning {
				t.Errorf("%s: %s: %s in\n%s", i.Label, found.Rule.ID, found.Message, f.Text)
			}
		}
	}
	if blocks != 11 {
		t.Errorf("there are %d blocks", blocks)
	}
}

// TestOrder says what comes before what, and what is marked as without effect.
func TestOrder(t *testing.T) {
	const head = "export LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS=1\n"
	const args = head + "cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_ARGS\n"
	stage := func(name, end string) string { return "LLMDBENCH_VLLM_MODELSERVICE_" + name + "_" + end }
	for _, test := range []struct {
		text string
		want []string
	}{
		{head + "export ", []string{stage("DECODE", "TENSOR_PARALLELISM"), "LLMDBENCH_VLLM_COMMON_AFFINITY", stage("PREFILL", "REPLICAS"),
			"LLMDBENCH_VLLM_COMMON_REPLICAS", "LLMDBENCH_CONTROL_DRY_RUN", stage("DECODE", "REPLICAS"), stage("DECODE", "IMAGE")}},
		{head + "echo $", []string{stage("DECODE", "REPLICAS"), stage("DECODE", "CPU_NR"), "LLMDBENCH_CONTROL_DRY_RUN"}},
		{args + "REPLACE_ENV_", []string{"LLMDBENCH_DEPLOY_CURRENT_MODEL", stage("PREFILL", "CPU_NR"), "LLMDBENCH_VLLM_COMMON_BLOCK_SIZE",
			stage("DECODE", "REPLICAS"), stage("DECODE", "CPU_NR"), stage("PREFILL", "EXTRA_VOLUMES"), stage("PREFILL", "EXTRA_ARGS")}},
		{args + "--", []string{"--block-size", "--all2all-backend", "--no-enable-prefix-caching", "--swap-space"}},
	} {
		list := ask(scenarioPath, test.text, len(test.text), "")
		last := -1
		for _, label := range test.want {
			n := slices.IndexFunc(list.Items, func(i complete.Item) bool { return i.Label == label })
			if n <= last {
				t.Errorf("%q: %s is in place %d, behind one in %d", test.text, label, n, last)
			}
			last = n
		}
		if end := list.Items[last]; (end.Detail == "nothing reads it" || strings.HasPrefix(end.Detail, "last in")) != end.Gone {
			t.Errorf("%q: %+v", test.text, end)
		}
	}
}

// TestExplain looks up what is said about every item of some lists: nothing that is offered by name is without a word.
func TestExplain(t *testing.T) {
	const head = "export LLMDBENCH_DEPLOY_MODEL_LIST=x\n"
	const config = head + "cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_GAIE_CUSTOM_PLUGINS\nx.yaml: |\n"
	s := analysis.NewSnapshot(nil, analysis.DefaultSettings)
	for _, text := range []string{
		head + "export ", head + "export LLMDBENCH_HARNESS_NAME=", head + "export LLMDBENCH_HARNESS_EXPERIMENT_PROFILE=",
		head + "cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS\n--", head + "cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML\n- name: V",
		config + "  ", config + "  featureGates: [", config + "  plugins:\n  - type: ", config + "  plugins:\n  - type: prefix-cache-scorer\n    parameters:\n      ",
	} {
		list := ask(scenarioPath, text, len(text), "")
		if len(list.Items) < 3 {
			t.Errorf("behind %q there are %d items", text, len(list.Items))
		}
		for _, i := range list.Items {
			if said := complete.Explain(s, i.About); !strings.HasPrefix(said, "**") || len(said) < len(i.About.Name)+20 {
				t.Errorf("of %s, which is about %v, is said %q", i.Label, i.About, said)
			}
		}
	}
	for _, kind := range []complete.TopicKind{"", "variable", "environment", "flag", "plugin", "parameter", "config", "gate", "preset", "harness", "profile", "other"} {
		for _, name := range []string{"", "none", "none/none", "/"} {
			if said := complete.Explain(s, complete.Topic{Kind: kind, Name: name}); said != "" {
				t.Errorf("of %s %q is said %q", kind, name, said)
			}
		}
	}
}

// TestCut says when a list is not whole: where there is more than fits, until a longer word sorts the rest out.
func TestCut(t *testing.T) {
	const head = "export LLMDBENCH_DEPLOY_MODEL_LIST=x\ncat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML\n- name: "
	for typed, cut := range map[string]bool{"": true, "NCCL_": false} {
		list := ask(scenarioPath, head+typed, len(head+typed), "")
		if list.Cut != cut || cut != (len(list.Items) == complete.MaxItems) {
			t.Errorf("behind %q: %v, with %d items", typed, list.Cut, len(list.Items))
		}
	}
}

// TestDeep asks in texts that nest without end: the work must stay in proportion to the text.
func TestDeep(t *testing.T) {
	const head = "export LLMDBENCH_A=1\ncat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML\n"
	const size = 1 << 20
	for _, part := range []string{"[", "{a: ", "- ", "\"", "${", "- name: X\n", "- {name: X}\n"} {
		text := head + strings.Repeat(part, size/len(part))
		check(t, scenarioPath, text, len(text))
		check(t, scenarioPath, text+"\n- name: V", len(text)+len("\n- name: V"))
	}
}

// TestLarge asks in a file that is too large to be looked into.
func TestLarge(t *testing.T) {
	text := "export LLMDBENCH_A=1\n" + strings.Repeat("#", source.MaxSize) + "\nexport LLMD"
	if list := ask(scenarioPath, text, len(text), ""); len(list.Items) > 0 {
		t.Errorf("there are %d items", len(list.Items))
	}
}

func ExampleAt() {
	const text = "export LLMDBENCH_HARNESS_NAME=guidellm\nexport LLMDBENCH_HARNESS_EXPERIMENT_PROFILE=sanity_c"
	s := analysis.NewSnapshot(nil, analysis.DefaultSettings).With(source.New(scenarioPath, 1, text))
	list := complete.At(s, scenarioPath, len(text), "")
	fmt.Println(text[list.Word.Start:list.Word.End], list.Items[1].Text)
	// Output: sanity_c sanity_concurrent.yaml
}
