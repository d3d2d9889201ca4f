package complete

import (
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
)

// Topic is what an item is about, by name: what can be said about it is looked up when somebody wants to read it.
type Topic struct {
	Kind TopicKind `json:"kind"`
	Name string    `json:"name,omitempty"` // in what is sent, "" for an item's own label
}

// TopicKind tells what kind of thing a topic is.
type TopicKind string

// The kinds of topics, and how each is named.
const (
	AboutVariable    TopicKind = "variable"
	AboutEnvironment TopicKind = "environment" // a container's variable
	AboutFlag        TopicKind = "flag"        // program/flag: vllm/--max-model-len
	AboutPlugin      TopicKind = "plugin"      // a type
	AboutParameter   TopicKind = "parameter"   // type/path: prefix-cache-scorer/hashBlockSize
	AboutConfigKey   TopicKind = "config"      // a path: plugins[].type
	AboutGate        TopicKind = "gate"
	AboutPreset      TopicKind = "preset"
	AboutHarness     TopicKind = "harness"
	AboutProfile     TopicKind = "profile"

	AboutExperimentKey TopicKind = "experiment" // a path: setup.factors
)

// subjects are what hovers say the same about.
var subjects = map[TopicKind]analysis.Subject{
	AboutVariable: analysis.Variable, AboutEnvironment: analysis.ContainerVariable, AboutPlugin: analysis.PluginType,
	AboutParameter: analysis.PluginParameter, AboutConfigKey: analysis.ConfigKey, AboutPreset: analysis.ConfigFile,
	AboutHarness: analysis.Harness, AboutProfile: analysis.Workload,
}

// Explain says what is known of a topic, in Markdown, as a hover would; "" where nothing is.
func Explain(s *analysis.Snapshot, about Topic) string {
	switch about.Kind {
	case AboutFlag:
		owner, name, _ := strings.Cut(about.Name, "/")
		return explainFlag(s, owner, name)
	case AboutGate:
		if g := catalog.FeatureGateOf(about.Name); g != nil {
			return "**" + g.Name + "**, feature gate\n\n" + g.Meaning
		}
	case AboutExperimentKey:
		if k := catalog.ExperimentKeyOf(about.Name); k != nil {
			return "**" + k.Path + "**, key of an experiment\n\n" + k.Meaning
		}
	}
	if subject, ok := subjects[about.Kind]; ok {
		return analysis.Explain(s, subject, about.Name)
	}
	return ""
}

// explainFlag says what is known of a program's flag. A hover does not know the program, and takes the first that has
// such a flag.
func explainFlag(s *analysis.Snapshot, owner, name string) string {
	switch f := catalog.FlagOf(owner, name); {
	case f == nil:
		return ""
	case owner == catalog.Picker:
		return analysis.Explain(s, analysis.PickerFlag, name)
	case f == catalog.EngineFlagOf(name):
		return analysis.Explain(s, analysis.EngineFlag, name)
	default:
		return "**" + f.Name + "**, " + owner + "\n\n" + f.Meaning
	}
}
