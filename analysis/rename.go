package analysis

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Renameable finds what can be renamed at an offset of a file: a variable that only the scenario itself knows, or the
// name of a plugin in its config. ok is false where there is nothing of ours. The error says in a sentence why what is
// there keeps its name.
func Renameable(ctx context.Context, s *Snapshot, file string, at int) (m Mention, ok bool, err error) {
	m, ok = named(s, file, at)
	f, fileErr := s.File(file)
	if !ok || fileErr != nil || !m.At.Contains(at) {
		return m, false, nil
	}
	switch m.Subject {
	case Variable, OwnVariable:
		if err = s.variableStays(f, m); err == nil {
			err = s.usedElsewhere(ctx, f, m)
		}
	case PluginName:
		err = s.pluginStays(f, m)
	default:
		why, known := stays[m.Subject]
		if !known {
			return m, false, nil
		}
		err = fmt.Errorf(why, m.Name)
	}
	if err != nil {
		return m, true, err
	}
	for _, place := range renamed(s, f, m) {
		if f.Slice(place.At) != m.Name {
			return m, true, fmt.Errorf("%s cannot be renamed: line %d puts the name together from parts", m.Name, f.Line(place.At.Start)+1)
		}
	}
	return m, true, nil
}

// Rename makes the edits, in the order of the text, that give what stands at an offset another name in its whole file. ok
// and the error are those of Renameable; the error also says what is wrong with the new name.
func Rename(ctx context.Context, s *Snapshot, file string, at int, name string) (edits []Edit, ok bool, err error) {
	m, ok, err := Renameable(ctx, s, file, at)
	if !ok || err != nil {
		return nil, ok, err
	}
	f, err := s.File(file)
	if err != nil {
		return nil, false, nil
	}
	if name == m.Name {
		return nil, true, nil
	}
	list := renamed(s, f, m)
	if m.Subject == PluginName {
		err = newPluginName(s, f, m, name)
	} else {
		err = s.newVariableName(f, list, name)
	}
	if err != nil {
		return nil, true, err
	}
	for _, place := range list {
		edits = append(edits, Edit{Path: file, At: place.At, Text: name})
	}
	return edits, true, nil
}

// stays says why a subject keeps its name, by what it is.
var stays = map[Subject]string{
	ContainerVariable: "%s cannot be renamed: the programs in the container look for it by this name",
	EngineFlag:        "%s cannot be renamed: it is a flag of the program that is started",
	PickerFlag:        "%s cannot be renamed: it is a flag of the endpoint picker",
	PluginType:        "%s cannot be renamed: it is a type of plugin that the endpoint picker knows; the entry can be given a name of its own",
	PluginParameter:   "%s cannot be renamed: the plugin looks for its parameter by this name",
	ConfigKey:         "%s cannot be renamed: the endpoint picker looks for the key by this name",
	ConfigFile:        "%s cannot be renamed here: it is the name of a file, which guides and presets may share; change the value and the file's key by hand",
	Harness:           "%s cannot be renamed: it is a load generator of the framework",
	Workload:          "%s cannot be renamed: it is a file of the framework",
}

// renamed lists the places that change with a name. What a SOURCE comment quotes is the guide's text and stays.
func renamed(s *Snapshot, f *source.File, m Mention) []Mention {
	list := about(s, f, m)
	if m.Subject != Variable {
		return list
	}
	script, _ := s.Script(f)
	return slices.DeleteFunc(list, func(place Mention) bool {
		return slices.ContainsFunc(script.Sources, func(c scenario.Source) bool { return c.At.Contains(place.At.Start) })
	})
}

// variableStays says why a variable cannot be renamed.
func (s *Snapshot) variableStays(f *source.File, m Mention) error {
	switch known := s.catalog.Lookup(m.Name); {
	case known != nil:
		return fmt.Errorf("%s cannot be renamed: it is a variable of the framework, which looks for it by this name", m.Name)
	case KindOf(f) != Scenario:
		return fmt.Errorf("%s can only be renamed in the scenario that sets it", m.Name)
	case !slices.ContainsFunc(about(s, f, m), func(place Mention) bool { return place.Role == Declares }):
		return fmt.Errorf("%s cannot be renamed: this file does not set it", m.Name)
	case wellKnown(m.Name):
		return fmt.Errorf("%s cannot be renamed: other programs know it by this name", m.Name)
	}
	script, _ := s.Script(f)
	for _, e := range script.Exports {
		if strings.HasSuffix(e.Name, "_ENVVARS_TO_YAML") && slices.Contains(strings.Split(e.Value.Text, ","), m.Name) {
			return fmt.Errorf("%s cannot be renamed: line %d hands it on to the containers, which know it by this name", m.Name, f.Line(e.At.Start)+1)
		}
	}
	if m.Subject == OwnVariable {
		return hiddenUse(script, m.Name)
	}
	return nil
}

// hiddenUse says where a script may use a variable of its own without its being known that it does.
func hiddenUse(script *scenario.Script, name string) error {
	if len(script.Problems) > 0 {
		return fmt.Errorf("%s cannot be renamed before line %d is mended: %s", name, script.Problems[0].Line, script.Problems[0].Message)
	}
	if at, ok := script.Hidden(name); ok {
		return fmt.Errorf("%s cannot be renamed safely: line %d has it in a text that may stand for the variable", name, script.File.Line(at.Start)+1)
	}
	return nil
}

// wellKnown says that programs know a variable by its name.
func wellKnown(name string) bool {
	return catalog.ShellVariable(name) || catalog.EnvironmentVariableOf(name) != nil
}

// newVariableName says what is wrong with a new name for a variable, which stands in some places.
func (s *Snapshot) newVariableName(f *source.File, list []Mention, name string) error {
	if !scenario.IsVariableName(name) {
		return fmt.Errorf("%q is no name for a variable: it has letters, digits and underscores, and no digit in front", name)
	}
	if s.catalog.Lookup(name) != nil || wellKnown(name) {
		return fmt.Errorf("%s is taken: other programs know a variable of this name", name)
	}
	if at, ok := s.usesVariable(f, name); ok {
		return fmt.Errorf("%s is taken: line %d has it", name, f.Line(at.Start)+1)
	}
	for _, place := range list {
		if place.Role == Asks && !askable(name) {
			return fmt.Errorf("the placeholder in line %d cannot ask for %s: the framework reads names of capitals, digits and single underscores that begin with %s",
				f.Line(place.At.Start)+1, name, catalog.Prefix)
		}
	}
	return nil
}

// usesVariable finds where a scenario has a variable already, which may be one that it neither sets nor has from the
// framework.
func (s *Snapshot) usesVariable(f *source.File, name string) (at source.Span, ok bool) {
	script, _ := s.Script(f)
	for _, list := range [][]scenario.Name{script.Variables(), script.Names()} {
		if i := slices.IndexFunc(list, func(n scenario.Name) bool { return n.Text == name }); i >= 0 {
			return list[i].At, true
		}
	}
	return script.Hidden(name)
}

// askable says that a placeholder can ask for a variable.
func askable(name string) bool {
	return strings.HasPrefix(name, catalog.Prefix) && strings.ToUpper(name) == name && !strings.Contains(name, catalog.Gap)
}

// pluginStays says why the name of a plugin cannot be changed.
func (s *Snapshot) pluginStays(f *source.File, m Mention) error {
	declared := slices.DeleteFunc(about(s, f, m), func(place Mention) bool { return place.Role != Declares })
	if len(declared) == 0 {
		return fmt.Errorf("%s cannot be renamed: no plugin of this config has that name", m.Name)
	}
	switch first := declared[0]; {
	case first.Subject == PluginType:
		return fmt.Errorf("%s cannot be renamed: the plugin has no name of its own and goes by its type; give its entry a name first", m.Name)
	case !s.readsWhole(f, m.Scope.Start):
		return errors.New("the config is not valid YAML, so that some places could be missed; mend it first")
	}
	all := slices.DeleteFunc(slices.Clone(mentionsOf(s, f)), func(other Mention) bool { return other.Scope != m.Scope })
	if first, second, ok := shared(all, m.Name); ok {
		return fmt.Errorf("%s cannot be renamed: the plugins in lines %d and %d both go by it", m.Name, f.Line(first.Start)+1, f.Line(second.Start)+1)
	}
	for _, other := range all {
		if other.Subject == PluginName && s.mayStandFor(f, other.Name, m.Name) {
			return fmt.Errorf("%s cannot be renamed safely: the placeholder in line %d may stand for it", m.Name, f.Line(other.At.Start)+1)
		}
	}
	return nil
}

// shared finds two entries of a config's list of plugins that go by the same name. ok is false where there are none.
func shared(config []Mention, name string) (first, second source.Span, ok bool) {
	var names, types []source.Span
	for _, m := range config {
		switch {
		case m.Subject == PluginName && m.Role == Declares && m.Name == name:
			names = append(names, m.At)
		case m.Subject == PluginType && m.Called == name:
			types = append(types, m.At)
		}
	}
	for _, list := range [][]source.Span{names, types} {
		if len(list) > 1 {
			return list[0], list[1], true
		}
	}
	return first, second, false
}

// mayStandFor says that a text with placeholders may become a name when the framework has replaced them.
func (s *Snapshot) mayStandFor(f *source.File, text, name string) bool {
	names := scenario.FindNames(text)
	if !slices.ContainsFunc(names, func(n scenario.Name) bool { return n.Use == scenario.Placeholder }) {
		return false
	}
	if script, _ := s.Script(f); KindOf(f) == Scenario && catalog.PlaceholderPrefix+names[0].Text == text {
		v, ok := script.Value(names[0].Text)
		return !ok || !v.Known || v.Text == name
	}
	return true
}

// readsWhole says that the text around a plugin config, and the config itself, can be read as YAML.
func (s *Snapshot) readsWhole(f *source.File, at int) bool {
	if KindOf(f) != Scenario {
		return wholeYAML(f.Documents())
	}
	script, _ := s.Script(f)
	return !slices.ContainsFunc(script.Files(), func(parts scenario.Parts) bool {
		return parts.Holds(at) && !wholeYAML(parts.YAML())
	})
}

// wholeYAML says that documents, and the configs that they hold as texts, were read without a problem.
func wholeYAML(docs []*source.Node, problems []source.Problem) bool {
	return len(problems) == 0 && !slices.ContainsFunc(docs, brokenInside)
}

// brokenInside says that a node holds a config as a text that cannot be read.
func brokenInside(n *source.Node) bool {
	if n.Kind == source.Scalar && strings.Contains(n.Text, pickerKind) {
		_, problems := source.ParseYAML("", n.Text, nil)
		return len(problems) > 0
	}
	return slices.ContainsFunc(n.Items, brokenInside) || slices.ContainsFunc(n.Pairs, func(p source.Pair) bool { return brokenInside(p.Value) })
}

// yamlWords are plain words that some reader of YAML takes for something else than a text.
var yamlWords = map[string]bool{"true": true, "false": true, "yes": true, "no": true, "on": true, "off": true, "y": true, "n": true, "null": true}

// newPluginName says what is wrong with a new name for a plugin.
func newPluginName(s *Snapshot, f *source.File, m Mention, name string) error {
	letter := func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
	other := func(r rune) bool { return !letter(r) && (r < '0' || r > '9') && !strings.ContainsRune("-_.", r) }
	if name == "" || !letter(rune(name[0])) || strings.ContainsFunc(name, other) || yamlWords[strings.ToLower(name)] {
		return fmt.Errorf("%q is no name for a plugin: it has letters, digits, hyphens, underscores and dots, a letter in front, and is no word like true", name)
	}
	for _, taken := range mentionsOf(s, f) {
		if taken.Scope == m.Scope && (taken.Subject == PluginName && taken.Name == name || taken.Subject == PluginType && taken.Called == name) {
			return fmt.Errorf("%s is taken: line %d of this file has it in the config", name, f.Line(taken.At.Start)+1)
		}
	}
	return nil
}
