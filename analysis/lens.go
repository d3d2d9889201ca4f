package analysis

import "fmt"

// Lens is a line above a scenario that something can be done with.
type Lens struct {
	Title   string
	Compare bool // it shows the guide beside the deployment; otherwise the preview
}

// Lenses lists the lenses at the head of a scenario.
func Lenses(s *Snapshot, file string) []Lens {
	if _, err := Preview(s, file); err != nil {
		return nil
	}
	list := []Lens{{Title: "Preview deployed values"}}
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
