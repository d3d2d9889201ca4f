package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"unicode"

	"llmdbench-ls/analysis"
)

// section is a part of the answer: lines of a name and what there is to say.
type section struct {
	title string
	rows  [][2]string
}

// text writes the answer for people.
func (d *diagnosis) text(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, s := range []section{d.programText(), d.workspaceText(), d.frameworkText(), d.configText(), d.editorText(), d.limitText(), d.wrongText()} {
		fmt.Fprintln(t, s.title)
		for _, row := range s.rows {
			fmt.Fprintln(t, strings.TrimRight("  "+plain(row[0])+"\t"+plain(row[1]), "\t"))
		}
	}
	return t.Flush()
}

// plain takes out of a text what a terminal would obey: names of files and tags may hold anything.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return '?'
		}
		return r
	}, text)
}

func (d *diagnosis) programText() section {
	p := d.Program
	onPath := "no: editors find it only where a setting names it, or where an extension carries it"
	switch {
	case p.Found:
		onPath = "yes, " + p.OnPath
	case p.OnPath != "":
		onPath = "another one, " + p.OnPath
	}
	return section{"program", [][2]string{{"version", p.String()}, {"built with", p.Go + " for " + p.Platform}, {"on PATH", onPath}}}
}

func (d *diagnosis) workspaceText() section {
	w := d.Workspace
	guides := strings.Join([]string{count(w.Helmfiles, "helmfile", "helmfiles"), count(w.Values, "values file", "values files"), count(w.Manifests, "manifest", "manifests")}, ", ")
	cut := "nothing"
	if !w.Complete {
		cut = "there are more files, which were not looked at"
	}
	return section{"workspace", [][2]string{
		{"folder", w.Folder}, {"scenarios", fmt.Sprint(w.Scenarios)}, {"guides", guides}, {"experiments", fmt.Sprint(w.Experiments)}, {"cut off", cut},
	}}
}

func (d *diagnosis) frameworkText() section {
	f := d.Framework
	rows := [][2]string{{"facts", f.Facts}}
	if f.Path == "" {
		return section{"framework", append(rows, [2]string{"checkout", "none"})}
	}
	defaults := fmt.Sprintf("%d other than in %s, and %s that it does not have", f.Changed, f.Facts, count(f.Added, "variable", "variables"))
	return section{"framework", append(rows, [][2]string{{"checkout", f.Path}, {"version", cmp.Or(f.Version, "not known")}, {"defaults", defaults}}...)}
}

func (d *diagnosis) configText() section {
	var rows [][2]string
	for _, c := range d.Configs {
		said := "valid"
		if c.Problem != "" {
			said = "not valid, see below"
		}
		if c.Above {
			said += "; it lies above the folder, where an editor that opens just the folder does not look"
		}
		rows = append(rows, [2]string{c.File, said})
	}
	return orNone("project settings", rows, "none; they would stand in "+analysis.ConfigName+", in the form of "+schemaName)
}

func (d *diagnosis) editorText() section {
	var rows [][2]string
	for _, e := range d.Editors {
		said := []string{cmp.Or(e.Program, "not on PATH")}
		if e.Version != "" {
			said = append(said, "version "+e.Version)
		}
		if e.ours != "" && len(e.Sides) == 0 {
			said = append(said, e.ours+" not seen")
		}
		for _, s := range e.Sides {
			side := strings.TrimSpace(e.ours+" "+s.Version) + " in " + s.Path
			if s.Program {
				side += " with the program in it"
			}
			said = append(said, side)
		}
		rows = append(rows, [2]string{e.Name, strings.Join(said, "; ")})
	}
	return orNone("editors", rows, "none that are known")
}

func (d *diagnosis) limitText() section {
	var rows [][2]string
	for _, l := range d.Limits {
		most := fmt.Sprintf("%d %s", l.Most, l.Unit)
		if l.Unit == "bytes" {
			most = fmt.Sprintf("%d MiB", l.Most>>20)
		}
		rows = append(rows, [2]string{l.What, "up to " + most})
	}
	return section{"limits", rows}
}

func (d *diagnosis) wrongText() section {
	var rows [][2]string
	for _, sentence := range d.Wrong {
		rows = append(rows, [2]string{sentence})
	}
	return orNone("to mend", rows, "nothing")
}

func orNone(title string, rows [][2]string, none string) section {
	if len(rows) == 0 {
		rows = [][2]string{{none}}
	}
	return section{title, rows}
}

// schemaName is where the form of the project settings is written down for editors, seen from the repository.
const schemaName = "editors/vscode/schemas/llmdbench.schema.json"
