package complete

import (
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
)

// names adds the framework's variables, each with a rank, but for those of rankNever. finish makes the item what it is
// to be.
func (r *request) names(rank func(*catalog.Variable) int, finish func(*Item)) {
	c := r.s.Catalog()
	r.list.Items = slices.Grow(r.list.Items, len(c.Names())+len(blockEnds)*len(stages)+1)
	for _, name := range c.Names() {
		v := c.Lookup(name)
		i := Item{Label: name, Kind: Variable, Detail: detailOf(v), Text: name, Filter: name, Gone: v.Inert(), About: Topic{AboutVariable, name}, rank: rank(v)}
		if i.rank == rankNever {
			continue
		}
		finish(&i)
		r.add(i)
	}
}

// maxDetail bounds the default that stands beside a name.
const maxDetail = 40

// detailOf is what stands beside a variable's name.
func detailOf(v *catalog.Variable) string {
	switch {
	case v.Inert():
		return "nothing reads it"
	case v.Derives != "":
		return kindOf(v) + ", from " + strings.TrimPrefix(v.Derives, catalog.Prefix)
	case v.Default != "" && len(v.Default) <= maxDetail:
		return kindOf(v) + ", default " + v.Default
	}
	return kindOf(v)
}

// kindOf is the kind of a variable's value, and what it counts.
func kindOf(v *catalog.Variable) string {
	if v.Unit == "" {
		return v.Kind
	}
	return v.Kind + " (" + v.Unit + ")"
}

// setting answers where a name is to get a value. lead is what stands in front of it and is missing.
func (r *request) setting(from int, lead string) {
	word := nameAround(r.text, r.at)
	typed, alone := r.text[from:r.at], strings.TrimSpace(r.text[word.End:lineEnd(r.text, word.End, len(r.text))]) == ""
	if word.Start != from || !r.asked(word) && lead != "" {
		return
	}
	if lead != "" && !startsLine(typed) {
		if !alone || !r.halfTyped(typed, lead) {
			return
		}
		defer r.keepHalfTyped(typed, lead)
	}
	r.list.Word = word
	have := r.exported()
	near := r.nearStage()
	r.names(func(v *catalog.Variable) int { return r.settingRank(v, have, near) }, func(i *Item) {
		i.Text = lead + i.Text
		if have[i.Label] {
			i.Detail = "set already; " + i.Detail
		}
	})
	if alone {
		r.blocks(lead, have, near)
	}
}

// minPart is how many small letters at the head of a line are taken for a part of a name, such as dec for DECODE.
const minPart = 3

// commands are words of a shell's that names of variables have parts like. A line that begins with one is left alone.
var commands = []string{
	"command", "enable", "env", "exec", "git", "install", "local", "mount", "open", "read", "seq", "set", "sleep", "tar", "time", "timeout", "type", "wait",
}

// halfTyped says that small letters at the head of a line may become a setting: they begin the lead, or a part of names.
func (r *request) halfTyped(typed, lead string) bool {
	return strings.HasPrefix(lead, typed) || len(typed) >= minPart && !slices.Contains(commands, typed)
}

// keepHalfTyped leaves the items that small letters at the head of a line are the beginning of. As most such letters are
// those of a command, the list counts for them alone.
func (r *request) keepHalfTyped(typed, lead string) {
	r.list.Cut = true
	if !strings.HasPrefix(lead, typed) {
		part := "_" + strings.ToUpper(typed)
		r.list.Items = slices.DeleteFunc(r.list.Items, func(i Item) bool { return !strings.Contains("_"+i.Filter, part) })
		return
	}
	for n := range r.list.Items {
		r.list.Items[n].Filter = lead + r.list.Items[n].Filter
	}
}

// startsLine says that what begins a line may become the name of a variable of the framework, and not a command.
func startsLine(word string) bool {
	return word == strings.ToUpper(word) || begun(word, 2)
}

// exported are the variables that the scenario sets, but for one that is being typed.
func (r *request) exported() map[string]bool {
	have := map[string]bool{}
	for _, a := range r.outline.assigned {
		if !a.at.Contains(r.at) {
			have[a.name] = true
		}
	}
	return have
}

// nearStage is the stage of the setting above the cursor, "" where there is none.
func (r *request) nearStage() string {
	for _, a := range slices.Backward(r.outline.assigned) {
		if a.at.End < r.at {
			if v := r.s.Catalog().Lookup(a.name); v != nil {
				return v.Stage
			}
		}
	}
	return ""
}

// Parts of ranks, of which the first decides.
const (
	rankInert = 1000
	rankSet   = 100
	rankGroup = 10
	rankNever = -1 // it must not be offered
)

// settingRank puts first what the file still lacks: what its guide sets, then what scenarios usually set. Then the
// stage of the neighbours decides. What is set already comes behind, and what nothing reads last.
func (r *request) settingRank(v *catalog.Variable, have map[string]bool, near string) int {
	rank := distance(v.Stage, near)
	if v.Inert() {
		rank += rankInert
	}
	if have[v.Name] {
		rank += rankSet
	}
	_, wanted := r.guide()[v.Name]
	switch {
	case wanted:
	case settable(v.Name):
		rank += rankGroup
	case v.Phase != "none" && v.Stage != "control":
		rank += 2 * rankGroup
	default: // filled in by the scripts themselves
		rank += 3 * rankGroup
	}
	return rank
}

// distance is how far a variable's stage is from the one at hand.
func distance(stage, near string) int {
	switch {
	case stage == near:
		return 0
	case stage == "common" || near == "":
		return 1
	}
	return 2
}

// remarks adds names for running text, those of the file first.
func (r *request) remarks() {
	here := map[string]bool{}
	for _, n := range scenario.FindNames(r.text) {
		here[n.Text] = true
	}
	rank := func(v *catalog.Variable) int {
		switch {
		case here[v.Name]:
			return 0
		case v.Inert():
			return 3
		case settable(v.Name):
			return 1
		}
		return 2
	}
	r.names(rank, func(*Item) {})
}

// expandable answers behind $: with the variables that have a value there, the file's own of any name included. The
// shell stops at others, unless the expansion says what takes their place: then it is guarded. end is what closes the
// expansion.
func (r *request) expandable(end string, guarded bool) {
	above := map[string]bool{}
	for _, a := range r.outline.assigned {
		if a.at.End < r.at {
			above[a.name] = true
		}
	}
	empty := r.unfilled()
	rank := func(v *catalog.Variable) int {
		switch {
		case v.Name == empty:
			return 0
		case above[v.Name]:
			return 1
		case v.Phase == "before-scenario" && settable(v.Name):
			return 2
		case v.Phase == "before-scenario":
			return 3
		case guarded:
			return 4
		}
		return rankNever
	}
	r.names(rank, func(i *Item) { i.Text += end })
	for name := range above {
		if r.s.Catalog().Lookup(name) == nil {
			r.add(Item{Label: name, Kind: Variable, Detail: "of this file", Text: name + end, rank: 1})
		}
	}
}

// unfilled is the variable above the cursor that names a new file into which nothing is written yet, where the cursor is
// behind a sign that writes to one; "" elsewhere.
func (r *request) unfilled() string {
	line := r.text[r.statement():r.at]
	if !strings.Contains(line, ">") {
		return ""
	}
	filled := map[string]bool{}
	for _, d := range r.outline.docs {
		filled[d.name] = true
	}
	for _, a := range slices.Backward(r.outline.assigned) {
		if a.at.End < r.at && a.value == makesFile && !filled[a.name] {
			return a.name
		}
	}
	return ""
}

// makesFile is the value of a variable that names a new file.
const makesFile = "$(mktemp)"
