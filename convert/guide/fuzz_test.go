package guide_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"llmdbench-ls/convert/guide"
)

// Whatever a helmfile holds, it is read or refused with a sentence, soon, and every value stands inside of its file.
func FuzzHelmfile(f *testing.F) {
	names, err := filepath.Glob(filepath.Join("testdata", "read", "*.txtar"))
	if err != nil || len(names) == 0 {
		f.Fatalf("no archives: %v", err)
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if strings.Contains(file.Name, "helmfile") && !strings.HasPrefix(file.Name, "want ") && !strings.Contains(name, "loops") {
				f.Add(string(file.Data))
			}
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		files := memory{
			"/repo/helmfile.yaml.gotmpl": text,
			"/repo/ms/values.yaml":       "modelArtifacts: {name: lab/model}\n",
			"/repo/common.yaml":          "routing: {servicePort: 8000}\n",
		}
		g, err := guide.Open(files, "/repo", "")
		if err != nil {
			if err.Error() == "" {
				t.Error("the error says nothing")
			}
			return
		}
		for _, l := range g.Leaves() {
			if n := l.Node; n.File != nil && (n.At.Start < 0 || n.At.Start > n.At.End || n.At.End > len(n.File.Text)) {
				t.Errorf("%s spans %v in a text of %d bytes", l.Path, n.At, len(n.File.Text))
			}
		}
	})
}
