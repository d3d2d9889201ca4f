package convert

import (
	"cmp"
	"slices"
	"strings"

	"llmdbench-ls/convert/guide"
)

// Outcome tells what became of a leaf.
type Outcome string

// What may become of a leaf.
const (
	Carried     Outcome = "carried"
	Equal       Outcome = "equal by default"
	LeftToFrame Outcome = "left to the framework"
	NotMappable Outcome = "not mappable"
)

// Entry says what became of one leaf of the guide.
type Entry struct {
	guide.Leaf
	Outcome Outcome
	Var     string // the variable that carries it, or would
	Reason  string // why it is not carried, or how
}

// mark says what became of a value and everything below it, where that is not said yet.
func (p *planner) mark(pl place, o Outcome, name, reason string) {
	for _, end := range []string{"", ".", "["} { // as below has it
		for _, i := range p.startingWith(pl.chart, pl.path+end, end == "") {
			if e := &p.entries[i]; e.Outcome == "" {
				e.Outcome, e.Var, e.Reason = o, name, reason
			}
		}
	}
}

// startingWith gives the indexes of the entries whose path begins with some text, or is that text.
func (p *planner) startingWith(c guide.Chart, text string, whole bool) []int {
	if p.byPath == nil {
		p.byPath = make([]int, len(p.entries))
		for i := range p.byPath {
			p.byPath[i] = i
		}
		slices.SortFunc(p.byPath, func(i, j int) int { return p.entries[i].compare(p.entries[j].Chart, p.entries[j].Path) })
	}
	first, _ := slices.BinarySearchFunc(p.byPath, text, func(i int, text string) int { return p.entries[i].compare(c, text) })
	last := first
	for ; last < len(p.byPath); last++ {
		e := &p.entries[p.byPath[last]]
		if e.Chart != c || whole && e.Path != text || !strings.HasPrefix(e.Path, text) {
			break
		}
	}
	return p.byPath[first:last]
}

func (e *Entry) compare(c guide.Chart, path string) int {
	return cmp.Or(strings.Compare(string(e.Chart), string(c)), strings.Compare(e.Path, path))
}

// below says whether a path is another one or leads on from it.
func below(path, from string) bool {
	rest, ok := strings.CutPrefix(path, from)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// settle decides what the planner's steps have left open, by the mapping.
func (p *planner) settle() {
	stages := p.stageStates()
	for i := range p.entries {
		e := &p.entries[i]
		if e.Outcome != "" {
			continue
		}
		field, known := FieldOf(e.Chart, e.Path)
		e.Var, e.Reason = field.Var, field.Note
		switch {
		case e.Node.Null():
			e.Outcome, e.Reason = LeftToFrame, "it is empty in the guide"
		case !known:
			e.Outcome, e.Reason = NotMappable, "no variable is known for this key"
		case stages.otherContainer(e.Path):
			e.Outcome, e.Var, e.Reason = NotMappable, "", "the framework deploys the model server's container only"
		case stages.off(e.Path):
			e.Outcome, e.Reason = NotMappable, "the guide does not deploy this stage"
		case field.How == Fixed || field.How == Replace:
			e.Outcome = LeftToFrame
		case field.How.Carries():
			e.Outcome, e.Var, e.Reason = NotMappable, "", "no variable reaches this one"
		default:
			e.Outcome = NotMappable
		}
	}
}

// stageState is what settle asks about a stage for each value in it.
type stageState struct {
	name      string
	container string // the path of the model server's container, "" where there is none
	deployed  bool
}

type stageStates []stageState

func (p *planner) stageStates() stageStates {
	var list stageStates
	for _, s := range guide.Stages {
		c, _ := p.container(s)
		list = append(list, stageState{s, c.path, p.guide.Stage(s).Deployed()})
	}
	return list
}

// otherContainer says that a path leads to a container beside the model server's.
func (list stageStates) otherContainer(path string) bool {
	return slices.ContainsFunc(list, func(s stageState) bool {
		return s.container != "" && below(path, s.name+".containers") && !below(path, s.container)
	})
}

// off says that a path leads into a stage that is not deployed.
func (list stageStates) off(path string) bool {
	return slices.ContainsFunc(list, func(s stageState) bool { return below(path, s.name) && !s.deployed })
}
