package rules

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

var missingCustomPlugins = &analysis.Rule{
	ID: "missing-custom-plugins", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("missing-custom-plugins"),
	Check: func(p *analysis.Pass) {
		name := loadedConfig(p)
		chosen, _ := p.Snapshot.Catalog().Default(configFile) // the chart brings the file of the default
		e, set := p.Script.Last(configFile)
		if !set || e.Nested || name == "" || name == chosen || strings.HasPrefix(name, "/") || strings.Contains(name, "REPLACE_ENV_") || len(p.Syntax) > 0 || bringsPlugins(p) {
			return
		}
		preview, ok := p.Preview()
		if !ok {
			return
		}
		d := preview.Document(deploy.InferencePool)
		if d == nil || d.Failure != nil || d.Root() == nil || d.Root().Get("inferenceExtension", "pluginsCustomConfig") != nil {
			return // a preset, of the framework or of a checkout of it
		}
		message := fmt.Sprintf("the picker is told to load %s, but the scenario brings no such file and %s ships no preset of that name, so the picker does not start", name, catalog.FrameworkVersion)
		p.Report(trimmed(p, e.ValueAt), message, namedPreset(p, name, e.ValueAt)...)
	},
}

// bringsPlugins says that a scenario sets the variable of custom configs in any way, which other rules look at. Where it
// takes the variable away in the end, it brings none.
func bringsPlugins(p *analysis.Pass) bool {
	return !p.Script.Unset(customPlugins) && slices.ContainsFunc(p.Script.Exports, func(e scenario.Export) bool { return e.Name == customPlugins })
}

// namedPreset offers the preset that was most likely meant.
func namedPreset(p *analysis.Pass, name string, at source.Span) []analysis.Fix {
	known := []string{"default-plugins.yaml"}
	for _, preset := range catalog.Presets() {
		known = append(known, preset.File)
	}
	near, ok := catalog.NearestWord(name, known)
	if !ok || strings.Trim(p.File.Slice(at), `"'`) != name {
		return nil
	}
	return []analysis.Fix{p.Replace("Change to "+near, false, at, near)}
}
