package complete

import (
	"slices"
	"strings"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// volumeSources are the usual kinds of volumes, each with what it needs.
var volumeSources = []struct{ key, needs string }{
	{"emptyDir", ""}, {"configMap", "name"}, {"persistentVolumeClaim", "claimName"}, {"secret", "secretName"}, {"hostPath", "path"},
}

// volumes answers in a stage's list of volumes.
func (r *request) volumes(y *yamlText, name string) {
	s := &y.spot
	r.list.Word = s.word
	have := y.list(0, "[]", "name")
	mounted := namesIn(r.outline.content(strings.Replace(name, "_EXTRA_VOLUMES", "_EXTRA_VOLUME_MOUNTS", 1)))
	switch in := s.pattern(); {
	case s.kind == atValue && in == "[]" && s.key == "name":
		for _, n := range append(mounted, convert.ScriptsName, sharedMemory) {
			r.missing(n, have, slices.Contains(mounted, n))
		}
	case s.kind == atValue && in == "[].emptyDir":
		r.emptyDir(s.key, name)
	case s.kind != atKey:
	case in == "[]" && s.item && !s.flow && len(y.keys()) == 0:
		r.volumeEntries("", s.column, name, have, mounted)
	case in == "" && s.fresh && r.asked(s.word):
		r.volumeEntries("- ", s.column+2, name, have, mounted)
	case in == "[]":
		names := []string{"name"}
		for _, v := range volumeSources {
			names = append(names, v.key+":")
		}
		r.keys(y, names...)
	case in == "[].emptyDir":
		r.keys(y, "medium", "sizeLimit")
	default:
		for _, v := range volumeSources {
			if in == "[]."+v.key {
				r.keys(y, v.needs)
			}
		}
	}
}

// namesIn are the names of the items of a list.
func namesIn(text string) []string {
	return readYAML(text, source.Span{End: len(text)}, -1).list(0, "[]", "name")
}

// missing adds a name that a list does not have yet, once. used says that something refers to it.
func (r *request) missing(name string, have []string, used bool) {
	if slices.Contains(have, name) {
		return
	}
	i := Item{Label: name, Kind: Reference, rank: 1}
	if used {
		i.Detail, i.rank = "is mounted", 0
	}
	r.addOnce(i)
}

// emptyDir adds values of a volume in memory.
func (r *request) emptyDir(key, name string) {
	switch key {
	case "medium":
		r.each([]string{"Memory"}, Value)
	case "sizeLimit":
		variable := stagePrefix + stageOf(name) + "_SHM_MEM"
		r.add(Item{Label: catalog.PlaceholderPrefix + variable, Kind: Variable, About: Topic{AboutVariable, variable}})
	}
}

// volumeEntries adds whole volumes: those that the benchmark asks for, those that are mounted, and one of each kind.
func (r *request) volumeEntries(lead string, column int, name string, have, mounted []string) {
	add := entryWriter(r, lead, column)
	if !slices.Contains(have, convert.ScriptsName) {
		add("name: "+convert.ScriptsName, "the benchmark's scripts, first in the list", convert.ScriptsVolume(), 0)
	}
	for _, n := range mounted {
		if n != convert.ScriptsName && n != sharedMemory && !slices.Contains(have, n) {
			add("name: "+n, "is mounted", "- name: "+n+"\n  emptyDir: {}\n", 1)
		}
	}
	if stage := stageOf(name); stage != "" && !slices.Contains(have, sharedMemory) {
		add("name: "+sharedMemory, "shared memory", entriesOf(blockOf(name).Content())[1], 2)
	}
	for _, v := range volumeSources {
		text := "- name: " + fill(1, "NAME") + "\n  " + v.key + ":"
		if v.needs == "" {
			text += " {}" + fill(0, "") + "\n"
		} else {
			text += "\n    " + v.needs + ": " + fill(2, "NAME") + fill(0, "") + "\n"
		}
		add(v.key, "a volume of this kind", text, 3)
	}
}

// entriesOf splits a list into its items.
func entriesOf(list string) []string {
	items := strings.Split("\n"+list, "\n- ")[1:]
	for i := range items {
		items[i] = "- " + strings.TrimSuffix(items[i], "\n") + "\n"
	}
	return items
}

// entryWriter gives a function that adds whole items of a list, which are written from the margin on. lead is "- " where
// the dash is missing, and column is where the keys of the item stand.
func entryWriter(r *request, lead string, column int) func(label, detail, text string, rank int) {
	return func(label, detail, text string, rank int) {
		text = strings.TrimSuffix(strings.TrimPrefix(text, "- "), "\n")
		text = lead + strings.ReplaceAll(text, "\n  ", "\n"+strings.Repeat(" ", column))
		i := Item{Label: label, Detail: detail, Kind: Block, Filter: lead + label, rank: rank}
		i.Text, i.Snippet = plain(text), snippet(text)
		r.add(i)
	}
}

// mounts answers in a stage's list of mounts.
func (r *request) mounts(y *yamlText, name string) {
	s := &y.spot
	r.list.Word = s.word
	have := y.list(0, "[]", "name")
	volumes := namesIn(r.outline.content(strings.Replace(name, "_EXTRA_VOLUME_MOUNTS", "_EXTRA_VOLUMES", 1)))
	if !slices.Contains(volumes, convert.ScriptsName) {
		volumes = append(volumes, convert.ScriptsName)
	}
	switch in := s.pattern(); {
	case s.kind == atValue && in == "[]" && s.key == "name":
		for _, v := range volumes {
			r.mounted(v, have)
		}
	case s.kind == atValue && in == "[]" && s.key == "mountPath":
		if path := mountPath(y.get(s.doc, s.in, "name")); path != "" {
			r.each([]string{path}, Value)
		}
	case s.kind != atKey:
	case in == "[]" && s.item && !s.flow && len(y.keys()) == 0:
		r.mountEntries("", s.column, volumes, have)
	case in == "" && s.fresh && r.asked(s.word):
		r.mountEntries("- ", s.column+2, volumes, have)
	case in == "[]":
		r.keys(y, "name", "mountPath", "subPath", "readOnly")
	}
}

// mounted adds the name of a volume: a volume may be mounted twice, but rarely is.
func (r *request) mounted(volume string, have []string) {
	i := Item{Label: volume, Detail: "a volume of this file", Kind: Reference}
	if slices.Contains(have, volume) {
		i.Detail, i.rank = "mounted already", 1
	}
	r.addOnce(i)
}

// mountPath is where a volume that has its place by convention is mounted, "" for others.
func mountPath(volume string) string {
	switch volume {
	case sharedMemory:
		return sharedMemoryPath
	case convert.ScriptsName:
		text := convert.ScriptsMount()
		return readYAML(text, source.Span{End: len(text)}, -1).get(0, "[0]", "mountPath")
	}
	return ""
}

// mountEntries adds a mount for every volume that has none.
func (r *request) mountEntries(lead string, column int, volumes, have []string) {
	add := entryWriter(r, lead, column)
	for _, v := range volumes {
		if slices.Contains(have, v) {
			continue
		}
		path := mountPath(v)
		if path == "" {
			path = fill(1, "/"+v) + fill(0, "")
		}
		rank := 1
		if v == convert.ScriptsName {
			rank = 0
		}
		add("name: "+v, "a volume of this file", "- name: "+v+"\n  mountPath: "+path+"\n", rank)
	}
}
