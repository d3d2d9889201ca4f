package analysis

import (
	"context"
	"fmt"

	"llmdbench-ls/convert/deploy"
)

// LensKind tells what a lens is about.
type LensKind string

// The lenses.
const (
	PreviewLens   LensKind = "preview"   // above a scenario: it shows what is deployed
	CompareLens   LensKind = "compare"   // above a scenario: it shows the guide beside that
	ScenariosLens LensKind = "scenarios" // above a file of a guide: it opens the scenarios that are made from it
)

// Lens is a line above a file that something can be done with.
type Lens struct {
	Kind  LensKind
	Title string
	Files []string // of scenarios: those that it opens, by their paths
}

// Lenses lists the lenses at the head of a file. What their titles say may cost something, and is worked out by
// TitledLens.
func Lenses(s *Snapshot, file string) []LensKind {
	f, err := s.File(file)
	if err != nil || !s.settings.CodeLens {
		return nil
	}
	switch kind := KindOf(f); {
	case kind == Scenario:
		list := []LensKind{PreviewLens}
		if _, _, err := guideOf(s, f); err == nil {
			list = append(list, CompareLens)
		}
		return list
	case ofGuide(kind) && len(s.scenariosFrom(file)) > 0:
		return []LensKind{ScenariosLens}
	}
	return nil
}

// TitledLens works out what a lens says. Its title is never empty. The error is the context's.
func TitledLens(ctx context.Context, s *Snapshot, file string, kind LensKind) (Lens, error) {
	lens := Lens{Kind: kind}
	switch kind {
	case PreviewLens:
		lens.Title = "Preview deployed values"
		if p, err := Preview(s, file); err == nil {
			lens.Title += stopped(p)
		}
	case CompareLens:
		lens.Title = "Compare with the guide"
		if c, err := Compare(s, file); err == nil {
			lens.Title = differs(c.Differences)
		}
	default:
		c, err := countScenarios(ctx, s, file)
		if err != nil {
			return lens, err
		}
		lens.Title, lens.Files = c.title(), c.files
	}
	return lens, ctx.Err()
}

func differs(places int) string {
	switch places {
	case 0:
		return "Deploys what the guide says"
	case 1:
		return "Differs from guide in 1 place"
	}
	return fmt.Sprintf("Differs from guide in %d places", places)
}

// stopped says that something keeps a scenario from being deployed, and where.
func stopped(p *deploy.Preview) string {
	if len(p.Stops) > 0 {
		return fmt.Sprintf(" (the run stops%s)", atLine(p, p.Stops[0].Origin))
	}
	for _, d := range p.Documents {
		switch {
		case d.Failure != nil && d.Failure.Elsewhere:
			return " (" + d.Failure.Message + ")"
		case d.Failure != nil:
			return fmt.Sprintf(" (step %s stops%s)", d.Failure.Step, atLine(p, d.Failure.Origin))
		case d.Problem != nil:
			return fmt.Sprintf(" (%s is not valid YAML%s)", d.Name, atLine(p, d.Problem.Origin))
		}
	}
	return ""
}

func atLine(p *deploy.Preview, from deploy.Origin) string {
	if line := p.Line(from); line > 0 {
		return fmt.Sprintf(", line %d", line)
	}
	return ""
}
