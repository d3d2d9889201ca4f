package rules

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
)

var acceleratorResource = &analysis.Rule{
	ID: "accelerator-resource", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("accelerator-resource"),
	Check: func(p *analysis.Pass) {
		for _, e := range certain(p) {
			if !strings.HasSuffix(e.Name, "_ACCELERATOR_RESOURCE") || !e.Value.Known || strings.Contains(e.Value.Text, "/") ||
				slices.Contains([]string{"", "auto", "cpu", "memory"}, e.Value.Text) {
				continue
			}
			message := fmt.Sprintf("pods would ask for a resource named %s, which no node can have: such names have a domain in front", e.Value.Text)
			if resource, ok := catalog.AcceleratorResources[e.Value.Text]; ok {
				p.Report(trimmed(p, e.ValueAt), message, setTo(p, "Name the resource: "+resource, false, e.Name, resource, e.At.Start)...)
				continue
			}
			p.Report(trimmed(p, e.ValueAt), message)
		}
	},
}
