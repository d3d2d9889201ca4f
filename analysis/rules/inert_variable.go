package rules

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
)

var inertVariable = &analysis.Rule{
	ID: "inert-variable", Severity: analysis.Warning, Kinds: scenarioOrExperiment, Page: page("inert-variable"),
	Check: func(p *analysis.Pass) {
		if p.Kind == analysis.Experiment {
			inertFactors(p)
			return
		}
		for _, e := range certain(p) {
			v := p.Snapshot.Catalog().Lookup(e.Name)
			if v == nil || !v.Inert() || !e.Exported || usedByItself(p, e.Name) || namesFault(p, e.At.Start) || e.Name == "LLMDBENCH_VLLM_COMMON_NUM_WORKERS_PARALLELISM" && multinode(p) {
				continue
			}
			p.Report(e.NameAt, inert(e.Name))
		}
	},
}

func inert(name string) string {
	message := fmt.Sprintf("nothing in %s reads %s", catalog.FrameworkVersion, name)
	if instead, ok := catalog.Instead[name]; ok {
		message += "; " + instead
	}
	return message
}

// inertFactors tells of variables that an experiment varies to no effect. What a scenario makes of its variables is only
// known where it is in the workspace.
func inertFactors(p *analysis.Pass) {
	subs := varied(p)
	if len(subs) == 0 {
		return
	}
	for _, factor := range planOf(p).Setup.Factors {
		v := p.Snapshot.Catalog().Lookup(factor.Text)
		if v == nil || !v.Inert() || slices.ContainsFunc(subs, func(sub *analysis.Pass) bool { return len(sub.Syntax) > 0 || passesOn(sub, v.Name) }) {
			continue
		}
		p.Report(textAt(factor), inert(v.Name)+", so treatments that differ by it alone deploy the same")
	}
}

// namesFault says that the comment above a setting says that v0.5.2 does not read it, as conversions write it.
func namesFault(p *analysis.Pass, at int) bool {
	above := commentAbove(p, at)
	return strings.Contains(above, catalog.FrameworkVersion+" reads this variable nowhere") || strings.Contains(above, catalog.FrameworkVersion+" reads no variable")
}
