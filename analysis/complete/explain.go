package complete

import (
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
)

// Topic is what an item is about, by name: what can be said about it is looked up when somebody wants to read it.
type Topic struct {
	Kind TopicKind `json:"kind"`
	Name string    `json:"name"`
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
	AboutProfile     TopicKind = "profile" // harness/file
)

// Explain says what is known of a topic, in Markdown; "" where nothing is.
func Explain(s *analysis.Snapshot, about Topic) string {
	meaning := meaningOf(s.Catalog(), about)
	if meaning == "" {
		return ""
	}
	name := about.Name
	if i := strings.IndexByte(name, '/'); i >= 0 && (about.Kind == AboutFlag || about.Kind == AboutParameter || about.Kind == AboutProfile) {
		name = name[i+1:]
	}
	return "**" + name + "**\n\n" + meaning
}

func meaningOf(c *catalog.Catalog, about Topic) string {
	first, rest, _ := strings.Cut(about.Name, "/")
	switch about.Kind {
	case AboutVariable:
		if v := c.Lookup(about.Name); v != nil {
			return v.Meaning
		}
	case AboutEnvironment:
		if e := catalog.EnvironmentVariableOf(about.Name); e != nil {
			return e.Meaning
		}
	case AboutFlag:
		if f := catalog.FlagOf(first, rest); f != nil {
			return f.Meaning
		}
	case AboutPlugin:
		if p := catalog.Plugin(about.Name); p != nil {
			return p.Meaning
		}
	case AboutParameter:
		if p := catalog.Plugin(first); p != nil && p.Parameter(rest) != nil {
			return p.Parameter(rest).Meaning
		}
	case AboutConfigKey:
		if k := catalog.ConfigKeyOf(about.Name); k != nil {
			return k.Meaning
		}
	case AboutGate:
		if g := catalog.FeatureGateOf(about.Name); g != nil {
			return g.Meaning
		}
	case AboutPreset:
		if p := catalog.PresetOf(about.Name); p != nil {
			return p.Meaning
		}
	case AboutHarness:
		if h := catalog.HarnessOf(about.Name); h != nil {
			return h.Meaning
		}
	case AboutProfile:
		if p := catalog.WorkloadProfileOf(first, rest); p != nil {
			return p.Meaning
		}
	}
	return ""
}
