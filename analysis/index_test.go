package analysis_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"llmdbench-ls/analysis"
)

// The texts of one file of each kind.
const (
	scenarioText   = "export LLMDBENCH_DEPLOY_MODEL_LIST=lab/parrot-7b\n"
	guideText      = "modelArtifacts: {name: lab/parrot-7b}\ndecode: {replicas: 2}\n"
	pickerText     = "kind: EndpointPickerConfig\nplugins: []\n"
	experimentText = "setup:\n  factors: [LLMDBENCH_VLLM_COMMON_REPLICAS]\n  treatments: [\"1\", \"2\"]\n"
	checkoutText   = "export LLMDBENCH_VLLM_COMMON_REPLICAS=${LLMDBENCH_VLLM_COMMON_REPLICAS:-1}\n"
)

// indexed says what an index lists, in lines, paths relative to a folder.
func indexed(x *analysis.Index, dir string) string {
	var b strings.Builder
	for _, list := range []struct {
		name  string
		paths []string
	}{{"scenario", x.Scenarios}, {"guide", x.Guides}, {"picker", x.PluginConfigs}, {"experiment", x.Experiments}, {"config", x.Configs}} {
		for _, p := range list.paths {
			b.WriteString(list.name + " " + strings.TrimPrefix(p, dir+"/") + "\n")
		}
	}
	if x.Framework != "" {
		b.WriteString("framework " + strings.TrimPrefix(x.Framework, dir+"/") + "\n")
	}
	return b.String()
}

func put(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func wantIndex(t *testing.T, x *analysis.Index, dir string, want ...string) {
	t.Helper()
	text := strings.Join(want, "\n")
	if len(want) > 0 {
		text += "\n"
	}
	if diff := cmp.Diff(text, indexed(x, dir)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func realDir(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestIndex lists files by what is in them, once each, and looks neither behind links nor where no files of ours are.
func TestIndex(t *testing.T) {
	dir := realDir(t)
	deep := strings.Repeat("d/", 13)
	put(t, dir, map[string]string{
		"a/x.sh": scenarioText, "a/x.bash": scenarioText, "a/backup.sh": "tar\n", "a/values.yaml": guideText, "a/values.yaml.gotmpl": guideText,
		"a/helmfile.yaml": "", "a/picker.yaml": pickerText, "a/embedded.yaml": "inferenceExtension:\n  x: |\n    " + strings.ReplaceAll(pickerText, "\n", "\n    "),
		"a/e.yaml": experimentText, "a/other.yaml": "setup: {factors: 1}\n", "a/.llmdbench.yaml": "", "a/big.sh": scenarioText + strings.Repeat("#", 5<<20),
		"a/notes.md": scenarioText, "a/node_modules/x.sh": scenarioText, "a/" + deep + "x.sh": scenarioText, "a/" + deep[2:] + "x.sh": scenarioText,
		"bench/setup/env.sh": checkoutText, "elsewhere/x.sh": scenarioText,
	})
	for link, to := range map[string]string{"a/link.sh": "a/x.sh", "a/linked": "elsewhere", "root": "a"} {
		if err := os.Symlink(filepath.Join(dir, to), filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{
		"scenario a/" + deep[2:] + "x.sh", "scenario a/x.bash", "scenario a/x.sh",
		"guide a/embedded.yaml", "guide a/helmfile.yaml", "guide a/values.yaml", "guide a/values.yaml.gotmpl",
		"picker a/picker.yaml", "experiment a/e.yaml", "config a/.llmdbench.yaml",
	}
	ctx := context.Background()
	a := filepath.Join(dir, "a")
	wantIndex(t, analysis.BuildIndex(ctx, []string{a, filepath.Join(dir, "bench")}, nil), dir, append(want, "framework bench")...)
	wantIndex(t, analysis.BuildIndex(ctx, []string{filepath.Join(a, "d"), a, a}, nil), dir, append([]string{"scenario a/" + deep + "x.sh"}, want...)...)
	if x := analysis.BuildIndex(ctx, []string{filepath.Join(dir, "root")}, nil); len(x.Scenarios) != len([]string{"deep", "bash", "sh"}) {
		t.Errorf("a workspace folder that is a link has %d scenarios", len(x.Scenarios))
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	wantIndex(t, analysis.BuildIndex(ended, []string{a}, nil), dir)
	wantIndex(t, analysis.BuildIndex(ctx, []string{filepath.Join(dir, "none")}, nil), dir)
}

// TestRefreshed follows what comes, goes and changes on the disk.
func TestRefreshed(t *testing.T) {
	dir := realDir(t)
	put(t, dir, map[string]string{"w/x.sh": scenarioText, "w/g/values.yaml": guideText, "w/g/ms/values.yaml": guideText})
	ctx := context.Background()
	x := analysis.BuildIndex(ctx, []string{filepath.Join(dir, "w")}, nil)
	step := func(paths []string, want ...string) {
		t.Helper()
		before := indexed(x, dir)
		old := x
		for i := range paths {
			paths[i] = filepath.Join(dir, paths[i])
		}
		x = x.Refreshed(ctx, paths)
		wantIndex(t, x, dir, want...)
		if indexed(old, dir) != before {
			t.Error("the index before has changed")
		}
	}
	guides := []string{"guide w/g/ms/values.yaml", "guide w/g/values.yaml"}
	step(nil, append([]string{"scenario w/x.sh"}, guides...)...)

	put(t, dir, map[string]string{"w/x.sh": "tar\n", "w/a.sh": scenarioText, "w/setup/env.sh": checkoutText, "w/e.yaml": experimentText, "o.sh": scenarioText, "w/vendor/v.sh": scenarioText})
	step([]string{"w/x.sh", "w/a.sh", "w/setup/env.sh", "w/e.yaml", "o.sh", "w/vendor/v.sh"}, append([]string{"scenario w/a.sh"}, append(guides, "experiment w/e.yaml", "framework w")...)...)
	if got := x.Named("a"); len(got) != 1 || got[0] != filepath.Join(dir, "w/a.sh") || x.Named("x") != nil {
		t.Errorf("scenarios by name: %v, %v", got, x.Named("x"))
	}

	for _, gone := range []string{"w/g", "w/setup", "w/e.yaml"} {
		if err := os.RemoveAll(filepath.Join(dir, gone)); err != nil {
			t.Fatal(err)
		}
	}
	step([]string{"w/g", "w/setup", "w/e.yaml"}, "scenario w/a.sh") // a folder, with all that was in it
	put(t, dir, map[string]string{"w/g/ms/values.yaml": guideText, "w/g/vendor/values.yaml": guideText})
	step([]string{"w/g", "w/g/vendor"}, "scenario w/a.sh", "guide w/g/ms/values.yaml")
}

// TestFrameworkAmong finds a checkout by its file alone.
func TestFrameworkAmong(t *testing.T) {
	dir := realDir(t)
	put(t, dir, map[string]string{"a/setup/env.sh": "tar\n", "b/setup/env.sh": checkoutText, "x.sh": scenarioText})
	var files []string
	for _, name := range []string{"x.sh", "a/setup/env.sh", "none/setup/env.sh"} {
		files = append(files, filepath.Join(dir, name))
	}
	if got := analysis.FrameworkAmong(files); got != "" {
		t.Errorf("got %s", got)
	}
	if got := analysis.FrameworkAmong(append(files, filepath.Join(dir, "b/setup/env.sh"))); got != filepath.Join(dir, "b") {
		t.Errorf("got %s", got)
	}
}

// TestReadings finds the files that are concerned by a change, and no others.
func TestReadings(t *testing.T) {
	dir := realDir(t)
	put(t, dir, map[string]string{"a.sh": "a", "b.sh": "b", "lists/one": ""})
	s := analysis.NewSnapshot([]string{dir}, analysis.DefaultSettings)
	at := func(name string) string { return filepath.Join(dir, name) }
	var readings analysis.Readings
	look := func(file string, how func(s *analysis.Snapshot)) {
		view, read := s.Noting()
		how(view)
		readings.Note(at(file), read)
	}
	look("reads-a", func(s *analysis.Snapshot) { _, _ = s.File(at("a.sh")) })
	look("reads-both", func(s *analysis.Snapshot) { _, _ = s.File(at("a.sh")); _, _ = s.File(at("b.sh")) })
	look("wants-c", func(s *analysis.Snapshot) { _, _ = s.File(at("c.sh")) })
	look("lists", func(s *analysis.Snapshot) { s.Dir(at("lists")) })
	look("lists-none", func(s *analysis.Snapshot) { s.Dir(at("none")) })
	look("nothing", func(*analysis.Snapshot) {})
	want := func(changed string, files ...string) {
		t.Helper()
		for i := range files {
			files[i] = at(files[i])
		}
		if diff := cmp.Diff(files, readings.Concerned(s, []string{at(changed)})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", changed, diff)
		}
	}
	want("a.sh", "reads-a", "reads-both")
	want("b.sh", "reads-both")
	want("c.sh", "wants-c")
	want("lists/one") // its content is not read, and the list is the same
	put(t, dir, map[string]string{"lists/two": "", "none/deep/down": ""})
	want("lists/two", "lists")
	want("none/deep/down", "lists-none")
	readings.Forget(at("reads-a"))
	want("a.sh", "reads-both")
	readings.Forget()
	want("a.sh")
}

// TestListing sees what comes into a folder that was listed before, when it last changed long ago and just now.
func TestListing(t *testing.T) {
	dir := realDir(t)
	put(t, dir, map[string]string{"old/one": "", "new/one": ""})
	long := time.Now().Add(-time.Hour)
	if err := os.Chtimes(filepath.Join(dir, "old"), long, long); err != nil {
		t.Fatal(err)
	}
	s := analysis.NewSnapshot([]string{dir}, analysis.DefaultSettings)
	for _, name := range []string{"old", "new"} {
		at := filepath.Join(dir, name)
		for i, want := range []string{"one", "one", "one two", "one"} {
			if i == 2 {
				put(t, at, map[string]string{"two": ""})
			}
			if i == 3 {
				if err := os.Remove(filepath.Join(at, "two")); err != nil {
					t.Fatal(err)
				}
			}
			if got := strings.Join(s.Dir(at), " "); got != want {
				t.Errorf("%s lists %q, want %q", name, got, want)
			}
		}
	}
}
