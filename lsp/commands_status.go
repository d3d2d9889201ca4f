package lsp

import "llmdbench-ls/analysis"

// statusResult is the answer to the command that says what the server knows of the workspace. Counts are of files.
type statusResult struct {
	Version       string   `json:"version"`
	Framework     string   `json:"framework"` // where the defaults come from: a release, or a file of a checkout
	Checkout      string   `json:"checkout"`  // the folder of the checkout in use, "" for none
	Folders       []string `json:"folders"`   // URIs
	Indexing      bool     `json:"indexing"`  // the counts are not those of the whole workspace yet
	Truncated     bool     `json:"truncated"` // the workspace holds more than is looked through
	Files         int      `json:"files"`     // of ours, all that follow
	Guides        int      `json:"guides"`
	Scenarios     int      `json:"scenarios"`
	Experiments   int      `json:"experiments"`
	PluginConfigs int      `json:"pluginConfigs"`
	Configs       int      `json:"configs"`
}

func (s *server) status(snapshot *analysis.Snapshot) statusResult {
	x := snapshot.Index()
	result := statusResult{
		Version: s.options.Version, Framework: snapshot.Catalog().Origin, Checkout: snapshot.Framework(), Folders: []string{},
		Indexing: s.indexing.underWay(), Truncated: x.Truncated, Files: len(x.Files()),
		Guides: len(x.Guides), Scenarios: len(x.Scenarios), Experiments: len(x.Experiments),
		PluginConfigs: len(x.PluginConfigs), Configs: len(x.Configs),
	}
	for _, folder := range snapshot.Folders() {
		result.Folders = append(result.Folders, string(uriOf(folder)))
	}
	return result
}

// underWay says that a look through the workspace is not at its end.
func (x *indexing) underWay() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.stop != nil || x.run == 0
}
