package analysis

import (
	"strings"
	"testing"

	"llmdbench-ls/convert/source"
)

// A text that speaks of a config without being one is looked into once, and so is one that lies in itself again and
// again or that aliases repeat.
func TestMentionsOfTexts(t *testing.T) {
	nested := "modelArtifacts: {}\n"
	for i := range 40 {
		nested += strings.Repeat(" ", i) + "a: |\n"
	}
	nested += strings.Repeat(" ", 40) + "kind: EndpointPickerConfig\n"
	const config = "modelArtifacts: {}\na: &a |\n  kind: EndpointPickerConfig\n  plugins:\n  - type: by-label\nb: *a\nc: [*a, *a]\n"
	for _, tt := range []struct {
		name, text string
		plugins    int
	}{
		{"a sentence", "modelArtifacts: {}\nnote: see EndpointPickerConfig here\n", 0},
		{"the word alone", "modelArtifacts: {}\nnote: EndpointPickerConfig\n", 0},
		{"nested", nested, 0},
		{"aliases", config, 1},
	} {
		f := source.New("/nowhere/values.yaml", 1, tt.text)
		plugins := 0
		for _, m := range Mentions(NewSnapshot(nil, DefaultSettings).With(f), f.Path) {
			if m.Subject == PluginType {
				plugins++
			}
		}
		if plugins != tt.plugins {
			t.Errorf("%s: %d plugin types, want %d", tt.name, plugins, tt.plugins)
		}
	}
}
