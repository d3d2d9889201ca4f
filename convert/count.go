package convert

import (
	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

// contents gives the content of the file that a variable of a scenario names.
type contents func(variable string) (text string, ok bool)

// Count is how many of one thing a stage has in the guide and in the scenario. Added ones are the convention's and not
// part of Scenario, so that the first two numbers must agree.
type Count struct {
	Stage    string `json:"stage"`
	What     string `json:"what"` // env, flags, volumes, mounts
	Guide    int    `json:"guide"`
	Scenario int    `json:"scenario"`
	Added    int    `json:"added"`
}

// count counts what is in a guide and in the files of its scenario, whose content is given by variable.
func count(g *guide.Guide, s contents) []Count {
	var list []Count
	for _, name := range guide.Stages {
		stage := g.Stage(name)
		if stage.Off() {
			continue
		}
		container, _ := stage.Container()
		list = append(list,
			counted(name, "env", keys(guide.List(container, "env"), "name"), contentKeys(s, stageVar(name, "ENVVARS_TO_YAML"), "name")),
			counted(name, "flags", guideFlags(g, readCommand(container)), scenarioFlags(s, stageVar(name, "EXTRA_ARGS"))),
			counted(name, "volumes", keys(guide.List(stage.Values, "volumes"), "name"), contentKeys(s, stageVar(name, "EXTRA_VOLUMES"), "name")),
			counted(name, "mounts", keys(guide.List(container, "volumeMounts"), "mountPath"), contentKeys(s, stageVar(name, "EXTRA_VOLUME_MOUNTS"), "mountPath")))
	}
	return list
}

// counted counts the guide's names, those of them that the scenario has, and those that it has beside them.
func counted(stage, what string, inGuide, inScenario []string) Count {
	left := map[string]int{}
	for _, name := range inGuide {
		left[name]++
	}
	c := Count{Stage: stage, What: what, Guide: len(inGuide)}
	for _, name := range inScenario {
		if left[name] > 0 {
			left[name]--
			c.Scenario++
		} else {
			c.Added++
		}
	}
	return c
}

// items is safe on nil.
func items(n *source.Node) []*source.Node {
	if n == nil {
		return nil
	}
	return n.Items
}

func keys(items []*source.Node, key string) []string {
	var names []string
	for _, item := range items {
		names = append(names, item.Get(key).Value())
	}
	return names
}

// contentKeys reads the YAML list that a variable's file holds.
func contentKeys(s contents, name, key string) []string {
	text, ok := s(name)
	if !ok {
		return nil
	}
	if holdsList(name) {
		list, _ := listFile(name, text)
		return keys(items(list), key)
	}
	docs, _ := source.ParseYAML(name, text, nil)
	if len(docs) == 0 {
		return nil
	}
	return keys(docs[0].Items, key)
}

// guideFlags are the names of the flags in the guide's command line that a scenario has to carry: the serve line has its
// own host, port and names.
func guideFlags(g *guide.Guide, c command) []string {
	if c.Foreign {
		return nil
	}
	p := planner{guide: g, envs: map[string][]envEntry{}}
	var kept []word
	for _, f := range flagsOf(c.Words) {
		if !p.chartSets(f) {
			kept = append(kept, word{Text: f.Name})
		}
	}
	return flagNames(kept)
}

func flagNames(words []word) []string {
	var names []string
	for _, f := range flagsOf(words) {
		if f.Name != "" && !ownedByServeLine(f) {
			names = append(names, f.Canonical())
		}
	}
	return names
}

// ownedByServeLine says that the benchmark's serve line has a flag itself.
func ownedByServeLine(f flag) bool {
	switch f.Canonical() {
	case "--host", "--port", "--model", "--served-model-name":
		return true
	}
	return false
}

// scenarioFlags reads the command line that a variable's file holds.
func scenarioFlags(s contents, name string) []string {
	text, _ := s(name)
	tree, err := source.ReadShell(text, syntax.Variant(syntax.LangBash))
	if err != nil {
		return nil
	}
	for _, stmt := range tree.Stmts {
		var c command
		if c.server(stmt, nil) {
			return flagNames(c.Words)
		}
	}
	return nil
}
