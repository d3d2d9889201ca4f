package convert

import (
	"slices"
	"strings"

	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

// DeployedAt is where something stands in a document of a preview.
type DeployedAt struct {
	Document deploy.Kind
	At       source.Span // in bytes of the document's text
	Value    string
}

// Deployment finds the leaves of a guide in what is deployed from a scenario.
type Deployment struct{ v *verifier }

// NewDeployment prepares the search for a guide's leaves in a preview.
func NewDeployment(r *Result, p *deploy.Preview) *Deployment {
	v := newVerifier(r, p.Script)
	v.deployed = p
	return &Deployment{v}
}

// Of finds what a leaf became: the value at its own path in the chart's values, else its place in what a file of the
// scenario became, else what is deployed because of its variable. ok is false for leaves that no variable carries, and
// where nothing of them is deployed.
func (d *Deployment) Of(c *Checked) (at DeployedAt, ok bool) {
	if c.Node == nil || c.Var == "" || c.Path == guide.VersionPath || c.Outcome == LeftToFrame || c.Outcome == NotMappable {
		return at, false
	}
	if n := d.v.deployedNode(c.Entry); n != nil && len(n.Pairs)+len(n.Items) == 0 && !strings.HasSuffix(c.Var, "_EXTRA_ARGS") {
		return DeployedAt{documents[string(c.Chart)], n.At, n.Text}, true
	}
	for _, name := range NamesOf(c.Var) {
		if at, ok = d.inFile(c, name); ok {
			return at, true
		}
		if at, ok = d.inCommand(c, name); ok {
			return at, true
		}
	}
	for _, name := range NamesOf(c.Var) {
		if at, ok = d.because(name); ok {
			return at, true
		}
	}
	return at, false
}

// inFile finds a leaf in the part of the deployed values that a variable's file became.
func (d *Deployment) inFile(c *Checked, name string) (at DeployedAt, ok bool) {
	set, known := d.v.result.Scenario.Lookup(name)
	if !known || !set.File || strings.HasSuffix(name, "_EXTRA_ARGS") {
		return at, false
	}
	root, placed := d.v.deployedTree(name)
	if !placed || root == nil {
		return at, false
	}
	found := []*source.Node{root}
	for _, step := range d.v.steps(c.Entry, name) {
		found = d.v.in(step, found)
	}
	if len(found) == 0 {
		return at, false
	}
	n := found[len(found)-1]
	kind := deploy.ModelService
	if strings.HasPrefix(name, gaiePrefix) || strings.HasSuffix(name, "_PROVIDER_CONFIG") {
		kind = deploy.InferencePool
	}
	return DeployedAt{kind, n.At, n.Text}, true
}

const gaiePrefix = "LLMDBENCH_VLLM_MODELSERVICE_GAIE_"

// inCommand finds the line of a stage's command line that has a leaf's words.
func (d *Deployment) inCommand(c *Checked, name string) (at DeployedAt, ok bool) {
	doc := d.v.deployed.Document(deploy.ModelService)
	for _, stage := range guide.Stages {
		if name != stageVar(stage, "EXTRA_ARGS") {
			continue
		}
		n := first(first(doc.Root().Get(stage, "containers")).Get("args"))
		if n == nil {
			return at, false
		}
		f := source.New(doc.Name, 0, doc.Text)
		line := lineWith(f, f.Line(n.At.Start), f.Line(max(n.At.Start, n.At.End-1)), c.Node.Text)
		return DeployedAt{doc.Kind, f.LineSpan(line), strings.TrimSpace(f.LineText(line))}, true
	}
	return at, false
}

// because finds the first value that is deployed because of a variable.
func (d *Deployment) because(name string) (at DeployedAt, ok bool) {
	for i := range d.v.deployed.Documents {
		doc := &d.v.deployed.Documents[i]
		for _, leaf := range doc.Leaves() {
			if leaf.Origin.By == deploy.ByScenario && leaf.Origin.Var == name {
				return DeployedAt{doc.Kind, leaf.Node.At, leaf.Node.Text}, true
			}
		}
	}
	return at, false
}

// lineWith is the first of some lines that has the words of a text one behind the other, the first of all where none has.
func lineWith(f *source.File, first, last int, text string) int {
	wanted := flagWords(text)
	for line := first; line <= last && len(wanted) > 0; line++ {
		have := flagWords(f.LineText(line))
		for i := 0; i+len(wanted) <= len(have); i++ {
			if slices.Equal(have[i:i+len(wanted)], wanted) {
				return line
			}
		}
	}
	return first
}

// flagWords are the words of a command line, a flag and the value behind its equals sign being two.
func flagWords(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '=' || r == '"' || r == '\'' })
}
