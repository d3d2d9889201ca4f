package rules

import (
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

var xpuRequiredEnv = &analysis.Rule{
	ID: "xpu-required-env", Severity: analysis.Information, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("xpu-required-env"),
	Check: func(p *analysis.Pass) {
		for _, c := range deployedStages(p) {
			resource, _ := inEffect(p, stageVar(c.Stage, "ACCELERATOR_RESOURCE"))
			b := bodyOf(p, stageVar(c.Stage, "ENVVARS_TO_YAML"))
			if !strings.HasPrefix(resource, "gpu.intel.com/") || b == nil || c.How != "custom" {
				continue
			}
			list := listIn(p, b)
			if missing := withoutEnv(list); list != nil && len(missing) > 0 {
				text := ""
				for _, e := range missing {
					text += "- name: " + e.Name + newline(p) + `  value: "` + e.Value + `"` + newline(p)
				}
				p.Report(b.VarAt, "Intel GPUs need container variables that the chart does not add here: "+names(missing),
					fix("Add them", true, analysis.Edit{Path: p.File.Path, At: source.Span{Start: b.At.End, End: b.At.End}, Text: text}))
			}
		}
	},
}

// xpuEnv is a container variable that Intel GPUs need.
type xpuEnv = struct{ Name, Value string }

// withoutEnv are the variables that a list lacks. What the framework adds anyway is not among them.
func withoutEnv(list *source.Node) []xpuEnv {
	var missing []xpuEnv
	for _, e := range catalog.XPUEnv {
		_, added := catalog.Injected(e.Name)
		if !added && !slices.ContainsFunc(items(list), func(item *source.Node) bool { return item.Get("name").Value() == e.Name }) {
			missing = append(missing, e)
		}
	}
	return missing
}

func names(list []xpuEnv) string {
	var all []string
	for _, e := range list {
		all = append(all, e.Name)
	}
	return strings.Join(all, ", ")
}
