package catalog_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"llmdbench-ls/convert/catalog"
)

// facts gives the rows of a table of facts, without its header. The test is skipped where the facts are not there.
func facts(t *testing.T, name string) [][]string {
	t.Helper()
	file := "../../../shared/reference/" + name
	if _, err := os.Stat(file); err != nil {
		t.Skip("the facts are not here: they lie in ../shared beside the repository")
	}
	return read(t, file)[1:]
}

// Every preset of the facts is there, with its plugins, profiles and as many issues.
func TestPresetsComplete(t *testing.T) {
	rows := facts(t, "presets.tsv")
	for _, cells := range rows {
		p := catalog.PresetOf(cells[0])
		if p == nil {
			t.Errorf("%s is not in the table", cells[0])
			continue
		}
		var types, profiles []string
		for _, plugin := range p.Plugins {
			types = append(types, plugin.Type)
		}
		for _, profile := range p.Profiles {
			profiles = append(profiles, profile.Name+"="+strings.Join(profile.Plugins, ","))
		}
		if strings.Join(types, ",") != cells[1] || strings.Join(profiles, "; ") != cells[2] {
			t.Errorf("%s has the plugins %v and the profiles %v", cells[0], types, profiles)
		}
		issues := strings.Split(cells[3], "; ")
		if cells[3] == "" {
			issues = nil
		}
		if got := p.Issues(); len(got) != len(issues) {
			t.Errorf("%s has the issues %q, want %q", cells[0], got, issues)
		}
	}
	if len(rows) != len(catalog.Presets()) {
		t.Errorf("%d presets in the facts, %d in the table", len(rows), len(catalog.Presets()))
	}
}

func TestPresetIssues(t *testing.T) {
	for _, tt := range []struct {
		file string
		want []string
	}{
		{"inf-sche-none.yaml", nil},
		{"inf-sche-prefix-kv-queue.yaml", []string{
			"the type kv-cache-scorer is gone since GAIE v1.0", "no release has a plugin type queue-cache-scorer", "the profile default refers to queue-scorer, which is not declared",
		}},
		{"precise-prefix-cache-aware.yaml", []string{"tokenProcessorConfig stands inside indexerConfig, where only scheduler v0.4 and older look for it"}},
	} {
		if got := catalog.PresetOf(tt.file).Issues(); !slices.Equal(got, tt.want) {
			t.Errorf("%s has the issues %q, want %q", tt.file, got, tt.want)
		}
	}
}

func TestPresetText(t *testing.T) {
	for file, want := range map[string]string{
		"pd-config.yaml": "- name: decode\n  plugins:\n  - pluginRef: decode-filter\n  - pluginRef: queue-scorer\n    weight: 1.0\n  - pluginRef: max-score-picker\n",
		"default.yaml":   "- type: decision-tree-filter\n  name: low-latency-filter\n- type: random-picker\n",
	} {
		if got := catalog.PresetOf(file).Text(); !strings.Contains(got, want) {
			t.Errorf("%s is\n%s\nwant in it\n%s", file, got, want)
		}
	}
	if p := catalog.PresetOf("default-plugins.yaml"); p != nil {
		t.Errorf("the file of the chart is taken for a preset: %+v", p)
	}
}
