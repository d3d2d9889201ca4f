package convert

import (
	"fmt"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// common sets what both stages share.
func (p *planner) common() {
	p.add(sectionCommon, scenario.Setting{Var: "LLMDBENCH_VLLM_COMMON_PREPROCESS", Text: Preprocess,
		Why: "convention of the benchmark: finds the pod's devices and addresses before the server starts"})
	p.injected()
	for _, stage := range guide.Stages {
		s := p.guide.Stage(stage)
		if s.Values.Null() {
			continue
		}
		pl, _ := p.find(ms, stage)
		for _, key := range []string{"priorityClassName", "schedulerName"} {
			if v, ok := pl.get(key); ok {
				p.copy(sectionCommon, v)
			}
		}
		p.pullSecret(pl)
		p.affinity(pl)
		p.annotations(pl, "annotations", "LLMDBENCH_VLLM_COMMON_ANNOTATIONS", sectionCommon)
		p.monitoring(pl)
	}
	if v, ok := p.find(ms, "schedulerName"); ok {
		p.copy(sectionCommon, v)
	}
}

// injected sets the shared variables behind container variables that the framework adds itself, after the scenario's:
// only through these does the guide's value arrive.
func (p *planner) injected() {
	values := map[string]scenario.Setting{}
	var order []string
	for _, stage := range guide.Stages {
		if !p.guide.Stage(stage).Deployed() {
			continue
		}
		for _, e := range p.envOf(stage) {
			name := e.text("name")
			common, ok := catalog.Injected(name)
			value := e.text("value")
			if !ok || value == "" || p.options.Workarounds && (hazardous(value) || strings.ContainsAny(value, `"\`)) {
				continue
			}
			set, seen := values[common]
			switch {
			case !seen:
				order = append(order, common)
				values[common] = scenario.Setting{Var: common, Text: value, From: p.citeEnv(e), Notes: []string{
					fmt.Sprintf("the framework adds %s itself, behind the scenario's own entry, and the last entry wins.", name),
				}}
			case set.Text != value && p.options.Workarounds: // each stage keeps its own, see marksOf
			case set.Text != value:
				set.Notes = append(set.Notes, fmt.Sprintf("%s wants %s=%s, but the framework gives both stages one value.", stage, name, value))
				values[common] = set
				if pl, ok := e.get("value"); ok && !e.added {
					p.mark(pl, NotMappable, common, "the framework gives both stages one value, "+set.Text)
				}
			}
		}
	}
	for _, name := range order {
		p.add(sectionCommon, values[name])
	}
}

// pullSecret sets the one secret that pods may pull images with.
func (p *planner) pullSecret(stage place) {
	list, ok := stage.get("imagePullSecrets")
	if !ok || len(list.node.Items) == 0 {
		return
	}
	first := list.item(0)
	if name, ok := first.get("name"); ok {
		first = name
	}
	const name = "LLMDBENCH_VLLM_COMMON_PULL_SECRET"
	if set, ok := p.has(name); ok {
		p.again(set, first, first.node.Text)
		return
	}
	p.add(sectionCommon, scenario.Setting{Var: name, Text: first.node.Text, From: p.cite(first)})
	p.mark(first, Carried, name, "one name for both stages")
}

// affinity sets the node label that pods are bound to.
func (p *planner) affinity(stage place) {
	key, hasKey := stage.get("acceleratorTypes", "labelKey")
	values, ok := stage.get("acceleratorTypes", "labelValues")
	if !ok || !hasKey || len(values.node.Items) == 0 {
		return
	}
	const name = "LLMDBENCH_VLLM_COMMON_AFFINITY"
	first := values.item(0)
	text := key.node.Text + ":" + first.node.Text
	if set, ok := p.has(name); ok {
		p.again(set, key, text)
		p.again(set, first, text)
		return
	}
	s := scenario.Setting{Var: name, Text: text, From: p.cite(key, first)}
	if len(values.node.Items) > 1 {
		s.Notes = []string{"the guide allows several values; v0.5.2 knows one."}
	}
	p.add(sectionCommon, s)
	p.mark(key, Carried, name, "the part before the colon")
	p.mark(first, Carried, name, "the part behind the colon")
}

// annotations writes a mapping as the framework's list of key:value. What that list cannot say is left out, with the
// reason.
func (p *planner) annotations(stage place, key, name, section string) {
	all, ok := stage.get(key)
	if !ok || all.node.Kind != source.Mapping {
		return
	}
	var pairs []string
	var from []place
	var notes []string
	for _, pair := range all.node.Pairs {
		pl, _ := all.get(pair.Key.Text)
		text := pair.Value.Value()
		switch {
		case strings.ContainsAny(text, ",\"\n") || strings.Contains(pair.Key.Text, ","):
			p.mark(place{all.chart, guide.Join(all.path, pair.Key.Text), pair.Key, pair.Value}, NotMappable, name,
				"the list of annotations is cut at commas and broken by quotes and line breaks")
			continue
		case strings.Contains(pair.Key.Text+text, "auto"):
			notes = append(notes, fmt.Sprintf("v0.5.2 takes the letters auto out of %s.", pair.Key.Text))
		}
		pairs = append(pairs, pair.Key.Text+":"+text)
		if pl.node != nil {
			from = append(from, pl)
		}
	}
	if len(pairs) == 0 {
		return
	}
	text := strings.Join(pairs, ",")
	if set, ok := p.has(name); ok {
		for _, pl := range from {
			p.again(set, pl, text)
		}
		return
	}
	p.add(section, scenario.Setting{Var: name, Text: text, From: p.cite(from...), Notes: notes})
	for _, pl := range from {
		p.mark(pl, Carried, name, "an entry of the list")
	}
}

// monitoring sets what the framework's own PodMonitor would use.
func (p *planner) monitoring(stage place) {
	for _, key := range []string{"enabled", "interval", "path"} {
		if pl, ok := stage.get("monitoring", "podmonitor", key); ok {
			p.copy(sectionCommon, pl)
		}
	}
}
