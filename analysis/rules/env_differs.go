package rules

import "llmdbench-ls/analysis"

var envDiffers = guideRule("env-differs", analysis.Information)
