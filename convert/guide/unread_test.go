package guide_test

import (
	"errors"
	"strings"
	"testing"

	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

// refusing gives files, and an error for one of them.
type refusing struct {
	memory
	path string
}

func (r refusing) File(path string) (*source.File, error) {
	if path == r.path {
		return nil, errors.New("it is too large")
	}
	return r.memory.File(path)
}

// A folder whose values cannot be read says so, and not that there are none.
func TestUnread(t *testing.T) {
	const name = "/repo/g/values.yaml"
	many := "modelArtifacts: {name: m}\ndecode:\n  containers:\n  - args: [" + strings.Repeat("--f,x,", 100_001) + "]\n"
	for _, tt := range []struct {
		files guide.Files
		at    string
		want  string
	}{
		{refusing{memory{name: ""}, name}, "/repo/g", name + ":1: it is too large"},
		{memory{name: many}, "/repo/g", name + ":4: with its aliases written out, this is more than 200000 values"},
		{memory{name: many}, name, name + ":4: with its aliases written out, this is more than 200000 values"},
	} {
		if _, err := guide.Open(tt.files, tt.at, ""); err == nil || err.Error() != tt.want {
			t.Errorf("%s: %v, want %s", tt.at, err, tt.want)
		}
	}
}

// A helmfile may have parts, but not so many that the texts of all of them fill the memory. Empty ones cost nothing.
func TestManyParts(t *testing.T) {
	const name = "/repo/g/helmfile.yaml.gotmpl"
	for text, want := range map[string]string{
		strings.Repeat("---\na: 1\n", 5000): name + ":1: lines of three dashes cut it into more parts than any guide needs",
		strings.Repeat("---\n", 500_000):    "the guide has no values",
	} {
		_, err := guide.Open(memory{name: text}, "/repo/g", "")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.12q...: %v, want %s", text, err, want)
		}
	}
}
