package analysis

import (
	"cmp"
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Subject tells what kind of thing a mention names.
type Subject uint8

// The subjects.
const (
	Variable          Subject = iota // a variable of the framework, by its full name
	ContainerVariable                // an environment variable of a container
	EngineFlag                       // a flag on a command line, in its long form
	PickerFlag                       // a flag of the endpoint picker, as charts name it
	PluginType                       // a type of plugin
	PluginName                       // the name that a plugin goes by in one config
	PluginParameter                  // a parameter, as its type and its path: prefix-cache-scorer/hashBlockSize
	ConfigKey                        // a key of an EndpointPickerConfig, as its path: plugins[].type
	ConfigFile                       // a plugin config, by its file name
	Harness                          // a load generator
	Workload                         // a profile of load, by its file name
	Citation                         // a SOURCE comment, by the path that it names
	OwnVariable                      // a variable of a script's own, without the framework's prefix; Mentions leaves these out
	ExperimentKey                    // a key of an experiment file, as its path: setup.treatments[].name
	ScenarioFile                     // a scenario, by its file name without the ending
)

// Role tells how a mention uses what it names.
type Role uint8

// The roles.
const (
	Uses     Role = iota
	Declares      // it gives the thing its value, or brings it into being
	Asks          // a placeholder, which the framework replaces
	Remarks       // in a comment
)

// Mention is a place in a file that names something which can be explained, followed or renamed.
type Mention struct {
	Subject Subject
	Name    string
	At      source.Span // of the name alone, without quotes, dashes kept
	Role    Role
	Scope   source.Span // of a plugin's name or type: the config that it belongs to
	Called  string      // of a plugin's type: the name that its entry goes by, which is the type where it has none
}

// Same says that two mentions of one file are about the same thing. A plugin's name means something in its config alone.
func (m Mention) Same(other Mention) bool {
	return m.Subject == other.Subject && m.Name == other.Name && (m.Subject != PluginName || m.Scope == other.Scope)
}

// Mentions lists what a file names, in the order of its text. A file that is not ours names nothing. It is worked out
// once for each snapshot.
func Mentions(s *Snapshot, file string) []Mention {
	f, err := s.File(file)
	if err != nil {
		return nil
	}
	d := s.derived
	d.mu.Lock()
	known := d.mentions[file]
	d.mu.Unlock()
	if known.file == f {
		return known.list
	}
	list := findMentions(s, f)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.mentions[file] = mentioned{f, list}
	return list
}

// mentioned is what was found in one version of a file.
type mentioned struct {
	file *source.File
	list []Mention
}

func findMentions(s *Snapshot, f *source.File) []Mention {
	var r mentionReader
	switch KindOf(f) {
	case Scenario:
		script, _ := s.Script(f)
		r.script(script)
	case GuideValues, Manifest, PluginConfig:
		docs, _ := f.Documents()
		for _, doc := range docs {
			r.document(doc, own(f))
		}
		r.names(scenario.FindNames(f.Text))
	case Experiment:
		r.experiment(f)
	case Helmfile:
		r.names(scenario.FindNames(f.Text))
	default:
		return nil
	}
	slices.SortStableFunc(r.list, func(a, b Mention) int {
		return cmp.Or(cmp.Compare(a.At.Start, b.At.Start), cmp.Compare(b.At.End, a.At.End))
	})
	return unrepeated(r.list)
}

// unrepeated leaves one of the mentions of the same thing in the same place, of which aliases make several; it declares
// the thing if one of them does.
func unrepeated(list []Mention) []Mention {
	kept := list[:0]
	for _, m := range list {
		i := len(kept) - 1
		for i >= 0 && kept[i].At == m.At && (!kept[i].Same(m) || kept[i].Called != m.Called) {
			i--
		}
		switch {
		case i < 0 || kept[i].At != m.At:
			kept = append(kept, m)
		case m.Role == Declares:
			kept[i].Role = Declares
		}
	}
	return kept
}

// MentionAt finds the mention at an offset: of several, the one that covers the least. ok is false where there is none.
func MentionAt(s *Snapshot, file string, at int) (m Mention, ok bool) {
	for _, found := range Mentions(s, file) {
		if found.At.Start > at {
			break
		}
		if found.At.Contains(at) && (!ok || found.At.End-found.At.Start <= m.At.End-m.At.Start) {
			m, ok = found, true
		}
	}
	return m, ok
}

// mentionReader collects mentions.
type mentionReader struct {
	list   []Mention
	inside int                   // how many texts the one lies in that is looked at
	seen   map[*source.Node]bool // texts that were looked into
}

// located gives the place of a span of a node's text in the file that is looked at. ok is false for nodes of other files.
type located func(n *source.Node, at source.Span) (place source.Span, ok bool)

// own places the nodes of a file itself.
func own(f *source.File) located {
	var p source.Placer
	return func(n *source.Node, at source.Span) (source.Span, bool) { return p.Place(n, at), n.File == f }
}

func (r *mentionReader) add(m Mention) { r.list = append(r.list, m) }

// whole is the span of a node's whole text.
func whole(n *source.Node) source.Span { return source.Span{End: len(n.Text)} }

// node adds a mention that is a scalar's whole text.
func (r *mentionReader) node(n *source.Node, locate located, m Mention) {
	if n.Value() == "" {
		return
	}
	if at, ok := locate(n, whole(n)); ok {
		if m.Name == "" {
			m.Name = n.Text
		}
		m.At = at
		r.add(m)
	}
}

// names adds the framework's variables that a text names.
func (r *mentionReader) names(list []scenario.Name) {
	for _, n := range list {
		m := Mention{Subject: Variable, Name: n.Text, At: n.At}
		switch {
		case n.Use == scenario.Assigned || n.Sets:
			m.Role = Declares
		case n.Use == scenario.Placeholder:
			m.Role = Asks
		case n.Use == scenario.Remarked:
			m.Role = Remarks
		}
		r.add(m)
	}
}

// The variables whose values name something of the framework.
var namedBy = map[string]Subject{
	configFileVariable:  ConfigFile,
	catalog.HarnessName: Harness,
	catalog.ProfileName: Workload,
}

// script adds what a scenario names.
func (r *mentionReader) script(script *scenario.Script) {
	r.names(script.Names())
	for _, e := range script.Exports {
		if subject, ok := namedBy[e.Name]; ok {
			if p := e.Part(script.File); p.Literal && p.Text != "" {
				r.add(Mention{Subject: subject, Name: p.Text, At: p.At})
			}
		}
	}
	for _, c := range script.Sources {
		if c.Path != "" {
			r.add(Mention{Subject: Citation, Name: c.Path, At: c.PathAt, Role: Remarks})
		}
	}
	for i := range script.Bodies {
		if b := &script.Bodies[i]; b.Doc != (source.Span{}) && holdsArguments(b.Var) {
			r.arguments(b)
		}
	}
	for _, file := range script.Files() {
		r.yamlFile(file)
	}
}

// arguments adds what a here-document with a command line names.
func (r *mentionReader) arguments(b *scenario.Body) {
	for _, flag := range commandMentions(b.Text) {
		flag.At = b.Locate(flag.At)
		r.add(flag)
	}
}

// yamlFile adds what the YAML of here-documents names that are written to one file. It is read as it stands, whole, or
// each part by itself where that cannot be read: what cannot be read either names nothing.
func (r *mentionReader) yamlFile(parts scenario.Parts) {
	name := parts[0].Var
	if !holdsYAML(name) || holdsArguments(name) {
		return
	}
	docs, problems := parts.YAML()
	if len(problems) > 0 && len(parts) > 1 {
		for _, part := range parts {
			r.yamlFile(scenario.Parts{part})
		}
		return
	}
	var p source.Placer
	locate := func(n *source.Node, at source.Span) (source.Span, bool) { return parts.Locate(p.Place(n, at)), true }
	for _, doc := range docs {
		if strings.HasSuffix(name, "_ENVVARS_TO_YAML") {
			r.environment(doc, locate)
			continue
		}
		r.document(doc, locate)
	}
}

// holdsArguments says that the framework reads a command line from the file of a variable.
func holdsArguments(name string) bool {
	v := catalog.Builtin().Lookup(name)
	return v != nil && v.Kind == "args-file" || strings.HasSuffix(name, "_EXTRA_ARGS") || strings.HasSuffix(name, "_PREPROCESS")
}

// holdsYAML says that the framework reads YAML from the file of a variable.
func holdsYAML(name string) bool { return catalog.Builtin().Lookup(name).TakesYAML() }
