package convert

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

const preprocess = "python3 /setup/preprocess/set_llmdbench_environment.py; source $HOME/llmdbench_env.sh"

// common sets what both stages share.
func (p *planner) common() {
	p.add(sectionCommon, scenario.Setting{Var: "LLMDBENCH_VLLM_COMMON_PREPROCESS", Text: preprocess,
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
			name := e.get2("name")
			common, ok := catalog.Injected[name]
			value := e.get2("value")
			if !ok || value == "" {
				continue
			}
			set, seen := values[common]
			switch {
			case !seen:
				order = append(order, common)
				values[common] = scenario.Setting{Var: common, Text: value, From: p.citeEnv(e), Notes: []string{
					fmt.Sprintf("the framework adds %s itself, behind the scenario's own entry, and the last entry wins.", name),
				}}
			case set.Text != value:
				set.Notes = append(set.Notes, fmt.Sprintf("%s wants %s=%s, but the framework gives both stages one value.", stage, name, value))
				values[common] = set
			}
		}
	}
	for _, name := range order {
		p.add(sectionCommon, values[name])
	}
}

// envEntry is an entry of a container's env, given by the guide or by the convention.
type envEntry struct {
	place
	added bool
}

// get2 is the text of a key of the entry, "" where there is none.
func (e envEntry) get2(key string) string { return e.node.Get(key).Value() }

// envOf lists the env of a stage's container, with what Intel GPUs need added.
func (p *planner) envOf(stage string) []envEntry {
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
		if !slices.ContainsFunc(list, func(have envEntry) bool { return have.get2("name") == e.get2("name") }) {
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
	if kind := p.acceleratorType(); kind != "intel" && kind != "intel-i915" && kind != "intel-xe" {
		return nil
	}
	var list []envEntry
	for _, e := range catalog.XPUEnv {
		list = append(list, envEntry{place{node: mapping("name", e.Name, "value", str(e.Value, source.DoubleQuoted))}, true})
	}
	return list
}

func (p *planner) acceleratorType() string {
	return p.guide.Values(ms).Get("accelerator", "type").Value()
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
	p.mark(pl, Carried, resource, "the resource of accelerator type "+pl.node.Text)
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
			added = append(added, e.get2("name"))
		}
	}
	s.Text = listBlock(nodes)
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

func addedWhy(names []string) string {
	return "added by convention, not in the guide: " + strings.Join(names, ", ")
}

// volumes writes the pod's volumes and the container's mounts, the preprocess scripts first.
func (p *planner) volumes(stage string) {
	section := stageSection[stage]
	top, _ := p.find(ms, stage)
	c, _ := p.container(stage)
	const why = "convention of the benchmark: the preprocess scripts, first in the list"

	volumes, hasVolumes := top.get("volumes")
	mounts, hasMounts := c.get("volumeMounts")
	scripts := mapping("name", "preprocesses", "configMap", mapping("defaultMode", "0755", "name", "llm-d-benchmark-preprocesses"))
	vs := scenario.Setting{Var: stageVar(stage, "EXTRA_VOLUMES"), File: true, Why: why}
	list := []*source.Node{scripts}
	if hasVolumes {
		list = append(list, p.sharedMemory(stage, volumes, mounts.node)...)
		vs.From = p.cite(volumes)
	}
	vs.Text = listBlock(named(list, "preprocesses"))
	mount := mapping("name", "preprocesses", "mountPath", "/setup/preprocess")
	msetting := scenario.Setting{Var: stageVar(stage, "EXTRA_VOLUME_MOUNTS"), File: true, Why: "convention of the benchmark: the preprocess scripts"}
	mountList := []*source.Node{mount}
	if hasMounts {
		mountList = append(mountList, mounts.node.Items...)
		msetting.From = p.cite(mounts)
	}
	msetting.Text = listBlock(named(mountList, "preprocesses"))
	p.add(section, vs)
	p.add(section, msetting)
	p.displaced(volumes, hasVolumes, vs.Var)
	p.displaced(mounts, hasMounts, msetting.Var)
	if hasVolumes {
		p.mark(volumes, Carried, vs.Var, "an entry of the list")
	}
	if hasMounts {
		p.mark(mounts, Carried, msetting.Var, "an entry of the list")
	}
}

// displaced marks a guide's own entries of the name that the convention's entry has.
func (p *planner) displaced(list place, ok bool, name string) {
	if !ok || list.node.Kind != source.Sequence {
		return
	}
	for i, n := range list.node.Items {
		if n.Get("name").Value() == "preprocesses" {
			p.mark(list.item(i), NotMappable, name, "the convention's preprocesses stands in its place")
		}
	}
}

// named drops a guide's own entry of the name that the convention puts first.
func named(list []*source.Node, name string) []*source.Node {
	kept := list[:1]
	for _, n := range list[1:] {
		if n.Get("name").Value() != name {
			kept = append(kept, n)
		}
	}
	return kept
}

// sharedMemory gives the volumes with the size of the one at /dev/shm as a placeholder, and sets its variable.
func (p *planner) sharedMemory(stage string, volumes place, mounts *source.Node) []*source.Node {
	name := ""
	for _, m := range guide.List(mounts) {
		if m.Get("mountPath").Value() == "/dev/shm" {
			name = m.Get("name").Value()
		}
	}
	var list []*source.Node
	for i, v := range volumes.node.Items {
		size, ok := volumes.item(i).get("emptyDir", "sizeLimit")
		if !ok || name == "" || v.Get("name").Value() != name || hazardous(size.node.Text) {
			list = append(list, v)
			continue
		}
		variable := stageVar(stage, "SHM_MEM")
		p.add(stageSection[stage], scenario.Setting{Var: variable, Text: size.node.Text, From: p.cite(size)})
		list = append(list, replaceAt(v, placeholder(variable), "emptyDir", "sizeLimit"))
	}
	return list
}

// replaceAt gives a mapping with one value exchanged.
func replaceAt(n, value *source.Node, keys ...string) *source.Node {
	if len(keys) == 0 {
		return value
	}
	made := *n
	made.Pairs = slices.Clone(n.Pairs)
	for i, pair := range made.Pairs {
		if pair.Key.Text == keys[0] {
			made.Pairs[i].Value = replaceAt(pair.Value, value, keys[1:]...)
		}
	}
	return &made
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
	name := stageVar(stage, "EXTRA_POD_CONFIG")
	if p.options.Workarounds {
		for _, pl := range from {
			p.mark(pl, NotMappable, name, podConfigDamage)
		}
		return
	}
	p.add(section, scenario.Setting{Var: name, File: true, Text: block(config), From: p.cite(from...), Notes: []string{podConfigDamage + "."}})
	for _, pl := range from {
		p.mark(pl, Carried, name, podConfigDamage)
	}
}
