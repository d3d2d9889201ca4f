package complete

import (
	"slices"
	"strings"
	"testing"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

// The mark of the cursor in the texts of these tests.
const experimentCursor = "¦"

// offered completes at the mark of a text, and gives what the text would be with each item that starts with a prefix.
func offered(t *testing.T, text, prefix string) (labels []string, texts map[string]string) {
	t.Helper()
	at := strings.Index(text, experimentCursor)
	if at < 0 {
		t.Fatalf("no cursor in %q", text)
	}
	text = text[:at] + text[at+len(experimentCursor):]
	f := source.New("/nowhere/e.yaml", 1, text)
	s := analysis.NewSnapshot([]string{"/nowhere"}, analysis.DefaultSettings).With(f,
		source.New("/nowhere/e.sh", 1, "export LLMDBENCH_HARNESS_NAME=guidellm\nexport LLMDBENCH_DEPLOY_METHODS=modelservice\n"))
	texts = map[string]string{}
	for _, i := range experimentCompletions(s, f, at) {
		if i.At.Start > at || i.At.End < at || strings.ContainsAny(f.Slice(i.At), "\r\n") {
			t.Fatalf("%q: %s replaces %v", text, i.Label, i.At)
		}
		if strings.HasPrefix(i.Label, prefix) {
			labels = append(labels, i.Label)
			texts[i.Label] = text[:i.At.Start] + i.Text + text[i.At.End:]
		}
	}
	return labels, texts
}

const (
	replicas = "LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS"
	gateway  = "LLMDBENCH_VLLM_MODELSERVICE_GATEWAY_CLASS_NAME"
	harness  = "LLMDBENCH_HARNESS_NAME"
	profile  = "LLMDBENCH_HARNESS_EXPERIMENT_PROFILE"
	planned  = "# grüße 🦜\nsetup:\n  factors: [" + replicas + ", " + gateway + "]\n  levels:\n    " + replicas + ": 1,2\n"
)

// TestExperimentCompletions offers what belongs at a place, and nothing where nothing does.
func TestExperimentCompletions(t *testing.T) {
	for _, tt := range []struct {
		name, text, prefix string
		labels             []string // all with the prefix, in order
		text1              string   // with the first one, a suffix
	}{
		{"keys at the top", planned + "r¦", "", []string{"run"}, "\nrun:"},
		{"keys of the set-up", planned + "  ¦", "", []string{"treatments"}, "  treatments:"},
		{"a key that is whole", strings.Replace(planned, "levels:", "lev¦els:", 1), "", []string{"levels", "treatments"}, "  levels:\n    " + replicas + ": 1,2\n"},
		{"keys of the run", planned + "run: {¦}", "", []string{"factors", "levels", "treatments"}, "run: {factors:}"},
		{"another factor", "setup:\n  factors:\n  - " + replicas + "\n  - \"LLMDBENCH_DEPLOY_ME¦XX\"\n", "LLMDBENCH_DEPLOY_METHODS", []string{"LLMDBENCH_DEPLOY_METHODS"}, "  - \"LLMDBENCH_DEPLOY_METHODS\"\n"},
		{"a factor in brackets", "setup: {factors: [" + replicas + ", ¦]}", "LLMDBENCH_DEPLOY_METHODS", []string{"LLMDBENCH_DEPLOY_METHODS"}, ", LLMDBENCH_DEPLOY_METHODS]}"},
		{"a factor that nothing reads", planned + "  constants:\n    ¦", "LLMDBENCH_VLLM_COMMON_NUM_WORKERS_PARALLELISM", nil, ""},
		{"a constant", planned + "  constants:\n    ¦", harness, []string{harness, harness + "SPACE"}, "    " + harness + ":"},
		{"a constant in a list", planned + "  constants:\n    - LLM¦", harness, []string{harness, harness + "SPACE"}, "    - " + harness + ":"},
		{"no factor again", planned + "  constants:\n    ¦", replicas, nil, ""},
		{"levels", planned + "    ¦", "", []string{gateway}, "    " + gateway + ":"},
		{"a level", planned + "    " + gateway + ": istio, ¦", "", []string{"kgateway", "gke", "data-science-gateway-class"}, gateway + ": istio, kgateway"},
		{"a level in quotes", planned + "    " + gateway + ": \"k¦ist\"", "is", []string{"istio"}, gateway + ": \"istio\""},
		{"levels in brackets", planned + "    " + gateway + ": [istio, ¦", "k", []string{"kgateway"}, "[istio, kgateway"},
		{"levels in braces", "setup:\n  factors: [" + gateway + "]\n  levels: {" + gateway + ": \"¦\"}\n", "is", []string{"istio"}, gateway + ": \"istio\"}\n"},
		{"a level of a number", planned + "    " + replicas + ": ¦", "", nil, ""},
		{"harnesses", planned + "  constants:\n    " + harness + ": g¦", "", []string{"guidellm", "inference-perf", "inferencemax", "nop", "vllm-benchmark"}, harness + ": guidellm"},
		{"a profile of the scenario's harness", planned + "    " + profile + ": sanity¦", "sanity_c", []string{"sanity_concurrent.yaml"}, profile + ": sanity_concurrent.yaml"},
		{"a value of a treatment", planned + "  treatments:\n    - ¦", "", []string{"1", "2", "NA"}, "    - 1"},
		{"the next value", planned + "  treatments:\n    - 1,¦", "", []string{"istio", "kgateway", "gke", "data-science-gateway-class", "NA"}, "    - 1,istio"},
		{"a value in quotes", planned + "  treatments:\n    - \"1, g¦, x\"", "gke", []string{"gke"}, "    - \"1, gke, x\""},
		{"a treatment that is a list", planned + "  treatments:\n    - [1, ¦]", "gke", []string{"gke"}, "    - [1, gke]"},
		{"treatments in brackets", planned + "  treatments: [\"1,gke\", \"2,¦\"]", "gke", []string{"gke"}, "\"2,gke\"]"},
		{"one value too many", planned + "  treatments:\n    - 1,gke,¦", "", nil, ""},
		{"a value of a run", planned + "run:\n  factors: [rate]\n  levels: {rate: \"1,10\"}\n  treatments:\n  - ¦", "", []string{"1", "10", "NA"}, "  - 1"},
		{"levels of a run", planned + "run:\n  factors: [rate]\n  levels:\n    ¦", "", []string{"rate"}, "    rate:"},
		{"factors of a run", planned + "run:\n  factors: [¦]", "", nil, ""},
		{"a comment", planned + "  # ¦", "", nil, ""},
		{"behind a comment", planned + "  treatments: # 1,¦", "", nil, ""},
		{"below a scalar", planned + "other: text\n  ¦", "", nil, ""},
		{"an unknown key", planned + "other:\n  factors:\n    - ¦", "", nil, ""},
		{"a list in a list", planned + "  treatments:\n    - - ¦", "", nil, ""},
		{"the dash", planned + "  treatments:\n    -¦", "", nil, ""},
		{"a tab", planned + "\t¦", "", nil, ""},
		{"the YAML form", "setup:\n  treatments:\n    - name: one\n  ¦", "", nil, ""},
		{"another file", "factors:\n  - ¦", "", nil, ""},
	} {
		for _, end := range []string{"\n", "\r\n"} {
			labels, texts := offered(t, strings.ReplaceAll(tt.text, "\n", end), tt.prefix)
			if !slices.Equal(labels, tt.labels) {
				t.Errorf("%s: %q, want %q", tt.name, labels, tt.labels)
				continue
			}
			if want := strings.ReplaceAll(tt.text1, "\n", end); len(labels) > 0 && !strings.HasSuffix(texts[labels[0]], want) {
				t.Errorf("%s: the text becomes %q", tt.name, texts[labels[0]])
			}
		}
	}
}

// TestExperimentAnywhere answers at every offset of whole, broken and foreign texts.
func TestExperimentAnywhere(t *testing.T) {
	for _, text := range []string{
		planned + "  treatments: [\"1,gke\", [2, NA], {a: [}]\nrun: {factors: [\"a", "", "\ufeff" + planned, "\x00" + planned,
		strings.Repeat("setup: {factors: [", 300), planned + strings.Repeat("- ", 200),
	} {
		f := source.New("/nowhere/e.yaml", 1, text)
		s := analysis.NewSnapshot(nil, analysis.DefaultSettings).With(f)
		for at := -1; at <= len(text)+1; at++ {
			for _, i := range experimentCompletions(s, f, at) {
				if i.At.Start > at || i.At.End < at {
					t.Fatalf("%q at %d: %s replaces %v", text, at, i.Label, i.At)
				}
			}
		}
	}
}
