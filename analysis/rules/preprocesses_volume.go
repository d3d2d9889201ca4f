package rules

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

var preprocessesVolume = &analysis.Rule{
	ID: "preprocesses-volume", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("preprocesses-volume"),
	Check: func(p *analysis.Pass) {
		for _, c := range deployedStages(p) {
			if scriptsEvident(p, c.Stage) {
				continue
			}
			list, known := knownList(p, stageVar(c.Stage, "EXTRA_VOLUMES"))
			if !known {
				continue
			}
			i := slices.IndexFunc(list, bringsScripts)
			switch {
			case i > 0:
				p.Report(trimmed(p, list[i].At), "this volume stands behind others: by the benchmark's convention it is the first of the list")
			case i < 0 && runsScripts(c):
				withoutScripts(p, c.Stage, list)
			}
		}
	},
}

// scripts is the ConfigMap that the framework makes of its preprocess scripts, and preprocessFolder is where it is mounted
// by convention.
const (
	scripts          = "llm-d-benchmark-preprocesses"
	preprocessFolder = "/setup/preprocess"
)

// scriptsEvident says that the volume with the scripts is the first of a stage, as in most scenarios: so much is known when
// that one is read.
func scriptsEvident(p *analysis.Pass, stage string) bool {
	b := fileOf(p, stageVar(stage, "EXTRA_VOLUMES"))
	return b != nil && evidentEntry(p, b, 0, bringsScripts)
}

// evidentEntry says of one entry of what evidently is a list that something holds.
func evidentEntry(p *analysis.Pass, b *scenario.Body, i int, holds func(*source.Node) bool) bool {
	entries, ok := evidentEntries(p, b)
	if !ok || i >= len(entries) || !b.Known() || strings.Contains(b.Text, "#noconfig") {
		return false
	}
	docs, problems := source.ParseYAML("", entries[i], nil)
	return len(problems) == 0 && len(docs) == 1 && len(docs[0].Items) == 1 && holds(docs[0].Items[0])
}

// runsScripts says that a stage's command line runs one of the framework's scripts.
func runsScripts(c deploy.Command) bool {
	return c.How == "custom" && strings.Contains(c.Text, preprocessFolder+"/")
}

// withoutScripts tells that no volume of a list brings the scripts. A volume that another ConfigMap or a program fills,
// and that is mounted at their place, may bring others.
func withoutScripts(p *analysis.Pass, stage string, list []*source.Node) {
	why := fmt.Sprintf("the command line of %s runs a script below %s", stage, preprocessFolder)
	for _, volume := range list {
		name := volume.Get("configMap", "name")
		if near, ok := catalog.NearestWord(name.Value(), []string{scripts}); ok {
			p.Report(name.At, fmt.Sprintf("%s, and the ConfigMap with the framework's scripts is %s", why, near), p.Replace("Change to "+near, false, name.At, near))
			return
		}
	}
	mounts, _ := knownList(p, stageVar(stage, "EXTRA_VOLUME_MOUNTS"))
	i := slices.IndexFunc(mounts, mountsScripts)
	if i >= 0 && named(list, mounts[i].Get("name").Value()) != nil {
		return
	}
	var fixes []analysis.Fix
	if i >= 0 {
		fixes = firstVolume(p, list, mounts[i].Get("name").Value())
	}
	e, _ := p.Script.Last(stageVar(stage, "EXTRA_VOLUMES"))
	p.Report(e.NameAt, fmt.Sprintf("%s, and no volume of the ConfigMap %s is among these", why, scripts), fixes...)
}

// named is the entry of a list that has a name, nil where none does.
func named(list []*source.Node, name string) *source.Node {
	for _, n := range list {
		if name != "" && n.Get("name").Value() == name {
			return n
		}
	}
	return nil
}

// firstVolume puts the volume with the scripts in front of a list whose entries stand on lines of their own.
func firstVolume(p *analysis.Pass, list []*source.Node, name string) []analysis.Fix {
	margin, ok := entryMargin(p, list)
	if !ok || !plainWord(name) {
		return nil
	}
	at := lineStart(p, list[0].At.Start)
	text := margin + "- name: " + name + "\n" + margin + "  configMap:\n" + margin + "    defaultMode: 0755\n" + margin + "    name: " + scripts + "\n"
	return []analysis.Fix{fix("Add the volume with the scripts", true, analysis.Edit{Path: p.File.Path, At: source.Span{Start: at, End: at}, Text: breaks(p, text)})}
}

// entryMargin is what stands in front of the dashes of a list. ok is false where its first entry is not on a line of its
// own.
func entryMargin(p *analysis.Pass, list []*source.Node) (margin string, ok bool) {
	if len(list) == 0 {
		return "", false
	}
	line := p.File.LineText(p.File.Line(list[0].At.Start))
	margin, _, ok = strings.Cut(line, "- ")
	return margin, ok && strings.Trim(margin, " ") == ""
}

// bringsScripts says that a volume is the ConfigMap with the framework's scripts, or that this is one of its sources.
func bringsScripts(item *source.Node) bool {
	return item.Get("configMap", "name").Value() == scripts || slices.ContainsFunc(items(item.Get("projected", "sources")), bringsScripts)
}

// knownList is the list that a variable's file holds. known is false where the scenario does not set the variable, since
// another way may be meant then, and where the list cannot be read.
func knownList(p *analysis.Pass, name string) (list []*source.Node, known bool) {
	b := fileOf(p, name)
	if b == nil {
		return nil, false
	}
	n := listIn(p, b)
	return items(n), n != nil
}

func items(n *source.Node) []*source.Node {
	if n == nil {
		return nil
	}
	return n.Items
}
