package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

// TestExperimentKind tells experiments from other YAML.
func TestExperimentKind(t *testing.T) {
	const factor = "LLMDBENCH_VLLM_COMMON_REPLICAS"
	for _, tt := range []struct {
		text    string
		kind    analysis.Kind
		planned bool
	}{
		{"setup:\n  factors: [" + factor + "]\n", analysis.Experiment, true},
		{"setup:\n  constants: {" + factor + ": 1}\n", analysis.Experiment, true},
		{"setup: {factors: [], levels: {}, treatments: []}\nrun: {factors: [rate]}\n", analysis.Experiment, true},
		{"setup:\n  factors:\n    - \n  levels:\n", analysis.Experiment, true},
		{"setup:\n  treatments:\n    - {name: one, decode.replicas: 1}\n", analysis.Experiment, false},
		{"setup:\n  constants: {a.b: 1}\n  treatments:\n    - name: " + factor + "\n", analysis.Experiment, false},
		{"setup: {factors: []}\n", analysis.Other, false},
		{"setup: {factors: 1, levels: [1]}\n", analysis.Other, false},
		{"setup: {treatments: [1]}\n# " + factor + "\n", analysis.Other, false},
		{"setup: factors: levels:\n", analysis.Other, false},
		{"treatments: [1]\nrun: {factors: [" + factor + "]}\n", analysis.Other, false},
		{"- setup: {factors: [" + factor + "]}\n", analysis.Other, false},
		{"# setup: factors: " + factor + "\nversion: 2\n", analysis.Other, false},
		{"setup:\n\x00 factors: [" + factor + "]\n", analysis.Other, false},
		{"", analysis.Other, false},
	} {
		f := source.New("/nowhere/e.yaml", 1, tt.text)
		if got := analysis.KindOf(f); got != tt.kind {
			t.Errorf("%q is of kind %d, want %d", tt.text, got, tt.kind)
		}
		if plan := analysis.PlanOf(f); (plan != nil) != tt.planned {
			t.Errorf("%q: the plan is %v", tt.text, plan)
		}
	}
}

// TestPlan reads what is varied, with the places of every name and value.
func TestPlan(t *testing.T) {
	const text = "setup:\n  constants:\n    - C: x,y\n    - {D: 2}\n  factors:\n    - 'A'\n    - \"🦜\"\n  levels:\n    A: \"1, 🦜 ,3\"\n    🦜: [a, b]\n    E:\n" +
		"  treatments:\n    - \"1,b\"\n    - [3, a]\n    - >-\n      folded,\n      over lines\n    - {x: y}\n    - 7\nrun:\n  factors: [a, ]\n  levels: nothing\n  treatments: 1,2\n"
	f := source.New("/nowhere/setup/LLMDBENCH_.yaml", 1, text+"# LLMDBENCH_X\n")
	plan := analysis.PlanOf(f)
	if plan == nil {
		t.Fatal("there is no plan")
	}
	var b strings.Builder
	values := func(list []analysis.Value) string {
		var said []string
		for _, v := range list {
			at := ""
			if got := f.Slice(v.At); got != v.Text {
				at = fmt.Sprintf(" at %q", got)
			}
			said = append(said, v.Text+at)
		}
		return strings.Join(said, " | ")
	}
	for _, part := range []analysis.Part{plan.Setup, plan.Run} {
		for _, v := range part.Constants {
			fmt.Fprintf(&b, "constant %s: %s\n", v.Factor.Text, values(v.Values))
		}
		for i, n := range part.Factors {
			fmt.Fprintf(&b, "factor %s: %s\n", n.Text, values(part.ValuesOf(i)))
		}
		for _, v := range part.Levels {
			fmt.Fprintf(&b, "levels %s: %s\n", v.Factor.Text, values(v.Values))
		}
		for _, tr := range part.Treatments {
			fmt.Fprintf(&b, "treatment: %s, fits %t\n", values(tr.Values), part.Fits(tr))
		}
		fmt.Fprintf(&b, "listed %t\n", part.Listed)
	}
	want := `constant C: x,y
constant D: 2
factor A: 1 | 🦜 | 3 | 1 | 3 | folded
factor 🦜: a | b | b | a | over lines
levels A: 1 | 🦜 | 3
levels 🦜: a | b
levels E: 
treatment: 1 | b, fits true
treatment: 3 | a, fits true
treatment: folded | over lines, fits true
treatment: 7, fits false
listed true
factor a: 
listed true
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestScenariosOf finds the scenario of an experiment: beside it, where scenarios are generated, anywhere by its name.
func TestScenariosOf(t *testing.T) {
	dir := realDir(t)
	put(t, dir, map[string]string{
		"beside/a.sh": scenarioText, "scenarios/guides/a.sh": scenarioText, "scenarios/guides/b.sh": scenarioText,
		"x/c.sh": scenarioText, "y/c.bash": scenarioText, "beside/d.sh": "tar\n",
	})
	s := analysis.NewSnapshot([]string{dir}, analysis.DefaultSettings)
	s = s.WithIndex(analysis.BuildIndex(t.Context(), s.Folders(), nil))
	for _, tt := range []struct{ file, head, want string }{
		{"beside/a.yaml", "", "beside/a.sh"},
		{"beside/a.experiment.yaml", "", "beside/a.sh"},
		{"beside/a.yaml", "# Experiment on the scenario b: 2 treatments of the set-up.\n", "scenarios/guides/b.sh"},
		{"experiments/a.yml", "", "scenarios/guides/a.sh"},
		{"experiments/c.yaml", "", "x/c.sh y/c.bash"},
		{"beside/d.yaml", "", ""},
		{"experiments/none.yaml", "", ""},
		{"experiments/a.yaml", "# Experiment on the scenario : nothing\n", "scenarios/guides/a.sh"},
		{"experiments/a.yaml", "# Experiment on the scenario ../../beside/a\n", ""},
		{"experiments/a.yaml", "key: 1\n# Experiment on the scenario b\n", "scenarios/guides/a.sh"},
	} {
		f := source.New(dir+"/"+tt.file, 1, tt.head+experimentText)
		var got []string
		for _, p := range analysis.ScenariosOf(s.With(f), f) {
			got = append(got, strings.TrimPrefix(p, dir+"/"))
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s with %q: %v, want %s", tt.file, tt.head, got, tt.want)
		}
	}
}

// TestExperimentDependents looks at an open experiment again when its scenario changes, and at no other one.
func TestExperimentDependents(t *testing.T) {
	s := analysis.NewSnapshot([]string{"/nowhere"}, analysis.DefaultSettings).With(
		source.New("/nowhere/a.yaml", 1, experimentText), source.New("/nowhere/b.yaml", 1, experimentText), source.New("/nowhere/a.sh", 1, scenarioText))
	if got := s.Dependents("/nowhere/a.sh"); len(got) != 1 || got[0] != "/nowhere/a.yaml" {
		t.Errorf("got %v", got)
	}
}

// TestExperimentMentions lists what an experiment names, and how.
func TestExperimentMentions(t *testing.T) {
	const text = `# Experiment on the scenario parrot: LLMDBENCH_VLLM_COMMON_REPLICAS and so on
setup:
  constants: {LLMDBENCH_HARNESS_NAME: guidellm}
  factors:
    - LLMDBENCH_VLLM_MODELSERVICE_GAIE_PLUGINS_CONFIGFILE # not LLMDBENCH_VLLM_COMMON_CPU_NR
    - "LLMDBENCH_VLLM_COMMON_REPLICAS"
  levels: {LLMDBENCH_VLLM_COMMON_REPLICAS: "1,$LLMDBENCH_X"}
  treatments:
    - default-plugins.yaml,1
    - NA,1
`
	f := source.New("/nowhere/e.yaml", 1, text)
	s := analysis.NewSnapshot([]string{"/nowhere"}, analysis.DefaultSettings).With(f)
	subjects := map[analysis.Subject]string{
		analysis.Variable: "variable", analysis.ExperimentKey: "key", analysis.ScenarioFile: "scenario", analysis.ConfigFile: "config", analysis.Harness: "harness",
	}
	roles := []string{"uses", "declares", "asks", "remarks"}
	var b strings.Builder
	for _, m := range analysis.Mentions(s, f.Path) {
		at := ""
		if got := f.Slice(m.At); got != m.Name && !strings.HasSuffix(m.Name, "."+got) {
			at = " at " + got
		}
		fmt.Fprintf(&b, "%d %s %s %s%s\n", f.Line(m.At.Start)+1, roles[m.Role], subjects[m.Subject], m.Name, at)
	}
	want := `1 remarks scenario parrot
1 remarks variable LLMDBENCH_VLLM_COMMON_REPLICAS
2 uses key setup
3 uses key setup.constants
3 uses variable LLMDBENCH_HARNESS_NAME
3 uses harness guidellm
4 uses key setup.factors
5 uses variable LLMDBENCH_VLLM_MODELSERVICE_GAIE_PLUGINS_CONFIGFILE
5 remarks variable LLMDBENCH_VLLM_COMMON_CPU_NR
6 uses variable LLMDBENCH_VLLM_COMMON_REPLICAS
7 uses key setup.levels
7 uses variable LLMDBENCH_VLLM_COMMON_REPLICAS
7 uses variable LLMDBENCH_X
8 uses key setup.treatments
9 uses config default-plugins.yaml
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestHostileExperiments ends soon, whatever a file is made of.
func TestHostileExperiments(t *testing.T) {
	many := strings.Repeat("LLMDBENCH_VLLM_COMMON_REPLICAS,", 40_000)
	for name, text := range map[string]string{
		"values":  "setup: {factors: [LLMDBENCH_A], levels: {LLMDBENCH_A: \"" + many + "\"}, treatments: [\"" + many + "\"]}\n",
		"factors": "setup: {factors: [" + many + "], treatments: [\"" + many + "\"]}\n",
		"commas":  "setup: {factors: [LLMDBENCH_A], treatments: [\"" + strings.Repeat(",", 1<<20) + "\"]}\n",
		"aliases": "a: &a [1, 1]\nb: &b [*a, *a]\nsetup: {factors: [LLMDBENCH_A, *b], levels: *a, treatments: *b}\n",
	} {
		f := source.New("/nowhere/e.yaml", 1, text)
		s := analysis.NewSnapshot([]string{"/nowhere"}, analysis.DefaultSettings).With(f)
		if len(analysis.Mentions(s, f.Path)) == 0 {
			t.Errorf("%s: nothing is named", name)
		}
		_, _, _ = analysis.Hover(s, f.Path, len(text)/2)
	}
}
