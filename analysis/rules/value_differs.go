package rules

import "llmdbench-ls/analysis"

var valueDiffers = guideRule("value-differs", analysis.Information)
