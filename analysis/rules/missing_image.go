package rules

import "llmdbench-ls/analysis"

var missingImage = guideRule("missing-image", analysis.Warning)
