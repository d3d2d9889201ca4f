package convert

import (
	"fmt"
	"io"
	"strings"
)

// Report is what a conversion has to say about itself, ready for JSON.
type Report struct {
	Guide       string          `json:"guide"`
	Environment string          `json:"environment"`
	Others      []string        `json:"otherEnvironments"`
	Counts      []Count         `json:"counts"`
	Summary     map[Outcome]int `json:"summary"`
	Values      []ReportedValue `json:"values"`
}

// ReportedValue is a leaf of the guide and what became of it.
type ReportedValue struct {
	Chart    string  `json:"chart"`
	Path     string  `json:"path"`
	File     string  `json:"file"`
	Line     int     `json:"line"`
	Value    string  `json:"value"`
	Outcome  Outcome `json:"outcome"`
	Variable string  `json:"variable,omitempty"`
	Reason   string  `json:"reason,omitempty"`
}

// Report sums the conversion up.
func (r *Result) Report() Report {
	g := r.Guide
	report := Report{Guide: g.Rel(g.Dir), Environment: g.Environment, Others: g.Others, Counts: r.Counts, Summary: map[Outcome]int{}}
	if g.Dir == g.Root {
		report.Guide = g.Name
	}
	for _, e := range r.Entries {
		report.Summary[e.Outcome]++
		report.Values = append(report.Values, ReportedValue{
			Chart: string(e.Chart), Path: e.Path, File: g.Rel(fileOf(e.Node)), Line: lineOf(e.Leaf), Value: excerpt(e.Node),
			Outcome: e.Outcome, Variable: e.Var, Reason: e.Reason,
		})
	}
	return report
}

// JSON writes the report as one JSON object.
func (r Report) JSON(w io.Writer) error { return writeJSON(w, r) }

// outcomes lists the outcomes in the order in which a report speaks of them.
var outcomes = []Outcome{Carried, Equal, LeftToFrame, NotMappable}

// Text writes the report for people: the counts first, then every value of the guide.
func (r Report) Text(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, environment %s", r.Guide, r.Environment)
	if len(r.Others) > 0 {
		fmt.Fprintf(&b, "; there are also: %s", strings.Join(r.Others, ", "))
	}
	b.WriteString("\n")
	for _, c := range r.Counts {
		fmt.Fprintf(&b, "  %-7s %-7s %d in the guide, %d in the scenario, %d added by convention\n", c.Stage, c.What, c.Guide, c.Scenario, c.Added)
	}
	var parts []string
	for _, o := range outcomes {
		parts = append(parts, fmt.Sprintf("%d %s", r.Summary[o], o))
	}
	fmt.Fprintf(&b, "%d values in the guide: %s\n", len(r.Values), strings.Join(parts, ", "))
	for _, o := range outcomes {
		r.list(&b, o)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// list writes the values with one outcome. Neighbours that share file, variable and reason become one line.
func (r Report) list(b *strings.Builder, o Outcome) {
	if r.Summary[o] == 0 {
		return
	}
	fmt.Fprintf(b, "%s:\n", o)
	for i := 0; i < len(r.Values); {
		first := r.Values[i]
		n := i + 1
		for n < len(r.Values) && r.Values[n].joins(first) && shared(first.Path, r.Values[n].Path) != "" {
			n++
		}
		if first.Outcome == o {
			writeGroup(b, r.Values[i:n])
		}
		i = n
	}
}

func (v ReportedValue) joins(w ReportedValue) bool {
	return v.Outcome == w.Outcome && v.File == w.File && v.Variable == w.Variable && v.Reason == w.Reason && v.Chart == w.Chart
}

func writeGroup(b *strings.Builder, group []ReportedValue) {
	first, last := group[0], group[len(group)-1]
	path, at := first.Path, fmt.Sprint(first.Line)
	for _, v := range group[1:] {
		path = shared(path, v.Path)
	}
	if last.Line > first.Line {
		at = fmt.Sprintf("%d-%d", first.Line, last.Line)
	}
	fmt.Fprintf(b, "  %s:%s %s", first.File, at, path)
	if len(group) > 1 {
		fmt.Fprintf(b, " (%d values)", len(group))
	}
	if first.Outcome == Carried {
		fmt.Fprintf(b, " -> %s\n", first.Variable)
		return
	}
	fmt.Fprintf(b, ": %s\n", first.Reason)
}

// shared is the path that two paths have in common, "" where there is none.
func shared(a, b string) string {
	for a != "" && !below(b, a) {
		a = parentOf(a)
	}
	return a
}

// parentOf takes the last key or index off a path with real indexes.
func parentOf(path string) string {
	return path[:max(0, strings.LastIndexAny(path, ".["))]
}
