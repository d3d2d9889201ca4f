package convert_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
)

// The larger of the kustomize guides, and its overlay that is built on the most levels.
const (
	benchGuide   = root + "/guides/offload-cache"
	benchOverlay = "spill-to-host"
)

// BenchmarkKustomize sets what a whole conversion takes, from text to a scenario that was held against its guide, beside
// what kustomize's own API takes for the same build. The first is wanted to be at most half as long again.
func BenchmarkKustomize(b *testing.B) {
	files := inMemory(b, "guides/offload-cache")
	fs := filesys.MakeFsInMemory()
	for name, text := range files {
		if err := fs.WriteFile(name, []byte(text)); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("build", func(b *testing.B) {
		for b.Loop() {
			resources, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(fs, benchGuide+"/manifests/"+benchOverlay)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := resources.AsYaml(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("convert", func(b *testing.B) {
		for b.Loop() {
			g, err := guide.Open(files, benchGuide, benchOverlay)
			if err != nil {
				b.Fatal(err)
			}
			r, err := convert.Convert(g, catalog.Builtin(), convert.Options{})
			if err != nil {
				b.Fatal(err)
			}
			if r.Scenario.Shell() == "" {
				b.Fatal("the scenario is empty")
			}
		}
	})
}

// inMemory reads the files below a folder of the test data, so that no disk is measured.
func inMemory(t testing.TB, dir string) memory {
	t.Helper()
	files := memory{}
	err := filepath.WalkDir(filepath.Join(testdata, filepath.FromSlash(dir)), func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		files[root+strings.TrimPrefix(filepath.ToSlash(name), filepath.ToSlash(testdata))] = string(data)
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", dir, len(files), err)
	}
	return files
}
