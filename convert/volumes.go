package convert

import (
	"slices"
	"strings"

	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// volumes writes the pod's volumes and the container's mounts, the preprocess scripts first.
func (p *planner) volumes(stage string) {
	section := stageSection[stage]
	top, _ := p.find(ms, stage)
	c, _ := p.container(stage)
	const why = "convention of the benchmark: the preprocess scripts, first in the list"

	volumes, hasVolumes := top.get("volumes")
	mounts, hasMounts := c.get("volumeMounts")
	vs := scenario.Setting{Var: stageVar(stage, "EXTRA_VOLUMES"), File: true, Why: why}
	list := []*source.Node{scriptsVolume()}
	if hasVolumes {
		list = append(list, p.sharedMemory(stage, volumes, mounts.node)...)
		vs.From = p.cite(volumes)
	}
	vs.Text = listBlock(named(list, ScriptsName))
	msetting := scenario.Setting{Var: stageVar(stage, "EXTRA_VOLUME_MOUNTS"), File: true, Why: "convention of the benchmark: the preprocess scripts"}
	mountList := []*source.Node{scriptsMount()}
	if hasMounts {
		mountList = append(mountList, mounts.node.Items...)
		msetting.From = p.cite(mounts)
	}
	msetting.Text = listBlock(named(mountList, ScriptsName))
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

// podConfigKey is the key of a stage's values that holds settings of the pod.
const podConfigKey = "extraConfig"

// besideVolumes writes the pod's settings behind the list of volumes. The variable for them breaks the values, but the
// framework indents the file with the volumes as deep as the key above it, so that a key at the file's margin is one of
// the stage's. It writes that key empty before, and of equal keys Helm takes the last.
func (p *planner) besideVolumes(stage string, config *source.Node, from []place) {
	name := stageVar(stage, "EXTRA_VOLUMES")
	set, _ := p.has(name)
	set.Text = strings.TrimRight(set.Text, "\n") + "\n" + block(mapping(podConfigKey, config))
	set.From = append(set.From, p.cite(from...)...)
	set.Notes = append(set.Notes, "the settings of the pod stand behind the list on purpose: there they become keys of the stage. "+
		"In LLMDBENCH_VLLM_MODELSERVICE_"+strings.ToUpper(stage)+"_EXTRA_POD_CONFIG they would break the values.")
	for _, pl := range from {
		p.mark(pl, Carried, name, "behind the list of volumes, where it becomes a key of the stage")
	}
}

// listFile reads a file that the framework puts below a key of its own: a list, and keys that may stand behind it.
func listFile(name, text string) (list *source.Node, beside *source.Node) {
	const key = "list"
	docs, problems := source.ParseYAML(name, key+":\n"+text, nil)
	if len(problems) > 0 || len(docs) == 0 {
		return nil, nil
	}
	return docs[0].Get(key), docs[0]
}

// holdsList says that a variable's file holds a list that the framework puts below a key of its own.
func holdsList(name string) bool {
	return strings.HasSuffix(name, "_EXTRA_VOLUMES") || strings.HasSuffix(name, "_EXTRA_VOLUME_MOUNTS")
}

// displaced marks a guide's own entries of the name that the convention's entry has.
func (p *planner) displaced(list place, ok bool, name string) {
	if !ok || list.node.Kind != source.Sequence {
		return
	}
	for i, n := range list.node.Items {
		if n.Get("name").Value() == ScriptsName {
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
