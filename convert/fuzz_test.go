package convert_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
)

// Forms in which a container gets a command line.
const (
	formScript = iota // one shell text behind sh -c
	formSplit         // the same, the shell in command and the text in args
	formList          // words in args
	formServe         // vllm serve in command, words in args
	forms
)

// Whatever a container's command line holds, its guide converts, and the conversion proves itself: no flag is lost.
func FuzzCommand(f *testing.F) {
	for _, seed := range []string{
		"vllm serve lab/model --port 8000",
		"exec vllm serve lab/model \\\n  --max-model-len=4096 \\\n  --trust-remote-code",
		"# a comment\nif [ -d /x ]; then\n  cp /x /y\nfi\nSTART_RANK=$(( ${LWS_WORKER_INDEX:-0} * DP_SIZE_LOCAL ))\nexec vllm serve lab/model --data-parallel-start-rank $START_RANK",
		"source /opt/venv/bin/activate && FOO=bar vllm serve lab/model --x \"$(hostname -i)\" 2>&1 | tee /log",
		"vllm serve lab/model --kv-transfer-config '{\n  \"a\": [1, 2],\n  \"b\": \"--c\"\n}'",
		"cat <<< \"$X\" > /tmp/x; vllm serve lab/model --x '____' --y '#noconfig' --z 'it'\\''s'",
		"cat <<EOT > /tmp/x\nline [1]\nEOT\nvllm serve lab/model -tp 2 -O 3",
		"python3 -m sglang.launch_server --model-path lab/model --tp 2",
		"trtllm-serve lab/model --backend pytorch",
		"find /opt -name '*.so' -exec ls {} \\; ; vllm serve lab/model $(ARGS) ${EXTRA:-\"--a b\"}",
		"vllm serve lab/model --x=\\\\y --last back\\\\slash",
		"vllm serve lab/model --bad 'unclosed", "", " ", "--", "vllm", "vllm serve", "&", "vllm serve m &", "! vllm serve m",
		"vllm serve \"m\" --REPLACE_ENV_X REPLACE_ENV_LLMDBENCH_X --é 'ü\t'", "for i in 1 2; do vllm serve m --x $i; done",
	} {
		for form := range forms {
			f.Add(seed, uint8(form))
		}
	}
	f.Fuzz(func(t *testing.T, text string, form uint8) {
		if !utf8.ValidString(text) || len(text) > 2000 {
			return
		}
		files := memory{root + "/values.yaml": "modelArtifacts: {name: lab/model}\ndecode:\n  containers:\n  - name: vllm\n    modelCommand: custom\n" + container(text, int(form)%forms)}
		g, err := guide.Open(files, root, "")
		if err != nil {
			return // characters that YAML does not allow
		}
		r, err := convert.Convert(g, catalog.Builtin(), convert.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range r.Counts {
			if c.Guide != c.Scenario {
				t.Errorf("%d %s in the guide, %d in the scenario:\n%s", c.Guide, c.What, c.Scenario, r.Scenario.Shell())
			}
		}
	})
}

// container writes command and args as YAML that is JSON.
func container(text string, form int) string {
	var command, args []string
	switch form {
	case formScript:
		args = []string{"/bin/sh", "-c", text}
	case formSplit:
		command, args = []string{"bash", "-lc"}, []string{text}
	case formList:
		args = strings.Fields(text)
	case formServe:
		command, args = []string{"vllm", "serve", "lab/model"}, strings.Fields(text)
	}
	c, _ := json.Marshal(command) // strings always marshal
	a, _ := json.Marshal(args)
	return "    command: " + string(c) + "\n    args: " + string(a) + "\n"
}
