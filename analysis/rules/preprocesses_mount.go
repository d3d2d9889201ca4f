package rules

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

var preprocessesMount = &analysis.Rule{
	ID: "preprocesses-mount", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("preprocesses-mount"),
	Check: func(p *analysis.Pass) {
		for _, c := range deployedStages(p) {
			e, set := p.Script.Last(stageVar(c.Stage, "EXTRA_ARGS"))
			if !set || c.How != "custom" || !strings.Contains(c.Text, preprocessFolder+"/") {
				continue
			}
			list, known := knownList(p, stageVar(c.Stage, "EXTRA_VOLUME_MOUNTS"))
			if _, mounts := p.Script.Value(stageVar(c.Stage, "EXTRA_VOLUME_MOUNTS")); !mounts {
				volumes, _ := knownList(p, stageVar(c.Stage, "EXTRA_VOLUMES"))
				known = slices.ContainsFunc(volumes, bringsScripts)
			}
			if !known || slices.ContainsFunc(list, mountsScripts) {
				continue
			}
			p.Report(e.NameAt, fmt.Sprintf("the command line of %s runs a script below %s, and nothing mounted there", c.Stage, preprocessFolder))
		}
	},
}

func mountsScripts(item *source.Node) bool {
	return strings.HasPrefix(preprocessFolder, strings.TrimSuffix(item.Get("mountPath").Value(), "/")) && item.Get("mountPath").Value() != ""
}
