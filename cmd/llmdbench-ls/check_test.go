package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Scenarios with and without findings. In misspelt, the fix is not safe; in stale, it is.
const (
	clean    = "export LLMDBENCH_DEPLOY_MODEL_LIST=lab/parrot-7b\n"
	misspelt = clean + "export LLMDBENCH_DEPLOY_METHOD=modelservice\n"
	stale    = clean + "# llmdbench:ignore unknown-variable -- it was needed once\nexport LLMDBENCH_DEPLOY_METHODS=modelservice\n"
	invented = clean + "export LLMDBENCH_FAVOURITE_COLOUR=green LLMDBENCH_FAVOURITE_SONG=hum\n"
)

// project is a repository with some files in it.
func project(t *testing.T, files map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	put(t, filepath.Join(dir, ".git", "HEAD"), "ref: refs/heads/main\n")
	for name, text := range files {
		put(t, filepath.Join(dir, filepath.FromSlash(name)), text)
	}
	return dir
}

func TestCheckExitCodes(t *testing.T) {
	dir := project(t, map[string]string{
		"a/clean.sh": clean, "a/other.txt": "x", "a/tool.sh": "echo\n", "b/misspelt.sh": misspelt, "b/stale.bash": stale,
		"c/binary.sh": clean + "\x00", "c/large.sh": clean + strings.Repeat("#", 5<<20), "vendor/misspelt.sh": misspelt,
	})
	for _, step := range []struct {
		args           []string
		code           int
		stdout, stderr string
	}{
		{[]string{"a"}, exitOK, "", "nothing found in 1 file\n"},
		{[]string{"a", "c"}, exitOK, "", "nothing found in 1 file\n"},
		{[]string{"a/tool.sh", "a/other.txt"}, exitOK, "", "nothing found in 0 files\n"},
		{[]string{}, exitFindings, "b/misspelt.sh:2:8: warning: nothing reads LLMDBENCH_DEPLOY_METHOD", "2 findings in 2 of 3 files\n"},
		{[]string{"b/misspelt.sh", "./b", "b"}, exitFindings, "b/misspelt.sh:2:8: ", "2 findings in 2 of 2 files\n"},
		{[]string{"b", "--severity", "warning"}, exitFindings, "[unknown-variable]\n", "1 finding in 1 of 2 files\n"},
		{[]string{"b", "--severity", "error"}, exitOK, "", "nothing found in 2 files\n"},
		{[]string{"nowhere"}, exitFailed, "", "nowhere cannot be read: no such file or directory"},
		{[]string{"a", "c/binary.sh"}, exitFailed, "", "c/binary.sh cannot be checked: it is not text"},
		{[]string{"c/large.sh"}, exitFailed, "", "c/large.sh cannot be checked: it is larger than 4 MiB"},
		{[]string{"--format", "x"}, exitFailed, "", "--format is one of github, json, junit, sarif, text, not x"},
		{[]string{"--severity", "off"}, exitFailed, "", "--severity is error, warning, information or hint, not off"},
		{[]string{"--unsafe"}, exitFailed, "", "it needs --fix"},
		{[]string{"--write-baseline"}, exitFailed, "", "--write-baseline needs --baseline FILE, or a baseline in .llmdbench.yaml"},
		{[]string{"--baseline", "none.json"}, exitFailed, "", "the baseline none.json cannot be read"},
	} {
		got := cli(t, dir, append([]string{"check"}, step.args...)...)
		if got.code != step.code || !strings.Contains(got.stdout, step.stdout) || step.stdout == "" && got.stdout != "" || !strings.Contains(got.stderr, step.stderr) {
			t.Errorf("%q: exit code %d, want %d; stdout:\n%s\nstderr:\n%s", step.args, got.code, step.code, got.stdout, got.stderr)
		}
		if step.code == exitFailed {
			wantError(t, got, step.stderr)
		}
	}
}

// A folder that is a link is not walked into, unless it is named.
func TestCheckLinks(t *testing.T) {
	dir := project(t, map[string]string{"real/misspelt.sh": misspelt, "work/clean.sh": clean})
	if err := os.Symlink(filepath.Join("..", "real"), filepath.Join(dir, "work", "link")); err != nil {
		t.Skip("this system has no symbolic links")
	}
	if got := cli(t, dir, "check", "work"); got.code != exitOK {
		t.Errorf("exit code %d: %s", got.code, got.stdout)
	}
	if got := cli(t, dir, "check", "work/link"); got.code != exitFindings || !strings.HasPrefix(got.stdout, "work/link/misspelt.sh:") {
		t.Errorf("exit code %d: %s%s", got.code, got.stdout, got.stderr)
	}
}

func TestCheckFix(t *testing.T) {
	both := stale + "export LLMDBENCH_HARNESS_NAM=inference-perf\n"
	dir := project(t, map[string]string{"both.sh": both, "kept/stale.sh": stale})
	if err := os.Chmod(filepath.Join(dir, "kept", "stale.sh"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join("kept", "stale.sh"), filepath.Join(dir, "link.sh")); err != nil {
		t.Skip("this system has no symbolic links")
	}
	got := cli(t, dir, "check", "--fix", "both.sh", "link.sh")
	if got.code != exitFindings || !strings.Contains(got.stdout, "both.sh:3:8: warning:") || !strings.Contains(got.stderr, "applied 2 fixes\n1 finding in 1 of 2 files\n") {
		t.Errorf("exit code %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
	comment := "# llmdbench:ignore unknown-variable -- it was needed once"
	if want, text := strings.Replace(both, comment+"\n", "", 1), read(t, filepath.Join(dir, "both.sh")); text != want {
		t.Errorf("the text is %q, want %q", text, want)
	}
	if text := read(t, filepath.Join(dir, "kept", "stale.sh")); text != strings.Replace(stale, comment+"\n", "", 1) {
		t.Errorf("the text behind the link is %q", text)
	}
	if info, err := os.Lstat(filepath.Join(dir, "link.sh")); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is no link any more: %v", err)
	}
	if info, err := os.Stat(filepath.Join(dir, "link.sh")); err != nil || info.Mode().Perm() != 0o750 {
		t.Errorf("the file's mode is %v, %v", info.Mode(), err)
	}
	if got = cli(t, dir, "check", "--fix", "--unsafe"); got.code != exitOK || !strings.Contains(read(t, filepath.Join(dir, "both.sh")), "METHODS=modelservice\nexport LLMDBENCH_HARNESS_NAME=inference-perf\n") {
		t.Errorf("exit code %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
}

// The config sets severities, and leaves files out; the nearest one counts, and none above the repository.
func TestCheckConfig(t *testing.T) {
	dir := project(t, map[string]string{
		".llmdbench.yaml": "severity:\n  unknown-variable: error\n  unused-ignore: off\nexclude:\n  - old/**\n  - '*.bash'\n",
		"misspelt.sh":     misspelt, "old/deep/misspelt.sh": misspelt, "x.bash": misspelt, "stale.sh": stale,
		"inner/.llmdbench.yaml": "severity: {unknown-variable: hint}\n", "inner/deep/misspelt.sh": misspelt,
		"repo/.git/HEAD": "", "repo/misspelt.sh": misspelt,
	})
	got := cli(t, dir, "check", "--severity", "hint", ".", "x.bash")
	want := "inner/deep/misspelt.sh:2:8: hint: X\nmisspelt.sh:2:8: error: X\nrepo/misspelt.sh:2:8: error: X\n"
	message := "nothing reads LLMDBENCH_DEPLOY_METHOD: llm-d-benchmark v0.5.2 has no variable of this name [unknown-variable]"
	if got.stdout != strings.ReplaceAll(want, "X", message) {
		t.Errorf("exit code %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
	if got := cli(t, filepath.Join(dir, "repo"), "check"); !strings.HasPrefix(got.stdout, "misspelt.sh:2:8: warning:") {
		t.Errorf("a config above the repository counts:\n%s", got.stdout)
	}
	for config, message := range map[string]string{
		"severity:\n  unknown-varable: off\n":  ".llmdbench.yaml:2: there is no rule unknown-varable; did you mean unknown-variable?",
		"severity: {unknown-variable: loud}\n": `unknown-variable cannot be "loud"; the levels are error, warning, information, hint and off`,
		"exlude: []\n":                         "there is no key exlude; there are severity, exclude and baseline",
		"severity: off\n":                      "severity maps rules to levels",
		"exclude: x\n":                         "exclude is a list of globs",
		"exclude: ['[']\n":                     `"[" is no glob`,
		"baseline: [x]\n":                      "baseline is the name of a file",
		"- x\n":                                "a config has the keys severity, exclude and baseline",
		"severity: {\n":                        ".llmdbench.yaml:2: did not find expected node content",
	} {
		dir := project(t, map[string]string{".llmdbench.yaml": config, "a.sh": clean})
		wantError(t, cli(t, dir, "check"), message)
	}
}

func TestCheckBaseline(t *testing.T) {
	dir := project(t, map[string]string{"a/misspelt.sh": misspelt, "b/invented.sh": invented, ".llmdbench.yaml": "baseline: .baseline.json\n"})
	wantError(t, cli(t, dir, "check"), "--write-baseline writes it")
	if got := cli(t, dir, "check", "--write-baseline"); got.code != exitOK || got.stdout != "" || !strings.Contains(got.stderr, ".baseline.json knows 3 findings") {
		t.Fatalf("exit code %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
	var written baselineFile
	if err := json.Unmarshal([]byte(read(t, filepath.Join(dir, ".baseline.json"))), &written); err != nil || len(written.Findings) != 2 || written.Findings[1].Count != 2 {
		t.Errorf("the baseline holds %+v, %v", written, err)
	}
	if got := cli(t, filepath.Join(dir, "a"), "check", "..", "--format", "json"); got.code != exitOK || !strings.Contains(got.stdout, `"findings": []`) {
		t.Errorf("exit code %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
	// A known line may move; a new one is found, and what is gone is told.
	put(t, filepath.Join(dir, "a", "misspelt.sh"), "# moved\n"+misspelt+"export LLMDBENCH_HARNESS_NAM=inference-perf\n")
	put(t, filepath.Join(dir, "b", "invented.sh"), clean)
	got := cli(t, dir, "check")
	if got.code != exitFindings || !strings.HasPrefix(got.stdout, "a/misspelt.sh:4:8: ") || strings.Count(got.stdout, "\n") != 1 ||
		!strings.Contains(got.stderr, "b/invented.sh: unknown-variable is 2 times more in the baseline than it is found") {
		t.Errorf("exit code %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
	if err := os.Remove(filepath.Join(dir, "b", "invented.sh")); err != nil {
		t.Fatal(err)
	}
	if got := cli(t, dir, "check"); !strings.Contains(got.stderr, "b/invented.sh: unknown-variable is 2 times more in the baseline") {
		t.Errorf("stderr:\n%s", got.stderr)
	}
	// Written for one folder, a baseline still knows the others.
	put(t, filepath.Join(dir, "b", "invented.sh"), invented)
	if got := cli(t, dir, "check", "--write-baseline", "b"); got.code != exitOK {
		t.Errorf("exit code %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
	if got := cli(t, dir, "check"); got.code != exitFindings || strings.Count(got.stdout, "\n") != 1 {
		t.Errorf("exit code %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
}

// Comments silence rules on the command line as in the editor.
func TestCheckIgnores(t *testing.T) {
	dir := project(t, map[string]string{"a.sh": "# llmdbench:ignore-file unknown-variable -- a fork reads them\n" + misspelt + "export LLMDBENCH_FAVOURITE_COLOUR=green\n", "b.sh": misspelt[:len(misspelt)-1] + " # llmdbench:ignore unknown-variable\n"})
	got := cli(t, dir, "check")
	if got.code != exitFindings || strings.Contains(got.stdout, "a.sh") || strings.Count(got.stdout, "\n") != 2 || !strings.Contains(got.stdout, "b.sh:2:45: warning: this gives no reason") {
		t.Errorf("exit code %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
}
