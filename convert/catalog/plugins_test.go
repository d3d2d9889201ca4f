package catalog_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"llmdbench-ls/convert/catalog"
)

// The table is read as bytes here, since the program skips rows that it cannot read.
func TestPluginTable(t *testing.T) {
	data, err := os.ReadFile("plugins.tsv")
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	if want := "type role parameters releases profile-only successor meaning"; strings.ReplaceAll(rows[0], "\t", " ") != want {
		t.Errorf("the header is %q, want %q", rows[0], want)
	}
	before := ""
	for i, row := range rows[1:] {
		cells := strings.Split(row, "\t")
		if len(cells) != 7 {
			t.Errorf("line %d has %d columns, want 7", i+2, len(cells))
			continue
		}
		if cells[0] <= before {
			t.Errorf("line %d: %s must stand before %s, and only once", i+2, cells[0], before)
		}
		before = cells[0]
		if slices.ContainsFunc(cells, func(cell string) bool { return strings.TrimSpace(cell) != cell }) {
			t.Errorf("line %d: blanks around a cell", i+2)
		}
	}
	if got, want := len(catalog.PluginNames()), len(rows)-1; got != want {
		t.Errorf("the catalogue has %d plugin types, the table %d", got, want)
	}
}

// Every type of the facts is there, with its role.
func TestPluginsComplete(t *testing.T) {
	data, err := os.ReadFile("../../../shared/reference/gaie-plugins.tsv")
	if err != nil {
		t.Skip("the facts are not here: they lie in ../shared beside the repository")
	}
	rows := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")[1:]
	for _, row := range rows {
		cells := strings.Split(row, "\t")
		p := catalog.Plugin(cells[0])
		if p == nil || p.Role != cells[1] || p.Complete != (cells[2] != "unknown") {
			t.Errorf("%s is not in the table, or not with its role and parameters", cells[0])
		}
	}
	if len(rows) != len(catalog.PluginNames()) {
		t.Errorf("%d types in the facts, %d in the table", len(rows), len(catalog.PluginNames()))
	}
}

func TestPluginColumns(t *testing.T) {
	kinds := []string{"bool", "int", "float", "string", "enum", "duration", "duration-string", "list", "map", "object"}
	for _, name := range catalog.PluginNames() {
		p := catalog.Plugin(name)
		for _, par := range p.Parameters {
			if par.Path == "" || !slices.Contains(kinds, par.Kind) || strings.Contains(par.Path, " ") {
				t.Errorf("%s: parameter %q is of kind %q", name, par.Path, par.Kind)
			}
		}
		for _, r := range p.Releases {
			if r.Project != catalog.GAIE && r.Project != catalog.LLMD || strings.Trim(r.From+r.To, "0123456789.") != "" {
				t.Errorf("%s: strange releases %+v", name, r)
			}
		}
		if p.Successor != "" && catalog.Plugin(p.Successor) == nil {
			t.Errorf("%s is followed by %s, which is no type", name, p.Successor)
		}
		if p.ProfileOnly && !slices.Contains([]string{"filter", "scorer", "picker"}, p.Role) {
			t.Errorf("%s is a %s, which no profile has", name, p.Role)
		}
	}
}

func TestPluginMeanings(t *testing.T) {
	for _, name := range catalog.PluginNames() {
		text := catalog.Plugin(name).Meaning
		fresh := slices.DeleteFunc(strings.Fields(strings.ToLower(text)), func(word string) bool {
			return slices.Contains(strings.Split(name, "-"), strings.Trim(word, ".,:;"))
		})
		switch n := len([]rune(text)); {
		case n < 60 || n > 400:
			t.Errorf("the meaning of %s has %d characters, want 60 to 400: %s", name, n, text)
		case !strings.HasSuffix(text, "."):
			t.Errorf("the meaning of %s ends in no full stop: %s", name, text)
		case len(fresh) < 5:
			t.Errorf("the meaning of %s repeats its name: %s", name, text)
		}
	}
}

func TestPluginParameters(t *testing.T) {
	find := func(plugin, path string) catalog.PluginParameter {
		for _, par := range catalog.Plugin(plugin).Parameters {
			if par.Path == path {
				return par
			}
		}
		return catalog.PluginParameter{}
	}
	for _, tt := range []struct {
		plugin string
		want   catalog.PluginParameter
	}{
		{"load-aware-scorer", catalog.PluginParameter{Path: "threshold", Kind: "int", Default: "128"}},
		{"by-label", catalog.PluginParameter{Path: "label", Kind: "string", Note: "required"}},
		{"p2p-source-producer", catalog.PluginParameter{Path: "prefillProfileName", Kind: "string", Default: "prefill"}},
		{"prefix-cache-scorer", catalog.PluginParameter{Path: "autoTune", Kind: "bool", Default: "true", Note: "GAIE v1.2-v1.4"}},
		{"token-producer", catalog.PluginParameter{Path: "vllm.url", Kind: "string", Default: "http://localhost:8000"}},
	} {
		if got := find(tt.plugin, tt.want.Path); got.Kind != tt.want.Kind || got.Default != tt.want.Default || got.Note != tt.want.Note {
			t.Errorf("%s has %+v, want %+v", tt.plugin, got, tt.want)
		}
	}
	if got := find("burst-prefix-cache-producer", "balanceBy").Values; !slices.Equal(got, []string{"requests", "tokens"}) {
		t.Errorf("the enum may be %v", got)
	}
}

func TestNearestPlugin(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"queue-scorr", "queue-scorer"},
		{"max-scorer-picker", "max-score-picker"},
		{"single-profil-handler", "single-profile-handler"},
		{"parrot", ""},
		{"", ""},
	} {
		if got, ok := catalog.NearestPlugin(tt.name); ok != (tt.want != "") || ok && got != tt.want {
			t.Errorf("nearest to %q is %q, %v; want %q", tt.name, got, ok, tt.want)
		}
	}
}

func TestPluginLacks(t *testing.T) {
	for _, tt := range []struct {
		plugin, image, tag string
		want               bool
	}{
		{"queue-scorer", "llm-d-inference-scheduler", "v0.6.0", false},
		{"queue-scorer", "llm-d-router", "v0.10.0", false},
		{"kv-cache-scorer", "llm-d-inference-scheduler", "v0.3.2", true},
		{"kv-cache-scorer", "llm-d-inference-scheduler", "auto", true},
		{"kv-cache-scorer", "llm-d-inference-scheduler", "v0.2.0", false}, // not read
		{"kv-cache-scorer", "epp", "v0.5.1", false},
		{"kv-cache-scorer", "epp", "v1.0.0", true},
		{"latency-scorer", "llm-d-inference-scheduler", "v0.7.1", true},
		{"latency-scorer", "llm-d-inference-scheduler", "v0.8.0", false},
		{"latency-scorer", "llm-d-inference-scheduler", "auto", false},
		{"fcfs-ordering-policy", "llm-d-inference-scheduler", "v0.6.0", false}, // it may be in that state
		{"decode-filter", "epp", "v1.3.1", true},
		{"decode-filter", "llm-d-inference-scheduler", "latest", false},
		{"predicted-latency-scorer", "llm-d-router", "v0.9.0", true},
		{"predicted-latency-scorer", "llm-d-router", "v0.11.0", false}, // not read
		{"model-server-protocol-models", "llm-d-router", "v0.10.0", true},
		{"slo-scorer", "epp", "v1.3.1", true},
		{"slo-scorer", "llm-d-inference-scheduler", "auto", false},
	} {
		project, ok := catalog.PickerProject(tt.image)
		if got := catalog.Plugin(tt.plugin).Lacks(project, tt.tag); got != tt.want || !ok {
			t.Errorf("%s %s lacks %s: %v, want %v", tt.image, tt.tag, tt.plugin, got, tt.want)
		}
	}
	if _, ok := catalog.PickerProject("parrot-picker"); ok {
		t.Error("whose types a picker of one's own has is not known")
	}
}

func TestPluginReleasesInWords(t *testing.T) {
	for name, want := range map[string]string{
		"kv-cache-scorer": "GAIE v0.5", "latency-scorer": "GAIE v1.5 and later", "model-server-protocol-metrics": "GAIE v1.3 to v1.4", "decode-filter": "every llm-d release read",
	} {
		if got := catalog.Plugin(name).Releases[0].String(); got != want {
			t.Errorf("%s is in %q, want %q", name, got, want)
		}
	}
}
