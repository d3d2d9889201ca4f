package convert

import (
	"slices"

	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// cite gives the places of values in the guide. Places of one file that touch become one.
func (p *planner) cite(places ...place) []scenario.Citation {
	c := citations{at: map[*source.File]map[int]int{}}
	for _, pl := range places {
		for _, at := range spans(pl) {
			c.add(at)
		}
	}
	var list []scenario.Citation
	for _, at := range c.list {
		list = append(list, scenario.Citation{File: p.guide.Rel(at.file.Path), First: at.first, Last: at.last, Text: textOf(at.file, at.first, at.last)})
	}
	return list
}

// citations are ranges of lines in the order in which they were first cited.
type citations struct {
	list []lines
	at   map[*source.File]map[int]int // the first of the list that has a line
}

// add adds lines to the first in the list that they touch.
func (c *citations) add(at lines) {
	known := c.at[at.file]
	if known == nil {
		known = map[int]int{}
		c.at[at.file] = known
	}
	touched := len(c.list)
	for line := at.first - 1; line <= at.last+1; line++ {
		if i, ok := known[line]; ok {
			touched = min(touched, i)
		}
	}
	if touched == len(c.list) {
		c.list = append(c.list, at)
	}
	l := &c.list[touched]
	l.first, l.last = min(l.first, at.first), max(l.last, at.last)
	for line := at.first; line <= at.last; line++ {
		if i, ok := known[line]; !ok || touched < i {
			known[line] = touched
		}
	}
}

// lines are lines of a file, counted from 1, both included.
type lines struct {
	file        *source.File
	first, last int
}

// spans are the lines that say a value: from its key to its end, and where an alias stands for it, its anchor's too.
func spans(pl place) []lines {
	var list []lines
	add := func(n *source.Node) {
		if n != nil && n.File != nil {
			list = append(list, lines{n.File, n.File.Line(n.At.Start) + 1, n.File.Line(max(n.At.Start, n.At.End-1)) + 1})
		}
	}
	add(pl.key)
	if len(pl.node.Pairs) == 0 || pl.node.File != nil {
		add(pl.node)
	}
	if collection(pl.node) {
		list = append(list, foreign(pl.node, list)...)
	}
	if len(list) == 2 && list[0].file == list[1].file && list[0].last+1 >= list[1].first && list[1].first >= list[0].first {
		list[0].last = max(list[0].last, list[1].last)
		list = list[:1]
	}
	return list
}

// foreign are the lines of values inside a collection that stand outside of it: merged from another file, set by a
// helmfile, or behind an alias.
func foreign(n *source.Node, known []lines) []lines {
	var list []lines
	seen := map[lines]bool{}
	var walk func(key, n *source.Node)
	walk = func(key, n *source.Node) {
		for _, p := range n.Pairs {
			walk(p.Key, p.Value)
		}
		for _, item := range n.Items {
			walk(nil, item)
		}
		if collection(n) || n.File == nil {
			return
		}
		at := lines{n.File, n.File.Line(n.At.Start) + 1, n.File.Line(max(n.At.Start, n.At.End-1)) + 1}
		if key != nil && key.File == n.File && key.At.Start <= n.At.Start {
			at.first = min(at.first, n.File.Line(key.At.Start)+1)
		}
		if seen[at] || slices.ContainsFunc(known, at.within) {
			return
		}
		seen[at] = true
		list = append(list, at)
	}
	walk(nil, n)
	return list
}

func (l lines) within(k lines) bool {
	return k.file == l.file && k.first <= l.first && l.last <= k.last
}

func textOf(f *source.File, first, last int) []string {
	text := make([]string, 0, last-first+1)
	for line := first; line <= last; line++ {
		text = append(text, f.LineText(line-1))
	}
	return text
}
