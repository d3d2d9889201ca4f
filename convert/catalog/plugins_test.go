package catalog_test

import (
	"slices"
	"strings"
	"testing"

	"llmdbench-ls/convert/catalog"
)

// Every type of the facts is there, with its role.
func TestPluginsComplete(t *testing.T) {
	rows := facts(t, "gaie-plugins.tsv")
	for _, cells := range rows {
		p := catalog.Plugin(cells[0])
		if p == nil || p.Role != cells[1] || p.Complete != (cells[2] != "unknown") {
			t.Errorf("%s is not in the table, or not with its role", cells[0])
			continue
		}
		for _, text := range strings.Split(cells[2], ";") {
			if part := strings.SplitN(text, ":", 3); len(part) == 3 && !has(p, part[0], part[1]) {
				t.Errorf("%s has no parameter %s of the kind %s", cells[0], part[0], part[1])
			}
		}
	}
	if len(rows) != len(catalog.PluginNames()) {
		t.Errorf("%d types in the facts, %d in the table", len(rows), len(catalog.PluginNames()))
	}
}

// has says that a type has a parameter of a kind; in the facts, an enum's kind lists what it may be, and names of plugins
// are texts like any other.
func has(p *catalog.PluginType, path, kind string) bool {
	par := p.Parameter(path)
	kind, values, _ := strings.Cut(kind, " ")
	return par != nil && (par.Kind == kind || par.Kind == catalog.NamesPlugin && kind == "string") && strings.Join(par.Values, "|") == values
}

func TestNamesPlugin(t *testing.T) {
	for _, tt := range []struct {
		plugin, path string
		want         bool
	}{
		{"disagg-profile-handler", "deciders.prefill", true},
		{"disagg-profile-handler", "profiles.prefill", false},
		{"disagg-profile-handler", "deciders", false},
		{"decision-tree-filter", "current.pluginRef", true},
		{"decision-tree-filter", "nextOnSuccess.pluginRef", true},
		{"decision-tree-filter", "nextOnSuccess.decisionTree.current.pluginRef", true},
		{"decision-tree-filter", "current.decisionTree.nextOnFailure.decisionTree.nextOnSuccessOrFailure.pluginRef", true},
		{"decision-tree-filter", "nextOnSuccess.decisionTree.pluginRef", false},
		{"decision-tree-filter", "nextOnSuccess.current.pluginRef", false},
		{"decision-tree-filter", "nextOnSuccess.decisionTree", false},
		{"by-label", "x.current.pluginRef", false},
	} {
		if got := catalog.Plugin(tt.plugin).NamesPlugin(tt.path); got != tt.want {
			t.Errorf("%s of %s names a plugin: %v, want %v", tt.path, tt.plugin, got, tt.want)
		}
	}
}

func TestPluginColumns(t *testing.T) {
	kinds := []string{"bool", "int", "float", "string", "enum", "duration", "duration-string", "list", "map", "object", catalog.NamesPlugin}
	for _, name := range catalog.PluginNames() {
		p := catalog.Plugin(name)
		for _, par := range p.Parameters {
			if par.Path == "" || !slices.Contains(kinds, par.Kind) || strings.Contains(par.Path, " ") {
				t.Errorf("%s: parameter %q is of kind %q", name, par.Path, par.Kind)
			}
		}
		sound(t, name, p.Releases)
		if p.Successor != "" && catalog.Plugin(p.Successor) == nil {
			t.Errorf("%s is followed by %s, which is no type", name, p.Successor)
		}
		if p.ProfileOnly && !slices.Contains([]string{"filter", "scorer", "picker"}, p.Role) {
			t.Errorf("%s is a %s, which no profile has", name, p.Role)
		}
	}
}

// Every row of the table of parameters belongs to types whose list of parameters is known.
func TestParametersOfPlugins(t *testing.T) {
	for i, cells := range read(t, "plugin_parameters.tsv")[1:] {
		for _, name := range strings.Split(cells[0], ",") {
			p := catalog.Plugin(name)
			if p == nil || !p.Complete {
				t.Errorf("plugin_parameters.tsv:%d: %s is no type, or one whose parameters are not known", i+2, name)
				continue
			}
			for _, path := range strings.Split(cells[1], ",") {
				if par := p.Parameter(path); par == nil || par.Path != path || par.Meaning != cells[6] {
					t.Errorf("plugin_parameters.tsv:%d: %s does not have %s", i+2, name, path)
				}
			}
		}
	}
}

func TestPluginParameters(t *testing.T) {
	for _, tt := range []struct {
		plugin string
		want   catalog.PluginParameter
	}{
		{"load-aware-scorer", catalog.PluginParameter{Path: "threshold", Kind: "int", Default: "128"}},
		{"by-label", catalog.PluginParameter{Path: "label", Kind: "string", Note: "required"}},
		{"p2p-source-producer", catalog.PluginParameter{Path: "prefillProfileName", Kind: "string", Default: "prefill"}},
		{"prefix-cache-scorer", catalog.PluginParameter{Path: "autoTune", Kind: "bool", Default: "true", Note: "GAIE v1.2-v1.4"}},
		{"precise-prefix-cache-producer", catalog.PluginParameter{Path: "speculativeTTL", Kind: "duration-string", Default: "2s"}},
		{"precise-prefix-cache-scorer", catalog.PluginParameter{Path: "speculativeTTL", Kind: "duration-string", Default: "2s", Note: "scheduler>=v0.7"}},
		{"label-selector-filter", catalog.PluginParameter{Path: "matchLabels", Kind: "map"}},
		{"by-label-selector", catalog.PluginParameter{Path: "matchLabels", Kind: "map"}},
		{"token-producer", catalog.PluginParameter{Path: "vllm.url", Kind: "string", Default: "http://localhost:8000"}},
	} {
		got := catalog.Plugin(tt.plugin).Parameter(tt.want.Path)
		if got == nil || got.Kind != tt.want.Kind || got.Default != tt.want.Default || got.Note != tt.want.Note {
			t.Errorf("%s has %+v, want %+v", tt.plugin, got, tt.want)
		}
	}
	if got := catalog.Plugin("burst-prefix-cache-producer").Parameter("balanceBy").Values; !slices.Equal(got, []string{"requests", "tokens"}) {
		t.Errorf("the enum may be %v", got)
	}
	if got := catalog.Plugin("queue-scorer").Parameter("threshold"); got != nil {
		t.Errorf("a type without parameters has %+v", got)
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
