package convert

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

// conventionPath begins the path of a finding that is about no value of the guide, but about something without which
// values do not arrive.
const conventionPath = "convention: "

// convention adds a finding about a variable, or about the scenario as a whole.
func (v *verifier) convention(what, name string, line int, want, have, reason string) {
	v.findings = append(v.findings, Checked{
		Entry: Entry{Leaf: guide.Leaf{Path: conventionPath + what, Node: &source.Node{}}, Outcome: Differs, Var: name, Reason: reason},
		Line:  line, Want: want, Have: have,
	})
}

// conventions checks what a scenario needs beside the guide's values.
func (v *verifier) conventions() []Checked {
	f := v.have.File
	for _, at := range v.have.Stops {
		v.convention("the scenario is read to its end", "", f.Line(at.Start)+1, "nothing", f.LineText(f.Line(at.Start)),
			"it ends the scenario: nothing behind it is read")
	}
	for _, set := range v.result.Scenario.Settings() {
		if _, ok := v.have.Value(set.Var); ok && !v.have.Exported(set.Var) {
			v.convention(set.Var+" is exported", set.Var, v.lines[set.Var], "export", "", "without export the framework's steps do not see it")
		}
		if at, ok := v.have.Disturbed(set.Var); ok && set.File {
			v.convention("the file of "+set.Var+" is a here-document", set.Var, f.Line(at.Start)+1, "a here-document", f.LineText(f.Line(at.Start)),
				"another command writes to it, so what it holds is not known")
		}
	}
	for _, stage := range guide.Stages {
		v.defaulted(stage)
		if set, ok := v.result.Scenario.Lookup(stageVar(stage, "EXTRA_ARGS")); ok {
			v.line(stage, set.Var)
			v.repeated(stage)
		}
	}
	return v.findings
}

// defaulted checks the settings of a stage that hold what follows from the guide's silence.
func (v *verifier) defaulted(stage string) {
	for _, suffix := range []string{"MODEL_COMMAND", "REPLICAS"} {
		name := stageVar(stage, suffix)
		set, ok := v.result.Scenario.Lookup(name)
		if !ok || len(set.From) > 0 {
			continue // a value of the guide, which is checked as such
		}
		if have, known := v.effective(name); !known || have != set.Text {
			v.convention(name, name, v.lines[name], set.Text, have, name+" says otherwise")
		}
	}
}

// effective is what a variable holds for the framework: the scenario's value, else the default.
func (v *verifier) effective(name string) (text string, known bool) {
	if set, ok := v.have.Value(name); ok {
		return set.Text, set.Known
	}
	if v.have.Unset(name) {
		return "", false
	}
	return v.result.catalog.Default(name)
}

// line checks the form of a stage's command line: what the framework does to it, the preprocess, and the serve line.
func (v *verifier) line(stage, name string) {
	raw, ok := v.have.Content(name)
	if !ok {
		v.convention(name, name, v.lines[name], "a command line", "", name+" holds no command line")
		return
	}
	have := v.resolve(raw, v.have)
	content, _ := v.want.Content(name)
	want := v.resolve(content, v.want)
	if bracketed(have) && !bracketed(want) {
		v.convention("no square brackets in "+name, name, v.lines[name], "none", excerptOf(have[strings.IndexAny(have, "[]"):]),
			"the framework takes a text with square brackets for a list, and drops most of it")
	}
	if lineBreaks(have) > lineBreaks(want) {
		v.convention(name+" is one line", name, v.lines[name], "one line", fmt.Sprintf("%d lines", lineBreaks(have)+1),
			"line breaks stay in it, as in a here-document with a quoted delimiter; they break the line")
	}
	if preprocess := stageVar(stage, "PREPROCESS"); !strings.Contains(raw, "_PREPROCESS") && !strings.Contains(have, "llmdbench_env.sh") {
		v.convention("the preprocess of "+name, name, v.lines[name], catalog.PlaceholderPrefix+preprocess, "", "the preprocess does not run before the server")
	}
	if !v.commandOf(stage).Foreign {
		v.serveLine(stage, name, want)
	}
}

// bracketed says that the framework would take a command line for a list.
func bracketed(text string) bool { return strings.Contains(text, "[") && strings.Contains(text, "]") }

func lineBreaks(text string) int { return strings.Count(strings.TrimRight(text, "\n"), "\n") }

func excerptOf(text string) string { return excerpt(&source.Node{Kind: source.Scalar, Text: text}) }

// serveLine checks the model and those flags that the guide does not say: the benchmark's own, and the ones that the
// chart would have added.
func (v *verifier) serveLine(stage, name, wanted string) {
	have, ok := v.flagsIn(name)
	want, readable := commandFlags(wanted)
	if !ok || !readable {
		return // every flag of the guide is lost then, and said to be
	}
	report := func(what, want, have string) {
		v.convention(what+" on the serve line of "+stage, name, v.lines[name], want, have, name+" says otherwise")
	}
	model, _ := v.want.Value("LLMDBENCH_DEPLOY_MODEL_LIST")
	if w, h := firstArgument(want), firstArgument(have); w != h && h != model.Text {
		report("the model", w, h)
	}
	said := flagsOf(v.commandOf(stage).Words)
	for _, f := range want {
		if f.Name == "" || !ownedByServeLine(f) && slices.ContainsFunc(said, sameFlag(f)) {
			continue
		}
		g, ok := lastFlag(have, f)
		w, h := v.flagText(stage, f), v.flagText(stage, g)
		switch {
		case w == h && ok, !ok && (f.Canonical() == "--host" || w == "1"): // the engine's defaults
		case !ownedByServeLine(f) && strings.Contains(h, catalog.PlaceholderPrefix): // the variable itself is at fault
		default:
			report(f.Name, w, h)
		}
	}
	for _, f := range want {
		if n := countFlags(want, f); f.Name != "" && countFlags(have, f) > n {
			report("one "+f.Name, fmt.Sprint(n), fmt.Sprint(countFlags(have, f)))
		}
	}
}

// firstArgument is what stands in front of the flags, as it is written.
func firstArgument(list []flag) string {
	if len(list) == 0 || list[0].Name != "" {
		return ""
	}
	return list[0].Values[0].Text + list[0].Values[0].Shell
}

func sameFlag(f flag) func(flag) bool {
	return func(g flag) bool { return g.Canonical() == f.Canonical() }
}

func countFlags(list []flag, f flag) int {
	n := 0
	for _, g := range list {
		if sameFlag(f)(g) {
			n++
		}
	}
	return n
}

// lastFlag is the last flag of a name, which is the one that counts.
func lastFlag(list []flag, f flag) (last flag, ok bool) {
	for _, g := range list {
		if sameFlag(f)(g) {
			last, ok = g, true
		}
	}
	return last, ok
}

// repeated finds container variables that the scenario names more often than the conversion does.
func (v *verifier) repeated(stage string) {
	name := stageVar(stage, "ENVVARS_TO_YAML")
	root, ok := v.tree(name)
	if !ok {
		return
	}
	left := map[string]int{}
	if text, ok := v.want.Content(name); ok {
		docs, _ := source.ParseYAML(name, text, nil)
		for _, doc := range docs {
			for _, key := range keys(doc.Items, "name") {
				left[key]++
			}
		}
	}
	wanted := len(left)
	for _, key := range keys(root.Items, "name") {
		if n, ok := left[key]; ok && wanted > 0 {
			if n == 0 {
				v.convention("one "+key+" in "+name, name, v.lines[name], "once", "again", "the last entry of a name counts")
			}
			left[key] = n - 1
		}
	}
}

// injected checks a container variable that the framework adds itself, behind the scenario's own entry: the value of
// the shared variable is the one that arrives.
func (v *verifier) injected(c *Checked) {
	if !strings.HasSuffix(c.Var, "_ENVVARS_TO_YAML") {
		return
	}
	steps := v.steps(c.Entry, c.Var)
	if len(steps) != 2 || steps[0].identity != "name" || steps[1].key != "value" {
		return
	}
	name, ok := catalog.Injected(steps[0].value)
	if want, set := v.want.Value(name); !ok || !set || want.Text != c.Node.Text {
		return // what the framework gives both stages is another stage's
	}
	if have, known := v.effective(name); !known || have != c.Node.Text {
		c.Outcome, c.Want, c.Have, c.Line = Differs, excerpt(c.Node), have, v.lines[name]
		c.Reason = fmt.Sprintf("the framework adds %s behind the scenario's own entry, with the value of %s, and the last entry counts", steps[0].value, name)
	}
}
