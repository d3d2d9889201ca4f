package convert

import (
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Convert plans a guide's scenario, writes it, reads it back, and holds it against the guide: a result that loses or
// changes something is not given out. Errors are sentences for the user.
func Convert(g *guide.Guide, c *catalog.Catalog, o Options) (*Result, error) {
	r, err := Plan(g, c, o)
	if err != nil {
		return nil, err
	}
	script, _ := scenario.Read(source.New(g.FileName()+".sh", 0, r.Scenario.Shell()), c.Default)
	return r, Verify(r, script).ErrorOf()
}

// Options choose between forms of a scenario.
type Options struct {
	// Workarounds writes the form that survives the framework's faults where there is one, and leaves out what breaks
	// the deployment, in place of the form that the framework's documentation asks for.
	Workarounds bool
}
