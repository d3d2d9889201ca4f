package rules

import (
	"fmt"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// defaultPicker is what a picker adds to a config that declares no plugin for choosing, so that profiles may name it.
const defaultPicker = "max-score-picker"

var danglingPluginRef = &analysis.Rule{
	ID: "dangling-plugin-ref", Severity: analysis.Error, Kinds: pickerKinds, Page: page("dangling-plugin-ref"),
	Check: func(p *analysis.Pass) {
		for _, c := range pluginConfigs(p) {
			list, whole := c.plugins()
			if !whole {
				continue
			}
			declared := map[string]bool{}
			for _, e := range list {
				declared[e.name] = true
			}
			if !choosing(list) {
				declared[defaultPicker] = true
			}
			refs, _ := c.refs()
			for _, ref := range refs {
				if !declared[ref.Text] {
					c.report(ref, fmt.Sprintf("no plugin of this config has the name %s, so the picker does not start", ref.Text), c.otherRef(ref, list)...)
				}
			}
		}
	},
}

// choosing says that one of the plugins is a picker for certain.
func choosing(list []pluginEntry) bool {
	for _, e := range list {
		if e.known != nil && e.known.Role == "picker" {
			return true
		}
	}
	return false
}

// otherRef names the plugin that was most likely meant: the one of the type that is named instead, else one with a
// similar name. Where that one's own type is wrong, the reference may be the right spelling of the two.
func (c *pluginConfig) otherRef(ref *source.Node, list []pluginEntry) []analysis.Fix {
	var names []string
	var ofType []string
	for _, e := range list {
		if e.typeNode.Text == ref.Text {
			ofType = append(ofType, e.name)
		}
		names = append(names, e.name)
	}
	near, ok := catalog.NearestWord(ref.Text, names)
	if len(ofType) == 1 {
		near, ok = ofType[0], true
	}
	for _, e := range list {
		if e.name == near && !e.named && e.known == nil {
			ok = false
		}
	}
	if !ok {
		return nil
	}
	return c.replaced("Change to "+near, false, near, ref)
}
