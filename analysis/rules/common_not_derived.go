package rules

import (
	"fmt"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

var commonNotDerived = &analysis.Rule{
	ID: "common-not-derived", Severity: analysis.Warning, Kinds: scenarioOrExperiment, Page: page("common-not-derived"),
	Check: func(p *analysis.Pass) {
		if p.Kind == analysis.Experiment {
			factorsNotDerived(p)
			return
		}
		c := p.Snapshot.Catalog()
		for _, e := range certain(p) {
			checkTensors(p, e)
			if len(c.Derived(e.Name)) == 0 || !e.Value.Known || usedByItself(p, e.Name) || !modelservice(p) {
				continue
			}
			def, _ := c.Default(e.Name)
			if left := leftBehind(p, e.Name); e.Value.Text != def && len(left) > 0 {
				p.Report(e.NameAt, fmt.Sprintf("%s does not reach %s: the default was taken over before the scenario is read", e.Name, strings.Join(left, " and ")),
					passedOn(p, e, left))
			}
		}
	},
}

// checkTensors tells of the shared size of tensor groups, which the stages never take over: they begin with 1. Command
// lines may use it in the pod, and a standalone deployment does.
func checkTensors(p *analysis.Pass, e scenario.Export) {
	const suffix = "TENSOR_PARALLELISM"
	methods, known := inEffect(p, "LLMDBENCH_DEPLOY_METHODS")
	if e.Name != "LLMDBENCH_VLLM_COMMON_"+suffix || !e.Value.Known || usedByItself(p, e.Name) || !known || methods != "modelservice" {
		return
	}
	var left []string
	for _, c := range deployedStages(p) {
		def, _ := p.Snapshot.Catalog().Default(stageVar(c.Stage, suffix))
		if strings.Contains(c.Text, "VLLM_"+suffix) {
			return
		}
		if _, set := p.Script.Value(stageVar(c.Stage, suffix)); !set && def != e.Value.Text {
			left = append(left, stageVar(c.Stage, suffix))
		}
	}
	if len(left) > 0 {
		p.Report(e.NameAt, fmt.Sprintf("%s does not reach %s: stages do not take it over", e.Name, strings.Join(left, " and ")), passedOn(p, e, left))
	}
}

// leftBehind are the variables of deployed stages that took the default of a shared variable over, and that the scenario
// does not set.
func leftBehind(p *analysis.Pass, name string) []string {
	derived := p.Snapshot.Catalog().Derived(name)
	if len(derived) == 0 {
		return nil
	}
	var left []string
	for _, stage := range deployedStages(p) {
		for _, v := range derived {
			_, set := p.Script.Value(v.Name)
			if v.Stage == stage.Stage && !v.Inert() && !set && (!onlyInPlaceholders(v.Name) || usedByItself(p, v.Name)) {
				left = append(left, v.Name)
			}
		}
	}
	return left
}

// onlyInPlaceholders says that a stage's variable does nothing unless a text asks for it.
func onlyInPlaceholders(name string) bool {
	for _, suffix := range []string{"_SHM_MEM", "_ACCELERATOR_MEM_UTIL", "_PREPROCESS"} {
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	return strings.HasSuffix(name, "_PODANNOTATIONS") // the shared annotations are the workload's own too
}

// passedOn gives the stages' variables the value of the shared one, on the lines below it.
func passedOn(p *analysis.Pass, e scenario.Export, left []string) analysis.Fix {
	at := lineEnd(p, e.At.End)
	text := ""
	for _, name := range left {
		text += "export " + name + "=$" + e.Name + newline(p)
	}
	if at > 0 && p.File.Text[at-1] != '\n' {
		text = newline(p) + text
	}
	return fix("Pass it on", true, analysis.Edit{Path: p.File.Path, At: source.Span{Start: at, End: at}, Text: text})
}
