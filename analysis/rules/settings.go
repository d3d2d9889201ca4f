package rules

import (
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// What follows is shared by the rules about a scenario's own settings.

// modelservicePrefix begins the names of the stages' variables.
const modelservicePrefix = "LLMDBENCH_VLLM_MODELSERVICE_"

// certain are the assignments that decide what a variable holds: the last of each name, where the whole script can be
// read and the assignment always happens.
func certain(p *analysis.Pass) []scenario.Export {
	return analysis.Shared(p, certainKey{}, func() []scenario.Export { return findCertain(p) })
}

type certainKey struct{}

func findCertain(p *analysis.Pass) []scenario.Export {
	if len(p.Syntax) > 0 {
		return nil
	}
	list := make([]scenario.Export, 0, len(p.Script.Exports))
	for i, e := range p.Script.Exports {
		if p.Script.Counts(i) && !e.Nested {
			list = append(list, e)
		}
	}
	return list
}

// usedByItself says that a scenario passes a variable on: $NAME, or its placeholder in a text.
func usedByItself(p *analysis.Pass, name string) bool {
	for _, n := range p.Names {
		if n.Text == name && (n.Use == scenario.Expanded || n.Use == scenario.Placeholder) && !redirected(p, n.At) {
			return true
		}
	}
	return false
}

// redirected says that a name only stands where a here-document is written to.
func redirected(p *analysis.Pass, at source.Span) bool {
	for i := range p.Script.Bodies {
		if p.Script.Bodies[i].VarAt.Contains(at.Start) {
			return true
		}
	}
	return false
}

// modelservice says that a scenario deploys by the modelservice chart, and not standalone alone.
func modelservice(p *analysis.Pass) bool {
	v, set := p.Script.Value("LLMDBENCH_DEPLOY_METHODS")
	return !set || !v.Known || strings.Contains(v.Text, "modelservice")
}

// deployedStages are the stages with replicas.
func deployedStages(p *analysis.Pass) []deploy.Command {
	return analysis.Shared(p, stagesKey{}, func() []deploy.Command { return findDeployed(p) })
}

type stagesKey struct{}

func findDeployed(p *analysis.Pass) []deploy.Command {
	preview, ok := p.Preview()
	if !ok || !modelservice(p) || len(p.Syntax) > 0 {
		return nil
	}
	var list []deploy.Command
	for _, c := range preview.Commands {
		if c.Deployed {
			list = append(list, c)
		}
	}
	return list
}

// stageVar is the name of a stage's variable.
func stageVar(stage, suffix string) string {
	return modelservicePrefix + strings.ToUpper(stage) + "_" + suffix
}

// stageOf is the stage that a variable belongs to, "" for others.
func stageOf(name string) string {
	for _, stage := range guide.Stages {
		if strings.HasPrefix(name, stageVar(stage, "")) {
			return stage
		}
	}
	return ""
}
