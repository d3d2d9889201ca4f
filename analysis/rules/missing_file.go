package rules

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
)

var missingFile = &analysis.Rule{
	ID: "missing-file", Severity: analysis.Information, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("missing-file"),
	Check: func(p *analysis.Pass) {
		const name = "LLMDBENCH_HARNESS_NAME"
		e, ok := p.Script.Last(name)
		if !ok || !e.Value.Known || e.Nested || p.Snapshot.Framework() != "" || slices.Contains(catalog.HarnessNames(), e.Value.Text) || e.Value.Text == "" {
			return
		}
		p.Report(trimmed(p, e.ValueAt), fmt.Sprintf("%s ships no harness %s; it has %s", catalog.FrameworkVersion, e.Value.Text, strings.Join(catalog.HarnessNames(), ", ")))
	},
}
