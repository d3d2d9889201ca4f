package analysis

import (
	"context"
	"fmt"
	"path"
	"slices"

	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

// ScenarioActionKind is the kind of the actions that make and update scenarios.
const ScenarioActionKind = "refactor.rewrite.scenario"

// FixAllKind is the kind of the action that applies all safe fixes of a file at once. Editors can be told to do so when
// a file is saved.
const FixAllKind = "source.fixAll.llmdbench"

// Action is something that can be done to files. It is cheap to offer, and its edits are made only when it is chosen.
type Action struct {
	Title       string
	Kind        string // quickfix, or one of ours
	Finding     *Finding
	Preferred   bool
	Command     Command // what makes the edits of an action that is not a fix
	File        string
	Environment string
	Edits       []Edit // of a fix
}

// Command names what an action does.
type Command string

// The commands.
const (
	CommandGenerate Command = "generate"
	CommandUpdate   Command = "update"
)

// Actions lists what can be done at a place of a file.
func Actions(ctx context.Context, s *Snapshot, file string, at source.Span, rules []*Rule) []Action {
	f, err := s.File(file)
	if err != nil {
		return nil
	}
	switch KindOf(f) {
	case Scenario:
		return slices.Concat(mending(ctx, s, f, at, rules), updateOf(s, f))
	case GuideValues, Helmfile, Manifest:
		return slices.Concat(mending(ctx, s, f, at, rules), guideActions(s, file))
	case PluginConfig, Experiment, ProjectConfig:
		return mending(ctx, s, f, at, rules)
	}
	return nil
}

// mending is what mends a file: the fixes at a place, and all that are safe at once.
func mending(ctx context.Context, s *Snapshot, f *source.File, at source.Span, rules []*Rule) []Action {
	findings := Check(ctx, s, f.Path, rules)
	list := fixes(f, findings, at)
	if edits, applied := Mend(f, findings, false); applied > 0 {
		list = append(list, Action{Title: "Fix all that is safe to fix in this file", Kind: FixAllKind, Edits: WithEndings(f, edits)})
	}
	return list
}

// fixes are the fixes of the findings that touch a place, and behind them all the comments that would silence these.
func fixes(f *source.File, findings []Finding, at source.Span) []Action {
	var list, ignores []Action
	for i := range findings {
		finding := &findings[i]
		if finding.At.Start > at.End || finding.At.End < at.Start {
			continue
		}
		for j, fix := range finding.Fixes {
			list = append(list, Action{Title: fix.Title, Kind: "quickfix", Finding: finding, Preferred: j == 0, Edits: WithEndings(f, fix.Edits)})
		}
		if fix, ok := ignoreFix(f, finding); ok {
			ignores = append(ignores, Action{Title: fix.Title, Kind: "quickfix", Finding: finding, Edits: fix.Edits})
		}
	}
	return append(list, ignores...)
}

// updateOf offers to update a scenario that names its guide.
func updateOf(s *Snapshot, f *source.File) []Action {
	if _, _, err := guideOf(s, f); err != nil {
		return nil
	}
	return []Action{{Title: "Update scenario " + path.Base(f.Path), Kind: ScenarioActionKind, Command: CommandUpdate, File: f.Path}}
}

// guideActions offers a scenario for every environment that a guide's file belongs to: to generate it, or to update it
// where it exists.
func guideActions(s *Snapshot, file string) []Action {
	environments, err := EnvironmentsOf(s, file)
	if err != nil {
		return nil
	}
	var list []Action
	for _, e := range environments {
		a := Action{Kind: ScenarioActionKind, File: file, Environment: e.Name}
		if e.Exists {
			a.Title, a.Command = "Update scenario "+path.Base(e.Scenario), CommandUpdate
		} else {
			a.Title, a.Command = "Generate scenario from this guide", CommandGenerate
			if !guide.IsDefault(e.Name) {
				a.Title += fmt.Sprintf(" (%s)", e.Name)
			}
		}
		list = append(list, a)
	}
	return list
}
