package analysis

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
)

// CatalogueEntry is one thing that the catalogue knows.
type CatalogueEntry struct {
	Kind    string // "variable", "flag", "plugin" ...: one of the kinds that ExplainEntry takes
	Name    string
	Summary string // the first sentence of what it means
}

// catalogueKinds are the kinds of things that can be explained by their names alone, besides flags, whose owners are
// kinds of their own. The words are those for people.
var catalogueKinds = map[string]Subject{
	"variable":           Variable,
	"container variable": ContainerVariable,
	"plugin":             PluginType,
	"plugin parameter":   PluginParameter,
	"preset":             ConfigFile,
	"harness":            Harness,
	"profile":            Workload,
}

// flagKind is the kind of the flags of a program: those of the model server are plain flags.
func flagKind(owner string) string {
	if owner == catalog.VLLM {
		return "flag"
	}
	return programs[owner]
}

// Catalogue lists all that the catalogue knows, sorted by kind and name.
func Catalogue(s *Snapshot) []CatalogueEntry {
	var list []CatalogueEntry
	add := func(kind, name, meaning string) {
		list = append(list, CatalogueEntry{kind, name, firstSentence(meaning)})
	}
	for _, name := range s.Catalog().Names() {
		add("variable", name, s.Catalog().Lookup(name).Meaning)
	}
	for _, f := range catalog.EngineFlags() {
		add(flagKind(f.Owner), f.Name, f.Meaning)
	}
	for _, name := range catalog.EnvironmentNames() {
		add("container variable", name, catalog.EnvironmentVariableOf(name).Meaning)
	}
	for _, name := range catalog.PluginNames() {
		p := catalog.Plugin(name)
		add("plugin", name, p.Meaning)
		for _, parameter := range p.Parameters {
			add("plugin parameter", name+"/"+parameter.Path, parameter.Meaning)
		}
	}
	for _, p := range catalog.Presets() {
		add("preset", p.File, p.Meaning)
	}
	workloads := map[string]string{} // one file may be there for several harnesses
	for _, h := range catalog.Harnesses() {
		add("harness", h.Name, h.Meaning)
		for _, p := range catalog.Profiles(h.Name) {
			workloads[p.File] = cmp.Or(workloads[p.File], p.Meaning)
		}
	}
	for _, file := range slices.Sorted(maps.Keys(workloads)) {
		add("profile", file, workloads[file])
	}
	slices.SortStableFunc(list, func(a, b CatalogueEntry) int {
		return cmp.Or(strings.Compare(a.Kind, b.Kind), strings.Compare(a.Name, b.Name))
	})
	return list
}

// ExplainEntry says what the catalogue knows of a thing of a kind, in Markdown; "" where it knows nothing. Without a kind,
// the first one counts that has the name.
func ExplainEntry(s *Snapshot, kind, name string) string {
	if kind == "" {
		for _, e := range Catalogue(s) {
			if e.Name == name {
				return ExplainEntry(s, e.Kind, name)
			}
		}
		return ""
	}
	if subject, ok := catalogueKinds[kind]; ok {
		return Explain(s, subject, name)
	}
	for owner := range programs {
		if flagKind(owner) == kind {
			var x explanation
			x.flag(catalog.FlagOf(owner, name))
			return x.text()
		}
	}
	return ""
}

// firstSentence is a text up to its first full stop that a blank follows.
func firstSentence(text string) string {
	if before, _, more := strings.Cut(text, ". "); more {
		return before + "."
	}
	return text
}
