package convert_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// The framework takes a command line apart and puts it together again before a shell sees it. The functions here do
// to a text what it does, so that a test can say what a server really gets.

// asCommand is the shell text that the framework makes of a command line. It fails where square brackets would make a
// list of words of it, from which most are lost.
func asCommand(t *testing.T, line string) string {
	t.Helper()
	line = strings.NewReplacer("____", " ", `{\n}`, "\n", `{\s}`, " ").Replace(line)
	if strings.Contains(line, "[") && strings.Contains(line, "]") {
		t.Errorf("square brackets destroy the line %s", line)
	}
	pieces := strings.Split(line, "--")
	for i := range pieces {
		pieces[i] = strings.TrimSpace(pieces[i])
	}
	last := &pieces[len(pieces)-1]
	*last = strings.ReplaceAll(*last, `\`, "")
	return strings.Join(pieces, " \\\n--")
}

// serverWords are the arguments that the server of a shell text starts with.
func serverWords(t *testing.T, text string, env expand.Environ) []string {
	t.Helper()
	tree, err := syntax.NewParser().Parse(strings.NewReader(text), "")
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	for _, stmt := range tree.Stmts {
		if call, ok := stmt.Cmd.(*syntax.CallExpr); ok && len(call.Args) > 0 && call.Args[0].Lit() == "vllm" {
			words, err := expand.Fields(&expand.Config{Env: env}, call.Args...)
			if err != nil {
				t.Fatalf("%v in %s", err, text)
			}
			return words
		}
	}
	t.Fatalf("no server starts in %s", text)
	return nil
}

var placeholder = regexp.MustCompile(`REPLACE_ENV_[A-Z0-9_]+`)

// started is what a stage's server gets, when a scenario is deployed.
func started(t *testing.T, r *convert.Result, stage string) []string {
	t.Helper()
	script, problems := scenario.Read(source.New("s.sh", 0, r.Scenario.Shell()), catalog.Builtin().Default)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	line, _ := script.Content("LLMDBENCH_VLLM_MODELSERVICE_" + stage + "_EXTRA_ARGS")
	line = placeholder.ReplaceAllStringFunc(line, func(name string) string {
		name = strings.TrimPrefix(name, "REPLACE_ENV_")
		if name == "LLMDBENCH_DEPLOY_CURRENT_MODEL" {
			name = "LLMDBENCH_DEPLOY_MODEL_LIST"
		}
		value, ok := script.Value(name)
		if !ok || !value.Known || value.Text == "" || value.Text == "false" {
			t.Errorf("the placeholder for %s finds %q", name, value.Text)
		}
		return value.Text
	})
	return serverWords(t, asCommand(t, line), expand.ListEnviron(variables(t, script, stage)...))
}

// variables are those of a stage's container, as NAME=value.
func variables(t *testing.T, script *scenario.Script, stage string) []string {
	t.Helper()
	text, ok := script.Content("LLMDBENCH_VLLM_MODELSERVICE_" + stage + "_ENVVARS_TO_YAML")
	if !ok {
		return nil
	}
	docs, problems := source.ParseYAML("env", throughFramework(text), nil)
	if len(problems) > 0 || len(docs) != 1 {
		t.Fatalf("%v in %s", problems, text)
	}
	var list []string
	for _, e := range docs[0].Items {
		list = append(list, e.Get("name").Value()+"="+e.Get("value").Value())
	}
	return list
}

// awkward are pieces of values that a command line does not carry by itself.
var awkward = strings.Split(`'|"|\|$|$HOME|$(POD_IP)|`+"`"+`|--| --x|-|----|__|____|_____|[|]|[1,2]|{|}|{"a":"b"}|{\n}|{\s}|#noconfig|#| |&|;|||>|*|?|~|!|=|REPLACE_ENV_X|é|日|a|B|7|true`, "|")

func awkwardValue(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(6) {
		b.WriteString(awkward[r.IntN(len(awkward))])
	}
	if r.IntN(12) == 0 {
		b.WriteString("\nsecond\tline")
	}
	return b.String()
}

// A word arrives as the value it was made of; what could not arrive is refused. At the end of a line the framework takes
// backslashes out, so there a value with one is not put.
func TestQuoteWord(t *testing.T) {
	for seed := range uint64(3000) {
		value := awkwardValue(rand.New(rand.NewPCG(seed, 0)))
		word, ok := convert.QuoteWord(value)
		if !ok {
			if !strings.ContainsAny(value, "[]\n\t") {
				t.Errorf("%q is refused", value)
			}
			continue
		}
		for line, at := range map[string]int{"vllm serve --flag " + word + " --more x": 3, "vllm serve --more x --flag " + word: 5, "vllm serve " + word: 2} {
			if strings.HasSuffix(line, word) && strings.Contains(value, `\`) {
				continue
			}
			if got := serverWords(t, asCommand(t, line), expand.ListEnviron()); len(got) <= at || got[at] != value {
				t.Errorf("%q, written as %s, arrives as %q", value, word, got)
			}
		}
	}
}

func TestQuoteWordSpellings(t *testing.T) {
	for value, want := range map[string]string{
		"plain": "plain", "": "''", "a b": "'a b'", "it's": `'it'"'"'s'`, "a--b": "'a-''-b'", "____": "'_''___'", "$X": "'$X'", `a\b`: `'a\b'`,
	} {
		if got, ok := convert.QuoteWord(value); !ok || got != want {
			t.Errorf("%q is written %s, %v; want %s", value, got, ok, want)
		}
	}
}

// The flags of a guide arrive at the server, whatever their values hold, with as many variables as that takes.
func TestFlagsArrive(t *testing.T) {
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 1))
		var args, want []string
		tensor := 2
		if r.IntN(3) == 0 {
			tensor = 4 // something else than the guide's flag says, so that this stays
			args = append(args, "--tensor-parallel-size=2")
		}
		for i := range 1 + r.IntN(5) {
			flag, value := fmt.Sprintf("--flag-%c", 'a'+i), "x"+awkwardValue(r)
			if r.IntN(2) == 0 {
				args, want = append(args, flag+"="+value), append(want, flag+"="+value)
			} else {
				args, want = append(args, flag, value), append(want, flag, value)
			}
		}
		got := started(t, written(t, fmt.Sprintf("decode: {replicas: 1, parallelism: {tensor: %d}, containers: [{name: vllm, args: %s}]}", tensor, asJSON(t, args))), "DECODE")
		got = got[slices.Index(got, "--port")+2:]
		last := slices.IndexFunc(got, func(word string) bool { return strings.HasPrefix(word, "--tensor-parallel-size") })
		if size := strings.Join(got[last:], "="); size != "--tensor-parallel-size=2" {
			t.Errorf("seed %d: the line ends in %s", seed, size)
		}
		got = got[:last]
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d (-want +got):\n%s", seed, diff)
		}
	}
}

// A server that is not vLLM gets its own words, the last one too.
func TestForeignWordsArrive(t *testing.T) {
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 2))
		want := []string{"vllm", "bench"} // not vllm serve, and so another server as far as a scenario is concerned
		for range 1 + r.IntN(4) {
			want = append(want, "x"+awkwardValue(r))
		}
		got := started(t, written(t, "decode: {replicas: 1, containers: [{name: vllm, command: "+asJSON(t, want)+"}]}"), "DECODE")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d (-want +got):\n%s", seed, diff)
		}
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The server of each test guide gets the flags that the guide gives it.
func TestGuidesStart(t *testing.T) {
	for name, want := range map[string][]string{
		"chat-routing DECODE": {"vllm", "serve", "/model-cache/models/example-lab/parrot-14b-chat", "--host", "0.0.0.0",
			"--served-model-name", "example-lab/parrot-14b-chat", "--port", "8000", "--gpu-memory-utilization=0.88", "--max-model-len", "24576",
			"--enable-prefix-caching", "--max-num-seqs=192", "--tensor-parallel-size", "4"},
		"prefix-events DECODE": {"vllm", "serve", "/model-cache/models/example-lab/otter-32b", "--host", "0.0.0.0",
			"--served-model-name", "example-lab/otter-32b", "--port", "8000", "--block-size", "32", "--kv-events-config",
			`{"publisher":"zmq","enable_kv_cache_events":true,"endpoint":"tcp://$(PICKER_HOST).$(POD_SPACE).svc:5599","topic":"kv@$(POD_IP)@example-lab/otter-32b"}`,
			"--compilation-config", `{"cudagraph_capture_sizes":[1,2,4,8],"mode":3}`, "--prefix-caching-hash-algo=sha256_cbor",
			"--max-model-len=16384", "--tensor-parallel-size", "2"},
		"split-serving PREFILL": {"vllm", "serve", "/model-cache/models/example-lab/heron-72b", "--host", "0.0.0.0",
			"--served-model-name", "example-lab/heron-72b", "--port", "8000", "--kv-transfer-config",
			`{"kv_connector": "NixlConnector", "kv_role": "kv_producer"}`, "--max-model-len=40960", "--block-size=64",
			"--max-num-batched-tokens=16384", "--tensor-parallel-size", "2"},
		"split-serving DECODE": {"vllm", "serve", "/model-cache/models/example-lab/heron-72b", "--host", "0.0.0.0",
			"--served-model-name", "example-lab/heron-72b", "--port", "8200", "--kv-transfer-config",
			`{"kv_connector": "NixlConnector", "kv_role": "kv_consumer"}`, "--max-model-len=40960", "--block-size=64",
			"--no-enable-log-requests", "--tensor-parallel-size", "8"},
	} {
		t.Run(name, func(t *testing.T) {
			guideName, stage, _ := strings.Cut(name, " ")
			for _, g := range all(t) {
				if g.FileName() == guideName {
					if diff := cmp.Diff(want, started(t, planned(t, g), stage)); diff != "" {
						t.Errorf("(-want +got):\n%s", diff)
					}
					return
				}
			}
			t.Fatal("there is no such guide")
		})
	}
}
