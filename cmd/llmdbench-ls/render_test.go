package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// small is a scenario that can be deployed, and broken one that cannot.
const (
	small  = "export LLMDBENCH_DEPLOY_MODEL_LIST=lab/parrot\n# SOURCE: guides/parrot/values.yaml\n# Line 7:\n#   replicas: 3\nexport LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS=3\n"
	broken = small + "export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_POD_CONFIG='hostIPC: true'\n"
)

func scenarioFile(t *testing.T, text string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "s.sh"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestRender(t *testing.T) {
	dir := scenarioFile(t, small)
	r := cli(t, dir, "render", "--values", "ms", "s.sh")
	var values struct {
		Decode struct{ Replicas int }
	}
	if err := yaml.Unmarshal([]byte(r.stdout), &values); err != nil || r.code != exitOK || r.stderr != "" || values.Decode.Replicas != 3 {
		t.Errorf("exit %d, %v, %+v, %s", r.code, err, values, r.stderr)
	}
	all := cli(t, dir, "render", "s.sh")
	if n := strings.Count(all.stdout, "\n---\n"); n != 2 || !strings.Contains(all.stdout, "gatewayClassName: istio") {
		t.Errorf("%d documents:\n%s", n+1, all.stdout)
	}
	command := cli(t, dir, "render", "--values", "command", "s.sh")
	if !strings.Contains(command.stdout, "# decode: what the chart runs\nvllm serve /model-cache/models/lab/parrot") {
		t.Errorf("the command lines are\n%s", command.stdout)
	}
	settings := cli(t, dir, "render", "--values", "ms", "--accelerator", "gpu.kind:big", "--namespace", "cage", "--user", "me", "s.sh")
	for _, want := range []string{"labelKey: gpu.kind", "value: cage"} {
		if !strings.Contains(settings.stdout, want) {
			t.Errorf("no %q in\n%s", want, settings.stdout)
		}
	}
}

func TestRenderOrigins(t *testing.T) {
	r := cli(t, scenarioFile(t, small), "render", "--values", "ms", "--format", "json", "s.sh")
	var report renderReport
	if err := json.Unmarshal([]byte(r.stdout), &report); err != nil || len(report.Documents) != 1 {
		t.Fatalf("%v\n%s", err, r.stdout)
	}
	found := map[string]renderValue{}
	for _, v := range report.Documents[0].Values {
		found[v.Path] = v
	}
	if v := found["decode.replicas"]; v.From != "scenario" || v.Scenario != 5 || v.Guide != "guides/parrot/values.yaml" || v.GuideLine != 7 {
		t.Errorf("replicas come from %+v", v)
	}
	if v := found["prefill.replicas"]; v.From != "default" || v.Variable != "LLMDBENCH_VLLM_MODELSERVICE_PREFILL_REPLICAS" {
		t.Errorf("prefill's come from %+v", v)
	}
	if v := found["modelArtifacts.authSecretName"]; v.From != "framework" {
		t.Errorf("the secret comes from %+v", v)
	}
	if v := found["decode.acceleratorTypes.labelKey"]; v.From != "cluster" {
		t.Errorf("the label comes from %+v", v)
	}
}

func TestRenderFails(t *testing.T) {
	dir := scenarioFile(t, broken)
	r := cli(t, dir, "render", "s.sh")
	if r.code != exitFindings || !strings.Contains(r.stderr, "s.sh:6: ms-values.yaml is not valid YAML") || !strings.Contains(r.stdout, "\n  :\n    hostIPC: true\n") {
		t.Errorf("exit %d: %s", r.code, r.stderr)
	}
	if r := cli(t, dir, "render", "--values", "gaie", "s.sh"); r.code != exitOK {
		t.Errorf("the picker's values are good, but exit %d: %s", r.code, r.stderr)
	}
	stops := cli(t, scenarioFile(t, small+"export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_REPLICAS=few\n"), "render", "s.sh")
	if stops.code != exitFindings || !strings.Contains(stops.stderr, "s.sh:6: step 09 stops: ValueError") {
		t.Errorf("exit %d: %s", stops.code, stops.stderr)
	}
	for _, args := range [][]string{{"render", "none.sh"}, {"render", "--values", "x", "s.sh"}, {"render", "--format", "x", "s.sh"}, {"render"}} {
		if r := cli(t, dir, args...); r.code != exitFailed || r.stdout != "" {
			t.Errorf("%v: exit %d: %s", args, r.code, r.stderr)
		}
	}
	if r := cli(t, scenarioFile(t, "echo\n"), "render", "s.sh"); r.code != exitFailed || !strings.Contains(r.stderr, "this is not a scenario") {
		t.Errorf("exit %d: %s", r.code, r.stderr)
	}
}

// The presets of a checkout of the framework count, and its defaults.
func TestRenderWithFramework(t *testing.T) {
	dir := scenarioFile(t, small+"export LLMDBENCH_VLLM_MODELSERVICE_GAIE_PLUGINS_CONFIGFILE=parrot.yaml\n")
	for name, text := range map[string]string{
		"framework/setup/env.sh":                   "export LLMDBENCH_VLLM_COMMON_CPU_MEM=\"${LLMDBENCH_VLLM_COMMON_CPU_MEM:-7Gi}\"\n",
		"framework/setup/presets/gaie/parrot.yaml": "kind: Parrot\n",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := cli(t, dir, "render", "--framework", "framework", "s.sh")
	if !strings.Contains(r.stdout, "    parrot.yaml: |\n      kind: Parrot\n") || !strings.Contains(r.stdout, "memory: 7Gi") {
		t.Errorf("exit %d: %s\n%s", r.code, r.stderr, r.stdout)
	}
}

func TestVerifyDeployed(t *testing.T) {
	dir := guides(t)
	guide := filepath.Join("guides", "offload-cache", "manifests", "spill-to-disk")
	for _, step := range []struct {
		name string
		flag []string
		code int
		want string
	}{
		{"plain.sh", nil, exitFindings, "nothing is deployed: ms-values.yaml is not valid YAML"},
		{"mended.sh", []string{"--workarounds"}, exitOK, " 0 lost, 0 differs,"},
	} {
		if r := cli(t, dir, append([]string{"convert", "-o", step.name, guide}, step.flag...)...); r.code != exitOK {
			t.Fatal(r.stderr)
		}
		if r := cli(t, dir, append([]string{"verify", guide, step.name}, step.flag...)...); r.code != exitOK {
			t.Errorf("%s does not say what the guide says: %s", step.name, r.stdout)
		}
		r := cli(t, dir, append([]string{"verify", "--deployed", guide, step.name}, step.flag...)...)
		if r.code != step.code || !strings.Contains(r.stdout, step.want) {
			t.Errorf("%s: exit %d:\n%s%s", step.name, r.code, r.stdout, r.stderr)
		}
	}
	if r := cli(t, dir, "verify", "--deployed", "--fix", guide, "plain.sh"); r.code != exitFailed {
		t.Errorf("--fix with --deployed: exit %d", r.code)
	}
}
