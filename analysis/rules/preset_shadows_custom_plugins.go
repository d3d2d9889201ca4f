package rules

import (
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

var presetShadowsCustomPlugins = &analysis.Rule{
	ID: "preset-shadows-custom-plugins", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("preset-shadows-custom-plugins"),
	Check: func(p *analysis.Pass) {
		for _, r := range remarks(p, catalog.FaultPreset) {
			at := trimmed(p, r.Origin.At)
			if e, ok := p.Script.Last(customPlugins); ok && noted(p, catalog.FaultPreset, e.At) {
				continue
			}
			p.Report(at, note(r.Message, catalog.FaultPreset), renamed(p, at)...)
		}
	},
}

// renamed gives a plugin config another name in both places.
func renamed(p *analysis.Pass, at source.Span) []analysis.Fix {
	name := p.File.Slice(at)
	b := bodyOf(p, customPlugins)
	if b == nil {
		return nil
	}
	start := strings.Index(b.Text, name+":")
	if start < 0 || strings.TrimSpace(b.Text[:start]) != "" {
		return nil
	}
	other := "guide-" + name
	return []analysis.Fix{fix("Name the config "+other+" in both places", true,
		analysis.Edit{Path: p.File.Path, At: at, Text: other},
		analysis.Edit{Path: p.File.Path, At: b.Locate(source.Span{Start: start, End: start + len(name)}), Text: other})}
}
