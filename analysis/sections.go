package analysis

import (
	"cmp"
	"slices"
	"strings"

	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// sections is how a scenario is divided for a reader.
type sections struct {
	script   *scenario.Script
	remarks  []lineRange // runs of lines that are comments and nothing else
	headings []heading
	settings []setting
	list     []section
}

// lineRange are lines of a file, counted from 0, both included.
type lineRange struct{ first, last int }

// setting is an assignment together with the here-documents right behind it that fill the file which it names, or such
// a here-document alone.
type setting struct {
	name   string
	nameAt source.Span
	at     source.Span // the statements
	export *scenario.Export
	bodies []*scenario.Body
}

// section is a part of a scenario that is about one thing.
type section struct {
	title    string
	titleAt  source.Span // of a heading, or of the first setting where there is none
	at       source.Span // from the heading or the comments above the first setting to the end of the last line
	heading  *heading    // nil where the section is made out by what its variables are about
	settings []setting
}

// divide finds the sections of a scenario. Headings count where there are several with settings under them; a file
// without them is divided by what its variables are about.
func divide(s *Snapshot, script *scenario.Script) *sections {
	d := &sections{script: script, remarks: remarksOf(script)}
	d.headings = headingsOf(script, d.remarks)
	d.settings = settingsOf(script)
	under := d.under()
	groups := 0
	for _, list := range under {
		if len(list) > 0 {
			groups++
		}
	}
	if groups < 2 {
		d.list = d.byTopic(s, d.settings)
		under = make([][]setting, len(d.headings)+1)
	} else {
		d.list = d.byTopic(s, under[0])
	}
	for i := range d.headings {
		if len(under[i+1]) > 0 || i > 0 { // the first heading without a setting is the title of the file
			d.list = append(d.list, d.headed(i, under[i+1]))
		}
	}
	slices.SortStableFunc(d.list, func(a, b section) int { return a.at.Start - b.at.Start })
	return d
}

// under sorts the settings by the headings above them: first those above all headings, then those of each.
func (d *sections) under() [][]setting {
	groups := make([][]setting, len(d.headings)+1)
	i := 0
	for _, set := range d.settings {
		for i < len(d.headings) && d.headings[i].at.Start <= set.at.Start {
			i++
		}
		groups[i] = append(groups[i], set)
	}
	return groups
}

// headed is the section under a heading: it ends above the next one.
func (d *sections) headed(i int, list []setting) section {
	f, h := d.script.File, &d.headings[i]
	end := len(f.Text)
	if i+1 < len(d.headings) {
		end = d.headings[i+1].at.Start
	}
	end = h.at.End + len(strings.TrimRight(f.Text[h.at.End:end], " \t\r\n"))
	return section{title: h.title, titleAt: h.titleAt, at: source.Span{Start: h.at.Start, End: end}, heading: h, settings: list}
}

// byTopic makes sections of settings that follow one another and are about the same thing. A variable of the scenario's
// own goes with its neighbours.
func (d *sections) byTopic(s *Snapshot, list []setting) []section {
	var found []section
	for _, set := range list {
		title := topicOf(s, set.name)
		last := len(found) - 1
		switch {
		case last < 0 || title != "" && found[last].title != "" && found[last].title != title:
			found = append(found, section{title: title, titleAt: set.nameAt, at: d.withRemarks(set)})
			last++
		case found[last].title == "":
			found[last].title = title
		}
		found[last].settings = append(found[last].settings, set)
		found[last].at.End = set.at.End
	}
	return found
}

// topics are the words for the stages of the catalogue, as people who run benchmarks use them.
var topics = map[string]string{
	"common":     "Common",
	"decode":     "Decode",
	"prefill":    "Prefill",
	"standalone": "Standalone",
	"gaie":       "Endpoint picker",
	"infra":      "Gateway and infrastructure",
	"wva":        "Autoscaling",
	"harness":    "Harness",
	"run":        "Run",
	"control":    "Control of the run",
	"other":      "Other",
}

// topicOf is what a variable is about, "" for one of the scenario's own.
func topicOf(s *Snapshot, name string) string {
	if v := s.Catalog().Lookup(name); v != nil {
		return topics[v.Stage]
	}
	return ""
}

// withRemarks is the span of a setting and of the comments right above it.
func (d *sections) withRemarks(set setting) source.Span {
	f := d.script.File
	line := f.Line(set.at.Start)
	i, found := slices.BinarySearchFunc(d.remarks, line-1, func(r lineRange, line int) int { return r.last - line })
	if !found {
		return set.at
	}
	first := d.remarks[i].first
	if i, _ := slices.BinarySearchFunc(d.headings, line, func(h heading, line int) int { return h.lines.first - line }); i > 0 {
		first = max(first, d.headings[i-1].lines.last+1)
	}
	if first >= line {
		return set.at
	}
	return source.Span{Start: f.LineSpan(first).Start, End: set.at.End}
}

// remarksOf finds the runs of lines that are comments and nothing else. The line that names the shell is none.
func remarksOf(script *scenario.Script) []lineRange {
	f := script.File
	var runs []lineRange
	for _, c := range script.Comments() {
		line := f.Line(c.Start)
		if line == 0 && strings.HasPrefix(f.Text[c.Start:], "#!") || strings.TrimSpace(f.Text[f.LineSpan(line).Start:c.Start]) != "" {
			continue
		}
		if last := len(runs) - 1; last >= 0 && runs[last].last == line-1 {
			runs[last].last = line
			continue
		}
		runs = append(runs, lineRange{line, line})
	}
	return runs
}

// settingsOf lists the settings of a script, in order.
func settingsOf(script *scenario.Script) []setting {
	list := make([]setting, 0, len(script.Exports))
	for i := range script.Exports {
		e := &script.Exports[i]
		if e.Given {
			continue // it may lie within another one
		}
		at := e.At
		if several(script.Exports, i) {
			at = source.Span{Start: e.NameAt.Start, End: max(e.NameAt.End, e.ValueAt.End)}
		}
		list = append(list, setting{name: e.Name, nameAt: e.NameAt, at: at, export: e})
	}
	for i := range script.Bodies {
		if b := &script.Bodies[i]; b.Doc != (source.Span{}) {
			at := source.Span{Start: b.Stmt.Start, End: endOf(script.File, b)}
			list = append(list, setting{name: cmp.Or(b.Var, script.File.Slice(b.VarAt)), nameAt: b.VarAt, at: at, bodies: []*scenario.Body{b}})
		}
	}
	slices.SortStableFunc(list, func(a, b setting) int { return a.at.Start - b.at.Start })
	return joinBodies(list)
}

// several says that the statement of an assignment has others in it.
func several(list []scenario.Export, i int) bool {
	return i > 0 && list[i-1].At == list[i].At || i+1 < len(list) && list[i+1].At == list[i].At
}

// joinBodies joins assignments with the here-documents right behind them.
func joinBodies(list []setting) []setting {
	joined := list[:0]
	for _, set := range list {
		last := len(joined) - 1
		if set.export == nil && last >= 0 && joined[last].name == set.name && joined[last].at.End <= set.at.Start {
			joined[last].bodies = append(joined[last].bodies, set.bodies...)
			joined[last].at.End = set.at.End
			continue
		}
		joined = append(joined, set)
	}
	return joined
}

// endOf is where the statement of a here-document ends: behind its delimiter, or with the text where there is none.
func endOf(f *source.File, b *scenario.Body) int {
	if !closed(f, b) {
		return b.At.Start + len(strings.TrimRight(f.Text[b.At.Start:], " \t\r\n"))
	}
	return f.LineSpan(f.Line(b.At.End)).End
}

// closed says that a here-document has a delimiter, and was not only read up to the end of the text.
func closed(f *source.File, b *scenario.Body) bool {
	return strings.TrimSpace(f.Text[b.At.End:]) != ""
}
