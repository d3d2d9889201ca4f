package catalog_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"llmdbench-ls/convert/catalog"
)

// Every name of the facts is there, with its kind, default and accepted values.
func TestEnvironmentComplete(t *testing.T) {
	data, err := os.ReadFile("../../../shared/reference/container-env.tsv")
	if err != nil {
		t.Skip("the facts are not here: they lie in ../shared beside the repository")
	}
	alike := map[string]*catalog.EnvironmentVariable{} // the first one with the same text about what is accepted
	for _, row := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")[1:] {
		cells := strings.Split(row, "\t")
		e := catalog.EnvironmentVariableOf(cells[0])
		if e == nil {
			t.Errorf("%s is not in the table", cells[0])
			continue
		}
		if e.Kind != cells[2] || e.Default != cells[3] || e.InGuides != (cells[9] == "yes") || len(e.OlderDefaults) != countOf(cells[7]) {
			t.Errorf("%s is %+v, the facts say %q", e.Name, e, cells)
		}
		if from, to := states(cells[6]); e.From != from || e.To != to {
			t.Errorf("%s is in %q to %q, want %q to %q", e.Name, e.From, e.To, from, to)
		}
		for _, value := range literals(cells[5]) {
			if !takes(e.Values, value) && !slices.Contains(e.Values, value) {
				t.Errorf("%s takes %v, the facts add %q", e.Name, e.Values, value)
			}
		}
		first := alike[cells[5]]
		if first == nil {
			alike[cells[5]] = e
		} else if first.Reading != e.Reading || !slices.Equal(first.Values, e.Values) {
			t.Errorf("%s and %s accept the same, but not in the table", first.Name, e.Name)
		}
	}
}

// states gives the releases that the first and last of some states stand for.
func states(list string) (from, to string) {
	release := map[string]string{"2025-10": "0.11", "2026-01": "0.15", "2026-03": "0.18", "2026-06": "0.23", "2026-08": "main"}
	all := strings.Split(list, ",")
	from, to = release[all[0]], release[all[len(all)-1]]
	if to == "main" {
		to = ""
	}
	return from, to
}

func countOf(list string) int {
	if list == "" {
		return 0
	}
	return strings.Count(list, ";") + 1
}

// literals are the values that the facts list, without what they say about other text.
func literals(accepted string) []string {
	accepted, _, _ = strings.Cut(accepted, ";")
	if !strings.Contains(accepted, "|") {
		return nil
	}
	return slices.DeleteFunc(strings.Split(accepted, "|"), func(value string) bool { return strings.Contains(value, " ") })
}

// Every container variable that guides, recorded scenarios and the guidance on conversions name is there. Names of
// Kubernetes objects have neither capitals nor underscores, which tells the two apart in YAML, shell and prose alike.
func TestEnvironmentOfGuides(t *testing.T) {
	others := []string{"BAR", "FOO", "VLLM_FOO", "INFERENCE_SERVER_IMAGE"} // made up, or the name of an image
	seen := map[string]bool{}
	for _, dir := range []string{"corpus", "seed", "reference/render-vectors"} {
		err := filepath.WalkDir(filepath.Join("../../../shared", dir), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			for line := range strings.Lines(string(data)) {
				if name, ok := environmentName(line); ok {
					seen[name] = true
				}
			}
			return err
		})
		if err != nil {
			t.Skip("the guides are not here: they lie in ../shared beside the repository")
		}
	}
	for name := range seen {
		if catalog.EnvironmentVariableOf(name) == nil && !slices.Contains(others, name) {
			t.Errorf("%s is set, but not in the table", name)
		}
	}
	if len(seen) < 60 {
		t.Errorf("only %d names were seen", len(seen))
	}
}

// environmentName reads a line such as - name: "UCX_TLS", behind # too.
func environmentName(line string) (name string, ok bool) {
	name, ok = strings.CutPrefix(strings.TrimLeft(line, " #-"), "name: ")
	name, _, _ = strings.Cut(name, "#")
	name = strings.Trim(strings.TrimSpace(name), `"'`)
	return name, ok && !strings.ContainsAny(name, " {$/.") && (strings.Contains(name, "_") || name != strings.ToLower(name))
}
