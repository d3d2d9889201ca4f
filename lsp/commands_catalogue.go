package lsp

import (
	"fmt"

	"llmdbench-ls/analysis"
)

// catalogueResult is the answer to the command that lists what can be explained, sorted by kind and name.
type catalogueResult struct {
	Entries []catalogueEntry `json:"entries"`
}

type catalogueEntry struct {
	Kind    string `json:"kind"`
	Name    string `json:"name"`
	Summary string `json:"summary"` // the first sentence, in Markdown
}

func catalogue(snapshot *analysis.Snapshot) catalogueResult {
	result := catalogueResult{Entries: []catalogueEntry{}}
	for _, e := range analysis.Catalogue(snapshot) {
		result.Entries = append(result.Entries, catalogueEntry{e.Kind, e.Name, e.Summary})
	}
	return result
}

// explainResult is the answer to the command that explains an entry of the catalogue.
type explainResult struct {
	Markdown string `json:"markdown"`
}

func explain(snapshot *analysis.Snapshot, a commandArgument) (any, error) {
	text := analysis.ExplainEntry(snapshot, a.Kind, a.Name)
	if text == "" {
		return nil, fmt.Errorf("the catalogue has no %s", a.Name)
	}
	return explainResult{text}, nil
}
