package catalog

import (
	_ "embed" // the tables of keys and feature gates
	"slices"
	"strings"
	"sync"
)

// ConfigKey is a key of an EndpointPickerConfig itself, as opposed to the parameters of its plugins. The facts were read
// from the same sources as those of PluginType.
type ConfigKey struct {
	Path     string           // keys joined by dots, "[]" behind a list of mappings: plugins[].type
	Kind     string           // string, int, float, bool, duration, quantity, list, object, or NamesPlugin
	Releases []PluginReleases // that read it; all others refuse a config that has it
	Default  string           // "" where there is none, or where Note says it
	Note     string           // that it is required, what else it depends on
	Meaning  string           // one to three sentences
}

// FeatureGate is a name that may stand in the featureGates of an EndpointPickerConfig. A picker does not start with one
// that its release does not know.
type FeatureGate struct {
	Name     string
	Releases []PluginReleases
	Default  string // on or off
	Meaning  string // one to three sentences
}

//go:embed config_keys.tsv
var configKeysTable string

//go:embed feature_gates.tsv
var featureGatesTable string

// The numbers of columns in the tables, which have the fields of the structs in their order. Keys that mean the same in
// several places share a row, their paths joined by commas.
const (
	configKeyColumns   = 6
	featureGateColumns = 4
)

var configKeys = sync.OnceValue(func() []ConfigKey {
	var list []ConfigKey
	for _, cell := range rows(configKeysTable, configKeyColumns) {
		for _, path := range split(cell[0], ",") {
			list = append(list, ConfigKey{Path: path, Kind: cell[1], Releases: parseReleases(cell[2]), Default: cell[3], Note: cell[4], Meaning: cell[5]})
		}
	}
	return list
})

var featureGates = sync.OnceValue(func() []FeatureGate {
	var list []FeatureGate
	for _, cell := range rows(featureGatesTable, featureGateColumns) {
		list = append(list, FeatureGate{Name: cell[0], Releases: parseReleases(cell[1]), Default: cell[2], Meaning: cell[3]})
	}
	return list
})

// ConfigKeyOf finds a key of an EndpointPickerConfig by its path, nil where no release has one there.
func ConfigKeyOf(path string) *ConfigKey {
	i := slices.IndexFunc(configKeys(), func(k ConfigKey) bool { return k.Path == path })
	if i < 0 {
		return nil
	}
	return &configKeys()[i]
}

// ConfigFields lists the keys that may stand in the mapping at a path, in the order in which they are usually written:
// those of a whole config for "", those of an entry for a path that ends in "[]".
func ConfigFields(path string) []string {
	var names []string
	for _, k := range configKeys() {
		name, ok := k.Path, path == ""
		if !ok {
			name, ok = strings.CutPrefix(k.Path, path+".")
		}
		if ok && !strings.Contains(name, ".") {
			names = append(names, name)
		}
	}
	return names
}

// FeatureGateOf finds a feature gate by its name, nil where no release has one of that name.
func FeatureGateOf(name string) *FeatureGate {
	i := slices.IndexFunc(featureGates(), func(g FeatureGate) bool { return g.Name == name })
	if i < 0 {
		return nil
	}
	return &featureGates()[i]
}

// FeatureGateNames lists the names of all feature gates, sorted.
func FeatureGateNames() []string {
	var names []string
	for _, g := range featureGates() {
		names = append(names, g.Name)
	}
	return names
}
