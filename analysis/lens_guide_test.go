package analysis

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestCountTitle(t *testing.T) {
	for want, c := range map[string]scenarioCount{
		"No scenario from this guide":                                      {},
		"1 scenario from this guide, no differences":                       {files: []string{"a"}, compared: 1},
		"1 scenario from this guide, 1 difference":                         {files: []string{"a"}, compared: 1, differing: 1, differences: 1},
		"1 scenario from this guide":                                       {files: []string{"a"}},
		"3 scenarios from this guide, 4 differences in 2":                  {files: []string{"a", "b", "c"}, compared: 3, differing: 2, differences: 4},
		"3 scenarios from this guide, no differences of the 2 compared":    {files: []string{"a", "b", "c"}, compared: 2},
		"3 scenarios from this guide, 1 difference in 1 of the 2 compared": {files: []string{"a", "b", "c"}, compared: 2, differing: 1, differences: 1},
	} {
		if got := c.title(); got != want {
			t.Errorf("the title of %+v is %q, want %q", c, got, want)
		}
	}
}

// TestCountIsCancelled stops between scenarios.
func TestCountIsCancelled(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	values := filepath.Join(dir, "guides", "parrot", "ms-parrot", "values.yaml")
	write(t, values, "modelArtifacts: {name: lab/parrot-7b}\ndecode: {containers: [{name: vllm}]}\n")
	write(t, filepath.Join(dir, "a.sh"), "# Based on: guides/parrot\nexport LLMDBENCH_DEPLOY_MODEL_LIST=lab/parrot-7b\n")
	s := NewSnapshot([]string{dir}, DefaultSettings)
	s = s.WithIndex(BuildIndex(context.Background(), s.Folders(), nil))
	lens, err := TitledLens(context.Background(), s, values, ScenariosLens)
	if err != nil || len(lens.Files) != 1 {
		t.Fatalf("%+v, %v", lens, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := TitledLens(ctx, s, values, ScenariosLens); !errors.Is(err, context.Canceled) {
		t.Errorf("a count that nobody wants gives %v", err)
	}
}

// TestIndexForgets what a scenario that has changed on the disk was made from.
func TestIndexForgets(t *testing.T) {
	dir := t.TempDir()
	file := filepath.ToSlash(filepath.Join(dir, "a.sh"))
	write(t, file, "# Based on: guides/parrot\nexport LLMDBENCH_DEPLOY_MODEL_LIST=x\n")
	index := BuildIndex(context.Background(), []string{filepath.ToSlash(dir)}, nil)
	s := NewSnapshot(nil, DefaultSettings)
	count := func(guide string) int {
		return len(s.WithIndex(index).scenariosFrom("/any/guides/" + guide + "/values.yaml"))
	}
	if count("parrot") != 1 || count("wren") != 0 {
		t.Errorf("%d of one guide, %d of another", count("parrot"), count("wren"))
	}
	write(t, file, "# SOURCE: guides/wren/values.yaml\nexport LLMDBENCH_DEPLOY_MODEL_LIST=x\n")
	index = index.Refreshed(context.Background(), []string{file})
	if count("parrot") != 0 || count("wren") != 1 {
		t.Errorf("after a change %d of one guide, %d of another", count("parrot"), count("wren"))
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
