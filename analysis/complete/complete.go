// Package complete answers what could be typed at a place of a file: in scenarios the variables, their values, whole
// blocks and what stands in here-documents, in guides what no schema of a chart or of Kubernetes knows.
//
// A text that is being typed is broken most of the time, so the places are read from the lines around the cursor and not
// from the trees that everything else is read from. All work is bounded by the file at hand; what a scenario lacks is
// told by the guide that its head names, whose conversion is kept between keystrokes.
package complete

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Kind tells what an item is, for the sign that an editor shows in front of it.
type Kind uint8

// The kinds of items.
const (
	Variable  Kind = iota // a variable of the framework or of a container
	Value                 // a value
	Flag                  // a flag on a command line
	Type                  // a type of plugin
	Key                   // a key of YAML
	Reference             // a name that is given elsewhere in the file
	File                  // the name of a file
	Block                 // several lines
)

// Item is one thing that could be typed.
type Item struct {
	Label   string
	Detail  string // a few words beside the label
	Kind    Kind
	Text    string // what takes the place of the half-typed word, in the file's line endings
	Snippet string // the same with places to fill in, as a snippet of the protocol; "" where there are none
	Filter  string // what the half-typed word is compared with
	Gone    bool   // it has no effect any more
	About   Topic
	rank    int // the smaller, the further up
}

// List is what could be typed at a place, the likeliest first.
type List struct {
	Items []Item
	Word  source.Span // what an item replaces; on one line, with the cursor in it or at its end
	Cut   bool        // there are more, which a longer word would bring
}

// MaxItems bounds the items of a list.
const MaxItems = 500

// At lists what could be typed at an offset of a file. trigger is the character whose typing led to the question, "" for
// any other reason: a list that nobody has asked for is only given where it fits. The list is empty for files that are
// not ours.
func At(s *analysis.Snapshot, path string, at int, trigger string) List {
	f, err := s.File(path)
	if err != nil || at < 0 || at > len(f.Text) || len(f.Text) > source.MaxSize || f.Binary() {
		return List{}
	}
	r := &request{s: s, f: f, text: f.Text, at: at, trigger: trigger}
	r.list.Word = source.Span{Start: at, End: at}
	r.guide = sync.OnceValue(r.readGuide)
	switch analysis.KindOf(f) {
	case analysis.Scenario:
		r.scenario()
	case analysis.GuideValues, analysis.Manifest, analysis.PluginConfig:
		r.guideFile(analysis.KindOf(f))
	case analysis.Experiment:
		r.experiment()
	case analysis.Helmfile:
		r.remark()
	case analysis.Other:
		r.firstExport()
	}
	return r.finish()
}

// request is one question.
type request struct {
	s       *analysis.Snapshot
	f       *source.File
	text    string
	at      int
	trigger string
	margin  string   // what further lines of an item begin with: tabs that the shell takes away
	outline *outline // of a scenario
	guide   func() map[string]scenario.Setting
	list    List
	once    map[string]bool // labels that addOnce has added
}

// asked says that a list may be given where nothing has been typed yet.
func (r *request) asked(word source.Span) bool { return r.trigger == "" || word.Start < r.at }

// add adds an item. An item without a text is its label.
func (r *request) add(i Item) {
	if i.Text == "" {
		i.Text = i.Label
	}
	if i.Filter == "" {
		i.Filter = i.Label
	}
	r.list.Items = append(r.list.Items, i)
}

// addOnce adds an item unless it has added one of the same label.
func (r *request) addOnce(i Item) {
	if r.once == nil {
		r.once = map[string]bool{}
	}
	if !r.once[i.Label] {
		r.once[i.Label] = true
		r.add(i)
	}
}

// finish sorts the items, and cuts off what is too much: first what does not fit the half-typed word.
func (r *request) finish() List {
	list := &r.list
	if len(list.Items) > MaxItems {
		typed := r.text[list.Word.Start:r.at]
		list.Items = slices.DeleteFunc(list.Items, func(i Item) bool { return !fits(typed, i.Filter) })
	}
	list.Items = sorted(list.Items)
	list.Cut = list.Cut || len(list.Items) > MaxItems
	list.Items = list.Items[:min(len(list.Items), MaxItems)]
	lineBreak := "\n" + r.margin
	if strings.Contains(r.text, "\r\n") {
		lineBreak = "\r" + lineBreak
	}
	if lineBreak != "\n" {
		for i := range list.Items {
			item := &list.Items[i]
			item.Text, item.Snippet = strings.ReplaceAll(item.Text, "\n", lineBreak), strings.ReplaceAll(item.Snippet, "\n", lineBreak)
		}
	}
	return *list
}

// sorted puts items in their order. It moves them once, since they are large.
func sorted(items []Item) []Item {
	order := make([]*Item, len(items))
	for i := range items {
		order[i] = &items[i]
	}
	slices.SortStableFunc(order, func(a, b *Item) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), strings.Compare(a.Label, b.Label))
	})
	made := make([]Item, len(items))
	for i, item := range order {
		made[i] = *item
	}
	return made
}

// fits says that the letters of a word occur in a text in their order, which is what editors look for.
func fits(word, text string) bool {
	for _, c := range strings.ToLower(word) {
		i := strings.IndexRune(strings.ToLower(text), c)
		if i < 0 {
			return false
		}
		text = text[i+1:]
	}
	return true
}

// readGuide gives what the guide's own scenario sets, by variable; nothing for a scenario that names no guide.
func (r *request) readGuide() map[string]scenario.Setting {
	made := analysis.NamedGuide(r.s, r.f)
	if made == nil {
		return nil
	}
	found := map[string]scenario.Setting{}
	for _, s := range made.Scenario.Settings() {
		found[s.Var] = s
	}
	return found
}

// stages are the stages of the model server as names of variables have them.
var stages = []string{"DECODE", "PREFILL"}

// stageOf is the stage whose variable a name is, "" for others.
func stageOf(name string) string {
	for _, stage := range stages {
		if strings.HasPrefix(name, stagePrefix+stage+"_") {
			return stage
		}
	}
	return ""
}

const stagePrefix = catalog.Prefix + "VLLM_MODELSERVICE_"

// otherStage is the variable of the other stage that has the same end, "" for variables of no stage.
func otherStage(name string) string {
	for i, stage := range stages {
		if rest, ok := strings.CutPrefix(name, stagePrefix+stage+"_"); ok {
			return stagePrefix + stages[1-i] + "_" + rest
		}
	}
	return ""
}

// settable says that scenarios usually set a variable.
func settable(name string) bool { return convert.Settable()[name] }
