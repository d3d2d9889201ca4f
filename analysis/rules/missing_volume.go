package rules

import "llmdbench-ls/analysis"

var missingVolume = guideRule("missing-volume", analysis.Warning)
