package lsp

import (
	"fmt"
	"path"

	"llmdbench-ls/analysis"
)

// generatedResult is the answer to the command that makes a scenario where it is only to be shown: nothing is written.
type generatedResult struct {
	commandResult
	Text   string `json:"text"`
	Exists bool   `json:"exists"` // there is a scenario in its place already
}

// generated answers it.
func generated(snapshot *analysis.Snapshot, file string, a commandArgument) (any, error) {
	if isScenario(snapshot, file) {
		return nil, fmt.Errorf("%s is a scenario already; open a file of a guide", path.Base(file))
	}
	made, err := analysis.Generate(snapshot, file, a.Environment)
	if err != nil {
		return nil, err
	}
	return generatedResult{commandResult{string(uriOf(made.Path)), reportOf(made)}, made.Text, made.Existing != nil}, nil
}
