package rules

import (
	"slices"
	"strings"

	"llmdbench-ls/analysis"
)

var lwsUnsupportedComment = &analysis.Rule{
	ID: "lws-unsupported-comment", Severity: analysis.Information, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("lws-unsupported-comment"),
	Check: func(p *analysis.Pass) {
		f := p.File
		if !maySayUnsupported(f.Text) {
			return
		}
		for line := range f.Lines() {
			text := f.LineText(line)
			if !maySayUnsupported(text) || !strings.HasPrefix(strings.TrimLeft(text, " \t"), "#") {
				continue
			}
			text = strings.ToLower(text)
			if !containsAny(text, lwsWords...) ||
				!containsAny(text, unsupportedWords...) || inDocument(p, f.LineSpan(line).Start) {
				continue
			}
			p.Report(f.LineSpan(line), "the framework deploys LeaderWorkerSets: LLMDBENCH_VLLM_MODELSERVICE_MULTINODE=true makes them")
		}
	},
}

// Both kinds of words stand in a comment that the rule is about.
var (
	lwsWords         = []string{"lws", "leaderworkerset", "multinode", "multi-node"}
	unsupportedWords = []string{"not supported", "unsupported", "not support", "n't support", "cannot be deployed"}
)

// maySayUnsupported looks for what all of the words share, which is quicker.
func maySayUnsupported(text string) bool {
	return containsAny(text, "upport", "UPPORT", "annot be deployed", "ANNOT BE DEPLOYED")
}

func containsAny(text string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}

func inDocument(p *analysis.Pass, at int) bool { return bodyAt(p, at) != nil }
