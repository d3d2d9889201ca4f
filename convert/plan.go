// Package convert turns a guide into a scenario. Plan walks over the guide's values and gives each to the variable that
// the mapping names; every value ends in exactly one place, and the result says in which.
package convert

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Result is a converted guide.
type Result struct {
	Guide    *guide.Guide
	Scenario *scenario.Scenario
	Entries  []Entry // one for each leaf of the guide, in order
	Counts   []Count // what guide and scenario have of each thing, by stage

	renamed  map[string]string // plugin config files that have another name in the scenario
	script   *scenario.Script  // the scenario, written and read back
	problems []source.Problem  // of reading it back
	catalog  *catalog.Catalog  // with the defaults that the conversion reckoned with
	side     guideSide
}

// read writes the scenario and reads it back, once.
func (r *Result) read() *scenario.Script {
	if r.script == nil {
		r.script, r.problems = scenario.Read(source.New(r.Guide.FileName()+".sh", 0, r.Scenario.Shell()), r.catalog.Default)
	}
	return r.script
}

// The sections of a scenario, in order.
const (
	sectionModel   = "Model"
	sectionCharts  = "Helm charts"
	sectionImages  = "Images"
	sectionRouting = "Gateway and routing"
	sectionCommon  = "Model server: settings shared by the stages"
	sectionDecode  = "Decode stage"
	sectionPrefill = "Prefill stage"
	sectionPicker  = "Endpoint picker"
	sectionRun     = "Benchmark"
)

var sectionOrder = []string{
	sectionModel, sectionCharts, sectionImages, sectionRouting, sectionCommon, sectionDecode, sectionPrefill, sectionPicker, sectionRun,
}

var stageSection = map[string]string{guide.Decode: sectionDecode, guide.Prefill: sectionPrefill}

// planner collects settings and outcomes while it goes through a guide.
type planner struct {
	guide    *guide.Guide
	catalog  *catalog.Catalog
	options  Options
	settings map[string][]scenario.Setting // by section
	entries  []Entry
	byPath   []int                  // the entries' indexes, sorted by chart and path, made when first needed
	byNode   map[*source.Node][]int // the entries' indexes by value, made when first needed
	envs     map[string][]envEntry  // by stage, once read
	commands map[string]command     // by stage
	renamed  map[string]string      // plugin config files that get another name
}

// Plan converts a guide. The error is a sentence for the user: a guide without a model name cannot be converted.
func Plan(g *guide.Guide, c *catalog.Catalog, o Options) (*Result, error) {
	p := &planner{guide: g, catalog: c, options: o, settings: map[string][]scenario.Setting{}, commands: map[string]command{}, envs: map[string][]envEntry{}}
	for _, leaf := range g.Leaves() {
		p.entries = append(p.entries, Entry{Leaf: leaf})
	}
	if _, ok := p.find(ms, "modelArtifacts", "name"); !ok || g.Values(ms).Get("modelArtifacts", "name").Value() == "" {
		return nil, fmt.Errorf("%s: the guide names no model: modelArtifacts.name is missing", g.Rel(modelFile(g)))
	}
	for _, stage := range guide.Stages {
		c, _ := g.Stage(stage).Container()
		p.commands[stage] = readCommand(c)
	}
	p.model()
	p.charts()
	p.images()
	p.routing()
	p.common()
	for _, stage := range guide.Stages {
		p.stage(stage)
	}
	p.picker()
	p.run()
	p.settle()
	r := &Result{Guide: g, Scenario: p.scenario(), Entries: p.entries, renamed: p.renamed, catalog: c}
	r.Counts = count(g, func(name string) (string, bool) {
		set, ok := r.Scenario.Lookup(name)
		return set.Content(), ok && set.File
	})
	return r, nil
}

// modelFile is the file that says most about the model server.
func modelFile(g *guide.Guide) string {
	if n := g.Values(ms); n != nil && n.File != nil {
		return n.File.Path
	}
	return g.Dir
}

// place is a value of the guide with the path that leads to it.
type place struct {
	chart guide.Chart
	path  string
	key   *source.Node
	node  *source.Node
}

// find looks a value up from the top of a chart's values.
func (p *planner) find(c guide.Chart, keys ...string) (place, bool) {
	return place{chart: c, node: p.guide.Values(c)}.get(keys...)
}

// get looks a value up below a place. Null is as good as absent.
func (pl place) get(keys ...string) (place, bool) {
	for _, key := range keys {
		pair, ok := pl.node.Pair(key)
		if !ok {
			return place{}, false
		}
		pl = place{pl.chart, guide.Join(pl.path, key), pair.Key, pair.Value}
	}
	return pl, !pl.node.Null()
}

// item is a list item below a place.
func (pl place) item(i int) place {
	return place{pl.chart, fmt.Sprintf("%s[%d]", pl.path, i), nil, pl.node.Items[i]}
}

// add appends a setting to a section.
func (p *planner) add(section string, s scenario.Setting) {
	p.settings[section] = append(p.settings[section], s)
}

// has says whether a variable is set already, and to what.
func (p *planner) has(name string) (*scenario.Setting, bool) {
	for _, section := range sectionOrder {
		for i := range p.settings[section] {
			if p.settings[section][i].Var == name {
				return &p.settings[section][i], true
			}
		}
	}
	return nil, false
}

// copy gives a value to the variable that the mapping names for it.
func (p *planner) copy(section string, pl place, notes ...string) {
	field, _ := FieldOf(pl.chart, pl.path)
	text := p.spell(field.Var, pl.node)
	if field.How == Lost && p.options.Workarounds {
		p.mark(pl, NotMappable, field.Var, field.Note)
		return
	}
	if field.How == Lost && len(notes) == 0 {
		notes = []string{field.Note + "."}
	}
	if set, ok := p.has(field.Var); ok {
		p.again(set, pl, text)
		return
	}
	if def, ok := p.catalog.Default(field.Var); ok && field.Quiet && def == text {
		p.mark(pl, Equal, field.Var, fmt.Sprintf("the framework's default is %s", def))
		return
	}
	s := scenario.Setting{Var: field.Var, Text: text, From: p.cite(pl), Notes: notes}
	if len(s.From) == 0 {
		s.Why = "concluded from what the guide's manifests hold: " + pl.path + " is " + text
	}
	p.add(section, s)
	p.mark(pl, Carried, field.Var, field.Note)
}

// again is for a variable that two values of the guide share: the first one counts, and a different second one is said
// to be lost.
func (p *planner) again(set *scenario.Setting, pl place, text string) {
	if set.Text == text {
		set.From = append(set.From, p.cite(pl)...)
		p.mark(pl, Carried, set.Var, "the same variable carries both")
		return
	}
	reason := fmt.Sprintf("%s holds %s, and there is no second variable", set.Var, set.Text)
	set.Notes = append(set.Notes, fmt.Sprintf("%s asks for %s, which cannot be said beside this: %s.", pl.path, text, "there is one variable for both"))
	p.mark(pl, NotMappable, set.Var, reason)
}

// spell writes a value as the framework reads it: booleans of any spelling as true and false.
func (p *planner) spell(name string, n *source.Node) string {
	if v := p.catalog.Lookup(name); v != nil && v.Kind == "bool" {
		if b, ok := n.Bool(); ok {
			return fmt.Sprint(b)
		}
	}
	return n.Text
}

// scenario puts the sections together.
func (p *planner) scenario() *scenario.Scenario {
	g := p.guide
	s := &scenario.Scenario{
		Title: fmt.Sprintf("Scenario for the guide %s", g.Name),
		About: []string{
			fmt.Sprintf(basedOn+"%s (environment: %s)", g.Rel(g.Dir), g.Environment),
			"Converted by llmdbench-ls for llm-d-benchmark " + catalog.FrameworkVersion + ".",
			"SOURCE comments give file, lines and text of the guide that a setting comes from.",
		},
	}
	if len(g.Hierarchy) > 0 {
		s.About = append(s.About, "", "Kustomize hierarchy, each built on what is indented below it:")
		for _, line := range g.Hierarchy {
			s.About = append(s.About, "  "+line)
		}
	}
	if g.Rel(g.Dir) == g.Dir || g.Root == g.Dir {
		s.About[0] = fmt.Sprintf(basedOn+"%s (environment: %s)", g.Name, g.Environment)
	}
	for _, title := range sectionOrder {
		if len(p.settings[title]) > 0 {
			s.Sections = append(s.Sections, scenario.Section{Title: title, Settings: p.settings[title]})
		}
	}
	s.Closing = remarks(p.guide, p.entries)
	if len(g.Problems) > 0 {
		var text []string
		for _, problem := range g.Problems {
			text = append(text, fmt.Sprintf("%s:%d %s", g.Rel(problem.Path), problem.Line, problem.Message))
		}
		s.Closing = append([]scenario.Remark{{Title: "In the guide, but not read", Lines: text}}, s.Closing...)
	}
	return s
}

// remarks lists what is not carried, at the end of the scenario.
func remarks(g *guide.Guide, entries []Entry) []scenario.Remark {
	var list []scenario.Remark
	for _, kind := range []struct {
		outcome Outcome
		title   string
	}{
		{NotMappable, "In the guide, but not in this scenario: no variable can carry it"},
		{LeftToFrame, "In the guide, but left to the framework, which has its own way"},
		{Equal, "In the guide, and equal to the framework's default, so not set here"},
	} {
		if text := remarkLines(g, entries, kind.outcome); len(text) > 0 {
			list = append(list, scenario.Remark{Title: kind.title, Lines: text})
		}
	}
	return list
}

// remarkLines lists the leaves with one outcome; neighbours with the same reason share it.
func remarkLines(g *guide.Guide, entries []Entry, outcome Outcome) []string {
	picked := slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool { return e.Outcome != outcome })
	var text []string
	for i, e := range picked {
		text = append(text, fmt.Sprintf("%s:%d %s: %s", g.Rel(fileOf(e.Node)), lineOf(e.Leaf), e.Path, excerpt(e.Node)))
		if i+1 == len(picked) || picked[i+1].Reason != e.Reason || parent(picked[i+1].Path) == "" {
			text = append(text, "    "+e.Reason)
		}
	}
	return text
}

func fileOf(n *source.Node) string {
	if n.File == nil {
		return ""
	}
	return n.File.Path
}

func lineOf(l guide.Leaf) int {
	n := l.Node
	if l.Key != nil && l.Key.File == n.File {
		n = l.Key
	}
	if n.File == nil {
		return 0
	}
	return n.File.Line(n.At.Start) + 1
}

const excerptLength = 60

// excerpt is a value on one line, cut where it is long.
func excerpt(n *source.Node) string {
	text := scalarText(n, 0)
	if n.Kind == source.Scalar {
		text = strings.Join(strings.Fields(n.Text), " ")
	}
	if r := []rune(text); len(r) > excerptLength {
		return string(r[:excerptLength]) + "..."
	}
	return text
}
