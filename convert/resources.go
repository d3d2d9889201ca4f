package convert

import (
	"fmt"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
)

// resources sets what pods ask for. The framework writes one amount as limit and as request.
func (p *planner) resources(stage string) {
	section := stageSection[stage]
	c, _ := p.container(stage)
	for _, amount := range []struct{ key, suffix string }{{"cpu", "CPU_NR"}, {"memory", "CPU_MEM"}, {"ephemeral-storage", "EPHEMERAL_STORAGE"}} {
		request, hasRequest := c.get("resources", "requests", amount.key)
		limit, hasLimit := c.get("resources", "limits", amount.key)
		p.amount(section, stageVar(stage, amount.suffix), request, hasRequest, limit, hasLimit)
	}
	p.devices(stage, c)
	p.accelerator(stage)
}

func (p *planner) amount(section, name string, request place, hasRequest bool, limit place, hasLimit bool) {
	switch {
	case hasRequest && hasLimit && request.node.Text == limit.node.Text:
		p.add(section, scenario.Setting{Var: name, Text: request.node.Text, From: p.cite(limit, request)})
		p.mark(limit, Carried, name, "one amount is both limit and request")
	case hasRequest:
		s := scenario.Setting{Var: name, Text: request.node.Text, From: p.cite(request)}
		if hasLimit {
			s.Notes = []string{"the guide's limit is " + limit.node.Text + "; the framework writes the request as limit too."}
			p.mark(limit, NotMappable, name, "one amount is both limit and request, and the request counts")
		}
		p.add(section, s)
	case hasLimit:
		p.add(section, scenario.Setting{Var: name, Text: limit.node.Text, From: p.cite(limit)})
		p.mark(limit, Carried, name, "one amount is both limit and request")
		return
	default:
		return
	}
	p.mark(request, Carried, name, "one amount is both limit and request")
}

// devices sets accelerators and network devices that a container asks for by name.
func (p *planner) devices(stage string, c place) {
	section := stageSection[stage]
	for _, kind := range []string{"limits", "requests"} {
		list, ok := c.get("resources", kind)
		if !ok {
			continue
		}
		for _, pair := range list.node.Pairs {
			if !strings.Contains(pair.Key.Text, "/") || pair.Value.Null() {
				continue
			}
			pl := place{list.chart, guide.Join(list.path, pair.Key.Text), pair.Key, pair.Value}
			what := "ACCELERATOR"
			if isNetwork(pair.Key.Text) {
				what = "NETWORK"
			}
			resource, number := stageVar(stage, what+"_RESOURCE"), stageVar(stage, what+"_NR")
			if set, ok := p.has(resource); ok {
				if count, ok := p.has(number); ok && set.Text == pair.Key.Text {
					p.again(count, pl, pair.Value.Text)
				} else {
					p.mark(pl, NotMappable, resource, fmt.Sprintf("%s holds %s, and there is no second variable", resource, set.Text))
				}
				continue
			}
			p.add(section, scenario.Setting{Var: resource, Text: pair.Key.Text, From: p.cite(pl)})
			p.add(section, scenario.Setting{Var: number, Text: pair.Value.Text, From: p.cite(pl)})
			p.mark(pl, Carried, number, "name and count are two variables")
		}
	}
}

// isNetwork tells a network device from an accelerator by the name of its resource.
func isNetwork(resource string) bool {
	for _, word := range []string{"rdma", "roce", "infiniband", "/ib", "hca", "efa", "sriov"} {
		if strings.Contains(resource, word) {
			return true
		}
	}
	return false
}

// accelerator sets the resource that follows from the accelerator's type, where no container names one.
func (p *planner) accelerator(stage string) {
	section := stageSection[stage]
	pl, ok := p.find(ms, "accelerator", "type")
	if !ok {
		return
	}
	resource := stageVar(stage, "ACCELERATOR_RESOURCE")
	if _, ok := p.has(resource); ok {
		p.mark(pl, Carried, resource, "the containers name the resource")
		return
	}
	from := p.cite(pl)
	if pl.node.Text == "cpu" {
		p.add(section, scenario.Setting{Var: resource, Text: "cpu", From: from})
		p.add(section, scenario.Setting{Var: stageVar(stage, "ACCELERATOR_NR"), Text: "0", From: from})
		if _, ok := p.has("LLMDBENCH_VLLM_COMMON_AFFINITY"); !ok {
			p.add(sectionCommon, scenario.Setting{Var: "LLMDBENCH_VLLM_COMMON_AFFINITY", Text: "kubernetes.io/os:linux", From: from,
				Notes: []string{"without a label of its own, the framework would look for nodes with an accelerator."}})
		}
		p.mark(pl, Carried, resource, "no accelerators")
		return
	}
	text, known := catalog.AcceleratorResources[pl.node.Text]
	if !known {
		text = pl.node.Text
	}
	s := scenario.Setting{Var: resource, Text: text, From: from}
	if dra, ok := p.guide.Values(ms).Get("accelerator", "dra").Bool(); ok && dra {
		s.Notes = append(s.Notes, "the guide gets its accelerators by dynamic resource allocation, which no variable reaches: pods ask for the device plugin's resource.")
	}
	if strings.HasPrefix(pl.node.Text, "intel") && pl.node.Text != "intel-gaudi" {
		s.Notes = append(s.Notes, "i915 is the driver of data centre GPUs; nodes with Battlemage cards have gpu.intel.com/xe. The chart's types intel-i915 and intel-xe cannot be asked for: v0.5.2 would take the type for the resource's name.")
	}
	p.add(section, s)
	p.acceleratorName(pl)
	p.mark(pl, Carried, resource, "the resource of accelerator type "+pl.node.Text)
}

// acceleratorName writes down the type of an Intel GPU under the name that people look for.
func (p *planner) acceleratorName(kind place) {
	const name = "LLMDBENCH_VLLM_COMMON_ACCELERATOR_NAME"
	if _, ok := p.has(name); ok || p.options.Workarounds || !p.xpu() {
		return
	}
	p.add(sectionCommon, scenario.Setting{Var: name, Text: kind.node.Text, From: p.cite(kind), Notes: []string{unread}})
}
