package convert

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

// command compares the flags that a leaf of command or args holds with those of the scenario's command line.
func (v *verifier) command(c *Checked, name string) {
	c.Line = v.lines[name]
	stage := guide.Decode
	if strings.HasPrefix(c.Path, guide.Prefill) {
		stage = guide.Prefill
	}
	cmd := v.commandOf(stage)
	if cmd.Foreign {
		v.foreign(c, stage, name, cmd)
		return
	}
	have, ok := v.flagsIn(name)
	if !ok {
		c.Outcome, c.Want, c.Reason = Missing, excerpt(c.Node), name+" holds no command line"
		return
	}
	p := planner{guide: v.result.Guide, envs: map[string][]envEntry{}}
	flags := flagsOf(cmd.Words)
	for i, f := range flags {
		if !touches(f, c.Node) || p.chartSets(f) {
			continue
		}
		if f.Name == "" || ownedByServeLine(f) {
			if lost, ok := v.argument(f, stage, name); !ok {
				c.Outcome, c.Want, c.Reason = Missing, lost, name+" does not have it"
				return
			}
			continue
		}
		last := !slices.ContainsFunc(flags[i+1:], sameFlag(f))
		g, ok := v.matching(stage, have, f, last)
		want, got := v.flagText(stage, f), v.flagText(stage, g)
		switch {
		case !ok:
			c.Outcome, c.Want, c.Reason = Missing, strings.TrimSpace(f.Name+" "+want), name+" has no "+f.Name
			return
		case want != got:
			c.Outcome, c.Want, c.Have, c.Reason = Differs, strings.TrimSpace(f.Name+" "+want), strings.TrimSpace(g.Name+" "+got), name+" says otherwise"
			return
		}
	}
	v.setup(c, stage, cmd)
}

// argument checks that what follows the model, or the value of a flag that the serve line has itself, is there.
func (v *verifier) argument(f flag, stage, name string) (lost string, ok bool) {
	text := v.said(stage, name)
	for i, w := range f.Values {
		if i > 0 && !holds(text, w) {
			return w.Text + w.Shell, false
		}
	}
	return "", true
}

// holds says whether a command line holds a word, quoted or not.
func holds(text string, w word) bool {
	if w.Dynamic {
		return strings.Contains(text, w.Shell)
	}
	want := oneLine(w.Text)
	quoted, ok := quoteWord(want)
	return strings.Contains(text, want) || ok && strings.Contains(text, quoted)
}

// said is a stage's command line with the container variables that it may refer to.
func (v *verifier) said(stage, name string) string {
	text, _ := v.resolved(name)
	if root, ok := v.tree(stageVar(stage, "ENVVARS_TO_YAML")); ok {
		for _, e := range root.Items {
			text += " " + e.Get("value").Value()
		}
	}
	return text
}

// commandOf reads the guide's command line of a stage, once.
func (v *verifier) commandOf(stage string) command {
	return v.result.side.commands.of(stage, func() command {
		container, _ := v.result.Guide.Stage(stage).Container()
		return readCommand(container)
	})
}

// foreign checks that the words of a server other than vLLM stand in the scenario's command line, or in the container
// variables that it refers to.
func (v *verifier) foreign(c *Checked, stage, name string, cmd command) {
	have := v.said(stage, name)
	for _, f := range flagsOf(cmd.Words) {
		if !touches(f, c.Node) {
			continue
		}
		for _, w := range append([]word{{Text: f.Name}}, f.Values...) {
			if !holds(have, w) {
				c.Outcome, c.Want, c.Reason = Missing, w.Text+w.Shell, name+" does not have it"
				return
			}
		}
	}
	v.setup(c, stage, cmd)
}

// matching finds a flag in the scenario. The last one of a name counts, so the guide's last is held against it; for
// the others it is enough that one says the same.
func (v *verifier) matching(stage string, have []flag, f flag, last bool) (found flag, ok bool) {
	want := v.flagText(stage, f)
	for _, g := range have {
		if !last && sameFlag(f)(g) && v.flagText(stage, g) == want {
			return g, true
		}
	}
	return lastFlag(have, f)
}

// touches says whether a flag or its value is written in a leaf.
func touches(f flag, n *source.Node) bool {
	if f.Node == n {
		return true
	}
	for _, w := range f.Values {
		if w.Node == n {
			return true
		}
	}
	return false
}

// setup checks that what a script does before the server is in the preprocess, and that what it does with the server's
// output, or behind it, is on the command line.
func (v *verifier) setup(c *Checked, stage string, cmd command) {
	if !strings.ContainsAny(c.Node.Text, "\n ") {
		return
	}
	name := stageVar(stage, "PREPROCESS")
	have, _ := v.have.Value(name)
	text := have.Text + v.envText(stage, "GUIDE_SETUP")
	missing := cmd.Setup
	if strings.Contains(text, joined(cmd.Setup)) { // the whole at once, since a script may be long
		missing = nil
	}
	for _, s := range missing {
		if !strings.Contains(text, s) {
			c.Outcome, c.Want, c.Reason = Missing, s, name+" does not run it"
			return
		}
	}
	name = stageVar(stage, "EXTRA_ARGS")
	text = v.said(stage, name)
	for _, s := range append([]string{strings.TrimSpace(cmd.Suffix)}, cmd.Tail...) {
		if !strings.Contains(text, s) {
			c.Outcome, c.Want, c.Reason = Missing, s, name+" does not have it behind the server"
			return
		}
	}
}

// flagsIn reads the command line of the scenario.
func (v *verifier) flagsIn(name string) ([]flag, bool) {
	if f, ok := v.flags[name]; ok {
		return f, f != nil
	}
	v.flags[name] = nil
	text, ok := v.resolved(name)
	if !ok {
		return nil, false
	}
	found, ok := commandFlags(text)
	v.flags[name] = found
	return found, ok
}

// commandFlags reads the flags of the vLLM servers that a command line starts.
func commandFlags(text string) (found []flag, ok bool) {
	tree, err := source.ReadShell(text, syntax.Variant(syntax.LangBash))
	if err != nil {
		return nil, false
	}
	found = []flag{}
	for _, stmt := range tree.Stmts {
		var cmd command
		if cmd.server(stmt, nil) {
			found = append(found, flagsOf(cmd.Words)...)
		}
	}
	return found, true
}

// flagText is a flag's value in a form in which equal values are equal texts: container variables that the guide or the
// scenario sets are put in, JSON is written in one way.
func (v *verifier) flagText(stage string, f flag) string {
	var parts []string
	for _, w := range f.Values {
		text := w.Text
		if w.Dynamic {
			text = strings.Join(strings.Fields(w.Shell), "")
			if inner, ok := simpleExpansion(w.Shell); ok {
				if value := v.envText(stage, inner); value != "" {
					text = value
				} else if value := v.setupValue(stage, inner); value != "" {
					text = value
				}
			}
		}
		parts = append(parts, canonicalJSON(text))
	}
	return strings.Join(parts, " ")
}

// setupValue is the shell text that the scenario's set-up commands assign to a variable.
func (v *verifier) setupValue(stage, name string) string {
	have, _ := v.have.Value(stageVar(stage, "PREPROCESS"))
	for _, text := range []string{v.envText(stage, "GUIDE_SETUP"), have.Text} {
		tree, err := source.ReadShell(text, syntax.Variant(syntax.LangBash))
		if err != nil {
			continue
		}
		for _, stmt := range tree.Stmts {
			if call, ok := stmt.Cmd.(*syntax.CallExpr); ok && len(call.Args) == 0 && len(call.Assigns) == 1 && call.Assigns[0].Name.Value == name && call.Assigns[0].Value != nil {
				return strings.Join(strings.Fields(onOneLine(call.Assigns[0].Value)), "")
			}
		}
	}
	return ""
}

// simpleExpansion is the name in $NAME, ${NAME} or either in double quotes.
func simpleExpansion(text string) (string, bool) {
	text = strings.Trim(text, `"`)
	name := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(text, "$"), "{"), "}")
	return name, strings.HasPrefix(text, "$") && name != "" && strings.IndexFunc(name, func(r rune) bool { return !bare(r) || strings.ContainsRune("-./:@%+,=", r) }) < 0
}

// envText is the value that the scenario, else the guide, gives a container variable.
func (v *verifier) envText(stage, name string) string {
	if root, ok := v.tree(stageVar(stage, "ENVVARS_TO_YAML")); ok {
		for _, e := range root.Items {
			if e.Get("name").Value() == name {
				return e.Get("value").Value()
			}
		}
	}
	c, _ := v.result.Guide.Stage(stage).Container()
	for _, e := range guide.List(c, "env") {
		if e.Get("name").Value() == name {
			return e.Get("value").Value()
		}
	}
	return ""
}

func canonicalJSON(text string) string {
	if !strings.ContainsAny(text, "{[") {
		return text
	}
	var value any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if d.Decode(&value) != nil || d.More() {
		return text
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(value) != nil {
		return text
	}
	return strings.TrimSpace(b.String())
}

// ErrorOf is the error that a conversion ends with when its own result does not hold what the guide says.
func (v *Verified) ErrorOf() error {
	faults := v.Faults()
	if len(faults) == 0 {
		return nil
	}
	var text []string
	for _, c := range faults {
		at := ""
		if c.Node.File != nil {
			at = fmt.Sprintf("%s:%d ", v.Guide.Rel(fileOf(c.Node)), lineOf(c.Leaf))
		}
		text = append(text, fmt.Sprintf("%s%s is %s: %s", at, c.Path, c.Outcome, c.Reason))
	}
	return fmt.Errorf("the conversion would lose something, so it is not given out; this is a mistake of the program:\n  %s", strings.Join(text, "\n  "))
}
