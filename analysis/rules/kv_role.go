package rules

import (
	"encoding/json"
	"fmt"
	"slices"

	"llmdbench-ls/analysis"
)

var kvRole = &analysis.Rule{
	ID: "kv-role", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("kv-role"),
	Check: func(p *analysis.Pass) {
		for _, line := range servers(p) {
			config, ok := kvConfig(line)
			if !ok || config.Role == "" || slices.Contains([]string{"kv_producer", "kv_consumer", "kv_both"}, config.Role) {
				continue
			}
			p.Report(flagPlace(p, line.stage, kvFlag), fmt.Sprintf("%q is no role: vLLM knows kv_producer, kv_consumer and kv_both", config.Role))
		}
	},
}

const kvFlag = "--kv-transfer-config"

// kvTransfer is what a stage says of how caches are handed on.
type kvTransfer struct {
	Connector string `json:"kv_connector"`
	Role      string `json:"kv_role"`
}

func kvConfig(line commandLine) (config kvTransfer, ok bool) {
	text, said := line.flag(kvFlag)
	return config, said && text != "" && json.Unmarshal([]byte(text), &config) == nil
}
