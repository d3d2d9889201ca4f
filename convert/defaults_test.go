package convert_test

import (
	"strings"
	"testing"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// The defaults of a checkout of the framework count in every step: in what is written, in what is held against the
// guide, and in what an update looks at.
func TestDefaultsOfCheckout(t *testing.T) {
	const name = "LLMDBENCH_VLLM_MODELSERVICE_MULTINODE"
	c := catalog.Builtin().WithDefaults(map[string]string{name: "true"}, "setup/env.sh")
	open := func(multinode string) *guide.Guide {
		g, err := guide.Open(memory{root + "/values.yaml": "modelArtifacts: {name: a/b, uri: 'hf://a/b', size: 1Gi}\ndecode: {replicas: 1}\nmultinode: " + multinode + "\n"}, root, "")
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	for multinode, want := range map[string]bool{"true": false, "false": true} {
		r, err := convert.Convert(open(multinode), c, convert.Options{})
		if err != nil {
			t.Errorf("multinode %s: %v", multinode, err)
			continue
		}
		if _, set := r.Scenario.Lookup(name); set != want {
			t.Errorf("multinode %s: set is %v, want %v", multinode, set, want)
		}
		text := r.Scenario.Shell()
		script, _ := scenario.Read(source.New("a.sh", 0, text), c.Default)
		if faults := convert.Verify(r, script).Faults(); len(faults) != 0 {
			t.Errorf("multinode %s: %+v", multinode, faults)
		}
		if want { // without the setting the checkout's default counts, which is not what the guide says
			bare := strings.Replace(text, "export "+name+"=false\n", "", 1)
			script, _ := scenario.Read(source.New("a.sh", 0, bare), c.Default)
			if faults := convert.Verify(r, script).Faults(); len(faults) != 1 {
				t.Errorf("%d faults without the setting, want 1: %+v", len(faults), faults)
			}
		}
	}
}
