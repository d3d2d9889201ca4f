package analysis

import (
	"path"
	"slices"
	"strings"
	"sync"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Against is a scenario held against the guide that its comments name, by its own words.
type Against struct {
	Guide   *convert.Result
	Faults  []convert.Checked     // the guide's values that the scenario lacks, or gives otherwise
	Refresh func() []convert.Edit // the edits that mend stale comments and add missing settings, worked out once

	script *scenario.Script
}

// Against holds the scenario that is looked at against its guide. It is nil where the scenario names none, or names one
// that is not there. All rules share one comparison.
func (p *Pass) Against() *Against {
	if p.against == nil {
		p.against = sync.OnceValue(p.compare)
	}
	return p.against()
}

// compareBeside begins the comparison with the guide, which takes as long as all rules about the scenario alone. wait ends
// when it has. A panic in it is met by whoever asks for the comparison, as if it had been made there.
func (p *Pass) compareBeside() (wait func()) {
	if p.Kind != Scenario || len(p.Syntax) > 0 {
		return func() {}
	}
	p.against = sync.OnceValue(p.compare)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { _ = recover() }()
		p.against()
	}()
	return func() { <-done }
}

func (p *Pass) compare() *Against {
	d := p.Snapshot.derived
	d.mu.Lock()
	made, known := d.against[p.File.Path]
	d.mu.Unlock()
	if known && (made == nil || made.script == p.Script) {
		return made
	}
	made = p.Snapshot.against(p.Script)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.against[p.File.Path] = made
	return made
}

func (s *Snapshot) against(script *scenario.Script) *Against {
	r := GuideOf(s, script.File)
	if r == nil {
		return nil
	}
	a := &Against{Guide: r, script: script}
	for _, c := range convert.Leaves(r, script) {
		if c.Outcome == convert.Missing || c.Outcome == convert.Differs {
			a.Faults = append(a.Faults, c)
		}
	}
	a.Refresh = sync.OnceValue(func() []convert.Edit { return convert.Refresh(r, script) })
	return a
}

// GuideOf is the converted guide that a scenario names by its own words, nil where it names none, or one that is not
// there. It is converted once for all keystrokes in the scenario.
func GuideOf(s *Snapshot, f *source.File) *convert.Result {
	file, environment, err := guideOf(s, f)
	if err != nil {
		return nil
	}
	r, err := s.converted(file, "", environment)
	if err != nil {
		return nil
	}
	if !s.certain(r.Guide, f, environment) {
		return nil
	}
	return r
}

// NamedGuide is the converted guide that the head of a scenario names, nil where it names none, or one that is not there.
// The scenario is not read for it, so that it costs little after a keystroke, whatever has been typed.
func NamedGuide(s *Snapshot, f *source.File) *convert.Result {
	file, environment, ok := headGuide(s, f, s.above(f))
	if !ok {
		return nil
	}
	r, err := s.converted(file, "", environment)
	if err != nil || environment != "" && environment != r.Guide.Environment {
		return nil
	}
	return r
}

// certain says that a guide is the one that a scenario means: in the environment that it names, or where it names
// none, made of every file that its SOURCE comments cite. A scenario may well be put together from several guides.
func (s *Snapshot) certain(g *guide.Guide, f *source.File, environment string) bool {
	if _, _, named := convert.BasedOn(f); named {
		return environment == "" || environment == g.Environment
	}
	script, _ := s.Script(f)
	for _, c := range script.Sources {
		if !guide.IsYAML(c.Path) {
			continue
		}
		at := path.Join(g.Root, c.Path)
		if _, err := s.File(at); err == nil && !slices.ContainsFunc(g.Files, func(f *source.File) bool { return f.Path == at }) || strings.HasPrefix(c.Path, "..") {
			return false
		}
	}
	return true
}
