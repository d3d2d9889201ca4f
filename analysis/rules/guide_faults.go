package rules

import (
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// What follows is shared by the rules that hold a scenario against its guide.

// guideRule is a rule about values of the guide that a scenario lacks, or gives otherwise.
func guideRule(id string, severity analysis.Severity) *analysis.Rule {
	return &analysis.Rule{ID: id, Severity: severity, Kinds: []analysis.Kind{analysis.Scenario}, Guide: true, Page: page(id),
		Check: func(p *analysis.Pass) {
			if len(p.Syntax) > 0 || len(p.Script.Stops) > 0 {
				return
			}
			a := p.Against()
			if a == nil || len(a.Faults) == 0 {
				return
			}
			h := &holder{Pass: p, against: a, contents: map[string]*content{}}
			for _, d := range h.differences(id) {
				p.Add(h.finding(d))
			}
		},
	}
}

// differences are what one rule tells of. Of several keys that make one value, the one that says it itself is told of.
func (h *holder) differences(rule string) []difference {
	var list []difference
	at := map[string]int{}
	for _, c := range h.against.Faults {
		d, ok := h.difference(c)
		if !ok || d.rule != rule {
			continue
		}
		i, seen := at[d.key]
		switch {
		case !seen:
			at[d.key] = len(list)
			list = append(list, d)
		case d.Node.Text == d.Want && list[i].Node.Text != d.Want:
			list[i] = d
		}
	}
	return list
}

// difference is a fault as a rule tells it.
type difference struct {
	convert.Checked
	rule    string
	key     string // what the faults of one finding share
	at      source.Span
	message string
	fixes   func() []analysis.Fix // nil where there are none
}

func (h *holder) finding(d difference) analysis.Finding {
	f := analysis.Finding{At: d.at, Message: d.message}
	if n := d.Node; n.File != nil {
		f.Related = []analysis.Related{{Place: analysis.Place{File: n.File, At: n.At}, Message: "the guide says it here"}}
	}
	if d.fixes != nil {
		f.Fixes = d.fixes()
	}
	return f
}

// holder settles the faults of one scenario.
type holder struct {
	*analysis.Pass
	against  *analysis.Against
	contents map[string]*content // by variable
	words    map[string]bool     // of the author's comments
}

// missingRules are the rules about what is not in the file of a variable, by the end of the variable's name.
var missingRules = map[string]string{
	"_ENVVARS_TO_YAML": "missing-env", "_EXTRA_ARGS": "missing-flag", "_EXTRA_VOLUMES": "missing-volume", "_EXTRA_VOLUME_MOUNTS": "missing-mount",
	"_EXTRA_CONTAINER_CONFIG": "missing-container-config", "_INIT_CONTAINER_CONFIG": "missing-container-config",
}

// missingRule is the rule about what is not in a variable's file, and the end of the variable's name.
func missingRule(name string) (rule, suffix string) {
	for suffix, rule := range missingRules {
		if strings.HasSuffix(name, suffix) {
			return rule, suffix
		}
	}
	return "", ""
}

// difference words a fault. ok is false where nothing is certain, where nothing is lost, or where the author knows.
func (h *holder) difference(c convert.Checked) (d difference, ok bool) {
	d = difference{Checked: c, key: c.Path}
	if f, known := convert.FieldOf(c.Chart, c.Path); !known || f.How == convert.Lost || c.Outcome == convert.Missing && h.excused(c.Path) {
		return d, false // what the framework loses, nobody misses
	}
	set, wanted := h.against.Guide.Scenario.Lookup(c.Var)
	if !wanted || !set.File {
		return h.plain(d)
	}
	content := h.content(c.Var)
	rule, suffix := missingRule(c.Var)
	switch {
	case !content.set:
		return h.absent(d, rule, []string{c.Var})
	case !content.known:
		return d, false
	case suffix == "_EXTRA_ARGS":
		return h.flag(d, content)
	case content.root == nil:
		return d, false
	case suffix == "":
		return h.plugins(d, content)
	case suffix == "_EXTRA_CONTAINER_CONFIG":
		return h.config(d, content)
	}
	return h.entry(d, content, rule)
}

// absent tells that variables are not set at all.
func (h *holder) absent(d difference, rule string, names []string) (difference, bool) {
	if rule == "" || h.sources() || slices.ContainsFunc(names, func(name string) bool { return misspelt(h.Pass, name) }) {
		return d, false
	}
	d.rule, d.key, d.at = rule, d.Var, h.head()
	d.message = "the guide says " + h.saying(d) + ", but the scenario does not set " + strings.Join(names, " and ")
	if def, ok := h.Snapshot.Catalog().Default(names[0]); ok && len(names) == 1 && def != "" {
		d.message += ", whose default is " + def
	}
	d.fixes = func() []analysis.Fix { return h.addSettings(names) }
	return d, true
}

// plain tells about a value that stands in variables of its own.
func (h *holder) plain(d difference) (difference, bool) {
	var unset []string
	for _, name := range convert.NamesOf(d.Var) {
		e, set := h.Script.Last(name)
		value, _ := h.Script.Value(name)
		want, isSet := h.against.Guide.Scenario.Lookup(name)
		switch {
		case !set && isSet && !h.touched(name):
			if def, ok := h.Snapshot.Catalog().Default(name); !ok || def != want.Text {
				unset = append(unset, name)
			}
		case value.Text == d.Node.Text || name == configFile && h.bringsConfig(value.Text): // under another name, maybe
		case d.Outcome == convert.Differs && d.rule == "" && value.Known && !e.Nested && !optional(h.File.Slice(e.ValueAt)) && h.File.Line(e.At.Start)+1 == d.Line:
			d.rule, d.at = "value-differs", trimmed(h.Pass, e.ValueAt)
			if d.at.Start == d.at.End {
				d.at = e.NameAt
			}
			d.key = name
			d.message = "the guide says " + h.saying(d) + ", the scenario " + orEmpty(d.Have)
			d.fixes = func() []analysis.Fix { return h.setPlain(name, e) }
		}
	}
	switch {
	case d.rule != "":
		return d, !h.explained(d.at)
	case len(unset) == 0 || d.Outcome != convert.Missing:
		return d, false
	case d.Path == guide.VersionPath:
		return h.absent(d, "missing-chart-version", unset)
	case strings.Contains(d.Var, "_IMAGE_"):
		return h.absent(d, "missing-image", unset)
	}
	return h.absent(d, "value-differs", unset)
}

// saying is what the guide says, and where a variable holds something worked out from it, what that is.
func (h *holder) saying(d difference) string {
	text := d.Path + ": " + strings.Join(strings.Fields(d.Node.Text), " ")
	if d.Outcome == convert.Differs && d.Want != d.Node.Text {
		text += ", here " + d.Want
	}
	return text
}

// optional says that the user's environment may give a value, as in ${NAME:-4}.
func optional(written string) bool {
	return strings.Contains(written, "${") && strings.Contains(written, "-")
}

func orEmpty(text string) string {
	if text == "" {
		return "nothing"
	}
	return text
}

// bringsConfig says that the scenario has a plugin config of a name.
func (h *holder) bringsConfig(name string) bool {
	_, there := h.content(customPlugins).root.Pair(name)
	return there
}

// touched says that a scenario does something to a variable beside giving it a value: it takes it away, or passes it on.
func (h *holder) touched(name string) bool {
	return h.Script.Unset(name) || slices.ContainsFunc(h.Script.Exports, func(e scenario.Export) bool { return e.Name == name })
}

// sources says that a scenario reads other scripts, which may set anything.
func (h *holder) sources() bool {
	for line := range h.File.Lines() {
		text := strings.TrimSpace(h.File.LineText(line))
		if strings.HasPrefix(text, "source ") || strings.HasPrefix(text, ". ") {
			return true
		}
	}
	return false
}
