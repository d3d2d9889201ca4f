package rules

import (
	"fmt"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

var unknownPluginType = &analysis.Rule{
	ID: "unknown-plugin-type", Severity: analysis.Error, Kinds: pickerKinds, Page: page("unknown-plugin-type"),
	Check: func(p *analysis.Pass) {
		for _, c := range pluginConfigs(p) {
			project, tag, own := c.pickerImage()
			if own {
				continue // it may bring types of its own
			}
			list, _ := c.plugins()
			for _, e := range list {
				switch {
				case e.known == nil:
					near, _ := catalog.NearestPlugin(e.typeNode.Text)
					c.report(e.typeNode, fmt.Sprintf("no release of a picker has a plugin type %s, so the picker does not start", e.typeNode.Text), c.otherType(e, near)...)
				case project != "" && e.known.Lacks(project, tag):
					other := ""
					if next := catalog.Plugin(e.known.Successor); next != nil && !next.Lacks(project, tag) {
						other = next.Name
					}
					c.report(e.typeNode, lacking(e.known, project, tag), c.otherType(e, other)...)
				}
			}
		}
	},
}

// otherType gives an entry another type, and the profiles its name where the type is the name.
func (c *pluginConfig) otherType(e pluginEntry, typ string) []analysis.Fix {
	if typ == "" {
		return nil
	}
	nodes := []*source.Node{e.typeNode}
	if !e.named {
		nodes = append(nodes, c.refsTo(e.name)...)
	}
	return c.replaced("Change to "+typ, false, typ, nodes...)
}

// lacking says that a release does not have a type, and which have it.
func lacking(p *catalog.PluginType, project, tag string) string {
	release := map[string]string{catalog.GAIE: "the GAIE picker ", catalog.LLMD: "the llm-d picker "}[project] + tag
	if tag == "auto" {
		release = "the newest llm-d picker"
	}
	var in []string
	for _, r := range p.Releases {
		in = append(in, r.String())
	}
	if len(in) == 0 {
		return fmt.Sprintf("%s has no plugin type %s, which no release ever had, so it does not start", release, p.Name)
	}
	return fmt.Sprintf("%s has no plugin type %s, so it does not start: the type is in %s", release, p.Name, strings.Join(in, " and "))
}
