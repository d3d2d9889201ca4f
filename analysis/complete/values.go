package complete

import (
	"maps"
	"slices"
	"strings"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// The variables whose values name something of the framework.
const (
	harnessName      = catalog.HarnessName
	profileName      = catalog.ProfileName
	commonPreprocess = catalog.Prefix + "VLLM_COMMON_PREPROCESS"
	configFile       = catalog.ConfigFile
	customPlugins    = catalog.CustomPlugins
)

// value answers behind the = of a variable, whose value begins at from.
func (r *request) value(name string, from int) {
	quote := first(r.text[from:r.at])
	if quote == '"' || quote == '\'' {
		from++
	} else {
		quote = 0
	}
	v := r.s.Catalog().Lookup(name)
	if v.TakesFile() && r.placeholder(name) {
		return
	}
	value := source.Span{Start: from, End: max(r.at, valueEnd(r.text, from, quote))}
	typed := r.text[from:r.at]
	if v.TakesFile() && isArguments(name) && typed != "" && strings.IndexByte("$/", typed[0]) < 0 {
		r.arguments(shellWords(r.text, value, r.at), strings.ToLower(stageOf(name)), name)
		return
	}
	r.list.Word = value
	if v == nil || strings.ContainsAny(typed, " \t(") {
		return
	}
	w := valueWriter{request: r, quote: quote, seen: map[string]bool{}}
	if s, ok := r.guide()[name]; ok && !s.File && s.Ref == "" {
		w.add(Item{Label: s.Text, Detail: "in the guide"})
	}
	w.named(name)
	for n, text := range v.Values {
		w.add(Item{Label: text, Detail: isDefault(text, v.Default), rank: rankGroup + n})
	}
	w.defaults(v)
	r.fileValue(v, quote)
	if !slices.ContainsFunc(r.list.Items, func(i Item) bool { return fits(typed, i.Filter) }) {
		r.list.Items = nil // any would take the place of something else that was typed
	}
}

// valueEnd is the end of a value that begins at an offset of a line.
func valueEnd(text string, from int, quote byte) int {
	line := text[from:lineEnd(text, from, len(text))]
	stops := " \t;&|"
	if quote != 0 {
		stops = string(quote)
		if strings.IndexByte(line, quote) < 0 {
			stops = " \t"
		}
	}
	if i := strings.IndexAny(line, stops); i >= 0 {
		return from + i
	}
	return from + len(line)
}

func isDefault(text, def string) string {
	if strings.EqualFold(text, def) {
		return "default"
	}
	return ""
}

// valueWriter adds the values of one variable, each once.
type valueWriter struct {
	*request
	quote byte
	seen  map[string]bool
}

// add adds a value by its label, which is how it reads without quotes.
func (w *valueWriter) add(i Item) {
	if w.seen[i.Label] || i.Label == "" || strings.Contains(i.Label, "\n") {
		return
	}
	w.seen[i.Label] = true
	if i.Kind == Variable {
		i.Kind = Value
	}
	i.Text, i.Filter = quoted(i.Label, w.quote), i.Label
	w.request.add(i)
}

// quoted writes a text as a shell value, inside the quote that is open.
func quoted(text string, quote byte) string {
	switch made := scenario.BareOrQuoted(text); quote {
	case 0:
		return made
	case '"':
		return strings.TrimSuffix(strings.TrimPrefix(made, `"`), `"`)
	}
	return text
}

// named adds what a variable may name.
func (w *valueWriter) named(name string) {
	switch {
	case name == harnessName:
		for _, h := range catalog.Harnesses() {
			w.add(Item{Label: h.Name, Detail: map[bool]string{true: "default"}[h.Default], About: Topic{AboutHarness, h.Name}, rank: 1})
		}
	case name == profileName:
		w.profiles()
	case name == configFile:
		w.configFiles()
	case strings.HasSuffix(name, "_ACCELERATOR_RESOURCE"):
		for _, kind := range slices.Sorted(maps.Keys(catalog.AcceleratorResources)) {
			w.add(Item{Label: catalog.AcceleratorResources[kind], Detail: kind, rank: 1})
		}
	}
}

// profiles adds the profiles of the load generator that the scenario chooses.
func (w *valueWriter) profiles() {
	harness := w.outline.value(harnessName)
	if harness == "" {
		harness = catalog.DefaultHarness().Name
	}
	for _, p := range catalog.Profiles(harness) {
		detail := harness
		if h := catalog.HarnessOf(harness); h != nil && h.Profile == p.File {
			detail += ", default"
		}
		w.add(Item{Label: p.File, Detail: detail, Kind: File, About: Topic{AboutProfile, p.File}, rank: 1})
	}
}

// configFiles adds the plugin configs that the scenario brings along, the chart's own, and the framework's presets.
func (w *valueWriter) configFiles() {
	for _, name := range filesIn(w.outline.content(customPlugins)) {
		w.add(Item{Label: name, Detail: "of this file", Kind: File, rank: 1})
	}
	if def, ok := w.s.Catalog().Default(configFile); ok {
		w.add(Item{Label: def, Detail: "default, of the chart", Kind: File, rank: 2})
	}
	for _, p := range catalog.Presets() {
		i := Item{Label: p.File, Detail: "preset", Kind: File, About: Topic{AboutPreset, p.File}, rank: 3}
		if len(p.Issues()) > 0 {
			i.Detail, i.rank = "preset, with faults", 4
		}
		w.add(i)
	}
}

// filesIn lists the files of YAML that a text of YAML holds.
func filesIn(text string) []string {
	var names []string
	for _, f := range readYAML(text, source.Span{End: len(text)}, -1).files {
		names = append(names, f.name)
	}
	return names
}

// counted are kinds whose values are the scenario's own business: a default is no help with how many there should be.
var counted = []string{"int", "float", "duration-seconds"}

// defaults adds the value that counts without the setting, and the variable that it derives from: by convention a stage
// takes it over by name.
func (w *valueWriter) defaults(v *catalog.Variable) {
	if v.Derives != "" && w.quote != '\'' {
		ref := "$" + v.Derives
		w.request.add(Item{Label: ref, Detail: "the shared one", Kind: Reference, About: Topic{AboutVariable, v.Derives}, rank: 2 * rankGroup})
	}
	if v.Name == commonPreprocess {
		w.add(Item{Label: convert.Preprocess, Detail: "convention of the benchmark"})
	}
	if v.Default != "" && !slices.Contains(counted, v.Kind) && !v.TakesFile() && len(v.Default) <= maxDetail {
		w.add(Item{Label: v.Default, Detail: "default", rank: 3 * rankGroup})
	}
}
