package rules

import (
	"fmt"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert"
	"llmdbench-ls/convert/guide"
)

var ignoredContainerSetting = &analysis.Rule{
	ID: "ignored-container-setting", Severity: analysis.Warning, Kinds: []analysis.Kind{analysis.GuideValues}, Page: page("ignored-container-setting"),
	Check: func(p *analysis.Pass) {
		eachKey(p, func(v guideValue) bool {
			stage, rest, _ := strings.Cut(v.path, ".")
			if v.chart != guide.ModelService || stage != guide.Decode && stage != guide.Prefill {
				return false
			}
			_, key, inContainer := strings.Cut(rest, "].")
			if !inContainer || !strings.HasPrefix(rest, "containers[") {
				return rest == "" || rest == "containers"
			}
			if ignored(v.path) {
				p.Report(v.pair.Key.At, fmt.Sprintf("nothing reads %s: neither the chart nor Kubernetes knows this key of a container", key))
			}
			return false
		})
	},
}

// ignored says that the chart reads neither a key nor anything below it.
func ignored(path string) bool {
	for _, below := range []string{"", ".x", "[].x", "[]"} {
		if f, known := convert.FieldOf(guide.ModelService, path+below); !known || f.How != convert.Ignored {
			return false
		}
	}
	return !convert.LeadsOn(guide.ModelService, path)
}
