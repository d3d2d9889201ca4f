package rules

import "llmdbench-ls/analysis"

var missingChartVersion = guideRule("missing-chart-version", analysis.Warning)
