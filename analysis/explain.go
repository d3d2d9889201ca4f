package analysis

import (
	"fmt"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// Explain says what the catalogue knows of a thing by its name, in Markdown, wherever it stands. It is "" where it knows
// nothing. Of variables of the framework, the snapshot's catalogue counts, which has the defaults of a checkout.
func Explain(s *Snapshot, subject Subject, name string) string {
	var x explanation
	switch subject {
	case Variable:
		if v := s.Catalog().Lookup(name); v != nil {
			x.variable(s, v)
		}
	case ContainerVariable:
		x.environment(name)
	case EngineFlag:
		x.flag(catalog.EngineFlagOf(name))
	case PickerFlag:
		x.flag(catalog.FlagOf(catalog.Picker, name))
	case PluginType:
		x.plugin(name)
	case PluginParameter:
		x.parameter(name)
	case ConfigKey:
		x.configKey(name)
	case ConfigFile:
		x.preset(name)
	case Harness:
		x.harness(name)
	case Workload:
		x.workload(name)
	}
	return x.text()
}

// explanation is a text being put together: a title, paragraphs, then facts as a list.
type explanation struct {
	b     strings.Builder
	facts []string
}

func (x *explanation) title(name, what string) {
	fmt.Fprintf(&x.b, "**%s**", name)
	if what != "" {
		fmt.Fprintf(&x.b, ", %s", what)
	}
	x.b.WriteString("\n\n")
}

// say adds a paragraph, unless it is empty.
func (x *explanation) say(text string) {
	if text != "" {
		x.b.WriteString(text + "\n\n")
	}
}

// fact adds an item of the list, unless it is empty.
func (x *explanation) fact(what, text string) {
	if text != "" {
		x.facts = append(x.facts, fmt.Sprintf("- %s: %s\n", what, text))
	}
}

func (x *explanation) text() string {
	for _, fact := range x.facts {
		x.b.WriteString(fact)
	}
	x.facts = nil
	return strings.TrimRight(x.b.String(), "\n")
}

// explainMention says what is known of a mention where it stands.
func explainMention(s *Snapshot, f *source.File, kind Kind, m Mention) string {
	switch m.Subject {
	case Variable:
		return hoverVariable(s, f, kind, m.Name)
	case PluginName:
		return explainPluginName(s, f, m)
	case ConfigFile:
		return explainConfigFile(s, m)
	case Citation:
		text, _, _ := hoverCitation(s, f, m.At.Start)
		return text
	case ContainerVariable:
		return withCarrier(s, f, kind, m)
	}
	if text := Explain(s, m.Subject, m.Name); text != "" {
		return text
	}
	if what := unknownNames[m.Subject]; what != "" {
		return fmt.Sprintf("**%s**\n\n%s", m.Name, what)
	}
	return ""
}

// unknownNames are the sentences about names that the catalogue does not have, for the kinds of things that authors name
// themselves.
var unknownNames = map[Subject]string{
	ContainerVariable: "No component that the catalogue knows reads a container variable of this name. The image's own program may.",
	EngineFlag:        "No flag that the catalogue knows: neither of the vLLM releases that were read, nor of the other servers.",
	PickerFlag:        "No flag of the endpoint picker that the catalogue knows.",
	PluginType:        "No release that was read has a plugin of this type.",
	PluginParameter:   "No release that was read knows this parameter of the plugin.",
	Harness:           "The framework ships no load generator of this name.",
	Workload:          "The framework ships no workload profile of this name. A checkout of it may hold one of your own.",
}

// oneOf words a list of values.
func oneOf(values []string, open bool) string {
	text := strings.Join(quoteAll(values), ", ")
	if open && text != "" {
		text += " or other text"
	}
	return text
}

// releases words a range of releases, "" for none.
func releases(product, from, to string) string {
	switch {
	case from == "" && to == "":
		return ""
	case from == catalog.NewestState:
		return "the newest state of " + product + " only"
	case to == "":
		return fmt.Sprintf("%s from about %s on", product, from)
	case from == to:
		return fmt.Sprintf("%s about %s only", product, from)
	case from == "":
		return fmt.Sprintf("%s up to about %s", product, to)
	}
	return fmt.Sprintf("%s from about %s to %s", product, from, to)
}
