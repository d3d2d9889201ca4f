package convert_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

// What a few values of a guide become; "-" means that the variable is not set.
func TestSettings(t *testing.T) {
	const decode, prefill, common = "LLMDBENCH_VLLM_MODELSERVICE_DECODE_", "LLMDBENCH_VLLM_MODELSERVICE_PREFILL_", "LLMDBENCH_VLLM_COMMON_"
	for _, tt := range []struct{ name, values, variable, want string }{
		{"no stage", "", decode + "REPLICAS", "0"},
		{"switched off", "prefill: {create: false, replicas: 3}", prefill + "REPLICAS", "0"},
		{"chart's default of decode", "decode: {create: true}", decode + "REPLICAS", "1"},
		{"chart's default of prefill", "prefill: {create: true}", prefill + "REPLICAS", "0"},
		{"boolean of YAML 1.1", "decode: {replicas: 1}\nmultinode: yes", "LLMDBENCH_VLLM_MODELSERVICE_MULTINODE", "true"},
		{"equal to the default", "decode: {replicas: 1}\nmultinode: no", "LLMDBENCH_VLLM_MODELSERVICE_MULTINODE", "-"},
		{"request and limit agree", "decode: {containers: [{resources: {requests: {cpu: 4}, limits: {cpu: 4}}}]}", decode + "CPU_NR", "4"},
		{"the request counts", "decode: {containers: [{resources: {requests: {cpu: 4}, limits: {cpu: 8}}}]}", decode + "CPU_NR", "4"},
		{"limit alone", "decode: {containers: [{resources: {limits: {memory: 8Gi}}}]}", decode + "CPU_MEM", "8Gi"},
		{"accelerator by name", "decode: {containers: [{resources: {limits: {amd.com/gpu: 8}}}]}", decode + "ACCELERATOR_RESOURCE", "amd.com/gpu"},
		{"accelerator by type", "accelerator: {type: google}\ndecode: {replicas: 1}", decode + "ACCELERATOR_RESOURCE", "google.com/tpu"},
		{"no accelerator", "accelerator: {type: cpu}\ndecode: {replicas: 1}", decode + "ACCELERATOR_NR", "0"},
		{"network device", "decode: {containers: [{resources: {limits: {rdma/ib: 2}}}]}", decode + "NETWORK_RESOURCE", "rdma/ib"},
		{"behind the sidecar", "routing: {proxy: {enabled: true}}\ndecode: {replicas: 1}", common + "METRICS_PORT", "8200"},
		{"without the sidecar", "routing: {proxy: {enabled: false}}\ndecode: {replicas: 1}", common + "METRICS_PORT", "8000"},
		{"service port without the sidecar", "routing: {servicePort: 9000, proxy: {enabled: false}}\ndecode: {replicas: 1}", common + "METRICS_PORT", "9000"},
		{"the server's own port", "routing: {proxy: {enabled: false}}\ndecode: {containers: [{args: [--port=9100]}]}", common + "METRICS_PORT", "9100"},
		{"flag with a variable", "decode: {containers: [{args: [--max-model-len, '4096']}]}", common + "MAX_MODEL_LEN", "4096"},
		{"flag of a stage", "decode: {containers: [{args: [--gpu-memory-utilization=0.9]}]}", decode + "ACCELERATOR_MEM_UTIL", "0.9"},
		{"tensor size from a flag", "decode: {containers: [{args: [--tensor-parallel-size=8]}]}", decode + "TENSOR_PARALLELISM", "8"},
		{"the last tensor size counts", "decode: {containers: [{args: [--tensor-parallel-size=8, --tensor_parallel_size, '4', -tp, '2']}]}", decode + "TENSOR_PARALLELISM", "2"},
		{"the last tensor size in a script counts", "decode: {containers: [{command: [sh, -c], args: ['vllm serve m --tensor-parallel-size 8 --seed 1 --tensor-parallel-size 2']}]}", decode + "TENSOR_PARALLELISM", "2"},
		{"flag in a script", "decode: {containers: [{command: [sh, -c], args: ['exec vllm serve m --block-size 64']}]}", common + "BLOCK_SIZE", "64"},
		{"injected variable", "decode: {containers: [{env: [{name: VLLM_LOGGING_LEVEL, value: DEBUG}]}]}", common + "VLLM_LOGGING_LEVEL", "DEBUG"},
		{"shared memory", "decode: {containers: [{volumeMounts: [{name: s, mountPath: /dev/shm}]}], volumes: [{name: s, emptyDir: {sizeLimit: 3Gi}}]}", decode + "SHM_MEM", "3Gi"},
		{"node label", "decode: {acceleratorTypes: {labelKey: gpu, labelValues: [H100, H200]}}", common + "AFFINITY", "gpu:H100"},
		{"pod annotations", "decode: {podAnnotations: {a: b, c: 'd,e', f: g}}", decode + "PODANNOTATIONS", "a:b,f:g"},
		{"pull secret", "decode: {imagePullSecrets: [{name: s}]}", common + "PULL_SECRET", "s"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := "-"
			if s, ok := written(t, tt.values).Scenario.Lookup(tt.variable); ok {
				got = s.Content()
			}
			if got != tt.want {
				t.Errorf("%s is %q, want %q", tt.variable, got, tt.want)
			}
		})
	}
}

// Of two entries with one name, both count.
func TestCounts(t *testing.T) {
	r := written(t, "decode: {containers: [{args: [--a, --b, --a, --port=1], env: [{name: A, value: x}, {name: A, value: y}]}], volumes: [{name: v}]}")
	want := map[string]int{"env": 2, "flags": 3, "volumes": 1, "mounts": 0}
	for _, c := range r.Counts {
		if c.Guide != want[c.What] || c.Scenario != want[c.What] {
			t.Errorf("%d %s in the guide, %d in the scenario, want %d", c.Guide, c.What, c.Scenario, want[c.What])
		}
	}
	if len(r.Counts) != len(want) {
		t.Errorf("the counts are %v", r.Counts)
	}
}

func TestNoModel(t *testing.T) {
	for _, values := range []string{"decode: {containers: []}\n", "modelArtifacts: {size: 1Gi}\n", "modelArtifacts: {name: ''}\n", "modelArtifacts: {name: }\ndecode: {create: true}\n"} {
		g, err := guide.Open(memory{root + "/values.yaml": values}, root, "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := convert.Plan(g, catalog.Builtin(), convert.Options{}); err == nil || !strings.Contains(err.Error(), "names no model") {
			t.Errorf("%q: %v, want an error that says there is no model", values, err)
		}
	}
}

// A guide may be small enough to be read, and its scenario, which quotes it, not.
func TestScenarioTooLarge(t *testing.T) {
	values := "modelArtifacts: {name: a/b}\ndecode:\n  containers:\n  - env:\n    - name: A\n      value: " + strings.Repeat("x", 3<<20) + "\n"
	g, err := guide.Open(memory{root + "/values.yaml": values}, root, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := convert.Convert(g, catalog.Builtin(), convert.Options{}); err == nil || !strings.Contains(err.Error(), "cannot be read back: the file is larger than 4 MiB") {
		t.Errorf("%v, want an error that says the scenario is too large", err)
	}
}

func TestFrameworkDefaults(t *testing.T) {
	got := convert.FrameworkDefaults(source.New("env.sh", 0, `
export LLMDBENCH_A=${LLMDBENCH_A:-plain}
export LLMDBENCH_B="${LLMDBENCH_B:-two words}"
export LLMDBENCH_C=${LLMDBENCH_C-}
export LLMDBENCH_D=${LLMDBENCH_D:-$LLMDBENCH_A}
export LLMDBENCH_E=${LLMDBENCH_OTHER:-x}
export LLMDBENCH_F=fixed
export OTHER=${OTHER:-x}
if true; then export LLMDBENCH_G=${LLMDBENCH_G:-"inner"}; fi
`))
	want := map[string]string{"LLMDBENCH_A": "plain", "LLMDBENCH_B": "two words", "LLMDBENCH_C": "", "LLMDBENCH_G": "inner"}
	if len(got) != len(want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for name, text := range want {
		if have, ok := got[name]; !ok || have != text {
			t.Errorf("default of %s is %q, %v; want %q", name, have, ok, text)
		}
	}
}

// The guides that are published convert too: nothing vanishes, and the text is stable under an update.
func TestPublishedGuides(t *testing.T) {
	files := disk(filepath.Join("..", "..", "shared", "corpus"))
	if _, err := os.Stat(string(files)); err != nil {
		t.Skip("the shared corpus of guides is not beside this repository")
	}
	converted := 0
	for _, name := range files.Dir(root + "/guides") {
		guides, err := guide.Environments(files, root+"/guides/"+strings.TrimSuffix(name, "/"))
		if err != nil {
			continue // a folder that guides share
		}
		for _, g := range guides {
			r, err := convert.Convert(g, catalog.Builtin(), convert.Options{})
			if err != nil {
				if !strings.Contains(err.Error(), "names no model") { // a base that others complete
					t.Errorf("%s: %v", g.FileName(), err)
				}
				continue
			}
			converted++
			if text := r.Scenario.Shell(); updated(r, text) != text {
				t.Errorf("%s changes under an update", g.FileName())
			}
			for _, c := range r.Counts {
				if c.Guide != c.Scenario {
					t.Errorf("%s: %s %s: %d in the guide, %d in the scenario", g.FileName(), c.Stage, c.What, c.Guide, c.Scenario)
				}
			}
		}
	}
	if converted < 10 {
		t.Errorf("only %d guides were converted", converted)
	}
}
