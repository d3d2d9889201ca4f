package rules

import "llmdbench-ls/analysis"

var missingFlag = guideRule("missing-flag", analysis.Warning)
