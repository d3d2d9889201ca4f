package rules

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

var preprocessesMount = &analysis.Rule{
	ID: "preprocesses-mount", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("preprocesses-mount"),
	Check: func(p *analysis.Pass) {
		for _, c := range deployedStages(p) {
			if !runsScripts(c) || mountEvident(p, c.Stage) {
				continue
			}
			why := fmt.Sprintf("the command line of %s runs a script below %s, and nothing", c.Stage, preprocessFolder)
			volume := scriptsVolume(p, c.Stage)
			e, set := p.Script.Last(stageVar(c.Stage, "EXTRA_VOLUME_MOUNTS"))
			list, known := knownList(p, stageVar(c.Stage, "EXTRA_VOLUME_MOUNTS"))
			switch {
			case !set && volume != "":
				args, _ := p.Script.Last(stageVar(c.Stage, "EXTRA_ARGS"))
				p.Report(args.NameAt, why+" is mounted there")
			case !known || slices.ContainsFunc(list, mountsScripts):
			case named(list, volume).Get("mountPath").Value() != "":
				at := named(list, volume).Get("mountPath").At
				p.Report(at, why+" is mounted there, but the scripts here", p.Replace("Change to "+preprocessFolder, false, at, preprocessFolder))
			default:
				p.Report(e.NameAt, why+" of these is mounted there", lastMount(p, list, volume)...)
			}
		}
	},
}

// mountEvident says that an entry of a stage evidently mounts the scripts, which is then read alone.
func mountEvident(p *analysis.Pass, stage string) bool {
	b := fileOf(p, stageVar(stage, "EXTRA_VOLUME_MOUNTS"))
	if b == nil {
		return false
	}
	paths, ok := valuesIn(p, b, "mountPath")
	i := slices.Index(paths, preprocessFolder)
	return ok && i >= 0 && evidentEntry(p, b, i, mountsScripts)
}

// scriptsVolume is the name of the volume with the framework's scripts, "" where a stage has none.
func scriptsVolume(p *analysis.Pass, stage string) string {
	volumes, _ := knownList(p, stageVar(stage, "EXTRA_VOLUMES"))
	if i := slices.IndexFunc(volumes, bringsScripts); i >= 0 {
		return volumes[i].Get("name").Value()
	}
	return ""
}

// lastMount puts the mount of the scripts behind a list whose entries stand on lines of their own.
func lastMount(p *analysis.Pass, list []*source.Node, volume string) []analysis.Fix {
	margin, ok := entryMargin(p, list)
	if !ok || !plainWord(volume) {
		return nil
	}
	at := lineEnd(p, list[len(list)-1].At.End-1)
	text := margin + "- name: " + volume + "\n" + margin + "  mountPath: " + preprocessFolder + "\n"
	return []analysis.Fix{fix("Mount the scripts", true, analysis.Edit{Path: p.File.Path, At: source.Span{Start: at, End: at}, Text: breaks(p, text)})}
}

func mountsScripts(item *source.Node) bool {
	return strings.HasPrefix(preprocessFolder, strings.TrimSuffix(item.Get("mountPath").Value(), "/")) && item.Get("mountPath").Value() != ""
}
