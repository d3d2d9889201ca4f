package rules

import (
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/source"
)

var podConfigBreaksValues = &analysis.Rule{
	ID: "pod-config-breaks-values", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("pod-config-breaks-values"),
	Check: func(p *analysis.Pass) {
		for _, problem := range problems(p, catalog.FaultPodConfig) {
			at := trimmed(p, problem.Origin.At)
			p.Report(at, note(problem.Message, catalog.FaultPodConfig), behindVolumes(p, problem)...)
		}
	},
}

// behindVolumes moves the settings of a pod behind the list of its volumes, where they become keys of the stage.
func behindVolumes(p *analysis.Pass, problem *deploy.Problem) []analysis.Fix {
	stem, ok := strings.CutSuffix(problem.Origin.Var, "_EXTRA_POD_CONFIG")
	config, volumes := bodyOf(p, problem.Origin.Var), bodyOf(p, stem+"_EXTRA_VOLUMES")
	at, removable := removal(p, problem.Origin.Var)
	if !ok || config == nil || volumes == nil || !removable || config.Quoted != volumes.Quoted || !strings.HasPrefix(volumes.Text, "-") {
		return nil
	}
	var b strings.Builder
	b.WriteString("extraConfig:" + newline(p))
	for line := range strings.Lines(p.File.Slice(config.At)) {
		if strings.TrimSpace(line) != "" {
			b.WriteString("  ")
		}
		b.WriteString(line)
	}
	end := source.Span{Start: volumes.At.End, End: volumes.At.End}
	return []analysis.Fix{fix("Move the settings of the pod behind the list of its volumes", false,
		analysis.Edit{Path: p.File.Path, At: at}, analysis.Edit{Path: p.File.Path, At: end, Text: b.String()})}
}
