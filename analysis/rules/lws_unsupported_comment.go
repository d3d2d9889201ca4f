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
		for line := range f.Lines() {
			text := f.LineText(line)
			if !strings.HasPrefix(strings.TrimSpace(text), "#") {
				continue
			}
			text = strings.ToLower(text)
			if !containsAny(text, "lws", "leaderworkerset", "multinode", "multi-node") ||
				!containsAny(text, "not supported", "unsupported", "not support", "n't support", "cannot be deployed") || inDocument(p, f.LineSpan(line).Start) {
				continue
			}
			p.Report(f.LineSpan(line), "the framework deploys LeaderWorkerSets: LLMDBENCH_VLLM_MODELSERVICE_MULTINODE=true makes them")
		}
	},
}

func containsAny(text string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}

func inDocument(p *analysis.Pass, at int) bool { return bodyAt(p, at) != nil }
