package catalog

import (
	_ "embed" // the table of plugin types
	"slices"
	"strings"
	"sync"
)

// PluginType is a type of plugin that an endpoint picker can be told to load. The facts were read from the sources of
// gateway-api-inference-extension v0.5 to v1.5, llm-d-inference-scheduler v0.3 to v0.8 and llm-d-router v0.9 and v0.10.
type PluginType struct {
	Name        string
	Role        string // filter, scorer, picker, profile-handler, decider, data-producer ...
	Parameters  []PluginParameter
	Complete    bool // every parameter of every version is listed
	Releases    []PluginReleases
	ProfileOnly bool   // it does nothing unless a scheduling profile, or a picker's default for one, refers to it
	Successor   string // the type that later releases have in its place, "" where there is none
	Meaning     string // one to three sentences
}

// PluginParameter is a parameter that at least one version of a plugin type reads.
type PluginParameter struct {
	Path    string   // keys joined by dots, "[]" behind a list of mappings: engineConfigs[].name
	Kind    string   // bool, int, float, string, enum, duration, duration-string, list, map, object, or NamesPlugin
	Values  []string // what an enum may be, where that is known
	Default string   // of the newest release that has one, "" where there is none
	Note    string   // which versions read it, or that it is required
	Meaning string   // one or two sentences
}

// NamesPlugin is the kind of a text that must be the name of a plugin which the same config declares.
const NamesPlugin = "plugin"

// NamesPlugin says that the parameter at a path holds the name of another plugin.
func (p *PluginType) NamesPlugin(path string) bool {
	par := p.Parameter(path)
	return par != nil && par.Kind == NamesPlugin
}

// PluginReleases is a range of releases of one project that have a type, or read a key, as minor releases such as
// "1.3". From is "" where the oldest release that was read has it already, To where the newest one still does.
type PluginReleases struct{ Project, From, To string }

//go:embed plugins.tsv
var pluginsTable string

//go:embed plugin_parameters.tsv
var parametersTable string

// The numbers of columns in the tables of plugin types and of their parameters. Both have the fields of the structs in
// their order; the parameters have the types that read them in front, joined by commas as the paths of those that mean the
// same are.
const (
	pluginColumns    = 7
	parameterColumns = 7
)

var pluginTypes = sync.OnceValue(func() []PluginType { return parsePlugins(pluginsTable, parseParameters(parametersTable)) })

func parsePlugins(table string, parameters map[string][]PluginParameter) []PluginType {
	var list []PluginType
	for _, cell := range rows(table, pluginColumns) {
		list = append(list, PluginType{
			Name: cell[0], Role: cell[1], Parameters: parameters[cell[0]], Complete: cell[2] == "yes", Releases: parseReleases(cell[3]),
			ProfileOnly: cell[4] == "yes", Successor: cell[5], Meaning: cell[6],
		})
	}
	return list
}

// parseParameters gives the parameters of each plugin type, in the order of the table.
func parseParameters(table string) map[string][]PluginParameter {
	found := map[string][]PluginParameter{}
	for _, cell := range rows(table, parameterColumns) {
		for _, path := range split(cell[1], ",") {
			par := PluginParameter{Path: path, Kind: cell[2], Values: split(cell[3], "|"), Default: cell[4], Note: cell[5], Meaning: cell[6]}
			for _, plugin := range split(cell[0], ",") {
				found[plugin] = append(found[plugin], par)
			}
		}
	}
	return found
}

// Parameter finds a parameter by its path, nil where the type has none there.
func (p *PluginType) Parameter(path string) *PluginParameter {
	if i := slices.IndexFunc(p.Parameters, func(par PluginParameter) bool { return par.Path == path }); i >= 0 {
		return &p.Parameters[i]
	}
	if inner := p.Within(path); inner != path {
		return p.Parameter(inner)
	}
	return nil
}

// Within takes from the head of a path what leads to all the parameters of the type once more, as the trees in a decision
// tree do: nextOnSuccess.decisionTree.current becomes current. In the table that is an object with nothing below it.
func (p *PluginType) Within(path string) string {
	for {
		i := slices.IndexFunc(p.Parameters, func(par PluginParameter) bool {
			return par.Kind == "object" && strings.HasPrefix(path+".", par.Path+".") && !p.holds(par.Path)
		})
		if i < 0 {
			return path
		}
		path = strings.TrimPrefix(strings.TrimPrefix(path, p.Parameters[i].Path), ".")
	}
}

// holds says that a parameter has others below it.
func (p *PluginType) holds(path string) bool {
	return slices.ContainsFunc(p.Parameters, func(par PluginParameter) bool { return strings.HasPrefix(par.Path, path+".") })
}

// Plugin finds a plugin type by its name, nil where no release has one of that name.
func Plugin(name string) *PluginType {
	list := pluginTypes()
	i, ok := slices.BinarySearchFunc(list, name, func(p PluginType, name string) int { return strings.Compare(p.Name, name) })
	if !ok {
		return nil
	}
	return &list[i]
}

// PluginNames lists the names of all plugin types, sorted.
func PluginNames() []string {
	var names []string
	for _, p := range pluginTypes() {
		names = append(names, p.Name)
	}
	return names
}

// NearestPlugin finds the plugin type that a misspelt name was most likely meant to be.
func NearestPlugin(name string) (nearest string, ok bool) { return NearestWord(name, PluginNames()) }

// NearestWord finds the one of some words that a misspelt one was most likely meant to be. ok is false where none is
// near, or where two are equally so.
func NearestWord(word string, known []string) (nearest string, ok bool) {
	// The search leaves the letters out of account that all variables begin with, so words get them too.
	nearest, ok = nearestOf(Prefix+word, func(yield func(string) bool) {
		for _, k := range known {
			if !yield(Prefix + k) {
				return
			}
		}
	})
	return strings.TrimPrefix(nearest, Prefix), ok
}
