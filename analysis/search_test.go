package analysis

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"llmdbench-ls/convert/source"
)

// newWorkspace puts files into a folder and gives the workspace with its index.
func newWorkspace(t testing.TB, files map[string]string) (*Snapshot, string) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	dir = filepath.ToSlash(dir)
	for name, text := range files {
		full := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return NewSnapshot([]string{dir}, DefaultSettings).WithIndex(BuildIndex(context.Background(), []string{dir}, nil)), dir
}

// visited lists the files that a search for a word comes to.
func visited(ctx context.Context, s *Snapshot, dir, word string) []string {
	var list []string
	s.search(ctx, s.everywhere("", s.index.Files()), holdsOne(word), func(f *source.File) bool {
		list = append(list, strings.TrimPrefix(f.Path, dir+"/"))
		return true
	})
	return list
}

func TestSearch(t *testing.T) {
	const config = "kind: EndpointPickerConfig\nplugins: []\n# LLMDBENCH_A"
	s, dir := newWorkspace(t, map[string]string{
		"a.sh": "export LLMDBENCH_A=1", "b.sh": "export LLMDBENCH_B=1", "gone.sh": "export LLMDBENCH_A=1", "link.sh": "export LLMDBENCH_A=1",
		"values.yaml": "modelArtifacts: {} # LLMDBENCH_A", "config.yaml": config, "experiment.yaml": "setup: {factors: [LLMDBENCH_A]}",
		"other.yaml": "a: LLMDBENCH_A", "other.sh": "echo $LLMDBENCH_A", "saved.sh": "export LLMDBENCH_B=1", "changed.sh": "export LLMDBENCH_A=1",
	})
	outside := filepath.Join(t.TempDir(), "secret.sh")
	for _, err := range []error{
		os.WriteFile(outside, []byte("export LLMDBENCH_A=1"), 0o600), os.Remove(filepath.Join(dir, "gone.sh")),
		os.Remove(filepath.Join(dir, "link.sh")), os.Symlink(outside, filepath.Join(dir, "link.sh")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	s = s.With(source.New(dir+"/changed.sh", 1, "export LLMDBENCH_B=1"), source.New(dir+"/saved.sh", 1, "export LLMDBENCH_A=1"), source.New("/nowhere/new.sh", 1, "export LLMDBENCH_A=1"),
		source.New(dir+"/binary.sh", 1, "export LLMDBENCH_A=1\x00"))
	want := []string{"/nowhere/new.sh", "a.sh", "config.yaml", "experiment.yaml", "saved.sh", "values.yaml"}
	if got := visited(context.Background(), s, dir, "LLMDBENCH_A"); !slices.Equal(got, want) {
		t.Errorf("visited %q, want %q", got, want)
	}
	if len(s.disk.files) > 0 {
		t.Errorf("%d files are kept", len(s.disk.files))
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if got := visited(ctx, s, dir, "LLMDBENCH_A"); len(got) > 0 {
		t.Errorf("visited %q after it was cancelled", got)
	}
}

// However many places there are, the answer has an end, and a cancelled search has no more than its own file.
func TestReferencesAreBounded(t *testing.T) {
	files := map[string]string{}
	for i := range 12 {
		files[fmt.Sprintf("%02d.sh", i)] = strings.Repeat("export LLMDBENCH_A=1\n", 1000)
	}
	s, dir := newWorkspace(t, files)
	if got := References(context.Background(), s, dir+"/05.sh", len("export L"), true); len(got) != maxReferences || got[0].File.Path != dir+"/05.sh" {
		t.Errorf("%d places", len(got))
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if got := References(ctx, s, dir+"/05.sh", len("export L"), true); len(got) != 1000 {
		t.Errorf("%d places after it was cancelled", len(got))
	}
	if got := Definition(context.Background(), s.With(source.New(dir+"/x.yaml", 1, "setup: {factors: [LLMDBENCH_A]}")), dir+"/x.yaml", 20); len(got) != 12 {
		t.Errorf("%d definitions", len(got))
	}
}

func TestHasWord(t *testing.T) {
	for _, tt := range []struct {
		text, word string
		want       bool
	}{
		{"the scenario parrot: 2", "parrot", true}, {"parrot", "parrot", true}, {"parrots parrot", "parrot", true}, {"parrots", "parrot", false},
		{"a-parrot", "parrot", false}, {"üparrot", "parrot", false}, {"(parrot)", "parrot", true}, {"", "parrot", false}, {"parrot", "", false},
	} {
		if got := hasWord(tt.text, tt.word); got != tt.want {
			t.Errorf("%q has %q: %v", tt.text, tt.word, got)
		}
	}
}
