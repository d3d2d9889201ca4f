package analysis_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

const scenarioPath = "/nowhere/a.sh"

func snapshotOf(path, text string) *analysis.Snapshot {
	return analysis.NewSnapshot(nil, analysis.DefaultSettings).With(source.New(path, 1, text))
}

// TestOutlineDetails is about what an outline adds to the names.
func TestOutlineDetails(t *testing.T) {
	rule := "# ==========\n"
	text := rule + "# Model\n" + rule + `export LLMDBENCH_DEPLOY_MODEL_LIST="a  b" LLMDBENCH_HARNESS_NAME=nop
export LLMDBENCH_NAKED
` + rule + "# Decode stage\n" + rule + `export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS
vllm serve x --host=0.0.0.0 --seed 7 8 \
--json '{"a": 1}'; sleep 1
EOF
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML
- {name: A, value: "b c"}
- {name: D, valueFrom: {fieldRef: x}}
EOF
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_ARGS="[--host____0.0.0.0____--seed____7]"
`
	var got []string
	var walk func(list []analysis.Symbol)
	walk = func(list []analysis.Symbol) {
		for _, sym := range list {
			got = append(got, strings.TrimPrefix(sym.Name, "LLMDBENCH_")+"="+sym.Detail)
			walk(sym.Children)
		}
	}
	walk(analysis.Outline(snapshotOf(scenarioPath, text), scenarioPath))
	want := []string{
		"Model=common, harness", `DEPLOY_MODEL_LIST="a b"`, "HARNESS_NAME=nop", "NAKED=",
		"Decode stage=decode, prefill", "VLLM_MODELSERVICE_DECODE_EXTRA_ARGS=", "--host=0.0.0.0", "--seed=7 8", `--json='{"a": 1}'`,
		"VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML=", "A=b c", "D=valueFrom",
		`VLLM_MODELSERVICE_PREFILL_EXTRA_ARGS="[--host____0.0.0.0____--seed____7]"`, "--host=0.0.0.0", "--seed=7",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// TestLongDetail cuts what is too long for an outline between characters.
func TestLongDetail(t *testing.T) {
	text := "export LLMDBENCH_DEPLOY_MODEL_LIST=" + strings.Repeat("ü", 5000) + "\n"
	list := analysis.Outline(snapshotOf(scenarioPath, text), scenarioPath)
	if got, want := list[0].Children[0].Detail, strings.Repeat("ü", 79)+"…"; got != want {
		t.Errorf("got %q", got)
	}
}

// TestOutermost keeps the folds that lie in the fewest others.
func TestOutermost(t *testing.T) {
	fold := func(start, nesting int) analysis.Fold {
		return analysis.Fold{At: source.Span{Start: start, End: 100}, Nesting: nesting}
	}
	all := []analysis.Fold{fold(1, 0), fold(2, 1), fold(3, 2), fold(4, 1), fold(5, 0)}
	for limit, want := range map[int][]analysis.Fold{
		0: {}, 1: {all[0]}, 3: {all[0], all[1], all[4]}, 4: {all[0], all[1], all[3], all[4]}, 5: all, 6: all,
	} {
		if got := analysis.Outermost(all, limit); !slices.Equal(got, want) {
			t.Errorf("of %d there are %v", limit, got)
		}
	}
}

// hostile are texts that nobody should write. All are asked about under names of scenarios and of guides.
var hostile = map[string]string{
	"nothing":              "",
	"binary":               "export LLMDBENCH_A=1\x00\xff\xfe\ncat <<EOF >$A\n\x00",
	"broken characters":    "export LLMDBENCH_A=\xff\xfe\n# \xff ==== \xff\n",
	"a lone return":        "export LLMDBENCH_A=1\rcat <<EOF >$LLMDBENCH_A\r# ====\rEOF\r",
	"a byte order mark":    "\ufeffexport LLMDBENCH_A=1\n# =====\n# T\n# =====\n",
	"an open document":     "export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS=$(mktemp)\ncat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS\n\n\n",
	"only the sign":        "export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS=$(mktemp)\ncat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS",
	"a joined delimiter":   "export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS=$(mktemp)\ncat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS\nvllm serve \\\nEOF\n",
	"quotes":               "export LLMDBENCH_A=\"$(cat <<EOF\n'\nEOF\n",
	"an alias bomb":        "modelArtifacts: {name: a}\nx: &a [1,1,1,1,1,1,1,1,1]\ny: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nz: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nw: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\nv: [*d,*d,*d,*d,*d,*d,*d,*d,*d]\n",
	"an alias of itself":   "modelArtifacts: &a {name: a, b: *a}\n",
	"a config of nothing":  "inferenceExtension:\n  pluginsCustomConfig:\n    a.yaml: |\n      kind: EndpointPickerConfig\n      plugins:\n      schedulingProfiles: 3\n    b.yaml: |2\n\n\n",
	"a config of itself":   "inferenceExtension:\n  pluginsCustomConfig:\n    a.yaml: |\n      a.yaml: |\n        kind: EndpointPickerConfig\n        plugins: [{type: &x [*x]}]\n",
	"plugins of no kind":   "inferenceExtension:\n  pluginsCustomConfig:\n    a.yaml: |\n      kind: EndpointPickerConfig\n      plugins: [[], {}, null, {type: []}, {name: \" \"}]\n      schedulingProfiles: [{plugins: [null, {pluginRef: {}}]}]\n",
	"aliases":              "export LLMDBENCH_VLLM_COMMON_EXTRA_POD_CONFIG=$(mktemp)\ncat <<EOF >$LLMDBENCH_VLLM_COMMON_EXTRA_POD_CONFIG\na: &x\n  b: {c: 1}\nd: *x\ne: {<<: *x}\nf: [*x, *x]\n*x : 1\nEOF\n",
	"very deep":            "modelArtifacts: {name: a}\ndecode: " + strings.Repeat("[", 300) + strings.Repeat("]", 300),
	"more than is read":    "export LLMDBENCH_A=1\n" + strings.Repeat("# =\n", source.MaxSize/4),
	"deep in the document": "export LLMDBENCH_VLLM_COMMON_EXTRA_VOLUMES=$(mktemp)\ncat <<EOF >$LLMDBENCH_VLLM_COMMON_EXTRA_VOLUMES\n" + strings.Repeat("- ", 300) + "a\nEOF\n",
}

func TestHostileStructure(t *testing.T) {
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			for _, path := range []string{scenarioPath, "/nowhere/values.yaml", "/nowhere/helmfile.yaml", "/nowhere/notes.md"} {
				checkStructure(t, path, text, max(1, len(text)/20))
			}
		})
	}
}

// TestCutStructure asks about scenarios and guides that end anywhere, as if they were being typed.
func TestCutStructure(t *testing.T) {
	const cuts = 30
	for _, pattern := range []string{"conversions/*.sh", "guides/*/*/values.yaml"} {
		files, err := filepath.Glob(filepath.Join("..", "testdata", pattern))
		if err != nil || len(files) < 3 {
			t.Fatalf("there are no %s: %v", pattern, err)
		}
		for _, file := range files[:3] {
			whole, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text := string(whole)
			if strings.HasSuffix(pattern, ".sh") {
				text = text[max(0, len(text)-12_000):] // begins anywhere, too
			}
			for i := range cuts {
				checkStructure(t, "/nowhere/"+filepath.Base(file), text[:len(text)*(i+1)/cuts], max(1, len(text)/7))
			}
		}
	}
}

// checkStructure insists that every answer about a text lies in it and is in order.
func checkStructure(t *testing.T, path, text string, step int) {
	t.Helper()
	s := snapshotOf(path, text)
	whole := source.Span{End: len(text)}
	checkSymbols(t, analysis.Outline(s, path), whole)
	for _, lines := range []bool{true, false} {
		start := -1
		for _, fold := range analysis.Folds(s, path, lines) {
			if !holds(whole, fold.At) || fold.At.Start <= start || !strings.ContainsAny(text[fold.At.Start:fold.At.End], "\r\n") {
				t.Errorf("a fold of %q at %v, behind %d", text[max(0, fold.At.Start):min(len(text), fold.At.End)], fold.At, start)
			}
			start = fold.At.Start
		}
	}
	var offsets []int
	for at := 0; at <= len(text); at += step {
		offsets = append(offsets, at)
	}
	for i, chain := range analysis.Selections(s, path, offsets) {
		inner := source.Span{Start: offsets[i], End: offsets[i]}
		for _, span := range chain {
			if !holds(span, inner) || span == inner || !holds(whole, span) {
				t.Errorf("from %d on %v is widened to %v", offsets[i], inner, span)
			}
			inner = span
		}
	}
	for _, link := range analysis.Links(s, path) {
		if !holds(whole, link.At) || (link.URL == "") == (link.File == "") {
			t.Errorf("a link %+v", link)
		}
	}
	for line := range min(200, strings.Count(text, "\n")+3) {
		for _, edit := range analysis.Continue(s, path, line-1) {
			if !holds(whole, edit.At) || strings.TrimLeft(edit.Text, " \t\\") != "" {
				t.Errorf("in line %d there is %+v", line, edit)
			}
		}
	}
}

func checkSymbols(t *testing.T, list []analysis.Symbol, within source.Span) {
	t.Helper()
	start := within.Start
	for _, sym := range list {
		if !holds(within, sym.At) || !holds(sym.At, sym.NameAt) || strings.TrimSpace(sym.Name) == "" || sym.At.Start < start {
			t.Errorf("%q at %v, its name at %v, in %v behind %d", sym.Name, sym.At, sym.NameAt, within, start)
		}
		start = sym.At.Start
		checkSymbols(t, sym.Children, sym.At)
	}
}

func holds(outer, inner source.Span) bool {
	return outer.Start <= inner.Start && inner.End <= outer.End
}

// BenchmarkStructure is what a client asks for after each keystroke in a long scenario.
func BenchmarkStructure(b *testing.B) {
	text, err := os.ReadFile(filepath.Join("..", "testdata", "conversions", "split-serving.sh"))
	if err != nil {
		b.Fatal(err)
	}
	fresh := func() *analysis.Snapshot { return snapshotOf(scenarioPath, string(text)) }
	for name, ask := range map[string]func(s *analysis.Snapshot){
		"nothing":    func(s *analysis.Snapshot) { _ = analysis.Mentions(s, "/nowhere/other.sh") },
		"outline":    func(s *analysis.Snapshot) { _ = analysis.Outline(s, scenarioPath) },
		"folds":      func(s *analysis.Snapshot) { _ = analysis.Folds(s, scenarioPath, true) },
		"selections": func(s *analysis.Snapshot) { _ = analysis.Selections(s, scenarioPath, []int{len(text) / 2}) },
		"links":      func(s *analysis.Snapshot) { _ = analysis.Links(s, scenarioPath) },
		"line break": func(s *analysis.Snapshot) { _ = analysis.Continue(s, scenarioPath, 217) },
	} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				s := fresh()
				if f, err := s.File(scenarioPath); err == nil {
					_, _ = s.Script(f) // every request shares it
				}
				ask(s)
			}
		})
	}
}
