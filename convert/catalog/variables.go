// Package catalog holds what is known of the benchmark framework: its variables, its presets, and what it adds to a
// deployment on its own. The facts describe release v0.5.2; a checkout of the framework in the workspace can replace
// the defaults, see Catalog.WithDefaults.
package catalog

import (
	_ "embed" // the table of variables
	"iter"
	"maps"
	"slices"
	"sort"
	"sync"
)

// FrameworkVersion is the release of llm-d-benchmark that the embedded facts describe.
const FrameworkVersion = "v0.5.2"

// Prefix begins the name of every variable of the framework, and PlaceholderPrefix stands before it where a text asks
// for a variable's value to be put in. Gap is what the framework turns into a blank before it looks for placeholders, so
// that it ends the name of one.
const (
	Prefix            = "LLMDBENCH_"
	PlaceholderPrefix = "REPLACE_ENV_"
	Gap               = "____"
)

// Variable is one variable of the framework.
type Variable struct {
	Name       string
	Kind       string   // string, bool, int, enum, quantity, port, list, image, path-or-inline-yaml, args-file ...
	Unit       string   // what a number counts, "" for what is no number; bytes may have a suffix such as Gi, a duration is written as 30s
	Default    string   // the literal default, "" where there is none or where it is computed
	Expression string   // how the default is computed
	Values     []string // what an enum or bool may be
	Stage      string   // decode, prefill, common, gaie, harness, run, standalone, infra, wva, control, other
	Phase      string   // whether the default is set before-scenario, after-scenario, or not at all: none
	Derives    string   // the variable whose value it takes over before the scenario is read
	Read       []string // up to four places in the framework that read it; none: it has no effect
	Meaning    string   // one to four sentences
}

// Inert says that nothing in the framework reads the variable.
func (v *Variable) Inert() bool { return len(v.Read) == 0 }

// TakesYAML says that the framework reads YAML from the file that the variable names, or from the value itself. It is safe
// on nil.
func (v *Variable) TakesYAML() bool { return v != nil && v.Kind == "path-or-inline-yaml" }

// TakesFile says that the variable may name a file whose content counts: YAML, or a command line. It is safe on nil.
func (v *Variable) TakesFile() bool { return v.TakesYAML() || v != nil && v.Kind == "args-file" }

// Catalog is a set of variables. It does not change.
type Catalog struct {
	byName  map[string]*Variable
	names   []string               // sorted
	derived map[string][]*Variable // by the variable that they derive from, sorted by name
	Origin  string                 // where the defaults come from, for people
}

//go:embed variables.tsv
var variablesTable string

// Builtin is the catalogue that the program carries.
var Builtin = sync.OnceValue(func() *Catalog {
	return newCatalog(parseVariables(variablesTable), "llm-d-benchmark "+FrameworkVersion)
})

// columns is the number of columns in the table of variables: the fields of Variable, in their order.
const columns = 11

func parseVariables(table string) []*Variable {
	var list []*Variable
	for _, cell := range rows(table, columns) {
		list = append(list, &Variable{
			Name: cell[0], Kind: cell[1], Unit: cell[2], Default: cell[3], Expression: cell[4], Values: split(cell[5], "|"),
			Stage: cell[6], Phase: cell[7], Derives: cell[8], Read: split(cell[9], ","), Meaning: cell[10],
		})
	}
	return list
}

func newCatalog(list []*Variable, origin string) *Catalog {
	c := &Catalog{byName: make(map[string]*Variable, len(list)), derived: map[string][]*Variable{}, Origin: origin}
	for _, v := range list {
		c.byName[v.Name] = v
		c.names = append(c.names, v.Name)
	}
	sort.Strings(c.names)
	for _, name := range c.names {
		if v := c.byName[name]; v.Derives != "" {
			c.derived[v.Derives] = append(c.derived[v.Derives], v)
		}
	}
	return c
}

// Derived lists the variables that take over the value of another one, sorted by name.
func (c *Catalog) Derived(name string) []*Variable { return c.derived[name] }

// Lookup finds a variable by its name, nil where the framework has none of that name.
func (c *Catalog) Lookup(name string) *Variable { return c.byName[name] }

// Names lists all variables, sorted.
func (c *Catalog) Names() []string { return c.names }

// Default is a variable's default as a literal: its own, or that of the variable it derives from. ok is false where
// the default is computed in another way, or where there is none.
func (c *Catalog) Default(name string) (text string, ok bool) {
	for range 4 { // derivations are two deep at most
		v := c.byName[name]
		if v == nil {
			return "", false
		}
		if v.Default != "" {
			return v.Default, true
		}
		if name = v.Derives; name == "" {
			return "", false
		}
	}
	return "", false
}

// WithDefaults is the catalogue with defaults that were read from a checkout of the framework. Variables that only
// the checkout knows are added, without a meaning.
func (c *Catalog) WithDefaults(defaults map[string]string, origin string) *Catalog {
	list := make([]*Variable, 0, len(c.names))
	for _, name := range c.names {
		v := *c.byName[name]
		if text, ok := defaults[name]; ok && v.Derives == "" && v.Expression == "" {
			v.Default = text
		}
		list = append(list, &v)
	}
	for name, text := range defaults {
		if c.byName[name] == nil {
			list = append(list, &Variable{Name: name, Kind: "string", Default: text, Stage: "other", Phase: "before-scenario", Read: []string{"setup/env.sh"}})
		}
	}
	return newCatalog(list, origin)
}

// maxTypos is how many letters a name may be off for a suggestion to be made.
const maxTypos = 4

// Nearest finds the known name that a misspelt one was most likely meant to be. ok is false where none is near, or
// where two are equally so.
func (c *Catalog) Nearest(name string) (nearest string, ok bool) {
	return nearestOf(name, slices.Values(c.names))
}

// NearestOf finds the name of a set that a misspelt one was most likely meant to be.
func NearestOf(name string, known map[string]bool) (nearest string, ok bool) {
	return nearestOf(name, maps.Keys(known))
}

func nearestOf(name string, names iter.Seq[string]) (nearest string, ok bool) {
	limit := max(1, min(maxTypos, (len(name)-len(Prefix))/5)) // a short name has few letters to be off in
	best, tied := limit+1, false
	for known := range names {
		if d := distance(name, known, best); d < best {
			nearest, best, tied = known, d, false
		} else if d == best && d <= limit {
			tied = true
		}
	}
	return nearest, nearest != "" && !tied
}

// distance is the number of letters to add, drop, change or swap to get from a to b, or limit+1 where it is more.
func distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	before, last, now := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		now[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
			least = min(least, now[j])
		}
		if least > limit {
			return limit + 1
		}
		before, last, now = last, now, before
	}
	return last[len(b)]
}
