package convert

import (
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// tokenSecret is the secret that v0.5.2 names in the values, whatever the scenario says.
const tokenSecret = "llm-d-hf-token"

// envEntry is an entry of a container's env, given by the guide or by the convention.
type envEntry struct {
	place
	added bool
}

// text is the text of a key of the entry, "" where there is none.
func (e envEntry) text(key string) string { return e.node.Get(key).Value() }

// envOf lists the env of a stage's container, with what Intel GPUs need added.
func (p *planner) envOf(stage string) []envEntry {
	if list, ok := p.envs[stage]; ok {
		return list
	}
	list := slices.Clip(p.readEnv(stage))
	p.envs[stage] = list
	return list
}

func (p *planner) readEnv(stage string) []envEntry {
	c, ok := p.container(stage)
	var list []envEntry
	if ok {
		if env, ok := c.get("env"); ok && env.node.Kind == source.Sequence {
			for i := range env.node.Items {
				list = append(list, envEntry{place: env.item(i)})
			}
		}
	}
	for _, e := range p.acceleratorEnv() {
		if !slices.ContainsFunc(list, func(have envEntry) bool { return have.text("name") == e.text("name") }) {
			list = append(list, e)
		}
	}
	return list
}

func (p *planner) citeEnv(e envEntry) []scenario.Citation {
	if e.added {
		return nil
	}
	return p.cite(e.place)
}

// acceleratorEnv is what the accelerator's type needs in every container.
func (p *planner) acceleratorEnv() []envEntry {
	if !p.xpu() {
		return nil
	}
	var list []envEntry
	for _, e := range catalog.XPUEnv {
		list = append(list, envEntry{place{node: mapping("name", e.Name, "value", str(e.Value, source.DoubleQuoted))}, true})
	}
	return list
}

// xpu says whether the guide's accelerator is an Intel GPU.
func (p *planner) xpu() bool {
	kind := p.guide.Values(ms).Get("accelerator", "type").Value()
	return kind == "intel" || kind == "intel-i915" || kind == "intel-xe"
}

// env writes the container's variables: the guide's in the guide's order, then what is added.
func (p *planner) env(stage string, extra []envEntry) {
	list := append(p.envOf(stage), extra...)
	if len(list) == 0 {
		return
	}
	s := scenario.Setting{Var: stageVar(stage, "ENVVARS_TO_YAML"), File: true}
	var nodes []*source.Node
	var added []string
	for _, e := range list {
		nodes = append(nodes, e.node)
		if e.added {
			added = append(added, e.text("name"))
		}
	}
	s.Text = listBlock(nodes)
	s.Notes = tokenNote(list)
	if marks := marksOf(list); p.options.Workarounds && len(marks) > 0 {
		s.Text = markedList(nodes, marks)
		s.Notes = append(s.Notes, "each indented comment gives the framework a name that it looks for before it adds an entry of its own, so that it adds none.")
	}
	if c, ok := p.container(stage); ok {
		if env, ok := c.get("env"); ok {
			s.From = p.cite(env)
			p.mark(env, Carried, s.Var, "an entry of the list")
		}
	}
	if len(added) > 0 {
		s.Why = addedWhy(added)
	}
	p.add(stageSection[stage], s)
}

// sideChannelHost is the container variable without which the framework adds the pod's address, under POD_IP too.
const sideChannelHost = "VLLM_NIXL_SIDE_CHANNEL_HOST"

// marksOf gives, for entries that the framework would add again behind them, the name that keeps it from doing so. It
// takes the last word of any line with name: in it for a name that is there, in a comment too, unless the line begins
// with the comment; and it looks for the names of its own variables, see catalog.FaultEnv.
func marksOf(list []envEntry) map[string]string {
	marks := map[string]string{}
	hasHost := slices.ContainsFunc(list, func(e envEntry) bool { return e.text("name") == sideChannelHost })
	for _, e := range list {
		name := e.text("name")
		if common, ok := catalog.Injected(name); ok {
			marks[name] = common
		}
		if name == "POD_IP" && !hasHost && e.node.Get("valueFrom", "fieldRef", "fieldPath").Value() != "status.podIP" {
			marks[name] = sideChannelHost
		}
	}
	return marks
}

// markedList writes a list with the marks above their entries.
func markedList(nodes []*source.Node, marks map[string]string) string {
	var b strings.Builder
	for _, n := range nodes {
		if mark, ok := marks[n.Get("name").Value()]; ok {
			b.WriteString("  # name: " + mark + "\n")
		}
		b.WriteString(strings.TrimRight(listBlock([]*source.Node{n}), "\n") + "\n")
	}
	return b.String()
}

// tokenNote says that a guide's own Hugging Face token does not arrive: the chart adds one behind the list.
func tokenNote(list []envEntry) []string {
	for _, e := range list {
		secret := e.node.Get("valueFrom", "secretKeyRef")
		if e.text("name") == "HF_TOKEN" && (secret.Get("name").Value() != tokenSecret || secret.Get("key").Value() != "HF_TOKEN") {
			return []string{"the chart adds HF_TOKEN from the secret " + tokenSecret + " behind this list, and the last entry wins."}
		}
	}
	return nil
}

func addedWhy(names []string) string {
	return "added by convention, not in the guide: " + strings.Join(names, ", ")
}
