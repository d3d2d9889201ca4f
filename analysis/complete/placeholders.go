package complete

import (
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
)

// placeholder answers in a here-document, or in a value that stands for one, where a placeholder or the name for one has
// been begun. ok is false elsewhere.
func (r *request) placeholder(name string) (ok bool) {
	word := nameAround(r.text, r.at)
	typed := r.text[word.Start:r.at]
	if i := strings.LastIndex(typed, catalog.PlaceholderPrefix); i >= 0 { // more may be joined in front by underscores
		word.Start += i
	} else if !begun(typed, minBegun) && !(len(typed) >= 2 && strings.HasPrefix(catalog.PlaceholderPrefix, typed)) {
		return false
	}
	r.list.Word = word
	bare := begun(typed, minBegun)
	r.placeholders(name, bare)
	return true
}

// placeholders adds what may stand in for a value in the file of a variable. bare says that the name is typed without
// what makes it a placeholder.
func (r *request) placeholders(name string, bare bool) {
	have := r.exported()
	stage, steps := r.stage(name)
	rank := func(v *catalog.Variable) int {
		if v.Name == name {
			return rankInert // its own file
		}
		return r.placeholderRank(v, have, stage, steps)
	}
	finish := func(i *Item) {
		i.Text, i.Filter = catalog.PlaceholderPrefix+i.Label, i.Label
		if !bare {
			i.Filter = i.Text
		}
	}
	r.names(rank, finish)
	for _, a := range r.outline.assigned {
		if v := r.s.Catalog().Lookup(a.name); v == nil && strings.HasPrefix(a.name, catalog.Prefix) {
			i := Item{Label: a.name, Kind: Variable, Detail: "of this file"}
			finish(&i)
			r.add(i)
		}
	}
	r.list.Items = slices.CompactFunc(r.list.Items, func(a, b Item) bool { return a.Label == b.Label })
}

// stage is the stage of a variable as the catalogue names it, and the steps that read its file. A file that the
// catalogue does not know is taken for one of the model server's.
func (r *request) stage(name string) (stage string, steps []string) {
	if v := r.s.Catalog().Lookup(name); v != nil {
		return v.Stage, v.RenderedIn()
	}
	return strings.ToLower(stageOf(name)), []string{catalog.StepModelService}
}

// placeholderRank puts the variables of the here-document's stage first, of each stage those that the file sets. One
// that is false or empty stops the framework, but may get another value. One that does not exist in a step which reads
// the file is not offered.
func (r *request) placeholderRank(v *catalog.Variable, have map[string]bool, stage string, steps []string) int {
	rank := 2 * distance(v.Stage, stage)
	def, hasDefault := r.s.Catalog().Default(v.Name)
	value := r.outline.value(v.Name)
	switch {
	case catalog.StepNames[v.Name] != nil:
		return stepRank(v.Name, steps)
	case v.Phase == "none" && !have[v.Name]:
		return rankNever
	case have[v.Name] && strings.EqualFold(value, "false"), !have[v.Name] && hasDefault && strings.EqualFold(def, "false"):
		return rank + 2*rankGroup
	case v.TakesFile(): // the name of a file, which is gone in the pod
		return rank + 3*rankGroup
	case have[v.Name]:
		return rank
	case v.Inert():
		return rank + rankInert
	case !hasDefault && v.Expression == "":
		return rank + rankGroup
	}
	return rank + 1
}

// stepRank puts a name first that exists in some steps only, where these are all that read the file. Of several the model
// itself is the likeliest; the picker's step knows its label alone.
func stepRank(name string, steps []string) int {
	for _, step := range steps {
		if !catalog.Exists(name, step) {
			return rankNever
		}
	}
	switch {
	case len(steps) == 0:
		return rankNever
	case name == catalog.CurrentModel, slices.Equal(steps, []string{catalog.StepPicker}):
		return 0
	}
	return rankGroup
}
