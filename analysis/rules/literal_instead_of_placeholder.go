package rules

import (
	"fmt"
	"strconv"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
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
						eitherWay(p, line.stage, flag.name, variable, said, set)...)
				}
			}
		}
	},
}

// eitherWay offers to let the variable follow the flag, or the flag the variable. Where the scenario's guide gives the
// variable the value that it has, the flag is wrong.
func eitherWay(p *analysis.Pass, stage, flag, variable, said, set string) []analysis.Fix {
	var fixes []analysis.Fix
	agrees := false
	if a := p.Against(); a != nil {
		s, ok := a.Guide.Scenario.Lookup(variable)
		agrees = ok && s.Text == set
	}
	if !agrees {
		fixes = setTo(p, fmt.Sprintf("Set %s to %s", variable, said), false, variable, said, lastExport(p))
	}
	if at, ok := flagValue(p, stage, flag, said); ok {
		fixes = append(fixes, p.Replace(fmt.Sprintf("Let %s follow %s", flag, variable), false, at, catalog.PlaceholderPrefix+variable))
	}
	return fixes
}

// flagValue is where the value of a flag stands in the here-document with a stage's arguments, behind a blank or an equals
// sign.
func flagValue(p *analysis.Pass, stage, flag, value string) (at source.Span, ok bool) {
	place := flagPlace(p, stage, flag)
	line := p.File.Slice(source.Span{Start: place.End, End: p.File.LineSpan(p.File.Line(place.Start)).End})
	rest := strings.TrimLeft(strings.TrimPrefix(line, "="), " ")
	start := place.End + len(line) - len(rest)
	behind, found := strings.CutPrefix(rest, value)
	end := behind == "" || strings.IndexByte(" \t\\", behind[0]) >= 0
	return source.Span{Start: start, End: start + len(value)}, found && end && start > place.End && bodyAt(p, place.Start) != nil
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
