package rules

import (
	"fmt"
	"strconv"

	"llmdbench-ls/analysis"
)

var literalInsteadOfPlaceholder = &analysis.Rule{
	ID: "literal-instead-of-placeholder", Severity: analysis.Warning, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("literal-instead-of-placeholder"),
	Check: func(p *analysis.Pass) {
		for _, line := range servers(p) {
			for _, flag := range []struct{ name, suffix string }{{"--tensor-parallel-size", "TENSOR_PARALLELISM"}, {"--data-parallel-size-local", "DATA_LOCAL_PARALLELISM"}} {
				variable := stageVar(line.stage, flag.suffix)
				said, ok := line.flag(flag.name)
				set, known := inEffect(p, variable)
				if _, err := strconv.Atoi(said); ok && err == nil && known && said != set {
					p.Report(flagPlace(p, line.stage, flag.name), fmt.Sprintf("the engine is told %s %s, but %s is %s, by which accelerators are counted", flag.name, said, variable, set),
						setTo(p, fmt.Sprintf("Set %s to %s", variable, said), false, variable, said, lastExport(p))...)
				}
			}
		}
	},
}

// lastExport is a place below the settings of a script, for one more.
func lastExport(p *analysis.Pass) int {
	for _, e := range p.Script.Exports {
		if stageOf(e.Name) != "" {
			return e.At.Start
		}
	}
	return 0
}
