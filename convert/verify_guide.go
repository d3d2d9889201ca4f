package convert

import "sync"

// guideSide is what a comparison needs of the guide, whatever the scenario says. It is worked out once for all
// comparisons with one conversion, of which an editor makes one at each keystroke.
type guideSide struct {
	mu       sync.Mutex
	steps    map[carriedLeaf][]bodyStep
	commands map[string]command // by stage
}

// carriedLeaf is a leaf of a guide in the file of a variable.
type carriedLeaf struct{ chart, path, name string }

func newGuideSide() *guideSide {
	return &guideSide{steps: map[carriedLeaf][]bodyStep{}, commands: map[string]command{}}
}

// stepsTo gives the steps to a leaf, which are not changed.
func (g *guideSide) stepsTo(leaf carriedLeaf, work func() []bodyStep) []bodyStep {
	g.mu.Lock()
	defer g.mu.Unlock()
	made, ok := g.steps[leaf]
	if !ok {
		made = work()
		g.steps[leaf] = made
	}
	return made
}

// command gives the command line of a stage.
func (g *guideSide) command(stage string, work func() command) command {
	g.mu.Lock()
	defer g.mu.Unlock()
	made, ok := g.commands[stage]
	if !ok {
		made = work()
		g.commands[stage] = made
	}
	return made
}
