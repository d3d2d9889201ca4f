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
