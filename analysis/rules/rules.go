// Package rules holds the rules, one in a file, each with a page of the same name beside it: why the rule exists, and
// examples that it speaks or is silent about. To add a rule, add both files and a line to All.
package rules

import (
	"embed"
	"strings"

	"llmdbench-ls/analysis"
)

// All lists the rules.
var All = []*analysis.Rule{
	backslashInLastFlag,
	bracketsInArgs,
	brokenContinuation,
	doubleDashInValue,
	frameworkOverridesEnv,
	gaieFlagsLost,
	heredocYAML,
	invalidValues,
	pluginsConfigfileMismatch,
	podConfigBreaksValues,
	presetShadowsCustomPlugins,
	quotedArgsHeredoc,
	shellSyntax,
	stepStops,
	unknownPlaceholder,
	unknownVariable,
}

//go:embed *.txtar
var pages embed.FS

// page reads a rule's page. TestPages insists that there is one for each rule.
func page(id string) string {
	text, err := pages.ReadFile(strings.ReplaceAll(id, "-", "_") + ".txtar")
	if err != nil {
		return ""
	}
	return string(text)
}

// Lookup finds a rule by its ID, nil where there is none.
func Lookup(id string) *analysis.Rule {
	for _, r := range All {
		if r.ID == id {
			return r
		}
	}
	return nil
}
