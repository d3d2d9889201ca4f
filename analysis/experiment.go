package analysis

import (
	"path"
	"slices"
	"strings"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// Plan is what an experiment file of the shell form plans, as it is written.
type Plan struct {
	Setup, Run Part
}

// Part is one half of a plan: what is varied between deployments, or between runs on one of them.
type Part struct {
	Factors    []*source.Node // what is varied, in the order of the values in treatments; only texts
	Listed     bool           // there is a list of factors, and all of them are texts
	Levels     []Variation    // in the order in which they are written
	Constants  []Variation    // what all treatments have in common, one value each
	Treatments []Treatment

	leveled map[string][]Value // the levels by factor, the first of equal names
}

// Variation is a factor, and values for it.
type Variation struct {
	Factor *source.Node
	Values []Value
}

// Treatment is an entry of the list of treatments: a value for each factor.
type Treatment struct {
	At     source.Span
	Values []Value
}

// Value is a value as it is written, and where.
type Value struct {
	Text string
	At   source.Span
}

// Inapplicable is what treatments give a factor that does not matter in them.
const Inapplicable = "NA"

// LevelsOf are the values that a factor takes by the plan. ok is false where it has no levels.
func (p *Part) LevelsOf(factor string) (values []Value, ok bool) {
	values = p.leveled[factor]
	return values, len(values) > 0
}

// ValuesOf lists the places at which a plan gives a factor, by its number, a value: its levels, and behind them its values
// in the treatments of which it is certain.
func (p *Part) ValuesOf(factor int) []Value {
	levels, _ := p.LevelsOf(p.Factors[factor].Text)
	list := slices.Clone(levels)
	for _, t := range p.Treatments {
		if p.Fits(t) {
			list = append(list, t.Values[factor])
		}
	}
	return list
}

// Fits says that a treatment has a value for each factor, so that it is certain which is whose.
func (p *Part) Fits(t Treatment) bool { return p.Listed && len(t.Values) == len(p.Factors) }

// Variables lists the places that name a variable: the factors, those that have levels, and the constants.
func (p *Part) Variables() []*source.Node {
	list := slices.Clone(p.Factors)
	for _, v := range slices.Concat(p.Levels, p.Constants) {
		list = append(list, v.Factor)
	}
	return list
}

// PlanOf reads an experiment file of the shell form. It is nil for any other file, the YAML form included.
func PlanOf(f *source.File) *Plan {
	if formOf(f) != catalog.ShellForm {
		return nil
	}
	root, _ := f.YAML()
	return &Plan{partOf(root.Get("setup")), partOf(root.Get("run"))}
}

// isExperiment says that a file is one of the framework's experiments, in either form.
func isExperiment(f *source.File) bool { return formOf(f) != "" }

// mayBeExperiment is a cheap look at a text before it is parsed.
func mayBeExperiment(text string) bool {
	return strings.Contains(text, "setup:") && (strings.Contains(text, "factors:") || strings.Contains(text, "levels:") ||
		strings.Contains(text, "constants:") || strings.Contains(text, "treatments:"))
}

// formOf tells the form of an experiment file, "" for any other file. In the shell form a set-up has two of the three keys
// that no other kind of file has together, or one of them and a variable; in the YAML form its treatments have names.
func formOf(f *source.File) string {
	if !mayBeExperiment(f.Text) {
		return ""
	}
	root, _ := f.YAML()
	setup := root.Get("setup")
	if treatments := setup.Get("treatments"); treatments != nil && slices.ContainsFunc(treatments.Items, func(n *source.Node) bool { return n.Get("name").Value() != "" }) {
		return catalog.YAMLForm
	}
	keys := 0
	for key, kind := range map[string]source.Kind{"factors": source.Sequence, "levels": source.Mapping, "treatments": source.Sequence} {
		if n := setup.Get(key); n != nil && (n.Kind == kind || n.Null()) {
			keys++
		}
	}
	varies := setup.Get("factors") != nil || setup.Get("levels") != nil || setup.Get("constants") != nil
	if keys >= 2 || varies && strings.Contains(f.Text, catalog.Prefix) {
		return catalog.ShellForm
	}
	return ""
}

// partOf reads one half of a plan.
func partOf(n *source.Node) Part {
	var p Part
	if factors := n.Get("factors"); factors != nil && factors.Kind == source.Sequence {
		p.Listed = true
		for _, item := range factors.Items {
			if item.Value() == "" {
				p.Listed = false // something is half typed
				continue
			}
			p.Factors = append(p.Factors, item)
		}
	}
	p.Levels = variations(n.Get("levels"), true)
	p.leveled = make(map[string][]Value, len(p.Levels))
	for _, v := range slices.Backward(p.Levels) {
		p.leveled[v.Factor.Text] = v.Values
	}
	p.Constants = variations(n.Get("constants"), false)
	if treatments := n.Get("treatments"); treatments != nil {
		for _, item := range treatments.Items {
			if values := valuesIn(item, true); len(values) > 0 {
				p.Treatments = append(p.Treatments, Treatment{item.At, values})
			}
		}
	}
	return p
}

// variations reads a mapping of names to values, or a list of such mappings.
func variations(n *source.Node, several bool) []Variation {
	if n == nil {
		return nil
	}
	var list []Variation
	for _, p := range n.Pairs {
		if p.Key.Kind == source.Scalar && p.Key.Text != "" {
			list = append(list, Variation{p.Key, valuesIn(p.Value, several)})
		}
	}
	for _, item := range n.Items {
		if item.Kind == source.Mapping {
			list = append(list, variations(item, several)...)
		}
	}
	return list
}

// valuesIn reads the values of a text, which commas separate where there are several, or of a list.
func valuesIn(n *source.Node, several bool) []Value {
	if n.Kind == source.Sequence {
		var list []Value
		for _, item := range n.Items {
			if item.Value() != "" {
				list = append(list, Value{item.Text, item.Place(whole(item))})
			}
		}
		return list
	}
	if n.Value() == "" {
		return nil
	}
	if !several {
		return []Value{{n.Text, n.Place(whole(n))}}
	}
	var list []Value
	place, start := n.Places(), 0
	for text := range strings.SplitSeq(n.Text, ",") {
		bare := strings.TrimSpace(text)
		from := start + strings.Index(text, bare)
		list = append(list, Value{bare, place(source.Span{Start: from, End: from + len(bare)})})
		start += len(text) + 1
	}
	return list
}

// experimentEndings are what stands behind a scenario's name in the name of an experiment on it, the longest first.
var experimentEndings = []string{".experiment.yaml", ".experiment.yml", ".yaml", ".yml"}

// scenarioNamed is the name of the scenario that an experiment is about, by its comment, else by its own name.
func scenarioNamed(f *source.File) string {
	if name, _, ok := convert.ExperimentOn(f); ok {
		return name
	}
	base := path.Base(f.Path)
	for _, ending := range experimentEndings {
		if name, ok := strings.CutSuffix(base, ending); ok {
			return name
		}
	}
	return base
}

// maxScenariosOf bounds how many scenarios an experiment is held against.
const maxScenariosOf = 4

// ScenariosOf lists the scenarios that an experiment is about, by path: the one beside it, else the one where scenarios
// are generated, else all in the workspace that have the name.
func ScenariosOf(s *Snapshot, f *source.File) []string {
	name := scenarioNamed(f)
	s.read.name(name)
	if name == "" || strings.ContainsAny(name, "/\\") {
		return nil
	}
	near := []string{path.Dir(f.Path)}
	if folder := s.folderOf(f.Path); folder != "" {
		near = append(near, path.Join(folder, s.settings.ScenarioFolder))
	}
	for _, dir := range near {
		p := path.Join(dir, name+".sh")
		if g, err := s.File(p); err == nil && KindOf(g) == Scenario {
			return []string{p}
		}
	}
	list := s.index.Named(name)
	return list[:min(len(list), maxScenariosOf)]
}
