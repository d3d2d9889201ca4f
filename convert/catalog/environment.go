package catalog

import (
	_ "embed" // the table of container variables
	"slices"
	"strings"
	"sync"
)

// EnvironmentVariable is a variable that a container of a guide, or of what the framework deploys, can have. Those of
// vLLM were read by running its vllm/envs.py of five states from 2025-10 to 2026-08, which stand for releases by their
// dates. Those of UCX, NCCL, NVSHMEM 3.4.5 and LMCache come from their sources, the others from charts, guides, release
// v0.5.2 of the framework and general knowledge.
type EnvironmentVariable struct {
	Name          string
	Component     string // who reads or sets it: vLLM, UCX, guide start script ...
	Kind          string // bool, int, float, string, enum, list, path, port, url, quantity, json, duration, secret
	Default       string // what counts where it is not set: "" for none, "unknown" where that could not be found out
	OlderDefaults []OlderDefault
	Values        []string // what it may be, where that is known; 0..1 is a range. A list, and some strings, may have several
	Reading       string   // how other text is taken, see Reads; "" where that is not known
	From, To      string   // first and last release of vLLM that was read and has it. To is "" where the newest state still has it; both are "" for names that it does not read
	InGuides      bool     // a guide, or a scenario of the framework, sets it
	Meaning       string   // one to four sentences in Markdown
}

//go:embed environment.tsv
var environmentTable string

// environmentColumns is the number of columns in the table of container variables: the fields of EnvironmentVariable in
// their order, From and To joined by a hyphen.
const environmentColumns = 10

var environment = sync.OnceValue(func() []EnvironmentVariable { return parseEnvironment(environmentTable) })

func parseEnvironment(table string) []EnvironmentVariable {
	var list []EnvironmentVariable
	for _, cell := range rows(table, environmentColumns) {
		e := EnvironmentVariable{
			Name: cell[0], Component: cell[1], Kind: cell[2], Default: cell[3], Values: split(cell[5], "|"), Reading: cell[6],
			OlderDefaults: parseOlderDefaults(cell[4]), InGuides: cell[8] == "yes", Meaning: cell[9],
		}
		e.From, e.To, _ = strings.Cut(cell[7], "-")
		list = append(list, e)
	}
	return list
}

// EnvironmentVariableOf finds a container variable by its name, nil where none is known by it.
func EnvironmentVariableOf(name string) *EnvironmentVariable {
	list := environment()
	i, ok := slices.BinarySearchFunc(list, name, func(e EnvironmentVariable, name string) int { return strings.Compare(e.Name, name) })
	if !ok {
		return nil
	}
	return &list[i]
}

// EnvironmentNames lists the names of all container variables, sorted.
func EnvironmentNames() []string {
	var names []string
	for _, e := range environment() {
		names = append(names, e.Name)
	}
	return names
}

// readings are the ways in which programs take text, in the middle of a sentence. Those of vLLM were measured.
var readings = map[string]string{
	"number":       "0 or 1; any other text, true and an empty one among them, is an error",
	"one":          "1 alone switches it on, true does not",
	"one-or-true":  "1 or true switches it on, in capitals too; any other text leaves it off",
	"true":         "true alone switches it on, 1 does not",
	"words":        "1, true, yes or on switches it on, in capitals too; any other text leaves it off",
	"letter":       "a text that begins with 0, n or f switches it off, any other switches it on",
	"or-automatic": "0 or 1; any other text leaves the choice to the program",
	"not-0":        "any text but 0 counts",
	"any-case":     "capitals or small letters",
	"or-pattern":   "or a pattern of names with *",
	"no-address":   "a number; an address such as tcp://10.0.0.1:80 is an error",
	"unread":       "what it is set to does not count",
}

// Reads says in the middle of a sentence how the program takes text, "" where that is not known.
func (e *EnvironmentVariable) Reads() string { return readings[e.Reading] }
