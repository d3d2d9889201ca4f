package catalog

import (
	_ "embed" // the tables of harnesses and workload profiles
	"slices"
	"sync"
)

// Harness is a load generator that v0.5.2 of the framework ships, by the value of LLMDBENCH_HARNESS_NAME that chooses it.
type Harness struct {
	Name    string
	Script  string // in workload/harnesses, what its pod runs
	Default bool   // the one that runs where none is named
	Profile string // what it runs where no profile is named, "" where it has no profile of the default's name
	Meaning string // two or three sentences
}

// WorkloadProfile is a description of a load for one harness, in workload/profiles. The files of the framework have the
// ending ".in" behind their names, which scenarios leave out.
type WorkloadProfile struct {
	Harness string
	File    string
	Meaning string // one to three sentences
}

//go:embed harnesses.tsv
var harnessesTable string

//go:embed profiles.tsv
var profilesTable string

// The numbers of columns in the tables, which have the fields of the structs in their order.
const (
	harnessColumns = 5
	profileColumns = 3
)

// Harnesses lists the load generators, sorted by name.
var Harnesses = sync.OnceValue(func() []Harness {
	var list []Harness
	for _, cell := range rows(harnessesTable, harnessColumns) {
		list = append(list, Harness{Name: cell[0], Script: cell[1], Default: cell[2] == "yes", Profile: cell[3], Meaning: cell[4]})
	}
	return list
})

var workloadProfiles = sync.OnceValue(func() map[string][]WorkloadProfile {
	found := map[string][]WorkloadProfile{}
	for _, cell := range rows(profilesTable, profileColumns) {
		found[cell[0]] = append(found[cell[0]], WorkloadProfile{Harness: cell[0], File: cell[1], Meaning: cell[2]})
	}
	return found
})

// HarnessNames lists the names of the load generators, sorted.
func HarnessNames() []string {
	var names []string
	for _, h := range Harnesses() {
		names = append(names, h.Name)
	}
	return names
}

// HarnessOf finds a load generator by its name, nil where the framework ships none of that name.
func HarnessOf(name string) *Harness {
	i := slices.IndexFunc(Harnesses(), func(h Harness) bool { return h.Name == name })
	if i < 0 {
		return nil
	}
	return &Harnesses()[i]
}

// DefaultHarness is the load generator that runs where a scenario names none. Its profile is the default one.
func DefaultHarness() *Harness {
	i := slices.IndexFunc(Harnesses(), func(h Harness) bool { return h.Default })
	return &Harnesses()[i]
}

// Profiles lists the workload profiles of a harness, sorted by file, none for a harness that is not known.
func Profiles(harness string) []WorkloadProfile { return workloadProfiles()[harness] }

// WorkloadProfileOf finds a profile of a harness by its file's name, nil where the harness has none of that name.
func WorkloadProfileOf(harness, file string) *WorkloadProfile {
	list := Profiles(harness)
	i := slices.IndexFunc(list, func(p WorkloadProfile) bool { return p.File == file })
	if i < 0 {
		return nil
	}
	return &list[i]
}
