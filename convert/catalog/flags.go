package catalog

import (
	_ "embed" // the table of flags
	"slices"
	"strings"
	"sync"
)

// The programs whose flags guides set: the inference engine, other engines, and what stands beside or before them.
const (
	VLLM      = "vllm"
	Sidecar   = "sidecar" // the routing sidecar of llm-d
	Picker    = "picker"  // the endpoint picker, whose flags a chart takes as a map
	Simulator = "simulator"
	SGLang    = "sglang"
	Istio     = "istio" // the gateway's proxy
)

// owners are the programs in the order in which a flag of unknown owner is looked for.
var owners = [...]string{VLLM, Sidecar, Picker, Simulator, SGLang, Istio}

// EngineFlag is a command-line flag of a program that guides start. Those of vLLM were read from its sources: all that
// five states of its main branch from 2025-10 to 2026-08 have, which stand for releases by their dates. Those of other
// programs are the ones that guides use and some of their neighbours, described from general knowledge.
type EngineFlag struct {
	Owner         string
	Name          string   // the long form as the program documents it: "--max-model-len"
	Aliases       []string // other names that the program takes: "-tp". Underscores for hyphens, as vLLM takes them, are not listed
	Kind          string   // bool, string, int, human-int (12k is 12000, 12K is 12288), float, json, strings, ints, duration
	Value         string   // whether a value follows: yes, no, optional
	Negatable     bool     // there is a --no- form
	Choices       []string // what the newest state takes, where that is a list
	Open          bool     // it takes other text beside Choices
	OlderChoices  []string // what only older states take
	Default       string   // in the newest state that has it, "" where none is known; $NAME is that of a container variable
	OlderDefaults []OlderDefault
	From, To      string // first and last release that was read and has it. To is "" where the newest state still has it; both are "" where nothing is known
	Variable      string // the variable whose placeholder stands for the value, {STAGE} being DECODE or PREFILL; "" for none
	Meaning       string // one to three sentences in Markdown
}

// NewestState stands in From for flags that no release has yet, only the newest state that was read.
const NewestState = "main"

//go:embed flags.tsv
var flagsTable string

// flagColumns is the number of columns in the table of flags: the fields of EngineFlag in their order, but name first
// and owner second. Open is the choice "(other)", and releases, joined by a hyphen, are one column.
const flagColumns = 13

// flagKey finds a flag by program and spelling.
type flagKey struct{ owner, name string }

// flagSet is all flags, sorted by name and owner, with their places by each spelling but those of negation.
type flagSet struct {
	list []EngineFlag
	at   map[flagKey]int
}

var engineFlags = sync.OnceValue(func() flagSet {
	s := flagSet{list: parseFlags(flagsTable), at: map[flagKey]int{}}
	for i, f := range s.list {
		for _, name := range append([]string{f.Name}, f.Aliases...) {
			s.at[flagKey{f.Owner, name}] = i
		}
	}
	return s
})

func parseFlags(table string) []EngineFlag {
	var list []EngineFlag
	for _, cell := range rows(table, flagColumns) {
		f := EngineFlag{
			Name: cell[0], Owner: cell[1], Aliases: split(cell[2], ","), Kind: cell[3], Value: cell[4], Negatable: cell[5] == "yes",
			Choices: split(cell[6], "|"), OlderChoices: split(cell[7], "|"), Default: cell[8], Variable: cell[11], Meaning: cell[12],
		}
		if last := len(f.Choices) - 1; last >= 0 && f.Choices[last] == "(other)" {
			f.Choices, f.Open = f.Choices[:last], true
		}
		f.OlderDefaults = parseOlderDefaults(cell[9])
		f.From, f.To, _ = strings.Cut(cell[10], "-")
		list = append(list, f)
	}
	return list
}

// EngineFlags lists the flags of all programs, sorted by name, then owner.
func EngineFlags() []EngineFlag { return slices.Clone(engineFlags().list) }

// EngineFlagOf finds a flag of whichever program has it, vLLM first, nil where none has. It takes every spelling that
// FlagOf takes; what one program spells out goes before what vLLM would complete.
func EngineFlagOf(name string) *EngineFlag {
	for _, owner := range owners {
		if f := spelt(owner, name); f != nil {
			return f
		}
	}
	return abbreviated(name)
}

// FlagOf finds a program's flag by its name or an alias, nil where it has none. For vLLM, whose reader of flags does the
// same, the name may have underscores for hyphens, a --no- in front where that can be, a key of its JSON value behind a
// dot, as in --eplb-config.window_size, or lack its end, as long as one flag alone begins so. For the picker it may lack
// the hyphens in front, as in a chart's map.
func FlagOf(owner, name string) *EngineFlag {
	if f := spelt(owner, name); f != nil || owner != VLLM {
		return f
	}
	return abbreviated(name)
}

// LongFlag is the long form of one of vLLM's short flags. ok is false for every other text.
func LongFlag(short string) (long string, ok bool) {
	if strings.HasPrefix(short, "--") {
		return "", false
	}
	f := exactly(VLLM, short)
	if f == nil {
		return "", false
	}
	return f.Name, true
}

// FlagVariable is the variable whose placeholder stands for the value of one of vLLM's flags, which is given in its long
// form, with {STAGE} for DECODE or PREFILL. It is "" where there is none.
func FlagVariable(long string) string {
	f := exactly(VLLM, long)
	if f == nil {
		return ""
	}
	return f.Variable
}

// spelt finds a flag that is written in full.
func spelt(owner, name string) *EngineFlag {
	if owner != VLLM {
		if owner == Picker && !strings.HasPrefix(name, "-") {
			name = "--" + name
		}
		return exactly(owner, name)
	}
	name, _, keyed := strings.Cut(name, ".")
	name = strings.ReplaceAll(name, "_", "-")
	f := exactly(VLLM, name)
	if positive, negated := strings.CutPrefix(name, "--no-"); f == nil && negated {
		if f = exactly(VLLM, "--"+positive); f != nil && !f.Negatable {
			return nil
		}
	}
	if f == nil || keyed && f.Kind != "json" {
		return nil
	}
	return f
}

func exactly(owner, name string) *EngineFlag {
	s := engineFlags()
	i, ok := s.at[flagKey{owner, name}]
	if !ok {
		return nil
	}
	return &s.list[i]
}

// abbreviated finds the one flag of vLLM's whose long form begins with a text. All releases count, so that it is nil
// for some that only one release can complete.
func abbreviated(name string) *EngineFlag {
	name = strings.ReplaceAll(name, "_", "-")
	if len(name) <= len("--") || !strings.HasPrefix(name, "--") {
		return nil
	}
	var found *EngineFlag
	list := engineFlags().list
	first, _ := slices.BinarySearchFunc(list, name, func(f EngineFlag, name string) int { return strings.Compare(f.Name, name) })
	for i := first; i < len(list) && strings.HasPrefix(list[i].Name, name); i++ {
		switch {
		case list[i].Owner != VLLM:
		case found != nil:
			return nil
		default:
			found = &list[i]
		}
	}
	return found
}
