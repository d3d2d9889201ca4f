package complete

import (
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// experimentItem is something that could be typed at a place of an experiment file.
type experimentItem struct {
	Label  string
	Detail string // a few words beside the label
	About  string // the variable, or the path of the key, whose meaning explains it; "" for values
	Text   string // what takes the place of the half-typed word
	At     source.Span
}

// experiment lists what could be typed in an experiment file, keys in the order in which they are usually written.
func (r *request) experiment() {
	line := strings.TrimLeft(r.text[strings.LastIndexByte(r.text[:r.at], '\n')+1:r.at], " ")
	switch {
	case strings.HasPrefix(line, "#"):
		r.remark()
		return
	case r.trigger != "" && line == "": // a margin that is being typed
		return
	}
	for n, found := range experimentCompletions(r.s, r.f, r.at) {
		i := Item{Label: found.Label, Detail: found.Detail, Kind: Value, Text: found.Text, rank: n}
		switch {
		case strings.HasPrefix(found.About, catalog.Prefix):
			i.Kind, i.About = Variable, Topic{AboutVariable, found.About}
		case found.About != "":
			i.Kind, i.About = Key, Topic{AboutExperimentKey, found.About}
		}
		r.list.Word = found.At
		r.addOnce(i)
	}
}

// experimentCompletions lists what could be typed at an offset of an experiment file of the shell form: keys, variables to
// vary, and values that a variable may have. It is empty elsewhere, in other files, and in the YAML form.
func experimentCompletions(s *analysis.Snapshot, f *source.File, at int) []experimentItem {
	plan := analysis.PlanOf(f)
	if plan == nil || at < 0 || at > len(f.Text) {
		return nil
	}
	spot, ok := experimentSpotAt(f.Text, at)
	if !ok {
		return nil
	}
	w := experimentWriter{s: s, f: f, plan: plan, spot: spot}
	half, rest, _ := strings.Cut(spot.path, ".")
	part := map[string]*analysis.Part{"": nil, "setup": &plan.Setup, "run": &plan.Run}[half]
	switch {
	case spot.key && rest == "":
		w.keys()
	case part == nil:
	case spot.key && rest == "levels":
		w.factorsWithoutLevels(part)
	case half == "setup" && (spot.key && rest == "constants" || !spot.key && rest == "factors"):
		w.variables()
	case !spot.key && rest == "treatments":
		w.treatment(part, half == "setup")
	case half == "setup" && !spot.key && (strings.HasPrefix(rest, "levels.") || strings.HasPrefix(rest, "constants.")):
		_, name, _ := strings.Cut(rest, ".")
		w.values(w.worth(name))
	}
	return w.list
}

// experimentWriter collects what could be typed at a spot.
type experimentWriter struct {
	s    *analysis.Snapshot
	f    *source.File
	plan *analysis.Plan
	spot experimentSpot
	list []experimentItem
}

func (w *experimentWriter) add(i experimentItem) {
	i.At = w.spot.word
	if i.Text == "" {
		i.Text = i.Label
	}
	if w.spot.key && !strings.HasPrefix(strings.TrimLeft(w.f.Text[i.At.End:], `"' `), ":") {
		i.Text += ":"
	}
	w.list = append(w.list, i)
}

// keys adds the keys of the shell form that are not there yet.
func (w *experimentWriter) keys() {
	root, _ := w.f.YAML()
	for _, k := range catalog.ExperimentKeys() {
		above, key := "", k.Path
		if i := strings.LastIndexByte(k.Path, '.'); i >= 0 {
			above, key = k.Path[:i], k.Path[i+1:]
		}
		if above != w.spot.path || k.Form == catalog.YAMLForm {
			continue
		}
		if n := root.Get(strings.Split(k.Path, ".")...); n == nil || w.isTyped(key) {
			w.add(experimentItem{Label: key, Detail: k.Kind, About: k.Path})
		}
	}
}

// isTyped says that a word is what stands at the spot.
func (w *experimentWriter) isTyped(word string) bool {
	return w.f.Text[w.spot.word.Start:w.spot.word.End] == word
}

// variables adds the variables that something reads and that the set-up does not name yet.
func (w *experimentWriter) variables() {
	named := map[string]bool{}
	for _, n := range slices.Concat(w.plan.Setup.Factors, constantsOf(w.plan)) {
		named[n.Text] = !w.isTyped(n.Text)
	}
	for _, name := range w.s.Catalog().Names() {
		if v := w.s.Catalog().Lookup(name); !v.Inert() && !named[name] {
			w.add(experimentItem{Label: name, Detail: v.Kind, About: name})
		}
	}
}

func constantsOf(plan *analysis.Plan) []*source.Node {
	var list []*source.Node
	for _, c := range plan.Setup.Constants {
		list = append(list, c.Factor)
	}
	return list
}

// factorsWithoutLevels adds the factors that have no levels yet.
func (w *experimentWriter) factorsWithoutLevels(part *analysis.Part) {
	for _, n := range part.Factors {
		if _, ok := part.LevelsOf(n.Text); !ok || w.isTyped(n.Text) {
			about := ""
			if w.s.Catalog().Lookup(n.Text) != nil {
				about = n.Text
			}
			w.add(experimentItem{Label: n.Text, Detail: "factor", About: about})
		}
	}
}

// treatment adds the levels of the factor that a value of a treatment belongs to, what it may be else, and the word for
// one that does not matter.
func (w *experimentWriter) treatment(part *analysis.Part, isSetup bool) {
	if w.spot.index >= len(part.Factors) || !part.Listed {
		return
	}
	factor := part.Factors[w.spot.index].Text
	levels, ok := part.LevelsOf(factor)
	for _, level := range levels {
		if level.Text != "" && !slices.ContainsFunc(w.list, func(i experimentItem) bool { return i.Label == level.Text }) {
			w.add(experimentItem{Label: level.Text, Detail: "level of " + factor})
		}
	}
	if !ok && isSetup {
		w.values(w.worth(factor))
	}
	w.add(experimentItem{Label: analysis.Inapplicable, Detail: "does not matter here"})
}

func (w *experimentWriter) values(list []experimentItem) {
	for _, i := range list {
		if !slices.Contains(w.spot.others, i.Label) {
			w.add(i)
		}
	}
}

// worth lists the values that a variable may have, as far as there is a choice of some.
func (w *experimentWriter) worth(name string) []experimentItem {
	var list []experimentItem
	switch v := w.s.Catalog().Lookup(name); {
	case v == nil:
	case name == harnessName:
		for _, h := range catalog.Harnesses() {
			list = append(list, experimentItem{Label: h.Name, Detail: "harness"})
		}
	case name == profileName:
		harness := w.harness()
		for _, p := range catalog.Profiles(harness) {
			list = append(list, experimentItem{Label: p.File, Detail: harness})
		}
	case name == configFile:
		for _, p := range catalog.Presets() {
			list = append(list, experimentItem{Label: p.File, Detail: "preset"})
		}
	case v.Kind == "bool" && len(v.Values) == 0:
		list = []experimentItem{{Label: "true"}, {Label: "false"}}
	default:
		for _, value := range v.Values {
			list = append(list, experimentItem{Label: value})
		}
	}
	return list
}

// harness is the load generator that runs in the experiment: the one that is constant in it, else that of its scenario.
func (w *experimentWriter) harness() string {
	for _, c := range w.plan.Setup.Constants {
		if c.Factor.Text == harnessName && len(c.Values) > 0 {
			return c.Values[0].Text
		}
	}
	for _, p := range analysis.ScenariosOf(w.s, w.f) {
		if f, err := w.s.File(p); err == nil {
			script, _ := w.s.Script(f)
			if v, set := script.Value(harnessName); set && v.Known {
				return v.Text
			}
		}
	}
	return catalog.DefaultHarness().Name
}
