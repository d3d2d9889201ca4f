package catalog

import (
	_ "embed" // the table of keys of experiment files
	"slices"
	"sync"
)

// The forms of experiment files: those that go with shell scenarios, up to v0.5 of the framework, and those that go with
// the YAML scenarios of v0.6 and later.
const (
	ShellForm = "shell"
	YAMLForm  = "yaml"
	BothForms = "both"
)

// ExperimentKey is a key of the framework's experiment files. The keys of the YAML form were read from its main branch;
// those of the shell form are what this program writes, with what is generally known of how v0.5 reads them.
type ExperimentKey struct {
	Path    string // keys joined by dots, "[]" behind a list of mappings: setup.treatments[].name
	Form    string // the form that has it
	Kind    string // object, list, string, int, "" where it is not known
	Meaning string // one to three sentences
}

//go:embed experiment_keys.tsv
var experimentKeysTable string

// experimentKeyColumns is the number of columns in the table: the fields of ExperimentKey, in their order.
const experimentKeyColumns = 4

// ExperimentKeys lists the keys in the order in which they are usually written.
var ExperimentKeys = sync.OnceValue(func() []ExperimentKey {
	var list []ExperimentKey
	for _, cell := range rows(experimentKeysTable, experimentKeyColumns) {
		list = append(list, ExperimentKey{Path: cell[0], Form: cell[1], Kind: cell[2], Meaning: cell[3]})
	}
	return list
})

// ExperimentKeyOf finds a key of experiment files by its path, nil where neither form has one there. Treatments of the
// YAML form have keys of scenarios and profiles beside their names, which are not held here.
func ExperimentKeyOf(path string) *ExperimentKey {
	i := slices.IndexFunc(ExperimentKeys(), func(k ExperimentKey) bool { return k.Path == path })
	if i < 0 {
		return nil
	}
	return &ExperimentKeys()[i]
}
