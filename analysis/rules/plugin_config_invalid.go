package rules

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// The fields of a config and of what is in it, in any release: all releases refuse a field that they do not know.
var (
	pickerFields     = catalog.ConfigFields("")
	pluginFields     = catalog.ConfigFields("plugins[]")
	profileFields    = catalog.ConfigFields("schedulingProfiles[]")
	profileRefFields = catalog.ConfigFields("schedulingProfiles[].plugins[]")
)

var pluginConfigInvalid = &analysis.Rule{
	ID: "plugin-config-invalid", Severity: analysis.Error, Kinds: pickerKinds, Page: page("plugin-config-invalid"),
	Check: func(p *analysis.Pass) {
		for _, c := range pluginConfigs(p) {
			if c.root.Kind != source.Mapping {
				if !c.opaque(c.root) && !c.root.Null() {
					c.report(c.root, "a plugin config must be a mapping with the kind "+pickerKind)
				}
				continue
			}
			c.header()
			c.fields(c.root, "a plugin config", pickerFields)
			c.entries(c.root, "plugins", "plugins", c.pluginShape)
			c.entries(c.root, "schedulingProfiles", "schedulingProfiles", c.profileShape)
			c.handlers()
		}
	},
}

// header checks what names the format. Where one of the two is missing, the picker fills in its own.
func (c *pluginConfig) header() {
	if n := c.root.Get("apiVersion"); n.Value() != "" && !c.opaque(n) && !slices.Contains(pickerAPIs, n.Text) {
		c.report(n, fmt.Sprintf("no picker reads apiVersion %s; every one reads %s", n.Text, pickerAPIs[0]), c.replaced("Change to "+pickerAPIs[0], true, pickerAPIs[0], n)...)
	}
	if n := c.root.Get("kind"); n.Value() != "" && !c.opaque(n) && n.Text != pickerKind {
		c.report(n, fmt.Sprintf("the picker loads this file as a config, whose kind must be %s", pickerKind), c.replaced("Change to "+pickerKind, true, pickerKind, n)...)
	}
}

// fields tells about keys that no release knows.
func (c *pluginConfig) fields(n *source.Node, what string, known []string) {
	for _, pair := range n.Pairs {
		if slices.Contains(known, pair.Key.Text) || c.opaque(pair.Key) {
			continue
		}
		near, ok := catalog.NearestWord(pair.Key.Text, known)
		if n.Get(near) != nil {
			ok = false
		}
		var fixes []analysis.Fix
		if ok {
			fixes = c.replaced("Change to "+near, false, near, pair.Key)
		}
		c.report(pair.Key, fmt.Sprintf("%s has no field %s, and pickers refuse what they do not know", what, pair.Key.Text), fixes...)
	}
}

// entries checks that a list, if it is there, is one of mappings, and what is in each.
func (c *pluginConfig) entries(n *source.Node, key, name string, check func(*source.Node, map[string]bool)) {
	list := n.Get(key)
	if list.Null() || c.opaque(list) && list.Kind == source.Scalar {
		return
	}
	if list.Kind != source.Sequence {
		c.report(list, name+" must be a list")
		return
	}
	seen := map[string]bool{}
	for _, item := range list.Items {
		switch {
		case item.Kind == source.Mapping:
			check(item, seen)
		case !c.opaque(item):
			c.report(item, "an entry of "+name+" must be a mapping")
		}
	}
}

func (c *pluginConfig) pluginShape(n *source.Node, seen map[string]bool) {
	typ := n.Get("type")
	known := pluginFields
	if p := catalog.Plugin(typ.Value()); p != nil {
		for _, par := range p.Parameters { // the rule plugin-parameter tells of these
			first, _, _ := strings.Cut(par.Path, ".")
			known = append(slices.Clone(known), strings.TrimSuffix(first, "[]"))
		}
	}
	c.fields(n, "a plugin", known)
	if !c.scalar(n, typ, "a plugin has no type") {
		return
	}
	name := n.Get("name")
	if name.Null() {
		name = typ
	}
	c.unique(name, seen, "two plugins have the name %s; where the name is left out, the type is the name")
}

func (c *pluginConfig) profileShape(n *source.Node, seen map[string]bool) {
	c.fields(n, "a scheduling profile", profileFields)
	if c.scalar(n, n.Get("name"), "a scheduling profile has no name") {
		c.unique(n.Get("name"), seen, "two scheduling profiles have the name %s")
	}
	c.entries(n, "plugins", "a profile's plugins", func(ref *source.Node, _ map[string]bool) {
		c.fields(ref, "an entry of a profile", profileRefFields)
		c.scalar(ref, ref.Get("pluginRef"), "an entry of a profile has no pluginRef")
		if w := ref.Get("weight"); !w.Null() && !c.opaque(w) && mistyped(w, "float") {
			c.report(w, "a weight must be a number")
		}
	})
}

// scalar checks that something is said, and in one word.
func (c *pluginConfig) scalar(within, n *source.Node, message string) bool {
	switch {
	case n != nil && (n.Kind == source.Scalar && n.Text != "" && n.Tag != "!!null"):
		return true
	case n != nil:
		c.report(n, message)
	case len(within.Pairs) > 0:
		c.report(within.Pairs[0].Key, message)
	default:
		c.report(within, message)
	}
	return false
}

// unique tells about the second of two equal names.
func (c *pluginConfig) unique(n *source.Node, seen map[string]bool, message string) {
	name, ok := c.text(n)
	if !ok {
		return
	}
	if seen[name] {
		c.report(n, fmt.Sprintf(message, name)+"; the picker does not start")
	}
	seen[name] = true
}

// handlers checks that one plugin, and one only, runs the profiles.
func (c *pluginConfig) handlers() {
	list, whole := c.plugins()
	var handlers []pluginEntry
	for _, e := range list {
		whole = whole && e.known != nil
		if e.known != nil && e.known.Role == "profile-handler" {
			handlers = append(handlers, e)
		}
	}
	profiles := c.root.Get("schedulingProfiles")
	switch {
	case len(handlers) > 1:
		c.report(handlers[1].typeNode, fmt.Sprintf("only one plugin may run the profiles, and %s does already", handlers[0].name))
	case whole && len(handlers) == 0 && len(c.profiles()) > 1 && !c.opaqueMember(profiles):
		pair, _ := c.root.Pair("schedulingProfiles")
		c.report(pair.Key, "there are several scheduling profiles and no plugin to run them, such as pd-profile-handler")
	}
}
