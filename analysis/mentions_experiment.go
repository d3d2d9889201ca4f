package analysis

import (
	"slices"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// experiment adds what an experiment file names. Of the YAML form, which has keys of YAML scenarios in it, that is no more
// than its own keys.
func (r *mentionReader) experiment(f *source.File) {
	root, _ := f.YAML()
	r.experimentKeys(root, "", own(f))
	plan := PlanOf(f)
	if plan == nil {
		return
	}
	if name, at, ok := convert.ExperimentOn(f); ok {
		r.add(Mention{Subject: ScenarioFile, Name: name, At: at, Role: Remarks})
	}
	r.planNames(f, root)
	for i, factor := range plan.Setup.Factors {
		if subject, ok := namedBy[factor.Text]; ok {
			r.values(subject, plan.Setup.ValuesOf(i))
		}
	}
	for _, v := range plan.Setup.Constants {
		if subject, ok := namedBy[v.Factor.Text]; ok {
			r.values(subject, v.Values)
		}
	}
}

// planNames adds the variables that a plan names, which all belong to the scenario. What stands in no text of the file is
// in a comment.
func (r *mentionReader) planNames(f *source.File, root *source.Node) {
	texts := scalarsIn(root, nil)
	slices.SortFunc(texts, func(a, b source.Span) int { return a.Start - b.Start })
	names := scenario.FindNames(f.Text)
	for i := range names {
		at := names[i].At
		j, found := slices.BinarySearchFunc(texts, at.Start, func(s source.Span, start int) int { return s.Start - start })
		if !found && (j == 0 || texts[j-1].End <= at.Start) {
			names[i].Use = scenario.Remarked
		}
	}
	r.names(names)
}

// scalarsIn lists the places of all texts of a tree.
func scalarsIn(n *source.Node, list []source.Span) []source.Span {
	if n.Kind == source.Scalar {
		return append(list, n.At)
	}
	for _, p := range n.Pairs {
		list = scalarsIn(p.Value, append(list, p.Key.At))
	}
	for _, item := range n.Items {
		list = scalarsIn(item, list)
	}
	return list
}

// values adds values that name something of the framework.
func (r *mentionReader) values(subject Subject, values []Value) {
	for _, v := range values {
		if v.Text != "" && v.Text != Inapplicable {
			r.add(Mention{Subject: subject, Name: v.Text, At: v.At})
		}
	}
}

// experimentKeys adds the keys that belong to experiment files, as far as the catalogue knows them.
func (r *mentionReader) experimentKeys(n *source.Node, at string, locate located) {
	for _, p := range n.Pairs {
		name := p.Key.Text
		if at != "" {
			name = at + "." + name
		}
		if catalog.ExperimentKeyOf(name) != nil {
			r.node(p.Key, locate, Mention{Subject: ExperimentKey, Name: name})
			r.experimentKeys(p.Value, name, locate)
		}
	}
	for _, item := range n.Items {
		r.experimentKeys(item, at+"[]", locate)
	}
}
