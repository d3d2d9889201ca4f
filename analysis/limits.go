package analysis

import "llmdbench-ls/convert/source"

// Limit is a bound that keeps the answers quick and the memory small, whatever a workspace holds.
type Limit struct {
	What string `json:"what"` // reads well before "up to"
	Most int    `json:"most"`
	Unit string `json:"unit"` // what is counted, in the plural
}

// Limits lists the bounds that a user may run into.
func Limits() []Limit {
	return []Limit{
		{"files looked through in the opened folders", maxIndexed, "files"},
		{"depth of folders below an opened one", maxDepth, "folders"},
		{"size of a file", source.MaxSize, "bytes"},
		{"findings of one rule in one file", maxFindings, "findings"},
	}
}
