package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

var wrongKind = &analysis.Rule{
	ID: "wrong-kind", Severity: analysis.Warning, Kinds: scenarioOrExperiment, Page: page("wrong-kind"),
	Check: func(p *analysis.Pass) {
		if p.Kind == analysis.Experiment {
			wrongLevels(p)
			return
		}
		stopping := stoppedBy(p)
		for _, e := range certain(p) {
			v := p.Snapshot.Catalog().Lookup(e.Name)
			text := e.Value.Text
			if v == nil || !e.Value.Known || e.Value.Temp > 0 || text == "" || text == "auto" || stopping[e.Name] {
				continue
			}
			if unit, ok := unitBehind(p, e); ok && v.Kind == "quantity" {
				at := source.Span{Start: e.ValueAt.Start, End: unit.End}
				p.Report(at, fmt.Sprintf("the value ends at the blank: %s is %s, without a unit", e.Name, text),
					p.Replace("Take the blank away", true, at, text+p.File.Slice(unit)))
				continue
			}
			if want := wanted(v, text); want != "" {
				p.Report(trimmed(p, e.ValueAt), fmt.Sprintf("%s is %s, not %q", e.Name, want, text))
			}
		}
	},
}

// wrongLevels tells of values that an experiment gives variables of another kind.
func wrongLevels(p *analysis.Pass) {
	for _, set := range givenBy(planOf(p)) {
		v := p.Snapshot.Catalog().Lookup(set.name)
		if v == nil {
			continue
		}
		if want := wanted(v, set.value.Text); want != "" {
			p.Report(set.value.At, fmt.Sprintf("%s is %s, not %q", set.name, want, set.value.Text))
		}
	}
}

// stoppedBy are the variables that make a step stop, which another rule tells of.
func stoppedBy(p *analysis.Pass) map[string]bool {
	names := map[string]bool{}
	if preview, ok := p.Preview(); ok {
		for _, d := range preview.Documents {
			if d.Failure != nil && !d.Failure.Elsewhere {
				names[d.Failure.Origin.Var] = true
			}
		}
	}
	return names
}

// wanted says what a variable takes, "" where a text will do.
func wanted(v *catalog.Variable, text string) string {
	switch v.Kind {
	case "int", "duration-seconds":
		if _, err := strconv.Atoi(text); err != nil {
			return "a whole number"
		}
	case "port":
		if n, err := strconv.Atoi(text); err != nil || n < 1 || n > 65535 {
			return "a port, 1 to 65535"
		}
	case "float":
		if _, err := strconv.ParseFloat(text, 64); err != nil {
			return "a number"
		}
	case "bool":
		if !slices.Contains([]string{"true", "false", "yes", "no", "on", "off", "y", "n", "1", "0"}, strings.ToLower(text)) {
			return "true or false"
		}
	case "enum": // another one than ours may be meant, unless it is all but one of ours
		known := map[string]bool{}
		for _, value := range v.Values {
			known[value] = true
		}
		if near, ok := catalog.NearestOf(text, known); ok && near != text && v.Name != catalog.HarnessName {
			return "one of " + strings.Join(v.Values, ", ")
		}
	case "list":
		for item := range strings.SplitSeq(text, ",") {
			if near, ok := catalog.NearestWord(item, v.Values); ok && !strings.Contains(item, near) { // the framework looks for the word
				return "a list of " + strings.Join(v.Values, ", ")
			}
		}
	case "quantity":
		if !quantity(text) {
			return "an amount such as 16 or 40Gi"
		}
	}
	return ""
}

// quantity says that Kubernetes would take a text for an amount.
func quantity(text string) bool {
	number := strings.TrimRight(text, "kKMGTPEimun")
	_, err := strconv.ParseFloat(number, 64)
	unit := text[len(number):]
	return err == nil && !strings.HasPrefix(number, "-") && (unit == "" || slices.Contains(units, unit))
}

// units are those of amounts in Kubernetes.
var units = []string{"m", "u", "n", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"}

// unitBehind is a unit that stands behind a value and a blank, where the shell takes it for the name of a variable.
func unitBehind(p *analysis.Pass, e scenario.Export) (at source.Span, ok bool) {
	for _, other := range p.Script.Exports {
		if other.Naked && other.At == e.At && slices.Contains(units, other.Name) && e.ValueAt.End < other.NameAt.Start {
			between := p.File.Slice(source.Span{Start: e.ValueAt.End, End: other.NameAt.Start})
			return other.NameAt, strings.Trim(between, " \t") == "" && p.File.Slice(e.ValueAt) == e.Value.Text
		}
	}
	return source.Span{}, false
}
