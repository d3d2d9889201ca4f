package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"llmdbench-ls/analysis"
	"llmdbench-ls/analysis/rules"
	"llmdbench-ls/convert"
	"llmdbench-ls/convert/source"
)

// TestConvert writes the scenario to standard output and the report to standard error, whatever names the guide, and
// our own rules have nothing against any scenario.
func TestConvert(t *testing.T) {
	dir := guides(t)
	for _, args := range [][]string{
		{"guides/chat-routing"}, {"guides/chat-routing/"}, {"./guides/../guides/chat-routing"}, {filepath.Join(dir, "guides", "chat-routing")},
		{"guides/chat-routing/helmfile.yaml.gotmpl"}, {"guides/chat-routing/ms-chat-routing/values.yaml"}, {"guides/chat-routing/ms-chat-routing/values_xpu.yaml"},
		{"guides/chat-routing", "--env", "cpu"}, {"guides/split-serving"}, {"guides/prefix-events"}, {"guides/simulator"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			got := cli(t, dir, append([]string{"convert"}, args...)...)
			if got.code != exitOK || !strings.HasPrefix(got.stdout, "#!/usr/bin/env bash\n") || !strings.Contains(got.stdout, "\nexport LLMDBENCH_DEPLOY_MODEL_LIST=") {
				t.Fatalf("exit code %d, stdout:\n%s\nstderr:\n%s", got.code, got.stdout, got.stderr)
			}
			if !strings.Contains(got.stderr, " values in the guide: ") || strings.Contains(got.stderr, "export ") || strings.Contains(got.stdout, " values in the guide: ") {
				t.Errorf("the report on standard error:\n%s", got.stderr)
			}
			f := source.New("/nowhere/x.sh", 1, got.stdout)
			for _, finding := range analysis.Check(context.Background(), analysis.NewSnapshot(nil, analysis.DefaultSettings).With(f), f.Path, rules.All) {
				t.Errorf("line %d: %s", f.Line(finding.At.Start)+1, finding.Message)
			}
			if again := cli(t, dir, append([]string{"convert"}, args...)...); again != got {
				t.Error("a second run says something else")
			}
		})
	}
}

// TestEnvironment converts the environment that is named, or the one that a values file belongs to.
func TestEnvironment(t *testing.T) {
	dir := guides(t)
	byName := cli(t, dir, "convert", "guides/chat-routing", "--env", "xpu")
	byFile := cli(t, dir, "convert", "guides/chat-routing/ms-chat-routing/values_xpu.yaml")
	plain := cli(t, dir, "convert", "guides/chat-routing")
	if byName != byFile || byName.stdout == plain.stdout || !strings.Contains(byName.stdout, "(environment: xpu)") {
		t.Errorf("by name:\n%s\nby file:\n%s", byName.stdout, byFile.stdout)
	}
	wantError(t, cli(t, dir, "convert", "guides/chat-routing", "--env", "nope"), "no environment or values variant nope; there are: default, istio, gke, xpu, cpu")
}

// TestNames gives scenario and citations the names that are asked for.
func TestNames(t *testing.T) {
	dir := guides(t)
	got := cli(t, dir, "convert", "guides/simulator", "--name", "my-own")
	if got.code != exitOK || !strings.Contains(got.stdout, "# Scenario for the guide my-own\n") || !strings.Contains(got.stdout, "/my-own\n") {
		t.Errorf("exit code %d:\n%s", got.code, got.stdout)
	}
	got = cli(t, dir, "convert", "guides/simulator", "--root", "guides/simulator")
	if got.code != exitOK || !strings.Contains(got.stdout, "# SOURCE: ms-fake/values.yaml\n") {
		t.Errorf("exit code %d:\n%s", got.code, got.stdout)
	}
}

// TestOutput writes what standard output would get, and never over a file unless it is forced to.
func TestOutput(t *testing.T) {
	dir := guides(t)
	want := cli(t, dir, "convert", "guides/chat-routing").stdout
	name := filepath.Join(dir, "new", "folder", "chat.sh")
	got := cli(t, dir, "convert", "guides/chat-routing", "-o", "new/folder/chat.sh")
	if got.code != exitOK || got.stdout != "" || read(t, name) != want {
		t.Fatalf("exit code %d, stdout %q, stderr:\n%s", got.code, got.stdout, got.stderr)
	}
	put(t, name, "mine\n")
	wantError(t, cli(t, dir, "convert", "guides/chat-routing", "-o", "new/folder/chat.sh"), "new/folder/chat.sh exists; --force overwrites it")
	if read(t, name) != "mine\n" {
		t.Error("the file was overwritten")
	}
	if got := cli(t, dir, "convert", "guides/chat-routing", "-o", "new/folder/chat.sh", "--force"); got.code != exitOK || read(t, name) != want {
		t.Errorf("with --force: exit code %d, stderr:\n%s", got.code, got.stderr)
	}
	put(t, name, "mine\n")
	wantError(t, cli(t, dir, "convert", "guides/nope", "-o", "new/folder/chat.sh", "--force"), "guides/nope: there is no such file")
	if read(t, name) != "mine\n" {
		t.Error("an error overwrote the file")
	}
	if err := os.Symlink("nowhere", filepath.Join(dir, "dangling.sh")); err == nil {
		wantError(t, cli(t, dir, "convert", "guides/chat-routing", "-o", "dangling.sh"), "dangling.sh exists")
	}
	wantError(t, cli(t, dir, "convert", "guides/chat-routing", "-o", "new/folder/chat.sh/below.sh"), "cannot be written")
	onlyFiles(t, filepath.Join(dir, "new", "folder"), "chat.sh")
}

// onlyFiles insists that a folder holds some files and nothing else, such as half-written ones.
func onlyFiles(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if strings.Join(got, " ") != strings.Join(names, " ") {
		t.Errorf("the folder holds %q, want %q", got, names)
	}
}

// TestReadOnly says so when the folder cannot be written to.
func TestReadOnly(t *testing.T) {
	dir := guides(t)
	locked := filepath.Join(dir, "locked")
	if err := os.Mkdir(locked, 0o555); err != nil {
		t.Fatal(err)
	}
	if probe, err := os.CreateTemp(locked, ""); err == nil {
		_ = probe.Close()
		t.Skip("this user can write everywhere")
	}
	wantError(t, cli(t, dir, "convert", "guides/chat-routing", "-o", "locked/chat.sh"), "locked/chat.sh cannot be written: permission denied")
}

// TestReport gives the report as one JSON object whose numbers agree with each other.
func TestReport(t *testing.T) {
	dir := guides(t)
	for _, name := range []string{"chat-routing", "split-serving", "prefix-events", "simulator"} {
		got := cli(t, dir, "convert", "guides/"+name, "--report", "json")
		var report convert.Report
		d := json.NewDecoder(strings.NewReader(got.stderr))
		d.DisallowUnknownFields()
		if err := d.Decode(&report); err != nil || d.More() || got.code != exitOK {
			t.Fatalf("exit code %d, %v:\n%s", got.code, err, got.stderr)
		}
		if report.Guide != "guides/"+name || report.Environment != "default" || len(report.Values) == 0 || len(report.Counts) == 0 {
			t.Errorf("the report is about %s, %s, %d values", report.Guide, report.Environment, len(report.Values))
		}
		sum := 0
		for _, n := range report.Summary {
			sum += n
		}
		if sum != len(report.Values) {
			t.Errorf("%s: %d values, %d in the summary", name, len(report.Values), sum)
		}
		for _, c := range report.Counts {
			if c.Guide != c.Scenario {
				t.Errorf("%s: %d %s of %s in the guide, %d in the scenario", name, c.Guide, c.What, c.Stage, c.Scenario)
			}
		}
		for _, v := range report.Values {
			if v.Line < 1 || v.Path == "" || v.File == "" || filepath.IsAbs(v.File) || v.Outcome == convert.Carried && v.Variable == "" || v.Outcome == convert.NotMappable && v.Reason == "" {
				t.Errorf("%s: %+v", name, v)
			}
		}
	}
	wantError(t, cli(t, dir, "convert", "guides/simulator", "--report", "xml"), "--report is text or json, not xml")
}

// TestVary writes an experiment beside the scenario, and neither when one of them exists.
func TestVary(t *testing.T) {
	dir := guides(t)
	got := cli(t, dir, "convert", "guides/chat-routing", "-o", "out/chat.sh", "--vary", "LLMDBENCH_VLLM_COMMON_REPLICAS=1,2", "--vary", "VLLM_COMMON_MAX_MODEL_LEN=1024, 2048,4096")
	if got.code != exitOK || got.stdout != "" {
		t.Fatalf("%+v", got)
	}
	onlyFiles(t, filepath.Join(dir, "out"), "chat.experiment.yaml", "chat.sh")
	var experiment struct {
		Setup struct {
			Factors    []string          `json:"factors"`
			Levels     map[string]string `json:"levels"`
			Treatments []string          `json:"treatments"`
		} `json:"setup"`
		Run map[string]any `json:"run"`
	}
	if err := yaml.UnmarshalStrict([]byte(read(t, filepath.Join(dir, "out", "chat.experiment.yaml"))), &experiment); err != nil {
		t.Fatal(err)
	}
	want := "[LLMDBENCH_VLLM_COMMON_REPLICAS LLMDBENCH_VLLM_COMMON_MAX_MODEL_LEN] [1,1024 1,2048 1,4096 2,1024 2,2048 2,4096]"
	if is := fmt.Sprint(experiment.Setup.Factors, " ", experiment.Setup.Treatments); is != want || experiment.Setup.Levels["LLMDBENCH_VLLM_COMMON_MAX_MODEL_LEN"] != "1024,2048,4096" {
		t.Errorf("the set-up is %+v, want %s", experiment.Setup, want)
	}
	put(t, filepath.Join(dir, "half", "chat.experiment.yaml"), "mine\n")
	wantError(t, cli(t, dir, "convert", "guides/chat-routing", "-o", "half/chat.sh", "--vary", "VLLM_COMMON_REPLICAS=1,2"), "half/chat.experiment.yaml exists")
	onlyFiles(t, filepath.Join(dir, "half"), "chat.experiment.yaml")
	for vary, message := range map[string]string{
		"DEPLOY_MODEL_LITS=a,b":     "did you mean LLMDBENCH_DEPLOY_MODEL_LIST?",
		"FAVOURITE_COLOUR=a":        "the framework has no variable LLMDBENCH_FAVOURITE_COLOUR",
		"VLLM_COMMON_REPLICAS=1,,2": "there is an empty level",
		"VLLM_COMMON_REPLICAS=":     "write it as VAR=a,b,c",
		"VLLM_COMMON_REPLICAS":      "write it as VAR=a,b,c",
		"VLLM_COMMON_REPLICAS=" + strings.Repeat("1,", 1000) + "1": "more than 1000 deployments",
	} {
		wantError(t, cli(t, dir, "convert", "guides/chat-routing", "-o", "none.sh", "--vary", vary), message)
	}
	wantError(t, cli(t, dir, "convert", "guides/chat-routing", "--vary", "VLLM_COMMON_REPLICAS=1"), "so it needs -o")
	if _, err := os.Lstat(filepath.Join(dir, "none.sh")); err == nil {
		t.Error("a scenario was written in spite of the error")
	}
}

// TestBadInput says what is wrong with a guide, where it can, with the line, and writes nothing.
func TestBadInput(t *testing.T) {
	dir := t.TempDir()
	bomb := "modelArtifacts: {name: x}\na0: &a0 [x,x,x,x,x,x,x,x,x]\n"
	for i := 1; i < 10; i++ {
		bomb += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i-1), 9), ","))
	}
	for name, text := range map[string]string{
		"empty.yaml": "", "blank.yaml": " \n\n", "nul.yaml": "modelArtifacts: \x00", "latin.yaml": "modelArtifacts: \xfc",
		"broken.yaml": "modelArtifacts:\n  name: x\ndecode:\n  replicas: [1\n  create: true\nprefill: {}\n", "bomb.yaml": bomb,
		"foreign.yaml": "services: {}\n", "notes.md": "modelArtifacts: {name: x}\n", "nameless/values.yaml": "modelArtifacts: {}\ndecode: {replicas: 1}\n",
		"shape/values.yaml": "modelArtifacts: {name: x}\ndecode: [1]\n", "several/a/helmfile.yaml": "", "several/b/helmfile.yaml": "",
		"bare/readme.txt": "nothing\n", "huge.yaml": "modelArtifacts: {name: x}\n" + strings.Repeat("key: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", 1<<20),
	} {
		put(t, filepath.Join(dir, name), text)
	}
	if err := os.Mkdir(filepath.Join(dir, "void"), 0o755); err != nil {
		t.Fatal(err)
	}
	for path, message := range map[string]string{
		"nope": "nope: there is no such file", "nope/values.yaml": "nope/values.yaml: there is no such file", "empty.yaml": "empty.yaml: the file is empty",
		"blank.yaml": "blank.yaml: the file is empty", "nul.yaml": "nul.yaml: it is not text", "latin.yaml": "latin.yaml: it is not text",
		"broken.yaml": "broken.yaml:5: ", "bomb.yaml": "with its aliases written out, this is more than", "foreign.yaml": "this is not a file of a guide",
		"notes.md": "neither a values file nor a helmfile", "nameless": "names no model", "shape/values.yaml": "shape/values.yaml:2: decode must be a mapping",
		"several": "there are several guides here; name one of a, b", "bare": "bare: there is no guide here", "void": "void: there is no guide in this folder",
		"huge.yaml": "larger than 4 MiB",
	} {
		wantError(t, cli(t, dir, "convert", path, "-o", "out.sh"), message)
		if got := cli(t, dir, "convert", path).stderr; strings.Contains(got, dir) {
			t.Errorf("the message names the working directory: %s", got)
		}
	}
	if _, err := os.Lstat(filepath.Join(dir, "out.sh")); err == nil {
		t.Error("a scenario was written in spite of the errors")
	}
}

// TestLinkLoops comes to an end where links lead in circles.
func TestLinkLoops(t *testing.T) {
	dir := guides(t)
	fake := filepath.Join(dir, "guides", "simulator")
	before := cli(t, dir, "convert", "guides/simulator").stdout
	if err := os.Symlink(filepath.Join("..", "simulator"), filepath.Join(fake, "again")); err != nil {
		t.Skip("this file system has no links")
	}
	if got := cli(t, dir, "convert", "guides/simulator"); got.code != exitOK || got.stdout != before {
		t.Errorf("exit code %d, stderr:\n%s", got.code, got.stderr)
	}
	for _, name := range []string{"self.yaml", "self"} {
		if err := os.Symlink(name, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		wantError(t, cli(t, dir, "convert", name), name+": ")
	}
}
