package rules

import (
	"fmt"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

var unusedPlugin = &analysis.Rule{
	ID: "unused-plugin", Severity: analysis.Information, Kinds: pickerKinds, Page: page("unused-plugin"),
	Check: func(p *analysis.Pass) {
		for _, c := range pluginConfigs(p) {
			list, _ := c.plugins()
			if !c.wellFormed() || !c.refsLead(list) {
				continue
			}
			for _, e := range list {
				if e.known == nil || !e.known.ProfileOnly || c.mentioned(e.name) || e.known.Role == "picker" && c.lacksPicker(list) {
					continue
				}
				c.report(e.typeNode, fmt.Sprintf("no scheduling profile refers to %s, so it has no effect", e.name), c.withoutEntry(e)...)
			}
		}
	},
}

// refsLead says that every reference is known and leads to a plugin. One that does not may have been meant for any.
func (c *pluginConfig) refsLead(list []pluginEntry) bool {
	refs, whole := c.refs()
	declared := map[string]bool{defaultPicker: true}
	for _, e := range list {
		declared[e.name] = true
	}
	for _, ref := range refs {
		whole = whole && declared[ref.Text]
	}
	return whole
}

// wellFormed says that there are profiles, each with a list of plugins. Without profiles the picker makes one of all
// plugins there are.
func (c *pluginConfig) wellFormed() bool {
	profiles := c.root.Get("schedulingProfiles")
	if profiles == nil || len(profiles.Items) == 0 || len(profiles.Items) != len(c.profiles()) {
		return false
	}
	for _, profile := range profiles.Items {
		list := profile.Get("plugins")
		if list == nil || list.Kind != source.Sequence || len(list.Items) != len(mappings(list)) {
			return false
		}
	}
	return true
}

// mentioned says that a name stands anywhere but in the entry of the plugin itself: plugins may name others in their
// parameters too.
func (c *pluginConfig) mentioned(name string) bool {
	if name == "" {
		return true
	}
	count := 0
	var walk func(n *source.Node, key string)
	walk = func(n *source.Node, key string) {
		if n.Kind == source.Scalar && n.Text == name && key != "type" && key != "name" {
			count++
		}
		for _, pair := range n.Pairs {
			walk(pair.Value, pair.Key.Text)
		}
		for _, item := range n.Items {
			walk(item, key)
		}
	}
	walk(c.root, "")
	return count > 0
}

// lacksPicker says that a profile may name no picker: it gets any of those that are declared.
func (c *pluginConfig) lacksPicker(list []pluginEntry) bool {
	pickers := map[string]bool{}
	for _, e := range list {
		pickers[e.name] = e.known != nil && e.known.Role == "picker"
	}
	for _, profile := range c.profiles() {
		has := false
		for _, ref := range mappings(profile.Get("plugins")) {
			has = has || pickers[ref.Get("pluginRef").Value()]
		}
		if !has {
			return true
		}
	}
	return false
}

// withoutEntry takes an entry's lines away, where they are lines of their own and not the last entry's.
func (c *pluginConfig) withoutEntry(e pluginEntry) []analysis.Fix {
	f := c.pass.File
	list := c.root.Get("plugins")
	at := c.locate(e.node.At)
	first, last := f.Line(at.Start), f.Line(max(at.Start, at.End-1))
	head := f.Slice(source.Span{Start: f.LineSpan(first).Start, End: at.Start})
	if !c.exact || list.Style == source.Flow || len(list.Items) < 2 || strings.TrimSpace(head) != "-" {
		return nil
	}
	for _, other := range list.Items {
		if span := c.locate(other.At); other != e.node && span.End > f.LineSpan(first).Start && span.Start < f.LineSpan(last).End {
			return nil // another one ends or begins there, or an alias stands for this one
		}
	}
	lines := source.Span{Start: f.LineSpan(first).Start, End: f.LineSpan(last + 1).Start}
	return []analysis.Fix{c.pass.Replace("Remove "+e.name, false, lines, "")}
}
