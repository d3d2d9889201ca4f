package guide_test

import (
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

var update = flag.Bool("update", false, "rewrite what the archives in testdata expect")

// Each archive in testdata/read holds a guide and what it says: a file "want PATH [ENVIRONMENT]" lists every value with
// the place it is written at, or the error. A preamble says what the archive is about.
func TestRead(t *testing.T) {
	names, err := filepath.Glob(filepath.Join("testdata", "read", "*.txtar"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files := archived(archive)
			for i, f := range archive.Files {
				at, ok := strings.CutPrefix(f.Name, "want ")
				if !ok {
					continue
				}
				delete(files, path.Join(root, f.Name))
				at, env, _ := strings.Cut(at, " ")
				got := listing(guide.Open(files, path.Join(root, at), env))
				if diff := cmp.Diff(string(f.Data), got); diff != "" && !*update {
					t.Errorf("%s (-want +got):\n%s", f.Name, diff)
				}
				archive.Files[i].Data = []byte(got)
			}
			if *update {
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// listing writes a guide's values, each with its place.
func listing(g *guide.Guide, err error) string {
	if err != nil {
		return "error: " + strings.ReplaceAll(err.Error(), root+"/", "") + "\n"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s", g.FileName(), g.Environment)
	if len(g.Others) > 0 {
		fmt.Fprintf(&b, "; also %s", strings.Join(g.Others, ", "))
	}
	b.WriteString("\n")
	for _, c := range guide.Charts {
		if r := g.Releases[c]; r != nil {
			fmt.Fprintf(&b, "%s %s\n", c, r.Name)
		}
		for _, l := range g.Leaves() {
			if l.Chart == c {
				fmt.Fprintf(&b, "  %s = %s @%s\n", l.Path, value(l.Node), place(g, l.Node))
			}
		}
	}
	return b.String()
}

func value(n *source.Node) string {
	switch {
	case n.Kind == source.Mapping:
		return "{}"
	case n.Kind == source.Sequence:
		return "[]"
	case strings.ContainsAny(n.Text, "\n\t") || n.Text == "":
		return fmt.Sprintf("%q", n.Text)
	}
	return n.Text
}

func place(g *guide.Guide, n *source.Node) string {
	if n.File == nil {
		return "nowhere"
	}
	return fmt.Sprintf("%s:%d", path.Base(g.Rel(n.File.Path)), n.File.Line(n.At.Start)+1)
}
