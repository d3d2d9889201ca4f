package rules

import (
	"slices"
	"strings"

	"llmdbench-ls/analysis"
)

var unusedIgnore = &analysis.Rule{
	ID: "unused-ignore", Severity: analysis.Information, Kinds: everyKind, Last: true, Page: page("unused-ignore"),
	Check: func(p *analysis.Pass) {
		for _, i := range p.Ignores {
			if len(i.Unused) == 0 {
				continue
			}
			message := "nothing is found here that this silences: " + strings.Join(i.Unused, ", ")
			used := slices.DeleteFunc(slices.Clone(i.Rules), func(id string) bool { return slices.Contains(i.Unused, id) })
			if len(used) == 0 {
				p.Report(i.At, message, p.Replace("Remove the comment", true, i.Whole, ""))
				continue
			}
			p.Report(i.At, message, p.Replace("Ignore only "+strings.Join(used, ", "), true, i.RulesAt, strings.Join(used, ",")))
		}
	},
}

// everyKind are the files that comments can silence rules in.
var everyKind = []analysis.Kind{analysis.Scenario, analysis.GuideValues, analysis.Helmfile, analysis.Manifest, analysis.PluginConfig, analysis.Experiment, analysis.ProjectConfig}
