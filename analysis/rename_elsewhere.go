package analysis

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// usedElsewhere says which other file of the workspace goes by a variable of a scenario, so that the name cannot change in
// the scenario alone. The error may also be that of the context.
func (s *Snapshot) usedElsewhere(ctx context.Context, f *source.File, m Mention) error {
	script, _ := s.Script(f)
	var beside []string // scripts that are no scenarios are in no index
	for _, name := range script.Sourced() {
		beside = append(beside, path.Join(path.Dir(f.Path), name), path.Join(path.Dir(f.Path), path.Base(name)))
	}
	var err error
	files := s.everywhere(f.Path, s.index.Files(), beside)[1:]
	s.search(ctx, files, holdsOne(m.Name), func(other *source.File) bool {
		if at, ok := s.passing(other).goesBy(other, script, m); ok {
			err = fmt.Errorf("%s cannot be renamed here alone: line %d of %s has it too", m.Name, other.Line(at.Start)+1, path.Base(other.Path))
		}
		return err == nil
	})
	if err == nil {
		err = ctx.Err()
	}
	return err
}

// goesBy finds where a file goes by a variable of a scenario: one that runs in the same shell, or for a variable with the
// framework's prefix, one that has it from somewhere else. A scenario that sets it has a variable of its own.
func (s *Snapshot) goesBy(f *source.File, of *scenario.Script, m Mention) (at source.Span, ok bool) {
	if s.sharesShell(f, of) {
		script, _ := s.Script(f)
		for _, n := range slices.Concat(script.Variables(), script.Names()) {
			if n.Text == m.Name && n.Use != scenario.Remarked {
				return n.At, true
			}
		}
		return script.Hidden(m.Name)
	}
	if m.Subject != Variable || KindOf(f) == Other {
		return at, false
	}
	if on, _, named := convert.ExperimentOn(f); KindOf(f) == Experiment && named && on != strings.TrimSuffix(path.Base(of.File.Path), path.Ext(of.File.Path)) {
		return at, false
	}
	for _, found := range about(s, f, m) {
		switch {
		case found.Role == Declares:
			return at, false
		case found.Role != Remarks && !ok:
			at, ok = found.At, true
		}
	}
	return at, ok
}

// sharesShell says that one of two scripts reads the other, as far as the names of their files tell.
func (s *Snapshot) sharesShell(f *source.File, of *scenario.Script) bool {
	if ending := path.Ext(f.Path); ending != ".sh" && ending != ".bash" {
		return false
	}
	if sources(of, path.Base(f.Path)) {
		return true
	}
	if !strings.Contains(f.Text, path.Base(of.File.Path)) {
		return false
	}
	script, _ := s.Script(f)
	return sources(script, path.Base(of.File.Path))
}

// sources says that a script reads a file of some name.
func sources(script *scenario.Script, base string) bool {
	return slices.ContainsFunc(script.Sourced(), func(name string) bool { return path.Base(name) == base })
}
