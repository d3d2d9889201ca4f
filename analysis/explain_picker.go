package analysis

import (
	"fmt"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

func (x *explanation) plugin(name string) {
	p := catalog.Plugin(name)
	if p == nil {
		return
	}
	x.title(name, "plugin of the endpoint picker: "+p.Role)
	x.say(p.Meaning)
	if p.ProfileOnly {
		x.say("It does nothing unless a scheduling profile refers to it.")
	}
	x.fact("releases", inReleases(p.Releases))
	x.fact("later", code(p.Successor))
	for _, parameter := range p.Parameters {
		x.fact(code(parameter.Path), parameterFacts(parameter))
	}
	if p.Complete && len(p.Parameters) == 0 {
		x.fact("parameters", "none")
	}
}

func inReleases(list []catalog.PluginReleases) string {
	texts := make([]string, len(list))
	for i, r := range list {
		texts[i] = r.String()
	}
	return strings.Join(texts, ", ")
}

// parameterFacts are the kind, the default and the values of a parameter on one line.
func parameterFacts(p catalog.PluginParameter) string {
	text := p.Kind
	if p.Default != "" {
		text += ", default " + code(p.Default)
	}
	if len(p.Values) > 0 {
		text += ", one of " + oneOf(p.Values, false)
	}
	if p.Note != "" {
		text += " (" + p.Note + ")"
	}
	return text
}

// parameter explains a parameter by its type and path, joined by a slash.
func (x *explanation) parameter(name string) {
	typ, path, _ := strings.Cut(name, "/")
	p := catalog.Plugin(typ)
	if p == nil {
		return
	}
	parameter := p.Parameter(path)
	if parameter == nil {
		x.parametersBelow(p, path)
		return
	}
	x.title(path, "parameter of "+typ)
	x.say(parameter.Meaning)
	x.fact("kind", parameter.Kind)
	x.fact("allowed", oneOf(parameter.Values, false))
	x.fact("default", code(parameter.Default))
	x.fact("note", parameter.Note)
}

// parametersBelow explains a key that only holds parameters.
func (x *explanation) parametersBelow(p *catalog.PluginType, path string) {
	for _, parameter := range p.Parameters {
		rest, below := strings.CutPrefix(parameter.Path, path)
		if !below || !strings.HasPrefix(rest, ".") && !strings.HasPrefix(rest, "[]") {
			continue
		}
		if x.b.Len() == 0 {
			x.title(path, "a group of parameters of "+p.Name)
		}
		x.fact(code(parameter.Path), parameter.Meaning)
	}
}

func (x *explanation) configKey(path string) {
	k := catalog.ConfigKeyOf(path)
	if k == nil {
		return
	}
	x.title(path, "key of an EndpointPickerConfig")
	x.say(k.Meaning)
	x.fact("kind", k.Kind)
	x.fact("default", code(k.Default))
	x.fact("note", k.Note)
	x.fact("releases", inReleases(k.Releases))
}

// preset explains a plugin config that the framework ships.
func (x *explanation) preset(file string) {
	p := catalog.PresetOf(file)
	if p == nil {
		return
	}
	x.title(file, "a preset of "+catalog.FrameworkVersion)
	x.say(p.Meaning)
	for _, issue := range p.Issues() {
		x.fact("mind", issue)
	}
	for _, profile := range p.Profiles {
		x.fact("profile "+code(profile.Name), strings.Join(quoteAll(profile.Plugins), ", "))
	}
}

// configFileVariable names the plugin config that the endpoint picker loads.
const configFileVariable = catalog.ConfigFile

// explainConfigFile explains the name of a plugin config: a preset, or one that a scenario or guide brings.
func explainConfigFile(s *Snapshot, m Mention) string {
	preset := Explain(s, ConfigFile, m.Name)
	switch chosen, _ := s.Catalog().Default(configFileVariable); {
	case m.Name == chosen:
		return fmt.Sprintf("**%s**\n\nThe config that the picker's chart makes by itself, with its usual plugins, and the default of %s.", m.Name, code(configFileVariable))
	case m.Role == Declares && preset != "":
		return preset + "\n\nA config of this name is a preset already; where a scenario brings one of its own by that name, v0.5.2 uses neither."
	case preset != "":
		return preset
	case m.Role == Declares:
		return fmt.Sprintf("**%s**\n\nA plugin config of one's own, which the endpoint picker sees as a file of this name. It loads it where its config file is set to the same name.", m.Name)
	}
	return fmt.Sprintf("**%s**\n\nThe plugin config that the endpoint picker loads. The framework ships no preset of this name, so it has to be brought along.", m.Name)
}

// explainPluginName explains the plugin that goes by a name in a config: by the entry that declares it, else by the type
// of that name.
func explainPluginName(s *Snapshot, f *source.File, m Mention) string {
	typ := m.Name
	list := Mentions(s, f.Path)
	for i, other := range list {
		if other.Same(m) && other.Role == Declares {
			if near, ok := typeBeside(f, list, i); ok {
				typ = near
			}
			break
		}
	}
	if text := Explain(s, PluginType, typ); text != "" {
		if typ != m.Name {
			return fmt.Sprintf("%s names a plugin of this type:\n\n%s", code(m.Name), text)
		}
		return text
	}
	return fmt.Sprintf("**%s**\n\nNo release that was read has a plugin of this type, and the config declares none of this name.", m.Name)
}

// maxEntryLines is how far the type of a plugin may stand from its name.
const maxEntryLines = 3

// typeBeside finds the type of the entry whose name is a mention of a list: the nearest one.
func typeBeside(f *source.File, list []Mention, at int) (typ string, ok bool) {
	best := maxEntryLines + 1
	for _, other := range list {
		if other.Subject != PluginType {
			continue
		}
		if d := f.Line(list[at].At.Start) - f.Line(other.At.Start); max(d, -d) < best {
			typ, best, ok = other.Name, max(d, -d), true
		}
	}
	return typ, ok
}
