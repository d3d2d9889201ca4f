package rules

import "llmdbench-ls/analysis"

var missingContainerConfig = guideRule("missing-container-config", analysis.Warning)
