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
		if !strings.Contains(f.Text, "upport") && !strings.Contains(f.Text, "UPPORT") && !strings.Contains(f.Text, "annot be deployed") {
			return // what all of the words share, which is quicker to look for
		}
		for line := range f.Lines() {
			text := f.LineText(line)
			if !strings.HasPrefix(strings.TrimLeft(text, " \t"), "#") {
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

func containsAny(text string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}

func inDocument(p *analysis.Pass, at int) bool { return bodyAt(p, at) != nil }
