package analysis

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// hoverExperiment explains what stands at an offset of an experiment file: a key, a variable with its values here and in
// the scenarios, the scenario itself, or a value. ok is false where there is nothing of ours.
func hoverExperiment(s *Snapshot, f *source.File, at int) (markdown string, over source.Span, ok bool) {
	m, ok := MentionAt(s, f.Path, at)
	if ok {
		switch m.Subject {
		case ExperimentKey:
			return "**" + m.Name + "**\n\n" + catalog.ExperimentKeyOf(m.Name).Meaning, m.At, true
		case ScenarioFile:
			return s.describeScenarios(f, m.Name), m.At, true
		case Variable:
			return s.describeFactor(f, m.Name), m.At, true
		}
	}
	return describeValue(f, at)
}

// describeScenarios says where the scenarios of an experiment are.
func (s *Snapshot) describeScenarios(f *source.File, name string) string {
	list := ScenariosOf(s, f)
	if len(list) == 0 {
		return fmt.Sprintf("The scenario %s is not in the workspace.", code(name))
	}
	for i, p := range list {
		list[i] = code(s.short(p))
	}
	return "The scenario that is varied: " + strings.Join(list, ", ") + "."
}

// short is a path as seen from the workspace folder that it lies in.
func (s *Snapshot) short(file string) string {
	if name, below := relative(s.folderOf(file), file); below {
		return name
	}
	return path.Base(file)
}

// describeFactor explains a variable: what is known of it, what the experiment gives it, and what the scenarios do.
func (s *Snapshot) describeFactor(f *source.File, name string) string {
	var b strings.Builder
	b.WriteString(hoverVariable(s, f, Experiment, name) + "\n")
	plan := PlanOf(f)
	if plan == nil {
		return strings.TrimRight(b.String(), "\n")
	}
	if levels, ok := plan.Setup.LevelsOf(name); ok {
		fmt.Fprintf(&b, "\nVaried here: %s\n", codes(levels))
	}
	for _, c := range plan.Setup.Constants {
		if c.Factor.Text == name && len(c.Values) > 0 {
			fmt.Fprintf(&b, "\nThe same in all treatments: %s\n", codes(c.Values))
		}
	}
	for _, p := range ScenariosOf(s, f) {
		fmt.Fprintf(&b, "\n%s\n", s.inScenario(p, name))
	}
	return strings.TrimRight(b.String(), "\n")
}

// maxShownValues is how many values a hover lists.
const maxShownValues = 12

func codes(values []Value) string {
	var list []string
	for _, v := range values[:min(len(values), maxShownValues)] {
		list = append(list, code(v.Text))
	}
	if len(values) > maxShownValues {
		list = append(list, "...")
	}
	return strings.Join(list, ", ")
}

// inScenario says what a variable holds in a scenario that an experiment is about.
func (s *Snapshot) inScenario(file, name string) string {
	f, err := s.File(file)
	if err != nil {
		return code(s.short(file)) + " cannot be read."
	}
	script, _ := s.Script(f)
	e, set := script.Last(name)
	if !set {
		return "Not set in " + code(s.short(file)) + "."
	}
	where := fmt.Sprintf("In %s (line %d)", code(s.short(file)), f.Line(e.At.Start)+1)
	value, _ := script.Value(name)
	switch _, isFile := script.Content(name); {
	case isFile:
		return where + ": the name of a file that the scenario writes"
	case value.MadeUp():
		return where + ": the name of a file that mktemp makes"
	case !value.Known:
		return where + ": not known before the run, since " + value.Why
	case value.Text == "":
		return where + ": empty"
	}
	return where + ": " + code(value.Text)
}

// describeValue says which factor a value of a treatment belongs to.
func describeValue(f *source.File, at int) (markdown string, over source.Span, ok bool) {
	plan := PlanOf(f)
	if plan == nil {
		return "", source.Span{}, false
	}
	for _, part := range []*Part{&plan.Setup, &plan.Run} {
		for i, t := range part.Treatments {
			if !t.At.Contains(at) || !part.Fits(t) {
				continue
			}
			if j := slices.IndexFunc(t.Values, func(v Value) bool { return v.Text != "" && v.At.Contains(at) }); j >= 0 {
				return fmt.Sprintf("%s of treatment %d of %d.", code(part.Factors[j].Text), i+1, len(part.Treatments)), t.Values[j].At, true
			}
		}
	}
	return "", source.Span{}, false
}

// experimentDefinition finds what a place of an experiment file names: where its scenarios set the variable, or the
// scenarios.
func experimentDefinition(s *Snapshot, f *source.File, at int) []Place {
	m, ok := MentionAt(s, f.Path, at)
	if !ok || m.Subject != Variable && m.Subject != ScenarioFile {
		return nil
	}
	var places []Place
	for _, p := range ScenariosOf(s, f) {
		g, err := s.File(p)
		if err != nil {
			continue
		}
		if m.Subject == ScenarioFile {
			places = append(places, Place{File: g})
			continue
		}
		script, _ := s.Script(g)
		if e, set := script.Last(m.Name); set {
			places = append(places, Place{g, e.NameAt})
		}
	}
	return places
}
