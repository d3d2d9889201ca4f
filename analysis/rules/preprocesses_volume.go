package rules

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

var preprocessesVolume = &analysis.Rule{
	ID: "preprocesses-volume", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("preprocesses-volume"),
	Check: func(p *analysis.Pass) {
		told := map[int]bool{} // a list that both stages share
		for _, c := range deployedStages(p) {
			e, set := p.Script.Last(stageVar(c.Stage, "EXTRA_ARGS"))
			list, known := knownList(p, stageVar(c.Stage, "EXTRA_VOLUMES"))
			if i := slices.IndexFunc(list, bringsScripts); i > 0 && known && !told[list[i].At.Start] {
				told[list[i].At.Start] = true
				p.Report(trimmed(p, list[i].At), "this volume stands behind others: by the benchmark's convention it is the first of the list")
			}
			if !set || !known || c.How != "custom" || !strings.Contains(c.Text, preprocessFolder+"/") || slices.ContainsFunc(list, bringsScripts) {
				continue
			}
			p.Report(e.NameAt, fmt.Sprintf("the command line of %s runs a script below %s, and no volume of the ConfigMap llm-d-benchmark-preprocesses", c.Stage, preprocessFolder))
		}
	},
}

// preprocessFolder is where the framework's preprocess scripts are mounted by convention.
const preprocessFolder = "/setup/preprocess"

func bringsScripts(item *source.Node) bool {
	return item.Get("configMap", "name").Value() == "llm-d-benchmark-preprocesses"
}

// knownList is the list that a variable's file holds. known is false where the scenario does not set the variable, since
// another way may be meant then, and where the list cannot be read.
func knownList(p *analysis.Pass, name string) (list []*source.Node, known bool) {
	b := bodyOf(p, name)
	if b == nil {
		return nil, false
	}
	n := listIn(p, b)
	return items(n), n != nil
}

func items(n *source.Node) []*source.Node {
	if n == nil {
		return nil
	}
	return n.Items
}
