package analysis

import (
	"context"
	"path"
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Place is a span of a file that was read.
type Place struct {
	File *source.File
	At   source.Span
}

// maxDefinitions is how many places a definition has at most: a variable may be set in every scenario of a workspace.
const maxDefinitions = 100

// Definition finds where the thing at an offset of a file is set or declared: a variable's export, a plugin's entry, a
// plugin config's text, the line of a guide that a scenario's line was taken from, or the scenarios that a line of a
// guide became part of. What the file at hand does not say is looked for in the framework and in the workspace. It gives
// what it has found so far when the context is done.
func Definition(ctx context.Context, s *Snapshot, file string, at int) []Place {
	f, err := s.File(file)
	if err != nil {
		return nil
	}
	kind := KindOf(f)
	if kind == Experiment {
		if places := experimentDefinition(s, f, at); len(places) > 0 {
			return places
		}
	}
	m, ok := named(s, file, at)
	if ok {
		if places := s.definition(ctx, f, kind, m, at); len(places) > 0 {
			return places
		}
	}
	var places []Place
	switch kind {
	case Scenario:
		script, _ := s.Script(f)
		if places = s.citedPlace(script, at); len(places) > 0 {
			break
		}
		if p, ok := s.guidePlace(script, at); ok {
			places = []Place{p}
		}
	case GuideValues, Manifest:
		places = s.carriers(ctx, f, at)
	}
	if len(places) == 0 && ok && m.Role == Declares && (m.Subject == Variable || m.Subject == OwnVariable || m.Subject == PluginName) {
		return []Place{{f, m.At}} // editors then offer the uses
	}
	return places
}

// definition finds where what a mention names is set or declared, if that is not the mention itself.
func (s *Snapshot) definition(ctx context.Context, f *source.File, kind Kind, m Mention, at int) []Place {
	switch {
	case m.Subject == Citation:
		script, _ := s.Script(f)
		return s.citedPlace(script, at)
	case m.Role == Declares:
		return nil
	case (m.Subject == Variable || m.Subject == OwnVariable) && kind == Scenario:
		script, _ := s.Script(f)
		if p, ok := assignment(script, m); ok {
			return []Place{p}
		}
		return s.frameworkLines(m.Name)
	case m.Subject == Variable:
		if places := s.assignments(ctx, f, m.Name); len(places) > 0 {
			return places
		}
		return s.frameworkLines(m.Name)
	case m.Subject == PluginName:
		return declarations(f, about(s, f, m))
	case m.Subject == ConfigFile:
		return append(declarations(f, about(s, f, m)), s.presetPlace(m.Name)...)
	}
	return nil
}

func declarations(f *source.File, list []Mention) []Place {
	var places []Place
	for _, m := range list {
		if m.Role == Declares {
			places = append(places, Place{f, m.At})
		}
	}
	return places
}

// assignment finds the assignment that a mention of a variable has its value from: the one in effect there, or for a
// placeholder or where none is, the one that counts at the end.
func assignment(script *scenario.Script, m Mention) (Place, bool) {
	if m.Name == currentModel {
		if _, ok := script.Last(currentModel); !ok {
			m.Name, m.Role = modelList, Asks
		}
	}
	at, ok := source.Span{}, false
	if e, found := script.Last(m.Name); found {
		at, ok = e.NameAt, true
	}
	if e, found := script.Before(m.Name, m.At.Start); found && m.Role == Uses {
		at, ok = e.NameAt, true
	}
	if !ok && m.Subject == OwnVariable { // it is set in another way, as by a loop or by read
		for _, n := range script.Locals() {
			if n.Text == m.Name && n.Use == scenario.Assigned && (!ok || n.At.End <= m.At.Start) {
				at, ok = n.At, true
			}
		}
	}
	return Place{script.File, at}, ok
}

// The framework takes the first variable from the second, for one model after the other.
const (
	currentModel = catalog.CurrentModel
	modelList    = "LLMDBENCH_DEPLOY_MODEL_LIST"
)

// assignments finds where the scenarios of the workspace set a variable. A text that names some of these scenarios is
// about these alone.
func (s *Snapshot) assignments(ctx context.Context, about *source.File, name string) []Place {
	var places, meant []Place
	interesting := holdsOne(name+"=", name+"+=")
	s.search(ctx, s.everywhere("", s.index.Scenarios), interesting, func(f *source.File) bool {
		if KindOf(f) != Scenario {
			return true
		}
		script, _ := s.passing(f).Script(f)
		e, ok := script.Last(name)
		if !ok {
			return true
		}
		places = append(places, Place{f, e.NameAt})
		if hasWord(about.Text, strings.TrimSuffix(path.Base(f.Path), ".sh")) {
			meant = append(meant, Place{f, e.NameAt})
		}
		return len(places) < maxDefinitions
	})
	if len(meant) > 0 {
		return meant
	}
	return places
}

// frameworkLines are the lines of the framework's own setup/env.sh that set a variable, where a checkout is in use.
func (s *Snapshot) frameworkLines(name string) []Place {
	f, ok := s.frameworkFile("setup/env.sh")
	if !ok {
		return nil
	}
	var places []Place
	for _, n := range scenario.FindNames(f.Text) {
		if n.Text == name && assigns(f, n.At) {
			places = append(places, Place{f, n.At})
		}
	}
	return places
}

// assigns says that a name at a place stands at the head of an assignment's line.
func assigns(f *source.File, at source.Span) bool {
	line := f.LineSpan(f.Line(at.Start))
	before := strings.TrimSpace(f.Text[line.Start:at.Start])
	return (before == "" || before == "export") && strings.HasPrefix(f.Text[at.End:], "=")
}

// frameworkFile reads a file of the checkout of the framework that is in use.
func (s *Snapshot) frameworkFile(name string) (*source.File, bool) {
	dir := s.Framework()
	if dir == "" {
		return nil, false
	}
	full := path.Join(dir, name)
	if f := s.open[full]; f != nil {
		return f, true
	}
	f, err := Disk{}.File(full)
	return f, err == nil
}

// presetPlace is the plugin config of a name among the framework's presets.
func (s *Snapshot) presetPlace(name string) []Place {
	if path.Base(name) != name {
		return nil
	}
	f, ok := s.frameworkFile(path.Join("setup/presets/gaie", name))
	if !ok {
		return nil
	}
	return []Place{{f, source.Span{}}}
}

// guidePlace is the line of the guide that a place of a scenario cites, where the file is in the workspace: where its
// text stands now.
func (s *Snapshot) guidePlace(script *scenario.Script, at int) (Place, bool) {
	g, ok := script.GuideLine(at)
	if !ok {
		return Place{}, false
	}
	f, ok := s.citedFile(script, g.Path)
	if !ok {
		return Place{}, false
	}
	return Place{f, f.LineSpan(standing(f, g.Line-1, g.Text))}, true
}

// citedPlace is the line of the guide's file that a place within a SOURCE comment is about: the line that is quoted
// there, else the first one that the comment cites.
func (s *Snapshot) citedPlace(script *scenario.Script, at int) []Place {
	i := slices.IndexFunc(script.Sources, func(c scenario.Source) bool { return c.At.Contains(at) })
	if i < 0 {
		return nil
	}
	c := script.Sources[i]
	f, ok := s.citedFile(script, c.Path)
	if !ok {
		return nil
	}
	line := c.LineAt(script.File, at)
	return []Place{{f, f.LineSpan(standing(f, max(0, line-1), c.Quote(line)))}}
}

// citedFile is a file of the guide that a SOURCE comment names.
func (s *Snapshot) citedFile(script *scenario.Script, name string) (*source.File, bool) {
	if name == "" {
		return nil, false
	}
	if f, ok := s.firstFile(s.above(script.File), name); ok {
		return f, true
	}
	file, _, err := guideOf(s, script.File)
	if err != nil {
		return nil, false
	}
	return s.firstFile(foldersAbove(file), name) // a guide without a repository is its own root
}

// firstFile is the file of a name in the first of some folders that has one.
func (s *Snapshot) firstFile(folders []string, name string) (*source.File, bool) {
	for _, dir := range folders {
		if f, err := s.File(path.Join(dir, name)); err == nil {
			return f, true
		}
	}
	return nil, false
}
