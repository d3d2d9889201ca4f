package rules

import (
	"fmt"
	"slices"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
)

// chartConfig is the plugin config that the inferencepool chart brings.
const chartConfig = "default-plugins.yaml"

var pluginsConfigfileWithoutContent = &analysis.Rule{
	ID: "plugins-configfile-without-content", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.GuideValues}, Page: page("plugins-configfile-without-content"),
	Check: func(p *analysis.Pass) {
		root, _ := p.File.YAML()
		named := root.Get("inferenceExtension", "pluginsConfigFile")
		name := named.Value()
		if len(p.Syntax) > 0 || name == "" || named.File != p.File || name == chartConfig || catalog.PresetOf(name) != nil || catalog.PresetOf(name+".yaml") != nil {
			return
		}
		custom := root.Get("inferenceExtension", "pluginsCustomConfig")
		if _, there := custom.Pair(name); there || configElsewhere(p, name) {
			return
		}
		message := fmt.Sprintf("the picker does not start: there is no plugin config %s, neither in pluginsCustomConfig nor in the chart, and it is no preset", name)
		var fixes []analysis.Fix
		if custom != nil && len(custom.Pairs) == 1 {
			other := custom.Pairs[0].Key.Text
			fixes = append(fixes, p.Replace("Load "+other, false, named.At, other))
		}
		p.Report(named.At, message, fixes...)
	},
}

// configElsewhere says that another file of the guide may bring a plugin config: in some environment one does, or the
// guide cannot be read.
func configElsewhere(p *analysis.Pass, name string) bool {
	guides, err := guide.Environments(p.Snapshot, p.File.Path)
	return err != nil || len(guides) == 0 || slices.ContainsFunc(guides, func(g *guide.Guide) bool {
		_, there := g.Values(guide.InferencePool).Get("inferenceExtension", "pluginsCustomConfig").Pair(name)
		return there || len(g.Problems) > 0 || g.Values(guide.InferencePool).Get("inferenceExtension", "pluginsConfigFile").Value() != name
	})
}
