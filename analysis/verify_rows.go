package analysis

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Verification is a scenario held against its guide, with the places of every value.
type Verification struct {
	Verified *convert.Verified
	Scenario string // path
	Rows     []VerifiedRow
}

// VerifiedRow is a leaf of the guide, or something that keeps values from arriving, and where it stands.
type VerifiedRow struct {
	convert.VerifiedValue
	InGuide    Place  // the zero value where it is no leaf of the guide
	InScenario Place  // the zero value where the scenario says nothing
	Says       string // what the scenario has there
	Deployed   *DeployedRow
}

// DeployedRow is a line of the view of all that is deployed.
type DeployedRow struct {
	Line  int // from 0
	Value string
}

// VerifyRows holds a scenario against its guide. The file is the scenario, or one of the guide's, whose scenario for the
// environment is meant then. What is compared is what the scenario says, or where deployed is set, what the framework
// would deploy. Errors are sentences for the user.
func VerifyRows(s *Snapshot, file, environment string, deployed bool) (*Verification, error) {
	guidePath, scenarioPath, err := s.pair(file, environment)
	if err != nil {
		return nil, err
	}
	script, r, err := s.scenarioAndGuide(guidePath, scenarioPath, environment)
	if err != nil {
		return nil, err
	}
	p, err := Preview(s, scenarioPath)
	if err != nil {
		return nil, err
	}
	verified := convert.Verify(r, script)
	if deployed {
		verified = convert.VerifyDeployed(r, p)
	}
	v := &Verification{Verified: verified, Scenario: scenarioPath}
	places := placesOf(r, p)
	report := verified.Report(path.Base(scenarioPath))
	for i, c := range slices.Concat(verified.Results, verified.Found) {
		v.Rows = append(v.Rows, places.row(&c, report.Values[i]))
	}
	return v, nil
}

// pair names the guide and the scenario that a file means. The guide is "" for a scenario, which names its own.
func (s *Snapshot) pair(file, environment string) (guidePath, scenarioPath string, err error) {
	f, err := s.File(file)
	if err != nil {
		return "", "", err
	}
	if KindOf(f) == Scenario {
		return "", file, nil
	}
	g, err := guide.Open(s, file, environment)
	if err != nil {
		return "", "", err
	}
	scenarioPath = s.scenarioPath(g)
	if _, err := s.File(scenarioPath); err != nil {
		return "", "", fmt.Errorf("there is no scenario to verify: %s does not exist; generate it first", scenarioPath)
	}
	return file, scenarioPath, nil
}

// rowPlaces finds where values stand in a scenario and in what is deployed from it.
type rowPlaces struct {
	script     *scenario.Script
	deployment *convert.Deployment
	view       deploy.View
	viewed     *source.File
	starts     map[deploy.Kind]int // of the documents in the view, by the lines that they begin in
}

func placesOf(r *convert.Result, p *deploy.Preview) *rowPlaces {
	view := p.View(deploy.Everything)
	places := &rowPlaces{p.Script, convert.NewDeployment(r, p), view, source.New("", 0, view.Text), map[deploy.Kind]int{}}
	for i := range p.Documents {
		d := &p.Documents[i]
		for line := range places.viewed.Lines() {
			if strings.HasPrefix(places.viewed.LineText(line), "# "+d.Name+": ") {
				places.starts[d.Kind] = line + 1
				break
			}
		}
	}
	return places
}

// row puts together what is known of a value.
func (p *rowPlaces) row(c *convert.Checked, value convert.VerifiedValue) VerifiedRow {
	row := VerifiedRow{VerifiedValue: value, InGuide: guideSpot(c)}
	if c.Line > 0 {
		row.InScenario = Place{p.script.File, p.script.File.LineSpan(c.Line - 1)}
	}
	if at, ok := p.deployment.Of(c); ok {
		row.Deployed = &DeployedRow{p.line(at), oneLine(at.Value)}
		if place, ok := p.behind(row.Deployed.Line, c); ok {
			row.InScenario = place
		}
	}
	row.Says = p.says(c, row.InScenario)
	return row
}

// guideSpot is where a leaf stands in the guide, from its key on.
func guideSpot(c *convert.Checked) Place {
	n := c.Node
	if n == nil || n.File == nil {
		return Place{}
	}
	at := n.At
	if k := c.Key; k != nil && k.File == n.File && k.At.Start < at.Start {
		at.Start = k.At.Start
	}
	return Place{n.File, at}
}

// line is where a place of a document stands in the view of all of them.
func (p *rowPlaces) line(at convert.DeployedAt) int {
	return p.viewed.Line(p.viewed.LineSpan(p.starts[at.Document]).Start + at.At.Start)
}

// behind is the line of the scenario that a deployed line comes from, where that is about the same variable: inside a
// here-document it is nearer than the line that begins it.
func (p *rowPlaces) behind(line int, c *convert.Checked) (place Place, ok bool) {
	from := p.view.LineOrigin(p.viewed, line)
	if from.By != deploy.ByScenario || !slices.Contains(convert.NamesOf(c.Var), from.Var) {
		return place, false
	}
	f := p.script.File
	return Place{f, f.LineSpan(f.Line(from.At.Start))}, true
}

// says is what the scenario has at a place: the value of the variable that is set there, else the line.
func (p *rowPlaces) says(c *convert.Checked, at Place) string {
	if c.Have != "" {
		return oneLine(c.Have)
	}
	if at.File == nil {
		return ""
	}
	line := at.File.Line(at.At.Start)
	for _, e := range p.script.Exports {
		if at.File.Line(e.At.Start) != line {
			continue
		}
		if _, isFile := p.script.Content(e.Name); isFile {
			break
		}
		if v, ok := p.script.Value(e.Name); ok && v.Known {
			return oneLine(v.Text)
		}
	}
	return oneLine(at.File.LineText(line))
}
