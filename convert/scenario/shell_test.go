package scenario_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// What is written reads back as what was meant, whatever the texts hold.
func TestRoundTrip(t *testing.T) {
	for seed := range uint64(400) {
		s := random(rand.New(rand.NewPCG(seed, 0)))
		written := s.Shell()
		script, problems := scenario.Read(source.New("s.sh", 0, written), nil)
		if len(problems) > 0 {
			t.Fatalf("seed %d: %v in\n%s", seed, problems, written)
		}
		got := map[string]string{}
		for _, set := range s.Settings() {
			value, ok := script.Value(set.Var)
			if !ok || !value.Known {
				t.Errorf("seed %d: the value of %s is not known: %s", seed, set.Var, value.Why)
			}
			got[set.Var] = value.Text
			if set.File {
				got[set.Var], _ = script.Content(set.Var)
			}
		}
		if diff := cmp.Diff(meant(s), got); diff != "" {
			t.Fatalf("seed %d (-want +got):\n%s\n%s", seed, diff, written)
		}
	}
}

// The written form is what shfmt would leave, so that an author's formatter changes nothing.
func TestFormatted(t *testing.T) {
	for seed := range uint64(100) {
		written := random(rand.New(rand.NewPCG(seed, 1))).Shell()
		tree, err := syntax.NewParser(syntax.KeepComments(true)).Parse(strings.NewReader(written), "")
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, written)
		}
		var b strings.Builder
		if err := syntax.NewPrinter().Print(&b, tree); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(written, b.String()); diff != "" {
			t.Fatalf("seed %d (-written +formatted):\n%s", seed, diff)
		}
	}
}

// Bash itself agrees, in the strictest of its moods and with nothing in its environment.
func TestBashAgrees(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash here to ask")
	}
	dir := t.TempDir()
	for seed := range uint64(8) {
		s := random(rand.New(rand.NewPCG(seed, 2)))
		path := filepath.Join(dir, fmt.Sprintf("%d.sh", seed))
		if err := os.WriteFile(path, []byte(s.Shell()), 0o644); err != nil {
			t.Fatal(err)
		}
		program := `set -eu; source "$0"; `
		for _, set := range s.Settings() {
			if set.File {
				program += fmt.Sprintf(`cat "$%s"; printf '\0'; rm "$%s"; `, set.Var, set.Var)
			} else {
				program += fmt.Sprintf(`printf '%%s\0' "$%s"; `, set.Var)
			}
		}
		cmd := exec.Command(bash, "--noprofile", "--norc", "-c", program, path)
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + dir}
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("seed %d: %v: %s\n%s", seed, err, out, s.Shell())
		}
		got := map[string]string{}
		for i, text := range strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00") {
			got[s.Settings()[i].Var] = text
		}
		if diff := cmp.Diff(meant(s), got); diff != "" {
			t.Errorf("seed %d (-want +bash):\n%s\n%s", seed, diff, s.Shell())
		}
	}
}

func TestAssignment(t *testing.T) {
	for _, tt := range []struct {
		name string
		set  scenario.Setting
		want string
	}{
		{"bare", scenario.Setting{Text: "a/b-c_d.e:f@g%h+1,2"}, "export V=a/b-c_d.e:f@g%h+1,2\n"},
		{"empty", scenario.Setting{}, `export V=""` + "\n"},
		{"blanks", scenario.Setting{Text: "a b"}, `export V="a b"` + "\n"},
		{"escapes", scenario.Setting{Text: "\\ \" $ `"}, "export V=\"\\\\ \\\" \\$ \\`\"\n"},
		{"home", scenario.Setting{Text: "data/x", Home: true}, "export V=~/data/x\n"},
		{"reference", scenario.Setting{Ref: "W"}, "export V=$W\n"},
		{"reference and more", scenario.Setting{Ref: "W", Text: "; x"}, `export V="${W}; x"` + "\n"},
		{"file", scenario.Setting{File: true, Text: "a: $b\n"}, "export V=$(mktemp)\ncat <<EOF >$V\na: \\$b\nEOF\n"},
		{"file that has the delimiter", scenario.Setting{File: true, Text: "EOF\nEOF_"}, "export V=$(mktemp)\ncat <<EOF__ >$V\nEOF\nEOF_\nEOF__\n"},
		{"empty file", scenario.Setting{File: true}, "export V=$(mktemp)\ncat <<EOF >$V\nEOF\n"},
		{"command line", scenario.Setting{File: true, Lines: []string{"serve", "--a b", `--c '\'`}},
			"export V=$(mktemp)\ncat <<EOF >$V\nserve \\\n--a b \\\n--c '\\'\nEOF\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.set.Var = "V"
			if diff := cmp.Diff(tt.want, tt.set.Assignment()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestComments(t *testing.T) {
	set := scenario.Setting{
		From: []scenario.Citation{
			{File: "values.yaml", First: 3, Last: 5, Text: []string{"    a:", "      b: 1 ", ""}},
			{File: "values.yaml", First: 9, Last: 9, Text: []string{"c: 2"}},
			{File: "helmfile.yaml", First: 1, Last: 1, Text: []string{"\tx"}},
		},
		Why:   "the chart's default",
		Notes: []string{strings.Repeat("long ", 30)},
	}
	want := []string{
		"SOURCE: values.yaml", "Lines 3-5:", "  a:", "    b: 1", "  ", "Line 9:", "  c: 2", "SOURCE: helmfile.yaml", "Line 1:", "  \tx",
		"SOURCE: the chart's default",
		"NOTE: " + strings.TrimSpace(strings.Repeat("long ", 22)), "      " + strings.TrimSpace(strings.Repeat("long ", 8)),
	}
	if diff := cmp.Diff(want, set.Comments()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Settings that the same lines say stand under one comment.
func TestJoins(t *testing.T) {
	from := []scenario.Citation{{File: "f", First: 1, Last: 1}}
	above := scenario.Setting{Var: "A", From: from}
	for _, tt := range []struct {
		name string
		set  scenario.Setting
		want bool
	}{
		{"same place", scenario.Setting{From: from}, true},
		{"another place", scenario.Setting{From: []scenario.Citation{{File: "f", First: 2, Last: 2}}}, false},
		{"another reason", scenario.Setting{From: from, Why: "x"}, false},
		{"a note", scenario.Setting{From: from, Notes: []string{"x"}}, false},
		{"a file", scenario.Setting{From: from, File: true}, false},
		{"from nowhere", scenario.Setting{}, false},
	} {
		if got := tt.set.Joins(above); got != tt.want {
			t.Errorf("%s: joins is %v, want %v", tt.name, got, tt.want)
		}
	}
}
