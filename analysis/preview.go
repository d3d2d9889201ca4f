package analysis

import (
	"errors"
	"fmt"
	"path"

	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

var errNoScenario = errors.New("this is not a scenario: it sets no variable of the benchmark framework")

// Preview works out what the framework would deploy from a scenario. It is made once for each snapshot, and looks at
// nothing but the scenario and the plugin configs of a checkout of the framework.
func Preview(s *Snapshot, file string) (*deploy.Preview, error) {
	f, err := s.File(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if KindOf(f) != Scenario {
		return nil, fmt.Errorf("%s: %w", file, errNoScenario)
	}
	s.derived.mu.Lock()
	made := s.derived.previews[file]
	s.derived.mu.Unlock()
	if made != nil && made.Script.File == f {
		return made, nil
	}
	script, _ := s.Script(f)
	made = s.preview(script)
	s.derived.mu.Lock()
	defer s.derived.mu.Unlock()
	s.derived.previews[file] = made
	return made, nil
}

func (s *Snapshot) preview(script *scenario.Script) *deploy.Preview {
	return deploy.Render(script, s.catalog, s.settings.Cluster, s.preset)
}

// preset reads a plugin config of the checkout of the framework that is in use.
func (s *Snapshot) preset(name string) (string, bool) {
	places := s.presetPlace(name)
	if len(places) == 0 {
		return "", false
	}
	return places[0].File.Text, true
}

// PreviewDefinition finds what a place of a preview's view comes from: the scenario's line, and the guide's line behind
// it where the scenario cites one.
func PreviewDefinition(s *Snapshot, file string, view deploy.Kind, line int) []Place {
	p, err := Preview(s, file)
	if err != nil {
		return nil
	}
	v := p.View(view)
	from := v.LineOrigin(source.New("", 0, v.Text), line)
	if from.By != deploy.ByScenario {
		return nil
	}
	places := []Place{{p.Script.File, p.Script.LineSpan(from.At.Start)}}
	if guideLine, ok := s.guidePlace(p.Script, from.At.Start); ok {
		places = append(places, guideLine)
	}
	return places
}

// PreviewHover says where a line of a preview's view comes from, in Markdown, and which span of the view it is about.
func PreviewHover(s *Snapshot, file string, view deploy.Kind, line int) (markdown string, f *source.File, over source.Span, ok bool) {
	p, err := Preview(s, file)
	if err != nil {
		return "", nil, source.Span{}, false
	}
	v := p.View(view)
	f = source.New("", 0, v.Text)
	over = f.LineSpan(line)
	if over.Start >= over.End {
		return "", f, over, false
	}
	return s.describeOrigin(p, v.LineOrigin(f, line)), f, over, true
}

// describeOrigin words an origin.
func (s *Snapshot) describeOrigin(p *deploy.Preview, from deploy.Origin) string {
	switch from.By {
	case deploy.ByScenario:
		text := fmt.Sprintf("From line %d of %s", p.Line(from), path.Base(p.Script.File.Path))
		if from.Var != "" {
			text += ", " + code(from.Var)
		}
		if g, ok := p.Script.GuideLine(from.At.Start); ok {
			text += fmt.Sprintf("; in the guide %s:%d", g.Path, g.Line)
		}
		return text + "."
	case deploy.ByDefault:
		return "The default of " + code(from.Var) + ", which the scenario does not set."
	case deploy.ByCluster:
		return "What a live cluster or its user would say; the settings below `llmdbench.cluster` say it here."
	}
	return "The framework writes this, whatever the scenario says."
}
