package convert

import (
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// stage sets everything of one stage.
func (p *planner) stage(stage string) {
	section := stageSection[stage]
	if !p.replicas(stage) {
		return
	}
	top, _ := p.find(ms, stage)
	for _, key := range []string{"tensor", "data", "dataLocal", "workers"} {
		if pl, ok := top.get("parallelism", key); ok {
			p.copy(section, pl)
		}
	}
	p.groups(stage)
	p.resources(stage)
	p.annotations(top, "podAnnotations", stageVar(stage, "PODANNOTATIONS"), section)
	p.probeSettings(stage)
	p.add(section, scenario.Setting{Var: stageVar(stage, "MODEL_COMMAND"), Text: "custom", Why: "convention of the benchmark: the preprocess runs before vllm serve",
		Notes: p.modelCommandNote(stage)})
	layout := p.commandLine(stage)
	p.add(section, layout.preprocess)
	p.add(section, layout.args)
	p.env(stage, layout.env)
	p.volumes(stage)
	p.containerSettings(stage)
	p.podConfig(stage)
}

// groups says what follows from pods that form a group.
func (p *planner) groups(stage string) {
	top, _ := p.find(ms, stage, "parallelism")
	workers, ok := top.get("workers")
	if !ok {
		return
	}
	data, hasData := top.get("data")
	local, hasLocal := top.get("dataLocal")
	if set, ok := p.has(stageVar(stage, "DATA_PARALLELISM")); ok && hasData && hasLocal && data.node.At == workers.node.At { // worked out from manifests
		set.From = append(set.From, p.cite(local)...)
		set.Notes = append(set.Notes, "the pods of a group times the ranks of a pod: "+workers.node.Text+" x "+local.node.Text+".")
	}
	const common = "LLMDBENCH_VLLM_COMMON_NUM_WORKERS_PARALLELISM"
	multinode, _ := p.guide.Values(ms).Get("multinode").Bool()
	if _, ok := p.has(common); !ok && multinode && !p.options.Workarounds {
		p.add(sectionCommon, scenario.Setting{Var: common, Text: workers.node.Text, From: p.cite(workers),
			Notes: []string{unread + " The size of a group arrives through " + stageVar(stage, "NUM_WORKERS_PARALLELISM") + "."}})
	}
}

// unread is what is said about a variable that people expect, and that the framework never reads.
const unread = catalog.FrameworkVersion + " reads this variable nowhere; it is here for whoever looks for it."

// replicas sets the number of pods. It returns false where the guide switches the stage off, and nothing else of it
// matters.
func (p *planner) replicas(stage string) bool {
	name, section := stageVar(stage, "REPLICAS"), stageSection[stage]
	top, ok := p.find(ms, stage)
	if !ok {
		p.add(section, scenario.Setting{Var: name, Text: "0", Why: "the guide has no " + stage + " stage"})
		return false
	}
	if create, ok := top.get("create"); ok {
		if switchedOff(create.node) {
			p.add(section, scenario.Setting{Var: name, Text: "0", From: p.cite(create)})
			p.mark(create, Carried, name, "false becomes 0 replicas")
			return false
		}
		p.mark(create, Carried, name, "the framework writes create from the replicas")
	}
	if pl, ok := top.get("replicas"); ok {
		p.copy(section, pl)
		return true
	}
	text := "1"
	if stage == guide.Prefill {
		text = "0" // the chart's default
	}
	p.add(section, scenario.Setting{Var: name, Text: text, Why: "the chart's default: the guide gives no number of replicas"})
	return true
}

// switchedOff reads create as Helm does: false, but not a text that says false.
func switchedOff(n *source.Node) bool {
	value, ok := n.Bool()
	return ok && !value && n.Style == source.Plain
}

func (p *planner) modelCommandNote(stage string) []string {
	c, ok := p.container(stage)
	if !ok {
		return nil
	}
	switch c.node.Get("modelCommand").Value() {
	case "imageDefault":
		return []string{"the guide runs the image's own entry point. The serve line below runs vllm: an image without it, such as a simulator's, cannot be benchmarked this way."}
	}
	return nil
}

// probeSettings sets the variables of the probes that the framework generates. The probes themselves are repeated whole
// in the container config.
func (p *planner) probeSettings(stage string) {
	c, _ := p.container(stage)
	for _, path := range [][]string{
		{"startupProbe", "httpGet", "path"}, {"startupProbe", "initialDelaySeconds"}, {"startupProbe", "failureThreshold"},
		{"readinessProbe", "httpGet", "path"},
	} {
		if pl, ok := c.get(path...); ok {
			p.copy(stageSection[stage], pl)
		}
	}
}

// containerSettings writes everything else that a container says, in the guide's order. The rows of the mapping say
// which keys these are.
func (p *planner) containerSettings(stage string) {
	c, ok := p.container(stage)
	if !ok {
		return
	}
	name := stageVar(stage, "EXTRA_CONTAINER_CONFIG")
	config := &source.Node{Kind: source.Mapping}
	var from []place
	for _, pair := range c.node.Pairs {
		pl := place{c.chart, guide.Join(c.path, pair.Key.Text), pair.Key, pair.Value}
		switch {
		case pair.Value.Null():
			continue
		case pair.Key.Text == "extraConfig":
			config.Pairs = append(config.Pairs, pair.Value.Pairs...)
		case p.inContainerConfig(pl):
			config.Pairs = append(config.Pairs, pair)
		default:
			continue
		}
		from = append(from, pl)
	}
	if len(config.Pairs) == 0 {
		return
	}
	p.add(stageSection[stage], scenario.Setting{Var: name, File: true, Text: block(config), From: p.cite(from...)})
	for _, pl := range from {
		p.mark(pl, Carried, name, "copied into the container config")
	}
}

// inContainerConfig says that the mapping puts a key of a container into the container config.
func (p *planner) inContainerConfig(pl place) bool {
	for _, probe := range []string{pl.path, pl.path + "[].x", pl.path + ".x"} {
		if f, ok := FieldOf(pl.chart, probe); ok && f.How == File && strings.HasSuffix(f.Var, "_EXTRA_CONTAINER_CONFIG") {
			return true
		}
	}
	return false
}

// podKeys are the keys of a stage that belong into the pod config, and their names there.
var podKeys = []struct{ key, name string }{
	{"nodeSelector", "nodeSelector"}, {"tolerations", "tolerations"}, {"affinity", "affinity"},
	{"podSecurityContext", "securityContext"}, {"hostNetwork", "hostNetwork"}, {"hostIPC", "hostIPC"}, {"hostPID", "hostPID"},
	{"terminationGracePeriodSeconds", "terminationGracePeriodSeconds"}, {"enableServiceLinks", "enableServiceLinks"},
}

// podConfig writes the settings of the pod, and its init containers.
func (p *planner) podConfig(stage string) {
	section := stageSection[stage]
	top, _ := p.find(ms, stage)
	if list, ok := top.get("initContainers"); ok && list.node.Kind == source.Sequence && len(list.node.Items) > 0 {
		name := stageVar(stage, "INIT_CONTAINER_CONFIG")
		p.add(section, scenario.Setting{Var: name, File: true, Text: block(list.node), From: p.cite(list)})
		p.mark(list, Carried, name, "an entry of the list")
	}
	config := &source.Node{Kind: source.Mapping}
	var from []place
	for _, k := range podKeys {
		if pl, ok := top.get(k.key); ok {
			config.Pairs = append(config.Pairs, source.Pair{Key: str(k.name, source.Plain), Value: pl.node})
			from = append(from, pl)
		}
	}
	if pl, ok := top.get("extraConfig"); ok && len(pl.node.Pairs) > 0 {
		config.Pairs = append(config.Pairs, pl.node.Pairs...)
		from = append(from, pl)
	}
	if len(from) == 0 {
		return
	}
	if p.options.Workarounds {
		p.besideVolumes(stage, config, from)
		return
	}
	name := stageVar(stage, "EXTRA_POD_CONFIG")
	p.add(section, scenario.Setting{Var: name, File: true, Text: block(config), From: p.cite(from...), Notes: []string{podConfigDamage + "."}})
	for _, pl := range from {
		p.mark(pl, Carried, name, podConfigDamage)
	}
}
