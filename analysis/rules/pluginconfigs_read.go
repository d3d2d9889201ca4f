package rules

import (
	"slices"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// pickerKind is the kind of a config, and pickerAPIs are the versions that it comes in: the first one loads everywhere,
// the second one from llm-d-router v0.9 on.
const pickerKind = "EndpointPickerConfig"

var pickerAPIs = []string{"inference.networking.x-k8s.io/v1alpha1", "llm-d.ai/v1alpha1"}

// pluginEntry is an entry of a config's list of plugins.
type pluginEntry struct {
	node     *source.Node
	typeNode *source.Node
	name     string // the type where the entry has no name
	named    bool
	known    *catalog.PluginType // nil for a type of no release
}

// plugins lists the plugins that a config declares. whole is false where an entry is not understood, so that nothing
// can be said about what is missing.
func (c *pluginConfig) plugins() (list []pluginEntry, whole bool) {
	entries := c.root.Get("plugins")
	whole = entries.Null() || entries.Kind == source.Sequence && !c.opaqueMember(entries)
	if entries == nil {
		return nil, whole
	}
	for _, node := range entries.Items {
		typ, ok := c.text(node.Get("type"))
		if !ok {
			whole = false
			continue
		}
		e := pluginEntry{node: node, typeNode: node.Get("type"), name: typ, known: catalog.Plugin(typ)}
		if name := node.Get("name"); !name.Null() {
			e.name, e.named = c.text(name)
			whole = whole && e.named
		}
		list = append(list, e)
	}
	return list, whole
}

// opaqueMember says that an item of a list is a word that the shell or the framework puts in.
func (c *pluginConfig) opaqueMember(list *source.Node) bool {
	return slices.ContainsFunc(list.Items, func(n *source.Node) bool { return n.Kind == source.Scalar && c.opaque(n) })
}

// profiles lists the scheduling profiles that are mappings.
func (c *pluginConfig) profiles() []*source.Node {
	return mappings(c.root.Get("schedulingProfiles"))
}

func mappings(list *source.Node) []*source.Node {
	if list == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(list.Items), func(n *source.Node) bool { return n.Kind != source.Mapping })
}

// refs lists where profiles name plugins. whole is false where one of the names is not known.
func (c *pluginConfig) refs() (list []*source.Node, whole bool) {
	whole = true
	for _, profile := range c.profiles() {
		for _, entry := range mappings(profile.Get("plugins")) {
			ref := entry.Get("pluginRef")
			if _, ok := c.text(ref); ok {
				list = append(list, ref)
			} else if !ref.Null() {
				whole = false
			}
		}
	}
	return list, whole
}

// refsTo lists where profiles name one plugin.
func (c *pluginConfig) refsTo(name string) []*source.Node {
	refs, _ := c.refs()
	return slices.DeleteFunc(refs, func(n *source.Node) bool { return n.Text != name })
}
