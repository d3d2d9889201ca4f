package rules

import (
	"llmdbench-ls/analysis"
	"llmdbench-ls/convert"
)

var unmappedValue = &analysis.Rule{
	ID: "unmapped-value", Severity: analysis.Hint, Off: true, Kinds: []analysis.Kind{analysis.GuideValues}, Page: page("unmapped-value"),
	Check: func(p *analysis.Pass) {
		eachKey(p, func(v guideValue) bool {
			f, known := convert.FieldOf(v.chart, v.path)
			if convert.LeadsOn(v.chart, v.path) || v.pair.Value.Null() {
				return true // a step on the way to keys that have rows of their own
			}
			if _, below := convert.FieldBelow(v.chart, v.path); below && !(known && f.How == convert.None) {
				return false // a list or mapping that is carried whole
			}
			switch {
			case !known:
				p.Report(v.pair.Key.At, "this does not get into a scenario: no variable is known for it")
			case f.How == convert.None || f.How == convert.Fixed:
				p.Report(v.pair.Key.At, "this does not get into a scenario: "+f.Note)
			}
			return false
		})
	},
}
