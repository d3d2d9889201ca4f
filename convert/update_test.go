package convert_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

func updated(r *convert.Result, text string) string {
	return convert.Apply(text, convert.Update(r, readScript(text)))
}

func windows(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }

func TestUpdateOfAFreshScenario(t *testing.T) {
	each(t, func(t *testing.T, r *convert.Result) {
		text := r.Scenario.Shell()
		for _, existing := range []string{text, windows(text), text + "\nexport MINE=1\n"} {
			if diff := cmp.Diff(existing, updated(r, existing)); diff != "" {
				t.Errorf("an update changes it (-before +after):\n%s", diff)
			}
		}
	})
}

// damages are what may have happened to a setting that a guide gives; each changes its block.
var damages = map[string]func(block string, s scenario.Setting) string{
	"changed value": func(block string, s scenario.Setting) string {
		if s.File {
			return strings.Replace(block, "cat <<EOF >$"+s.Var+"\n", "cat <<EOF >$"+s.Var+"\nnot: there\n", 1)
		}
		return strings.Replace(block, "export "+s.Var+"=", "export "+s.Var+"=other", 1)
	},
	"value without a file": func(block string, s scenario.Setting) string {
		return strings.TrimSuffix(block, s.Assignment()) + "export " + s.Var + "=x\n"
	},
	"changed lines": func(block string, s scenario.Setting) string {
		return strings.Replace(block, "# Line", "# Lines 900-901: x", 1)
	},
	"changed path": func(block string, s scenario.Setting) string {
		return strings.Replace(block, "# SOURCE: ", "# SOURCE: old/", 1)
	},
	"no comments": func(block string, s scenario.Setting) string { return s.Assignment() },
	"gone":        func(string, scenario.Setting) string { return "" },
}

// Whatever happened to what the guide says is put right, in its own place, and what the author added stays.
func TestUpdateRestores(t *testing.T) {
	const mine = "\n# my own\nexport LLMDBENCH_MINE=1\n"
	each(t, func(t *testing.T, r *convert.Result) {
		text := r.Scenario.Shell()
		random := rand.New(rand.NewPCG(uint64(len(text)), 0))
		for name, damage := range damages {
			for _, s := range r.Scenario.Settings() {
				block := "\n" + s.Shell()
				at := strings.Index(text, block)
				if random.IntN(6) > 0 || len(s.From) == 0 || at < 0 || name == "gone" && first(r.Scenario, s.Var) {
					continue // the convention's; joined to the one above; the first of its section, which goes in front of the heading
				}
				damaged := damage(block[1:], s)
				if damaged != "" {
					damaged = "\n" + damaged
				}
				broken := text[:at] + damaged + text[at+len(block):] + mine
				for _, ending := range []func(string) string{strings.Clone, windows} {
					if diff := cmp.Diff(ending(text+mine), updated(r, ending(broken))); diff != "" {
						t.Fatalf("%s: %s (-want +got):\n%s", s.Var, name, diff)
					}
				}
			}
		}
	})
}

func first(s *scenario.Scenario, name string) bool {
	for _, section := range s.Sections {
		if section.Settings[0].Var == name {
			return true
		}
	}
	return false
}

// With any number of settings gone, one update brings all back, and a second one finds nothing to do.
func TestUpdateSettles(t *testing.T) {
	each(t, func(t *testing.T, r *convert.Result) {
		for seed := range uint64(5) {
			text := r.Scenario.Shell()
			random := rand.New(rand.NewPCG(seed, 0))
			for _, s := range r.Scenario.Settings() {
				if random.IntN(4) == 0 {
					text = strings.Replace(text, s.Shell(), "", 1)
				}
			}
			once := updated(r, text)
			if diff := cmp.Diff(once, updated(r, once)); diff != "" {
				t.Fatalf("seed %d: a second update changes it (-first +second):\n%s", seed, diff)
			}
			script, problems := scenario.Read(source.New("s.sh", 0, once), catalog.Builtin().Default)
			if len(problems) > 0 {
				t.Fatalf("seed %d: %v", seed, problems)
			}
			for _, s := range r.Scenario.Settings() {
				if _, ok := script.Value(s.Var); !ok {
					t.Errorf("seed %d: %s is not back", seed, s.Var)
				}
			}
		}
	})
}

// What no guide says is the author's to change.
func TestUpdateKeepsTheAuthors(t *testing.T) {
	r := written(t, "decode: {replicas: 2}\n")
	text := r.Scenario.Shell()
	changed := strings.Replace(text, "export LLMDBENCH_HARNESS_NAME=inference-perf", "export LLMDBENCH_HARNESS_NAME=vllm-benchmark # mine", 1)
	if changed == text {
		t.Fatal("the scenario names no harness")
	}
	if diff := cmp.Diff(changed, updated(r, changed)); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
}

func TestUpdateFollowsTheGuide(t *testing.T) {
	const container = "containers: [{name: vllm, args: [--enforce-eager]}]"
	before := written(t, "decode: {replicas: 2, parallelism: {tensor: 4}, "+container+"}\n").Scenario.Shell()
	after := written(t, "# a new line\ndecode: {replicas: 3, parallelism: {tensor: 4, data: 2}, "+container+"}\n")
	if diff := cmp.Diff(after.Scenario.Shell(), updated(after, before)); diff != "" {
		t.Errorf("(-converted +updated):\n%s", diff)
	}
}

func TestUpdateOfNothing(t *testing.T) {
	r := written(t, "decode: {replicas: 2}\n")
	for _, text := range []string{"", "#!/bin/bash\n", "export LLMDBENCH_A=1", "export LLMDBENCH_A=\"\n"} {
		got := updated(r, text)
		if !strings.HasPrefix(got, text) {
			t.Errorf("%q has changed to %q", text, got)
		}
		if !strings.Contains(got, "export LLMDBENCH_DEPLOY_MODEL_LIST=lab/model") {
			t.Errorf("%q got no settings: %s", text, got)
		}
	}
}

func TestApply(t *testing.T) {
	for _, tt := range []struct {
		edits []convert.Edit
		want  string
	}{
		{nil, "abcdef"},
		{[]convert.Edit{{source.Span{Start: 0, End: 1}, "X"}, {source.Span{Start: 3, End: 3}, "Y"}, {source.Span{Start: 6, End: 6}, "Z"}}, "XbcYdefZ"},
		{[]convert.Edit{{source.Span{Start: 2, End: 6}, ""}}, "ab"},
	} {
		if got := convert.Apply("abcdef", tt.edits); got != tt.want {
			t.Errorf("%v makes %q, want %q", fmt.Sprint(tt.edits), got, tt.want)
		}
	}
}
