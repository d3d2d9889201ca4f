package convert_test

import (
	"flag"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

var rewrite = flag.Bool("update", false, "rewrite the conversions in testdata")

// disk gives the files below a folder under the root /repo, so that nothing in a result depends on where that is.
type disk string

const root = "/repo"

func (d disk) real(name string) string {
	return filepath.Join(string(d), filepath.FromSlash(strings.TrimPrefix(name, root)))
}

func (d disk) File(name string) (*source.File, error) {
	if name != root && !strings.HasPrefix(name, root+"/") {
		return nil, os.ErrNotExist
	}
	data, err := os.ReadFile(d.real(name))
	if err != nil {
		return nil, err
	}
	return source.New(name, 0, string(data)), nil
}

func (d disk) Dir(name string) []string {
	if name != root && !strings.HasPrefix(name, root+"/") {
		return nil
	}
	entries, err := os.ReadDir(d.real(name))
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name()+"/")
		} else {
			names = append(names, e.Name())
		}
	}
	return names
}

// testdata holds the test guides, seen from this package.
var testdata = filepath.Join("..", "testdata")

// all are the guides of the test data, each in every environment that can be read.
func all(t testing.TB) []*guide.Guide {
	t.Helper()
	files := disk(testdata)
	var guides []*guide.Guide
	for _, name := range files.Dir(path.Join(root, "guides")) {
		found, err := guide.Environments(files, path.Join(root, "guides", name))
		if err != nil && name != "prereq/" {
			t.Errorf("%s: %v", name, err)
		}
		guides = append(guides, found...)
	}
	if len(guides) < 5 {
		t.Fatalf("there are only %d guides", len(guides))
	}
	return guides
}

// An environment that a guide has not is an error that names the guide's own, whatever the guide is made of.
func TestUnknownEnvironment(t *testing.T) {
	files := disk(testdata)
	for _, g := range all(t) {
		_, err := guide.Open(files, g.Dir, "nowhere")
		if err == nil || !strings.Contains(err.Error(), "nowhere; there are: ") || !strings.Contains(err.Error(), g.Environment) {
			t.Errorf("%s: %v, want an error that names the environments", g.FileName(), err)
		}
	}
}

// each runs a test on the conversion of every test guide.
func each(t *testing.T, check func(t *testing.T, r *convert.Result)) {
	t.Helper()
	for _, g := range all(t) {
		t.Run(g.FileName(), func(t *testing.T) { check(t, planned(t, g)) })
	}
}

func planned(t testing.TB, g *guide.Guide) *convert.Result {
	t.Helper()
	r, err := convert.Convert(g, catalog.Builtin(), convert.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// memory is a disk that holds what a test says.
type memory map[string]string

func (m memory) File(name string) (*source.File, error) {
	text, ok := m[name]
	if !ok {
		return nil, os.ErrNotExist
	}
	return source.New(name, 0, text), nil
}

func (m memory) Dir(dir string) []string {
	names := map[string]bool{}
	for name := range m {
		if rest, ok := strings.CutPrefix(name, strings.TrimSuffix(dir, "/")+"/"); ok {
			first, _, below := strings.Cut(rest, "/")
			if below {
				first += "/"
			}
			names[first] = true
		}
	}
	list := make([]string, 0, len(names))
	for name := range names {
		list = append(list, name)
	}
	sort.Strings(list)
	return list
}

// written converts a guide that is written out as an archive, or as the values of a model server alone.
func written(t testing.TB, text string) *convert.Result {
	t.Helper()
	files := memory{}
	for _, f := range txtar.Parse([]byte(text)).Files {
		files[path.Join(root, f.Name)] = string(f.Data)
	}
	if len(files) == 0 {
		files[root+"/values.yaml"] = "modelArtifacts: {name: lab/model}\n" + text
	}
	g, err := guide.Open(files, root, "")
	if err != nil {
		t.Fatal(err)
	}
	return planned(t, g)
}

// readScript reads a scenario with the built-in defaults.
func readScript(text string) *scenario.Script {
	script, _ := scenario.Read(source.New("s.sh", 0, text), catalog.Builtin().Default)
	return script
}
