package rules

import "llmdbench-ls/analysis"

var missingEnv = guideRule("missing-env", analysis.Warning)
