package deploy_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// FuzzRender makes previews of whatever a file may hold: there always is one, and everything in it comes from a place
// that the scenario has.
func FuzzRender(f *testing.F) {
	files, _ := filepath.Glob("../../testdata/deployments/*.txtar")
	for _, name := range files {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, c := range archive.Files {
			text, _, _ := strings.Cut(string(c.Data), claimsLine)
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		script, _ := scenario.Read(source.New("s.sh", 0, text), catalog.Builtin().Default)
		p := deploy.Render(script, catalog.Builtin(), deploy.DefaultCluster, nil)
		for _, kind := range deploy.Kinds {
			v := p.View(kind)
			for offset := range len(v.Text) {
				if at := v.Origin(offset).At; at.Start < 0 || at.End < at.Start || at.End > len(text) {
					t.Fatalf("offset %d of %s comes from %v of %d bytes", offset, kind, at, len(text))
				}
			}
		}
		for _, r := range p.Remarks {
			if at := r.Origin.At; at.Start < 0 || at.End < at.Start || at.End > len(text) {
				t.Fatalf("a remark on %v of %d bytes", at, len(text))
			}
		}
		for i := range p.Documents {
			p.Documents[i].Leaves()
		}
	})
}
