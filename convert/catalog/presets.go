package catalog

import (
	"slices"
	"strings"
)

// Preset is an endpoint-picker config that the framework ships in setup/presets/gaie: its plugins and scheduling
// profiles. Parameters of plugins are not held here.
type Preset struct {
	File     string
	Plugins  []string
	Profiles []Profile
}

// Profile is a scheduling profile: plugins in order, "name:weight" where one has a weight.
type Profile struct {
	Name    string
	Plugins []string
}

// Presets are those of v0.5.2. Where a scenario's plugin config file has the name of one, v0.5.2 uses neither (step 08,
// lines 89-108; render vector 30).
var Presets = []Preset{
	{"default.yaml", words("low-queue-filter lora-affinity-filter least-queue-filter least-kv-cache-filter decision-tree-filter random-picker single-profile-handler"),
		[]Profile{{"default", words("low-latency-filter random-picker")}}},
	{"inf-sche-kv.yaml", words("kv-cache-scorer decode-filter max-score-picker single-profile-handler"),
		[]Profile{{"default", words("decode-filter max-score-picker kv-cache-scorer:1")}}},
	{"inf-sche-none.yaml", words("random-picker decode-filter single-profile-handler"),
		[]Profile{{"default", words("decode-filter random-picker")}}},
	{"inf-sche-prefix-kv-queue.yaml", words("prefix-cache-scorer decode-filter max-score-picker single-profile-handler kv-cache-scorer queue-cache-scorer"),
		[]Profile{{"default", words("decode-filter max-score-picker prefix-cache-scorer:1 kv-cache-scorer:1 queue-scorer:1")}}},
	{"inf-sche-prefix-kv.yaml", words("prefix-cache-scorer decode-filter max-score-picker single-profile-handler kv-cache-scorer"),
		[]Profile{{"default", words("decode-filter max-score-picker prefix-cache-scorer:1 kv-cache-scorer:1 queue-scorer:1")}}},
	{"inf-sche-prefix.yaml", words("prefix-cache-scorer decode-filter max-score-picker single-profile-handler"),
		[]Profile{{"default", words("decode-filter max-score-picker prefix-cache-scorer:1")}}},
	{"inf-sche-queue.yaml", words("queue-scorer decode-filter max-score-picker single-profile-handler"),
		[]Profile{{"default", words("decode-filter max-score-picker queue-scorer:1")}}},
	{"pd-config.yaml", words("prefill-header-handler prefill-filter decode-filter max-score-picker queue-scorer pd-profile-handler"),
		[]Profile{{"prefill", words("prefill-filter queue-scorer:1.0 max-score-picker")}, {"decode", words("decode-filter queue-scorer:1.0 max-score-picker")}}},
	{"precise-prefix-cache-aware.yaml", words("single-profile-handler precise-prefix-cache-scorer kv-cache-utilization-scorer queue-scorer max-score-picker"),
		[]Profile{{"default", words("precise-prefix-cache-scorer:3.0 kv-cache-utilization-scorer:2.0 queue-scorer:2.0 max-score-picker")}}},
	{"prefix-cache-estimate-config.yaml", words("queue-scorer kv-cache-scorer prefix-cache-scorer max-score-picker single-profile-handler"),
		[]Profile{{"default", words("queue-scorer:1 kv-cache-scorer:1 prefix-cache-scorer:3 max-score-picker")}}},
	{"prefix-cache-tracking-config.yaml", words("single-profile-handler decode-filter prefix-cache-scorer kv-cache-scorer queue-scorer max-score-picker"),
		[]Profile{{"default", words("decode-filter prefix-cache-scorer:2.0 kv-cache-scorer:1.0 queue-scorer:1.0 max-score-picker")}}},
}

func words(list string) []string { return strings.Fields(list) }

// PresetOf finds a preset by its file's name, nil where there is none.
func PresetOf(file string) *Preset {
	i := slices.IndexFunc(Presets, func(p Preset) bool { return p.File == file })
	if i < 0 {
		return nil
	}
	return &Presets[i]
}

// Text is the preset as an EndpointPickerConfig in YAML.
func (p *Preset) Text() string {
	var b strings.Builder
	b.WriteString("apiVersion: inference.networking.x-k8s.io/v1alpha1\nkind: EndpointPickerConfig\nplugins:\n")
	for _, plugin := range p.Plugins {
		b.WriteString("- type: " + plugin + "\n")
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
