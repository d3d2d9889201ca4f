package analysis

import (
	"strings"
	"unicode/utf8"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Symbol is an entry of a file's outline.
type Symbol struct {
	Name     string // not blank
	Detail   string // on one line, "" where there is nothing to add
	Kind     SymbolKind
	At       source.Span // all of it, comments above included
	NameAt   source.Span // within At
	Children []Symbol    // in order, within At
}

// SymbolKind tells what an entry of an outline is.
type SymbolKind uint8

// The kinds of entries.
const (
	SectionSymbol   SymbolKind = iota // a part of a scenario
	VariableSymbol                    // an assignment
	FileSymbol                        // an assignment with the here-document that it names, or that alone
	FlagSymbol                        // a flag of a command line
	ContainerSymbol                   // an environment variable of a container
	ItemSymbol                        // an entry of a list, such as a volume
	KeySymbol                         // a key of a mapping
	ConfigSymbol                      // a plugin config
	PluginSymbol                      // a plugin that a config declares
	ProfileSymbol                     // a scheduling profile
	ReferenceSymbol                   // a plugin that a profile uses
	CommandSymbol                     // a command line within a file of a guide
)

// Outline lists what is in a file: of a scenario its sections, their settings, and what their here-documents hold.
//
// Of a guide's YAML it lists only what stands in literal blocks, plugin configs and command lines, since these are plain
// text to a YAML server, which lists everything else. For the same reason it lists nothing of a plugin config in a file
// of its own, of helmfiles and of experiments.
func Outline(s *Snapshot, file string) []Symbol {
	f, err := s.File(file)
	if err != nil {
		return nil
	}
	switch KindOf(f) {
	case Scenario:
		script, _ := s.Script(f)
		return outlineOf(s, script)
	case GuideValues, Manifest:
		var list []Symbol
		for _, n := range embeddedTexts(f) {
			list = append(list, embeddedSymbol(n))
		}
		return list
	}
	return nil
}

func outlineOf(s *Snapshot, script *scenario.Script) []Symbol {
	d := divide(s, script)
	var list []Symbol
	for _, part := range d.list {
		var children []Symbol
		for _, set := range part.settings {
			children = append(children, d.settingSymbol(set))
		}
		if part.title == "" {
			list = append(list, children...)
			continue
		}
		list = append(list, Symbol{
			Name: oneLine(part.title), Detail: d.about(s, part), Kind: SectionSymbol, At: part.at, NameAt: part.titleAt, Children: children,
		})
	}
	return list
}

// about says what the variables under a heading are about. A heading in these words needs no more.
func (d *sections) about(s *Snapshot, part section) string {
	var words []string
	known := map[string]bool{"": true}
	for _, set := range part.settings {
		if topic := topicOf(s, set.name); !known[topic] {
			known[topic] = true
			words = append(words, strings.ToLower(topic))
		}
	}
	if text := strings.Join(words, ", "); !strings.HasPrefix(strings.ToLower(part.title), text) {
		return text
	}
	return ""
}

// settingSymbol is the entry of a setting.
func (d *sections) settingSymbol(set setting) Symbol {
	f := d.script.File
	sym := Symbol{Name: oneLine(set.name), Kind: VariableSymbol, At: d.withRemarks(set), NameAt: set.nameAt}
	for _, b := range set.bodies {
		sym.Kind = FileSymbol
		sym.Children = append(sym.Children, bodySymbols(f, b)...)
	}
	if e := set.export; e != nil && len(set.bodies) == 0 {
		sym.Detail = oneLine(f.Slice(e.ValueAt))
		if p := e.Part(f); p.Literal && holdsCommand(e.Name) {
			sym.Children = flagSymbols(p.Text, func(at source.Span) source.Span {
				return source.Span{Start: p.At.Start + at.Start, End: p.At.Start + at.End}
			})
		}
	}
	return sym
}

// holdsCommand says that the framework reads a command line from the file of a variable, or from its value.
func holdsCommand(name string) bool {
	v := catalog.Builtin().Lookup(name)
	return v != nil && v.Kind == "args-file"
}

// maxDetail is how many characters of a name or a value an outline shows, and maxRead how many bytes are looked at for
// them: a value may be a whole script.
const (
	maxDetail = 80
	maxRead   = 16 * maxDetail
)

// oneLine is a text as an outline shows it.
func oneLine(text string) string {
	if len(text) > maxRead {
		text = strings.ToValidUTF8(text[:maxRead], "")
	}
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) > maxDetail {
		return string([]rune(text)[:maxDetail-1]) + "…"
	}
	return text
}
