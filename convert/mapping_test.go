package convert_test

import (
	"strings"
	"testing"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
)

func TestFieldsAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range convert.Fields {
		at := string(f.Chart) + " " + f.Path
		if seen[at] {
			t.Errorf("two rows speak of %s", at)
		}
		seen[at] = true
	}
}

func TestFieldsSayEnough(t *testing.T) {
	for _, f := range convert.Fields {
		if f.Note == "" {
			t.Errorf("%s %s has no note", f.Chart, f.Path)
		}
		if f.How.Carries() != (f.Var != "") && f.How != convert.Replace {
			t.Errorf("%s %s is %q with the variable %q", f.Chart, f.Path, f.How, f.Var)
		}
		if f.Quiet && f.How != convert.Copy && f.How != convert.Lost {
			t.Errorf("%s %s can only equal a default if it is copied", f.Chart, f.Path)
		}
	}
}

func TestFieldsNameVariables(t *testing.T) {
	for _, f := range convert.Fields {
		for _, name := range expanded(f.Var) {
			if catalog.Builtin().Lookup(name) == nil {
				t.Errorf("%s %s names %s, which is no variable", f.Chart, f.Path, name)
			}
			if !f.Reaches(name) {
				t.Errorf("%s %s does not reach %s", f.Chart, f.Path, name)
			}
		}
	}
}

// expanded writes out what stands in braces: {STAGE}, and lists such as {REPO,TAG}.
func expanded(name string) []string {
	before, rest, ok := strings.Cut(name, "{")
	if !ok {
		if name == "" {
			return nil
		}
		return []string{name}
	}
	inside, after, _ := strings.Cut(rest, "}")
	choices := strings.Split(inside, ",")
	if inside == "STAGE" {
		choices = []string{"DECODE", "PREFILL"}
	}
	var names []string
	for _, choice := range choices {
		names = append(names, expanded(before+choice+after)...)
	}
	return names
}

func TestFieldOf(t *testing.T) {
	const ms, pool = guide.ModelService, guide.InferencePool
	for _, tt := range []struct {
		chart      guide.Chart
		path, want string
	}{
		{ms, "modelArtifacts.name", "LLMDBENCH_DEPLOY_MODEL_LIST copied"},
		{ms, "decode.replicas", "LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS copied"},
		{ms, "prefill.containers[3].env[12].valueFrom.x", "LLMDBENCH_VLLM_MODELSERVICE_PREFILL_ENVVARS_TO_YAML file"},
		{ms, "prefill.containers[0].args[7]", "LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_ARGS file"},
		{ms, "decode.containers[0].resources.limits.nvidia.com/gpu", "LLMDBENCH_VLLM_MODELSERVICE_DECODE_ACCELERATOR_{RESOURCE,NR} derived"},
		{ms, "decode.containers[0].somethingNew", " not a key"},
		{ms, "decode.somethingNew.deep[2].er", " none"},
		{ms, "decoder.replicas", "unknown"},
		{ms, "brandNew", "unknown"},
		{pool, "inferenceExtension.flags.v", "LLMDBENCH_VLLM_MODELSERVICE_GAIE_EPP_VERBOSITY copied"},
		{pool, "inferenceExtension.flags.other", "LLMDBENCH_VLLM_MODELSERVICE_GAIE_FLAGS lost"},
		{pool, "modelArtifacts.name", "unknown"},
	} {
		got := "unknown"
		if f, ok := convert.FieldOf(tt.chart, tt.path); ok {
			got = f.Var + " " + string(f.How)
		}
		if got != tt.want {
			t.Errorf("%s %s: %q, want %q", tt.chart, tt.path, got, tt.want)
		}
	}
}

// The mapping knows every key that the test guides use.
func TestFieldsKnowTheGuides(t *testing.T) {
	for _, g := range all(t) {
		for _, l := range g.Leaves() {
			if _, ok := convert.FieldOf(l.Chart, l.Path); !ok {
				t.Errorf("%s: no row for %s %s", g.FileName(), l.Chart, l.Path)
			}
		}
	}
}

func TestFieldBelow(t *testing.T) {
	for path, want := range map[string]string{
		"decode.containers[0].env":  "LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML",
		"prefill.volumes":           "LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_VOLUMES",
		"decode.containers[0].args": "LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS",
		"tracing":                   "",
	} {
		f, ok := convert.FieldBelow(guide.ModelService, path)
		if f.Var != want || ok != (want != "") {
			t.Errorf("below %s: %q, %v; want %q", path, f.Var, ok, want)
		}
	}
}
