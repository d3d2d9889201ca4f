package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// asProgram makes the test binary behave as the program itself, so that exit codes and streams are the real ones.
const asProgram = "LLMDBENCH_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// result is what a run of the program left behind.
type result struct {
	code           int
	stdout, stderr string
}

// cli runs the program in a folder.
func cli(t *testing.T, dir string, args ...string) result {
	t.Helper()
	return cliWithInput(t, dir, "", args...)
}

func cliWithInput(t *testing.T, dir, input string, args ...string) result {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), asProgram+"=1")
	cmd.Stdin = strings.NewReader(input)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return result{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// guides is a folder with a copy of the test guides in it.
func guides(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "guides"), os.DirFS(filepath.Join("..", "..", "testdata", "guides"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// wantError wants exit code 2, a message on standard error, and nothing on standard output.
func wantError(t *testing.T, got result, message string) {
	t.Helper()
	if got.code != exitFailed || got.stdout != "" || !strings.HasPrefix(got.stderr, "llmdbench-ls: ") || !strings.Contains(got.stderr, message) {
		t.Errorf("exit code %d, want %d and %q; stdout %q, stderr:\n%s", got.code, exitFailed, message, got.stdout, got.stderr)
	}
	if strings.Count(strings.TrimSpace(got.stderr), "\n") > 0 {
		t.Errorf("more than a line on standard error:\n%s", got.stderr)
	}
}

// TestUsage answers calls that are no work.
func TestUsage(t *testing.T) {
	dir := t.TempDir()
	for _, args := range [][]string{{}, {"--help"}, {"help", "convert"}, {"convert", "--help"}, {"serve", "--help"}} {
		if got := cli(t, dir, args...); got.code != exitOK || !strings.Contains(got.stdout, "Usage:") || got.stderr != "" {
			t.Errorf("%q: exit code %d, stdout:\n%s\nstderr:\n%s", args, got.code, got.stdout, got.stderr)
		}
	}
	if got := cli(t, dir, "--version"); got.code != exitOK || !strings.Contains(got.stdout, "llmdbench-ls version ") {
		t.Errorf("the version: %+v", got)
	}
	for message, args := range map[string][]string{
		`unknown command "nonsense"`:    {"nonsense"},
		"unknown flag: --nonsense":      {"convert", "--nonsense", "."},
		"accepts 1 arg(s), received 0":  {"convert"},
		"accepts 1 arg(s), received 2":  {"convert", "a", "b"},
		`unknown command "x" for "llmd`: {"serve", "x"},
	} {
		wantError(t, cli(t, dir, args...), message)
	}
}

// frame is a message as the protocol frames it.
func frame(text string) string {
	return "Content-Length: " + strconv.Itoa(len(text)) + "\r\n\r\n" + text
}

// TestServe speaks the protocol on the standard streams, and nothing else on standard output.
func TestServe(t *testing.T) {
	initialize := frame(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}`)
	shutdown := frame(`{"jsonrpc":"2.0","id":2,"method":"shutdown"}`)
	exit := frame(`{"jsonrpc":"2.0","method":"exit"}`)
	for _, args := range [][]string{{"serve"}, {"--stdio"}} {
		for input, want := range map[string]int{
			initialize + shutdown + exit: 0, initialize + shutdown: 0, initialize + exit: 1, initialize: 1, "": 1, "this is not the protocol\r\n\r\n": 1,
		} {
			got := cliWithInput(t, t.TempDir(), input, args...)
			if got.code != want || got.stdout != "" && !strings.HasPrefix(got.stdout, "Content-Length: ") {
				t.Errorf("%s with %q: exit code %d, want %d; stdout %q", args, input, got.code, want, got.stdout)
			}
			if strings.Contains(input, "initialize") != strings.Contains(got.stdout, `"name":"llmdbench-ls"`) {
				t.Errorf("%s with %q answers %q", args, input, got.stdout)
			}
			if broken := strings.HasPrefix(input, "this is not"); broken != strings.Contains(got.stderr, "the connection broke") || !broken && got.stderr != "" {
				t.Errorf("%s with %q writes on standard error: %s", args, input, got.stderr)
			}
		}
	}
}
