package rules

import (
	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
)

var autoLwsFlag = &analysis.Rule{
	ID: "auto-lws-flag", Severity: analysis.Information, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("auto-lws-flag"),
	Check: func(p *analysis.Pass) {
		if !multinode(p) {
			return
		}
		for _, line := range servers(p) {
			for _, flag := range groupFlags(line) {
				p.Report(flagPlace(p, line.stage, flag), "for groups of pods the modelservice chart sets "+flag+" itself")
			}
		}
	},
}

// groupFlags are the flags of a command line that the chart sets itself for groups of pods.
func groupFlags(line commandLine) []string {
	var list []string
	for _, flag := range catalog.MultinodeFlags {
		if _, said := line.flag(flag); said {
			list = append(list, flag)
		}
	}
	return list
}
