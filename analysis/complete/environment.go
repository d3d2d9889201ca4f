package complete

import (
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// environment answers in a list of container variables, whose items have the path list. name is the variable whose file
// it is, "" in guides.
func (r *request) environment(y *yamlText, list, name string) {
	s := &y.spot
	w := environmentWriter{request: r, y: y, list: list, name: name, wanted: r.wantedVariables(y, list, name)}
	r.list.Word = s.word
	switch in := s.pattern(); {
	case s.kind == atValue && in == list && s.key == "name":
		w.names(func(i *Item) {})
	case s.kind == atValue && in == list && s.key == "value":
		w.values(y.get(s.doc, s.in, "name"))
	case s.kind == atValue && in == list+".valueFrom.fieldRef" && s.key == "fieldPath":
		r.each(podFields, Value)
	case s.kind != atKey:
	case in == list && s.item && !s.flow && len(y.keys()) == 0:
		w.entries("", s.column)
	case in+"[]" == list && s.fresh && r.asked(s.word):
		w.entries("- ", s.column+2)
	case in == list:
		r.keys(y, "name", "value", "valueFrom:")
	case in == list+".valueFrom":
		r.keys(y, "fieldRef:", "secretKeyRef:", "configMapKeyRef:", "resourceFieldRef:")
	case in == list+".valueFrom.fieldRef":
		r.keys(y, "fieldPath")
	case in == list+".valueFrom.secretKeyRef", in == list+".valueFrom.configMapKeyRef":
		r.keys(y, "name", "key", "optional")
	}
}

// podFields are the facts about its own pod that Kubernetes can give a container.
var podFields = []string{"status.podIP", "status.hostIP", "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName"}

// wantedVariable is a variable that the same list has elsewhere.
type wantedVariable struct {
	value     string
	fieldPath string // where the value is a fact about the pod
	from      string // who has it
}

// wantedVariables are those that the guide has in the same list, and those of the other stage.
func (r *request) wantedVariables(y *yamlText, list, name string) map[string]wantedVariable {
	found := map[string]wantedVariable{}
	if name == "" { // a guide: all its lists
		collect(found, y, func(in string) bool { return lastKey(in) == "env" && strings.HasSuffix(in, "]") }, "elsewhere in the file")
		return found
	}
	for _, text := range []struct{ text, from string }{{r.guide()[name].Text, "in the guide"}, {r.outline.content(otherStage(name)), "of the other stage"}} {
		other := readYAML(text.text, source.Span{End: len(text.text)}, -1)
		collect(found, other, func(in string) bool { return in == "[]" }, text.from)
	}
	return found
}

// collect adds the variables of some lists.
func collect(found map[string]wantedVariable, y *yamlText, in func(pattern string) bool, from string) {
	for _, e := range y.entries {
		own := y.spot.kind != nowhere && e.doc == y.spot.doc && e.in == y.spot.in
		if e.key != "name" || e.value == "" || own || !in(pattern(e.in)) {
			continue
		}
		if _, known := found[e.value]; !known {
			found[e.value] = wantedVariable{y.get(e.doc, e.in, "value"), y.get(e.doc, e.in+".valueFrom.fieldRef", "fieldPath"), from}
		}
	}
}

// environmentWriter adds container variables.
type environmentWriter struct {
	*request
	y      *yamlText
	list   string
	name   string
	wanted map[string]wantedVariable
}

// names adds the names that the list does not have yet, first those of wanted.
func (w *environmentWriter) names(finish func(*Item)) {
	have := map[string]bool{}
	own := w.y.spot.in[:max(0, strings.LastIndexByte(w.y.spot.in, '['))]
	for _, e := range w.y.entries {
		if e.doc == w.y.spot.doc && e.key == "name" && e.at != w.y.spot.word && e.in[:max(0, strings.LastIndexByte(e.in, '['))] == own && pattern(e.in) == w.list {
			have[e.value] = true
		}
	}
	for name, from := range w.wanted {
		if catalog.EnvironmentVariableOf(name) == nil && !have[name] {
			i := Item{Label: name, Kind: Variable, Detail: from.from}
			finish(&i)
			w.add(i)
		}
	}
	for _, name := range catalog.EnvironmentNames() {
		if !have[name] {
			i := w.item(catalog.EnvironmentVariableOf(name))
			finish(&i)
			w.add(i)
		}
	}
}

// item is a variable as an item. Those that the framework sets itself come late: its own value wins.
func (w *environmentWriter) item(e *catalog.EnvironmentVariable) Item {
	i := Item{Label: e.Name, Kind: Variable, Detail: e.Component + ", " + e.Kind, About: Topic{AboutEnvironment, e.Name}, rank: 2}
	from, wanted := w.wanted[e.Name]
	shared, injected := catalog.Injected(e.Name)
	switch {
	case e.To != "":
		i.Gone, i.Detail, i.rank = true, e.Component+", last in "+e.To, 4
	case injected && w.name != "":
		i.Detail, i.rank = "overridden by "+shared, 3
	case wanted:
		i.Detail, i.rank = from.from, 0
	case e.InGuides:
		i.rank = 1
	}
	return i
}

// entries adds whole entries of the list. lead is what stands in front of the first key and is missing.
func (w *environmentWriter) entries(lead string, column int) {
	margin := "\n" + strings.Repeat(" ", column)
	w.names(func(i *Item) {
		text := lead + "name: " + i.Label + margin
		if from := w.wanted[i.Label]; from.fieldPath != "" {
			text += "valueFrom:" + margin + "  fieldRef:" + margin + "    fieldPath: " + from.fieldPath
		} else {
			text += "value: \"" + fill(1, yamlEscaped(w.likely(i.Label))) + "\"" + fill(0, "")
		}
		i.Label, i.Filter = "name: "+i.Label, lead+"name: "+i.Label
		i.Text, i.Snippet = plain(text), snippet(text)
	})
}

// likely is the value that a variable most likely gets.
func (w *environmentWriter) likely(name string) string {
	if from, ok := w.wanted[name]; ok {
		return from.value
	}
	if e := catalog.EnvironmentVariableOf(name); e != nil && len(choices(e)) > 0 && e.Default != "unknown" {
		return e.Default
	}
	return ""
}

// values adds what a variable may be.
func (w *environmentWriter) values(name string) {
	seen := map[string]bool{"": true}
	add := func(text, detail string, rank int) {
		if !seen[text] {
			seen[text] = true
			w.add(Item{Label: text, Kind: Value, Detail: detail, Text: yamlValue(text, w.y.spot.quote), rank: rank})
		}
	}
	if from, ok := w.wanted[name]; ok {
		add(from.value, from.from, 0)
	}
	e := catalog.EnvironmentVariableOf(name)
	if e == nil {
		return
	}
	for i, text := range choices(e) {
		add(text, isDefault(text, e.Default), i+1)
	}
}

// choices are the values that a variable may have, where they are few enough to be listed one by one.
func choices(e *catalog.EnvironmentVariable) []string {
	return slices.DeleteFunc(slices.Clone(e.Values), func(text string) bool { return strings.Contains(text, "..") })
}
