package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"llmdbench-ls/analysis"
)

var update = flag.Bool("update", false, "rewrite what the archives in testdata/doctor expect")

// secret stands in the environment of each run, and nowhere in its answer.
const secret = "swordfish"

// doctor runs the doctor command in a home folder, with the programs in its folder bin as the only ones on PATH.
func doctor(t *testing.T, home string, args ...string) result {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, append([]string{"doctor"}, args...)...)
	cmd.Dir = home
	cmd.Env = []string{asProgram + "=1", "HOME=" + home, "PATH=" + filepath.Join(home, "bin"), "HF_TOKEN=" + secret}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	shown := stdout.String() + stderr.String()
	if strings.Contains(shown, secret) || strings.Contains(shown, home) {
		t.Errorf("%q shows the environment or the home folder:\n%s", args, shown)
	}
	return result{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// TestDoctor runs the command in the folder work of each archive, which is laid out as a home folder, and compares the
// answers with the files want.txt, want.json and want.code.
func TestDoctor(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the editors are shell scripts")
	}
	archives, err := filepath.Glob(filepath.Join("..", "..", "testdata", "doctor", "*.txtar"))
	if err != nil || len(archives) == 0 {
		t.Fatalf("there are no archives: %v", err)
	}
	for _, name := range archives {
		t.Run(filepath.Base(name), func(t *testing.T) { runDoctor(t, name) })
	}
}

func runDoctor(t *testing.T, name string) {
	a, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	home := layHome(t, a)
	text, asJSON := doctor(t, home, "work"), doctor(t, home, "--format", "json", "work")
	got := map[string]string{"want.txt": anywhere(text.stdout), "want.json": anywhere(asJSON.stdout), "want.code": strconv.Itoa(text.code) + "\n"}
	if text.stderr+asJSON.stderr != "" || text.code != asJSON.code {
		t.Errorf("exit codes %d and %d, on standard error: %s%s", text.code, asJSON.code, text.stderr, asJSON.stderr)
	}
	compared := 0
	for i, f := range a.Files {
		if answer, wanted := got[f.Name]; wanted {
			compared++
			if string(f.Data) != answer && !*update {
				t.Errorf("%s is not as expected:\n%s", f.Name, answer)
			}
			a.Files[i].Data = []byte(answer)
		}
	}
	if compared != len(got) {
		t.Errorf("the archive has %d of the %d answers", compared, len(got))
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// layHome puts the files of an archive into a folder. Those in bin can be run.
func layHome(t *testing.T, a *txtar.Archive) string {
	t.Helper()
	home, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range a.Files {
		if strings.HasPrefix(f.Name, "want.") {
			continue
		}
		name := filepath.Join(home, filepath.FromSlash(f.Name))
		put(t, name, string(f.Data))
		if strings.HasPrefix(f.Name, "bin/") {
			if err := os.Chmod(name, 0o755); err != nil {
				t.Fatal(err)
			}
		}
	}
	return home
}

// anywhere is an answer without what differs from machine to machine.
func anywhere(answer string) string {
	b := thisBuild()
	return strings.NewReplacer(
		runtime.Version(), "goVERSION", runtime.GOOS+"/"+runtime.GOARCH, "OS/ARCH", b.String()+"\n", development+"\n",
		fmt.Sprintf("\"commit\": %q", b.Commit), `"commit": ""`, fmt.Sprintf("\"changed\": %v", b.Changed), `"changed": false`,
	).Replace(answer)
}

func TestDoctorOnPath(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("it links to the program")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	home := layHome(t, txtar.Parse([]byte("-- bin/llmdbench-ls --\n-- work/x --\n")))
	if got := doctor(t, home); !strings.Contains(got.stdout, "another one, ~/bin/llmdbench-ls\n") {
		t.Errorf("another program is on PATH:\n%s", got.stdout)
	}
	if err := os.Remove(filepath.Join(home, "bin", "llmdbench-ls")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(home, "bin", "llmdbench-ls")); err != nil {
		t.Fatal(err)
	}
	if got := doctor(t, home); !strings.Contains(got.stdout, "yes, ~/bin/llmdbench-ls\n") || !strings.Contains(got.stdout, "folder       ~\n") {
		t.Errorf("this program is on PATH:\n%s", got.stdout)
	}
}

func TestDoctorUsage(t *testing.T) {
	dir := project(t, map[string]string{"a.sh": clean, "framework/setup/env.sh": "export LLMDBENCH_X=${LLMDBENCH_X:-1}\n"})
	for message, args := range map[string][]string{
		"--format is text or json, not xml":                             {"--format", "xml"},
		"nowhere cannot be read: no such file or directory":             {"nowhere"},
		"a.sh is not a folder":                                          {"a.sh"},
		". is no checkout of llm-d-benchmark: it has no setup/env.sh":   {"--framework", "."},
		"accepts at most 1 arg(s), received 2":                          {"a", "b"},
		"no/where is no checkout of llm-d-benchmark: it has no setup/e": {"--framework", "no/where"},
	} {
		wantError(t, cli(t, dir, append([]string{"doctor"}, args...)...), message)
	}
	got := cli(t, t.TempDir(), "doctor", "--framework", filepath.Join(dir, "framework"))
	if got.code != exitOK || !strings.Contains(got.stdout, "and 1 variable that it does not have\n") {
		t.Errorf("exit code %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
}

// TestDoctorCutOff says that there was more than the limits allow, and what to do.
func TestDoctorCutOff(t *testing.T) {
	d := &diagnosis{home: "/home/ann"}
	d.seeWorkspace("/home/ann/all", &analysis.Index{Truncated: true})
	var b strings.Builder
	if err := d.text(&b); err != nil || d.Workspace.Complete || len(d.Wrong) != 1 || !strings.Contains(b.String(), "not looked at") || !strings.Contains(b.String(), "~/all holds more files") {
		t.Errorf("%v, %+v:\n%s", err, d, b.String())
	}
}

// TestDoctorIsPlain: what stands in a repository reaches no terminal as a command.
func TestDoctorIsPlain(t *testing.T) {
	d := &diagnosis{Framework: frameworkSeen{Path: "/x", Version: "branch \x1b]0;mine\a\u009b31m"}}
	var b strings.Builder
	if err := d.text(&b); err != nil || strings.ContainsAny(b.String(), "\x1b\a\u009b") || !strings.Contains(b.String(), "branch ?]0;mine??31m") {
		t.Errorf("%v: %q", err, b.String())
	}
}

func TestShort(t *testing.T) {
	for _, tt := range []struct {
		home       home
		text, want string
	}{
		{"/home/ann", "/home/ann", "~"},
		{"/home/ann", "/home/ann/x y", "~/x y"},
		{"/home/ann", "/home/anna/x", "/home/anna/x"},
		{"/home/ann", "/data/home/ann/x", "/data/home/ann/x"},
		{"", "/x", "/x"},
	} {
		if got := tt.home.short(tt.text); got != tt.want {
			t.Errorf("in %q, %s becomes %s, want %s", tt.home, tt.text, got, tt.want)
		}
	}
}

func TestVersionIn(t *testing.T) {
	for answer, want := range map[string]string{
		"NVIM v0.7.2\nBuild type: Release\n": "0.7.2", "GNU Emacs 28.2\nCopyright (C) 2022": "28.2", "helix 24.7 (079f5442)\n": "24.7",
		"Kakoune v2022.10.31\n": "2022.10.31", "Sublime Text Build 4169\n": "4169", "no version\n1.2\n": "", "v": "", "": "",
	} {
		if got := versionIn(answer); got != want {
			t.Errorf("%q tells %q, want %q", answer, got, want)
		}
	}
}

// TestCheckoutVersion reads what git keeps: refs of their own and packed ones, tags with a text, working trees beside the
// repository.
func TestCheckoutVersion(t *testing.T) {
	const one, two = "1111111111111111111111111111111111111111", "2222222222222222222222222222222222222222"
	const packed = "# pack-refs with: peeled\n" + two + " refs/heads/main\n" + two + " refs/tags/v1.1.0\n^" + one + "\n" + one + " refs/tags/v1.0.0\n"
	for name, tt := range map[string]struct {
		files map[string]string
		want  string
	}{
		"tag, packed":    {map[string]string{".git/HEAD": one + "\n", ".git/packed-refs": packed}, "v1.1.0"},
		"tag, by itself": {map[string]string{".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": one, ".git/refs/tags/x/v3": one}, "x/v3"},
		"branch":         {map[string]string{".git/HEAD": "ref: refs/heads/main\n", ".git/packed-refs": packed}, "branch main, commit 222222222222"},
		"newer branch":   {map[string]string{".git/HEAD": "ref: refs/heads/main\n", ".git/packed-refs": packed, ".git/refs/heads/main": one}, "v1.1.0"},
		"empty branch":   {map[string]string{".git/HEAD": "ref: refs/heads/a/b\n"}, "branch a/b"},
		"commit":         {map[string]string{".git/HEAD": two}, "commit 222222222222"},
		"working tree": {map[string]string{
			".git": "gitdir: other/.git/worktrees/w\n", "other/.git/worktrees/w/HEAD": one, "other/.git/worktrees/w/commondir": "../..\n", "other/.git/packed-refs": packed,
		}, "v1.1.0"},
		"llm-d-benchmark-0.5.2": {map[string]string{"a": ""}, "v0.5.2"},
		"llm-d-benchmark":       {map[string]string{"a": ""}, ""},
		"llm-d-benchmark-main":  {map[string]string{"a": ""}, ""},
	} {
		dir := filepath.Join(t.TempDir(), name)
		for file, text := range tt.files {
			put(t, filepath.Join(dir, filepath.FromSlash(file)), text)
		}
		if got := checkoutVersion(filepath.ToSlash(dir)); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// TestNamesOfFiles holds the names by which the extension and the plugin are looked for against those that they have.
func TestNamesOfFiles(t *testing.T) {
	var manifest struct{ Publisher, Name string }
	if err := json.Unmarshal([]byte(read(t, filepath.Join("..", "..", "editors", "vscode", "package.json"))), &manifest); err != nil {
		t.Fatal(err)
	}
	if got := manifest.Publisher + "." + manifest.Name + "-"; got != extensionPrefix {
		t.Errorf("the extension's folder begins with %s, and %s is looked for", got, extensionPrefix)
	}
	for _, name := range []string{"editors/nvim/" + pluginFile, schemaName} {
		if _, err := os.Stat(filepath.Join("..", "..", filepath.FromSlash(name))); err != nil {
			t.Error(err)
		}
	}
}

// TestLimits: a limit without a name or a number is none.
func TestLimits(t *testing.T) {
	if bad := slices.IndexFunc(analysis.Limits(), func(l analysis.Limit) bool { return l.What == "" || l.Most <= 0 || l.Unit == "" }); bad >= 0 {
		t.Errorf("%+v says nothing", analysis.Limits()[bad])
	}
}
