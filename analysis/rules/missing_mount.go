package rules

import "llmdbench-ls/analysis"

var missingMount = guideRule("missing-mount", analysis.Warning)
