package complete

import (
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

// guideFile answers in a guide's YAML, where the schemas of charts and of Kubernetes end: in plugin configs, on command
// lines, and in lists of container variables.
func (r *request) guideFile(kind analysis.Kind) {
	y := readYAML(r.text, source.Span{End: len(r.text)}, r.at)
	s := &y.spot
	switch {
	case s.kind == inComment:
		r.remark()
	case s.kind == nowhere:
	case kind == analysis.PluginConfig || r.inConfig(y):
		r.config(y)
	case s.doc > 0 && kind == analysis.GuideValues, r.container(y, ""):
	case lastKey(s.pattern()) == "flags":
		r.pickerFlags(y, strings.TrimSuffix(s.pattern(), "[]"))
	case s.kind == atValue && s.key == "pluginsConfigFile":
		r.guideConfigFiles(y)
	case kind == analysis.GuideValues && s.kind == atKey:
		r.mappedKeys(y)
	}
}

// inConfig says that the cursor is in a plugin config that is embedded.
func (r *request) inConfig(y *yamlText) bool {
	for _, f := range y.files {
		if f.doc == y.spot.doc {
			return lastKey(f.in) == "pluginsCustomConfig" || y.get(f.doc, "", "kind") == "EndpointPickerConfig"
		}
	}
	return false
}

// guideConfigFiles adds the plugin configs that a guide brings along, and the chart's own.
func (r *request) guideConfigFiles(y *yamlText) {
	r.list.Word = y.spot.word
	for _, f := range y.files {
		r.addOnce(Item{Label: f.name, Detail: "of this file", Kind: File})
	}
	if def, ok := catalog.Builtin().Default(configFile); ok {
		r.addOnce(Item{Label: def, Detail: "of the chart", Kind: File, rank: 1})
	}
}

// pickerFlags answers where flags of the endpoint picker stand: in a mapping from their names, or in older charts in a
// list of names and values. in is the path to either.
func (r *request) pickerFlags(y *yamlText, in string) {
	s := &y.spot
	r.list.Word = s.word
	asKey := s.kind == atKey && s.pattern() == in && !s.item && r.asked(s.word)
	if !asKey && !(s.kind == atValue && s.key == "name" && s.pattern() == in+"[]") {
		return
	}
	have := y.keys()
	for _, name := range y.list(s.doc, in+"[]", "name") {
		have[name] = true
	}
	for _, f := range catalog.EngineFlags() {
		name := strings.TrimPrefix(f.Name, "--")
		if f.Owner != catalog.Picker || have[name] {
			continue
		}
		i := Item{Label: name, Kind: Flag, Detail: flagDetail(&f), About: Topic{AboutFlag, catalog.Picker + "/" + f.Name}}
		if asKey {
			r.key(y, i, false)
		} else {
			r.add(i)
		}
	}
}

// schemaMark begins the comment that gives a file a schema in editors. Where there is one, its server knows the keys.
const schemaMark = "yaml-language-server:"

// mappedKeys adds the keys of a chart's values that a conversion carries into a scenario. Editors know no schema of such
// a file unless the file names one, and what is offered here is just what a benchmark of the guide will see.
func (r *request) mappedKeys(y *yamlText) {
	s := &y.spot
	if s.doc > 0 || !r.asked(s.word) && !s.item || strings.Contains(r.text, schemaMark) {
		return
	}
	have := y.keys()
	for _, key := range keysBelow(chartOf(y), s.pattern()) {
		if !have[key.name] {
			r.key(y, Item{Label: key.name, Detail: key.detail}, key.more)
			have[key.name] = true
		}
	}
}

// mappedKey is a key that leads to rows of the mapping.
type mappedKey struct {
	name, detail string
	more         bool // keys or items follow below
}

// keysBelow lists the keys in the mapping at a path, in the order of the rows.
func keysBelow(chart guide.Chart, path string) []mappedKey {
	stage := ""
	for _, name := range guide.Stages {
		if path == name || strings.HasPrefix(path, name+".") {
			stage, path = name, "{stage}"+path[len(name):]
		}
	}
	var list []mappedKey
	for _, f := range convert.Fields {
		rest, ok := f.Path, path == ""
		if !ok {
			rest, ok = strings.CutPrefix(f.Path, path+".")
		}
		if f.Chart != chart || !ok || f.Path == guide.VersionPath || !f.How.Carries() || strings.HasPrefix(rest, "**") {
			continue
		}
		name, _, deeper := strings.Cut(rest, ".")
		name, items := strings.CutSuffix(name, "[]")
		if deeper || items {
			list = appendStages(list, mappedKey{name: name, more: true})
			continue
		}
		becomes := strings.ReplaceAll(f.Var, "{STAGE}", strings.ToUpper(stage))
		list = appendStages(list, mappedKey{name: name, detail: strings.TrimPrefix(becomes, catalog.Prefix)})
	}
	return list
}

// appendStages adds a key, or both stages where it stands for one.
func appendStages(list []mappedKey, key mappedKey) []mappedKey {
	if key.name != "{stage}" {
		return append(list, key)
	}
	for _, stage := range guide.Stages {
		list = append(list, mappedKey{name: stage, more: true})
	}
	return list
}

// chartOf tells by the keys at the top whose values a text holds: the chart with most of them.
func chartOf(y *yamlText) guide.Chart {
	best, most := guide.Chart(""), 0
	for _, chart := range guide.Charts {
		n, top := 0, keysBelow(chart, "")
		for _, e := range y.entries {
			if e.in == "" && e.doc == 0 && slices.ContainsFunc(top, func(k mappedKey) bool { return k.name == e.key }) {
				n++
			}
		}
		if n > most {
			best, most = chart, n
		}
	}
	return best
}

// containerKeys adds the keys of a container that go into a stage's container config.
func (r *request) containerKeys(y *yamlText, name string) {
	if !r.asked(y.spot.word) {
		return
	}
	have := y.keys()
	for _, f := range convert.Fields {
		rest, ok := strings.CutPrefix(f.Path, "{stage}.containers[].")
		key, _, _ := strings.Cut(rest, ".")
		key, list := strings.CutSuffix(key, "[]")
		if !ok || f.How != convert.File || !f.Reaches(name) || have[key] || key == "extraConfig" {
			continue
		}
		have[key] = true
		r.key(y, Item{Label: key}, list || strings.Contains(rest, "."))
	}
}
