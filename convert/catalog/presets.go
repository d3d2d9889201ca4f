package catalog

import (
	_ "embed" // the table of presets
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Preset is an endpoint-picker config that v0.5.2 of the framework ships in setup/presets/gaie: its plugins and
// scheduling profiles. Settings of plugins are not held here. Where a scenario's plugin config file has the name of a
// preset, v0.5.2 uses neither (step 08, lines 89-108; render vector 30).
type Preset struct {
	File     string
	Plugins  []PresetPlugin
	Profiles []Profile
	Settings []string // what is wrong with the settings of its plugins, each as a sentence without its end
	Meaning  string   // two or three sentences
}

// PresetPlugin is a plugin that a preset declares. Its name is its type unless the preset gives it another one.
type PresetPlugin struct{ Name, Type string }

// Profile is a scheduling profile: plugins in order, "name:weight" where one has a weight.
type Profile struct {
	Name    string
	Plugins []string
}

//go:embed presets.tsv
var presetsTable string

// presetColumns is the number of columns in the table of presets: the fields of Preset, in their order.
const presetColumns = 5

// Presets lists the presets, sorted by their files' names.
var Presets = sync.OnceValue(func() []Preset {
	var list []Preset
	for _, cell := range rows(presetsTable, presetColumns) {
		p := Preset{File: cell[0], Settings: split(cell[3], ";"), Meaning: cell[4]}
		for _, text := range split(cell[1], ",") {
			name, kind, named := strings.Cut(text, "=")
			if !named {
				kind = name
			}
			p.Plugins = append(p.Plugins, PresetPlugin{name, kind})
		}
		for _, text := range split(cell[2], ";") {
			name, plugins, _ := strings.Cut(text, "=")
			p.Profiles = append(p.Profiles, Profile{name, split(plugins, ",")})
		}
		list = append(list, p)
	}
	return list
})

// PresetOf finds a preset by its file's name, nil where there is none.
func PresetOf(file string) *Preset {
	i := slices.IndexFunc(Presets(), func(p Preset) bool { return p.File == file })
	if i < 0 {
		return nil
	}
	return &Presets()[i]
}

// Issues tells what keeps a preset from doing what it was written for, each as a sentence without its end: types that no
// release or none of today has, references to what is not declared, and settings that nothing reads.
func (p *Preset) Issues() []string {
	var list []string
	for _, plugin := range p.Plugins {
		switch t := Plugin(plugin.Type); {
		case t == nil:
			list = append(list, "no release has a plugin type "+plugin.Type)
		case !t.since10():
			list = append(list, fmt.Sprintf("the type %s is gone since GAIE v%s", t.Name, readGAIE[0]))
		}
	}
	for _, profile := range p.Profiles {
		for _, ref := range profile.Plugins {
			name, _, _ := strings.Cut(ref, ":")
			if !slices.ContainsFunc(p.Plugins, func(plugin PresetPlugin) bool { return plugin.Name == name }) {
				list = append(list, fmt.Sprintf("the profile %s refers to %s, which is not declared", profile.Name, name))
			}
		}
	}
	return append(list, p.Settings...)
}

// Text is the preset as an EndpointPickerConfig in YAML.
func (p *Preset) Text() string {
	var b strings.Builder
	b.WriteString("apiVersion: inference.networking.x-k8s.io/v1alpha1\nkind: EndpointPickerConfig\nplugins:\n")
	for _, plugin := range p.Plugins {
		b.WriteString("- type: " + plugin.Type + "\n")
		if plugin.Name != plugin.Type {
			b.WriteString("  name: " + plugin.Name + "\n")
		}
	}
	b.WriteString("schedulingProfiles:\n")
	for _, profile := range p.Profiles {
		b.WriteString("- name: " + profile.Name + "\n  plugins:\n")
		for _, plugin := range profile.Plugins {
			name, weight, weighted := strings.Cut(plugin, ":")
			b.WriteString("  - pluginRef: " + name + "\n")
			if weighted {
				b.WriteString("    weight: " + weight + "\n")
			}
		}
	}
	return b.String()
}
