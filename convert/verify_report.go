package convert

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// VerifiedReport is a verification, ready for JSON.
type VerifiedReport struct {
	Guide       string          `json:"guide"`
	Environment string          `json:"environment"`
	Scenario    string          `json:"scenario"`
	Counts      []Count         `json:"counts"`
	Summary     map[Outcome]int `json:"summary"`
	Values      []VerifiedValue `json:"values"`
}

// VerifiedValue is a leaf of the guide and what the scenario says of it.
type VerifiedValue struct {
	ReportedValue
	ScenarioLine int    `json:"scenarioLine,omitempty"`
	Want         string `json:"want,omitempty"`
	Have         string `json:"have,omitempty"`
}

// Report sums a verification up.
func (v *Verified) Report(scenario string) VerifiedReport {
	g := v.Guide
	r := VerifiedReport{Guide: g.Rel(g.Dir), Environment: g.Environment, Scenario: scenario, Counts: v.Counts, Summary: map[Outcome]int{}}
	for _, c := range append(slices.Clone(v.Results), v.Found...) {
		r.Summary[c.Outcome]++
		r.Values = append(r.Values, VerifiedValue{ReportedValue: ReportedValue{
			Chart: string(c.Chart), Path: c.Path, File: g.Rel(fileOf(c.Node)), Line: lineOf(c.Leaf), Value: excerpt(c.Node),
			Outcome: c.Outcome, Variable: c.Var, Reason: c.Reason,
		}, ScenarioLine: c.Line, Want: c.Want, Have: c.Have})
	}
	return r
}

// JSON writes the report as one JSON object.
func (r VerifiedReport) JSON(w io.Writer) error { return writeJSON(w, r) }

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// Text writes the report for people: what is lost or different first.
func (r VerifiedReport) Text(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s against %s, environment %s\n", r.Scenario, r.Guide, r.Environment)
	for _, c := range r.Counts {
		fmt.Fprintf(&b, "  %-7s %-7s %d in the guide, %d in the scenario, %d added\n", c.Stage, c.What, c.Guide, c.Scenario, c.Added)
	}
	order := append([]Outcome{Missing, Differs}, outcomes...)
	var parts []string
	for _, o := range order {
		parts = append(parts, fmt.Sprintf("%d %s", r.Summary[o], o))
	}
	values := len(slices.DeleteFunc(slices.Clone(r.Values), VerifiedValue.convention))
	fmt.Fprintf(&b, "%d values in the guide: %s\n", values, strings.Join(parts, ", "))
	for _, o := range order {
		r.list(&b, o)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r VerifiedReport) list(b *strings.Builder, o Outcome) {
	if r.Summary[o] == 0 {
		return
	}
	fmt.Fprintf(b, "%s:\n", o)
	for _, v := range r.Values {
		if v.Outcome != o {
			continue
		}
		if v.convention() {
			fmt.Fprintf(b, "  %s", v.Path)
		} else {
			fmt.Fprintf(b, "  %s:%d %s", v.File, v.Line, v.Path)
		}
		switch {
		case o == Missing:
			fmt.Fprintf(b, ": %s, %s", v.Want, v.Reason)
		case o == Differs && v.convention():
			fmt.Fprintf(b, ": expected %s, the scenario has %s, %s", v.Want, orNothing(v.Have), v.Reason)
		case o == Differs:
			fmt.Fprintf(b, ": the guide says %s, the scenario %s, %s", v.Want, v.Have, v.Reason)
		case o == Carried:
			fmt.Fprintf(b, " -> %s", v.Variable)
		case o == NotMappable && v.ScenarioLine == 0:
			fmt.Fprintf(b, ": %s (the scenario does not say so)", v.Reason)
		default:
			fmt.Fprintf(b, ": %s", v.Reason)
		}
		if v.ScenarioLine > 0 {
			fmt.Fprintf(b, " (%s:%d)", r.Scenario, v.ScenarioLine)
		}
		b.WriteString("\n")
	}
}

// convention says that a finding is about no value of the guide.
func (v VerifiedValue) convention() bool { return strings.HasPrefix(v.Path, conventionPath) }

func orNothing(text string) string {
	if text == "" {
		return "nothing"
	}
	return text
}
