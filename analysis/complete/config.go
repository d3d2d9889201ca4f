package complete

import (
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
)

// configVersions are the versions of the format of plugin configs, the one that every picker loads first.
var configVersions = []string{"inference.networking.x-k8s.io/v1alpha1", "llm-d.ai/v1alpha1"}

// config answers in an EndpointPickerConfig.
func (r *request) config(y *yamlText) {
	s := &y.spot
	r.list.Word = s.word
	switch s.kind {
	case inComment:
		r.remark()
	case atKey:
		r.configKey(y)
	case atValue:
		r.configValue(y)
	}
}

const parameters = "plugins[].parameters"

// inParameters says that a path leads into the parameters of a plugin, and gives the rest of it and the plugin's type.
func inParameters(y *yamlText) (below, typ string, ok bool) {
	s := &y.spot
	below, ok = strings.CutPrefix(s.pattern(), parameters)
	if !ok || below != "" && below[0] != '.' && below[0] != '[' {
		return "", "", false
	}
	plugin := s.in[:strings.IndexByte(s.in, ']')+1]
	return strings.TrimPrefix(below, "."), y.get(s.doc, plugin, "type"), true
}

func (r *request) configKey(y *yamlText) {
	s := &y.spot
	in := s.pattern()
	if s.item && in == "featureGates[]" {
		r.gates(y)
		return
	}
	if !r.asked(s.word) && !s.item {
		return
	}
	if below, typ, ok := inParameters(y); ok {
		r.parameterKeys(y, below, typ)
		return
	}
	have := y.keys()
	for n, name := range catalog.ConfigFields(in) {
		k := catalog.ConfigKeyOf(join(in, name))
		if k != nil && !have[name] {
			r.key(y, Item{Label: name, Detail: k.Kind, About: Topic{AboutConfigKey, k.Path}, rank: n}, k.Kind == "list" || k.Kind == "object")
		}
	}
}

// parameterKeys adds the parameters of a plugin below a path.
func (r *request) parameterKeys(y *yamlText, below, typ string) {
	p := catalog.Plugin(typ)
	if p == nil {
		return
	}
	below = p.Within(below)
	have := y.keys()
	for n, par := range p.Parameters {
		rest, ok := strings.CutPrefix(par.Path, below)
		if below != "" {
			rest, ok = strings.CutPrefix(par.Path, below+".")
		}
		name, _, more := strings.Cut(rest, ".")
		name, list := strings.CutSuffix(name, "[]")
		if !ok || have[name] {
			continue
		}
		have[name] = true
		i := Item{Label: name, Detail: parameterDetail(&par), About: Topic{AboutParameter, typ + "/" + par.Path}, rank: n}
		if more || list {
			i.Detail, i.About = "", Topic{}
		}
		r.key(y, i, more || list || par.Kind == "list" || par.Kind == "object" || par.Kind == "map")
	}
}

func parameterDetail(p *catalog.PluginParameter) string {
	if p.Default == "" {
		return p.Kind
	}
	return p.Kind + ", default " + p.Default
}

// gates adds the feature gates that the list does not have.
func (r *request) gates(y *yamlText) {
	have := y.list(y.spot.doc, "featureGates[]", "")
	for _, name := range catalog.FeatureGateNames() {
		if !slices.Contains(have, name) {
			r.add(Item{Label: name, Detail: "default " + catalog.FeatureGateOf(name).Default, Kind: Value, About: Topic{AboutGate, name}})
		}
	}
}

func (r *request) configValue(y *yamlText) {
	s := &y.spot
	in := s.pattern()
	switch path := join(in, s.key); {
	case path == "plugins[].type":
		r.pluginTypes(y)
	case path == "kind":
		r.each([]string{"EndpointPickerConfig"}, Value)
	case path == "apiVersion":
		r.each(configVersions, Value)
	default:
		if below, typ, ok := inParameters(y); ok {
			r.parameterValue(y, join(below, s.key), typ)
			return
		}
		switch k := catalog.ConfigKeyOf(path); {
		case k == nil:
		case k.Kind == catalog.NamesPlugin:
			r.pluginNames(y)
		default:
			r.simple(k.Kind, nil, k.Default)
		}
	}
}

// pickerImage is the picker that a config is for, by the name and the tag of its image; "" where that is not known.
func (r *request) pickerImage(y *yamlText) (name, tag string) {
	if r.outline == nil {
		return y.get(0, "inferenceExtension.image", "name"), y.get(0, "inferenceExtension.image", "tag")
	}
	part := func(end string) string {
		variable := catalog.Prefix + "LLMD_INFERENCESCHEDULER_IMAGE_" + end
		if text := r.outline.value(variable); text != "" {
			return text
		}
		text, _ := r.s.Catalog().Default(variable)
		return text
	}
	return part("NAME"), part("TAG")
}

// pluginTypes adds the types of plugins, those that the config has already behind the others. Last come those that the
// picker at hand certainly lacks, and those that have another name now.
func (r *request) pluginTypes(y *yamlText) {
	have := y.list(y.spot.doc, "plugins[]", "type")
	image, tag := r.pickerImage(y)
	project, known := catalog.PickerProject(image)
	for _, name := range catalog.PluginNames() {
		p := catalog.Plugin(name)
		i := Item{Label: name, Kind: Type, Detail: p.Role, About: Topic{AboutPlugin, name}}
		switch {
		case known && p.Lacks(project, tag):
			i.Gone, i.Detail, i.rank = true, p.Role+", not in "+image+" "+tag, 3
		case p.Successor != "" && !(known && lacks(p.Successor, project, tag)):
			i.Gone, i.Detail, i.rank = true, p.Role+", now "+p.Successor, 2
		case slices.Contains(have, name):
			i.rank = 1
		}
		r.add(i)
	}
}

// lacks says that a picker certainly has no plugins of a type.
func lacks(typ, project, tag string) bool {
	p := catalog.Plugin(typ)
	return p != nil && p.Lacks(project, tag)
}

// pluginNames adds the names of the config's plugins. One without a name goes by its type. Those that the profile has
// already come behind the others.
func (r *request) pluginNames(y *yamlText) {
	s := &y.spot
	used := map[string]bool{}
	list := s.in[:max(0, strings.LastIndexByte(s.in, '['))]
	for _, e := range y.entries {
		if e.doc == s.doc && e.key == s.key && e.at != s.word && list != "" && strings.HasPrefix(e.in, list+"[") {
			used[e.value] = true
		}
	}
	for _, e := range y.entries {
		if e.doc != s.doc || e.key != "type" || pattern(e.in) != "plugins[]" || e.value == "" {
			continue
		}
		i := Item{Label: e.value, Kind: Reference, About: Topic{AboutPlugin, e.value}}
		if p := catalog.Plugin(e.value); p != nil {
			i.Detail = p.Role
		}
		if name := y.get(s.doc, e.in, "name"); name != "" {
			i.Label, i.Detail = name, e.value
		}
		if used[i.Label] {
			i.rank = 1
		}
		r.addOnce(i)
	}
}

// parameterValue adds the values of a plugin's parameter.
func (r *request) parameterValue(y *yamlText, path, typ string) {
	p := catalog.Plugin(typ)
	if p == nil {
		return
	}
	par := p.Parameter(path)
	switch {
	case p.NamesPlugin(path):
		r.pluginNames(y)
	case par == nil:
	case strings.HasSuffix(path, "Profile"), strings.HasPrefix(path, "profiles."):
		for _, name := range y.list(y.spot.doc, "schedulingProfiles[]", "name") {
			r.addOnce(Item{Label: name, Kind: Reference, Detail: "a profile of this config"})
		}
	default:
		r.simple(par.Kind, par.Values, par.Default)
	}
}

// simple adds values by their kind: those that are listed, or those of a boolean; and the default of what has a name.
func (r *request) simple(kind string, values []string, def string) {
	if kind == "bool" {
		values = []string{"true", "false"}
	}
	for i, text := range values {
		r.add(Item{Label: text, Kind: Value, Detail: isDefault(text, def), rank: i})
	}
	if len(values) == 0 && def != "" && (kind == "string" || kind == "enum") {
		r.add(Item{Label: def, Kind: Value, Detail: "default"})
	}
}
