package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
)

var wrongKind = &analysis.Rule{
	ID: "wrong-kind", Severity: analysis.Warning, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("wrong-kind"),
	Check: func(p *analysis.Pass) {
		stopping := stoppedBy(p)
		for _, e := range certain(p) {
			v := p.Snapshot.Catalog().Lookup(e.Name)
			text := e.Value.Text
			if v == nil || !e.Value.Known || e.Value.Temp > 0 || text == "" || text == "auto" || stopping[e.Name] {
				continue
			}
			if want := wanted(v, text); want != "" {
				p.Report(trimmed(p, e.ValueAt), fmt.Sprintf("%s is %s, not %q", e.Name, want, text))
			}
		}
	},
}

// stoppedBy are the variables that make a step stop, which another rule tells of.
func stoppedBy(p *analysis.Pass) map[string]bool {
	names := map[string]bool{}
	if preview, ok := p.Preview(); ok {
		for _, d := range preview.Documents {
			if d.Failure != nil {
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
		if near, ok := catalog.NearestOf(text, known); ok && near != text && v.Name != "LLMDBENCH_HARNESS_NAME" {
			return "one of " + strings.Join(v.Values, ", ")
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
	return err == nil && (unit == "" || slices.Contains([]string{"m", "u", "n", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"}, unit))
}
