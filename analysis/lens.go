package analysis

import (
	"fmt"

	"llmdbench-ls/convert/deploy"
)

// Lens is a line above a scenario that something can be done with.
type Lens struct {
	Title   string
	Compare bool // it shows the guide beside the deployment; otherwise the preview
}

// Lenses lists the lenses at the head of a scenario.
func Lenses(s *Snapshot, file string) []Lens {
	p, err := Preview(s, file)
	if err != nil {
		return nil
	}
	list := []Lens{{Title: "Preview deployed values" + stopped(p)}}
	c, err := Compare(s, file)
	switch {
	case err != nil: // it names no guide, or none that is here
	case c.Differences == 0:
		list = append(list, Lens{Title: "Deploys what the guide says", Compare: true})
	case c.Differences == 1:
		list = append(list, Lens{Title: "Differs from guide in 1 place", Compare: true})
	default:
		list = append(list, Lens{Title: fmt.Sprintf("Differs from guide in %d places", c.Differences), Compare: true})
	}
	return list
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
