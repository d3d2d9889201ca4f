package rules

import (
	"fmt"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
)

var frameworkOverridesEnv = &analysis.Rule{
	ID: "framework-overrides-env", Severity: analysis.Warning, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("framework-overrides-env"),
	Check: func(p *analysis.Pass) {
		for _, r := range remarks(p, catalog.FaultEnv) {
			at := trimmed(p, r.Origin.At)
			value := p.File.Slice(at)
			var fixes []analysis.Fix
			if name, ok := overriding(p, at.Start); ok && plainWord(value) && !strings.Contains(value, catalog.PlaceholderPrefix) && !boolean(value) {
				fixes = setTo(p, fmt.Sprintf("Set %s to %s too, for both stages", name, value), false, name, value, statementOf(p, at))
			}
			p.Report(at, r.Message, fixes...)
		}
	},
}

// overriding is the framework's variable behind the entry whose value stands at a place.
func overriding(p *analysis.Pass, at int) (string, bool) {
	line := p.File.LineText(p.File.Line(at) - 1)
	for _, i := range catalog.Injections {
		if scenario.LastWord(line) == i.Name {
			return i.Var, true
		}
	}
	return "", false
}

// boolean says that the framework takes a value for a boolean, which it writes in another spelling than it was given.
func boolean(value string) bool {
	return strings.EqualFold(value, "true") || strings.EqualFold(value, "false")
}

// plainWord says that a text needs no quotes in the shell.
func plainWord(text string) bool { return text != "" && scenario.BareOrQuoted(text) == text }
