package convert

import (
	"fmt"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
)

// Convert plans a guide's scenario, writes it, reads it back, and holds it against the guide: a result that loses or
// changes something is not given out. Errors are sentences for the user.
func Convert(g *guide.Guide, c *catalog.Catalog, o Options) (*Result, error) {
	r, err := Plan(g, c, o)
	if err != nil {
		return nil, err
	}
	script := r.read()
	if len(r.problems) > 0 { // a guide of extraordinary size, since what is written is shell
		return nil, fmt.Errorf("%s: the scenario of this guide cannot be read back: %s", g.Rel(g.Dir), r.problems[0].Message)
	}
	return r, Verify(r, script).ErrorOf()
}

// Options choose between forms of a scenario.
type Options struct {
	// Workarounds writes the form that survives the framework's faults where there is one, and leaves out what breaks
	// the deployment, in place of the form that the framework's documentation asks for.
	Workarounds bool
}
