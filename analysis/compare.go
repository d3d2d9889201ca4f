package analysis

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/source"
)

// Comparison is a guide beside what the framework would deploy from a scenario, as two texts with a value a line.
type Comparison struct {
	Verified    *convert.Verified
	Guide       string // the guide's values
	Deployed    string // the same values as they are deployed
	Differences int    // values that are lost or different, and what keeps others from arriving

	guideLines, deployedLines []*convert.Checked // what each line is about, nil for others
	script                    *source.File
}

// Compare holds what the framework would deploy from a scenario against the guide that the scenario names.
func Compare(s *Snapshot, file string) (*Comparison, error) {
	p, err := Preview(s, file)
	if err != nil {
		return nil, err
	}
	s.derived.mu.Lock()
	made := s.derived.compared[file]
	s.derived.mu.Unlock()
	if made != nil && made.script == p.Script.File {
		return made, nil
	}
	guidePath, environment, err := guideOf(s, p.Script.File)
	if err != nil {
		return nil, err
	}
	r, err := s.converted(guidePath, "", environment)
	if err != nil {
		return nil, err
	}
	made = newComparison(convert.VerifyDeployed(r, p))
	made.script = p.Script.File
	s.derived.mu.Lock()
	defer s.derived.mu.Unlock()
	s.derived.compared[file] = made
	return made, nil
}

// newComparison writes both sides.
func newComparison(v *convert.Verified) *Comparison {
	c := &Comparison{Verified: v, Differences: len(v.Faults())}
	var left, right sideWriter
	name := v.Guide.Rel(v.Guide.Dir)
	if v.Guide.Dir == v.Guide.Root {
		name = v.Guide.Name
	}
	left.line(nil, "# what the guide says: "+name)
	right.line(nil, "# what is deployed from "+path.Base(v.Script.File.Path))
	for i := range v.Found {
		found := &v.Found[i]
		right.line(found, fmt.Sprintf("# %s: %s", strings.TrimPrefix(found.Path, "convention: "), found.Reason))
	}
	chart := ""
	for i := range v.Results {
		leaf := &v.Results[i]
		if name := string(leaf.Chart); name != chart {
			chart = name
			left.line(nil, "# "+chart)
			right.line(nil, "# "+chart)
		}
		left.value(leaf, leaf.Path, leaf.Node.Text)
		switch leaf.Outcome {
		case convert.Carried, convert.Equal:
			right.value(leaf, leaf.Path, leaf.Node.Text)
		case convert.Differs:
			right.value(leaf, leaf.Path, leaf.Have)
		default:
			right.line(leaf, fmt.Sprintf("# %s: %s, %s", leaf.Path, leaf.Outcome, leaf.Reason))
		}
	}
	c.Guide, c.guideLines = left.b.String(), left.about
	c.Deployed, c.deployedLines = right.b.String(), right.about
	return c
}

// sideWriter writes one side of a comparison.
type sideWriter struct {
	b     strings.Builder
	about []*convert.Checked
}

func (w *sideWriter) line(about *convert.Checked, text string) {
	w.b.WriteString(strings.ReplaceAll(text, "\n", " ") + "\n")
	w.about = append(w.about, about)
}

// value writes a value behind its path, one of several lines below it.
func (w *sideWriter) value(about *convert.Checked, path, text string) {
	text = strings.TrimRight(text, "\n")
	if !strings.Contains(text, "\n") {
		w.line(about, path+": "+text)
		return
	}
	w.line(about, path+": |")
	for line := range strings.SplitSeq(text, "\n") {
		w.line(about, "  "+line)
	}
}

// The two sides of a comparison as views.
const (
	GuideSide    deploy.Kind = "guide"
	DeployedSide deploy.Kind = "deployed"
)

// CompareDefinition finds what a line of a comparison is about: the guide's line on its side, and the scenario's line
// with the guide's behind it on the other.
func CompareDefinition(s *Snapshot, file string, side deploy.Kind, line int) []Place {
	c, err := Compare(s, file)
	if err != nil {
		return nil
	}
	lines := c.deployedLines
	if side == GuideSide {
		lines = c.guideLines
	}
	if line < 0 || line >= len(lines) || lines[line] == nil {
		return nil
	}
	about := lines[line]
	var places []Place
	script := c.Verified.Script.File
	if side == DeployedSide && about.Line > 0 {
		places = append(places, Place{script, script.LineSpan(about.Line - 1)})
	}
	if n := about.Node; n != nil && n.File != nil {
		places = append(places, Place{n.File, n.File.LineSpan(n.File.Line(n.At.Start))})
	}
	return places
}

// ViewText is the text of any view of a scenario: of its preview, or one side of the comparison with its guide.
func ViewText(s *Snapshot, file string, view deploy.Kind) (string, error) {
	switch view {
	case GuideSide, DeployedSide:
		c, err := Compare(s, file)
		if err != nil {
			return "", err
		}
		if view == GuideSide {
			return c.Guide, nil
		}
		return c.Deployed, nil
	}
	if !slices.Contains(deploy.Kinds, view) {
		return "", fmt.Errorf("there is no view %s", view)
	}
	p, err := Preview(s, file)
	if err != nil {
		return "", err
	}
	return p.View(view).Text, nil
}
