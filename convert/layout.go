package convert

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// commandLayout is a stage's command line as a scenario says it: the preprocess, the arguments, and container variables
// for values that the line cannot hold.
type commandLayout struct {
	preprocess scenario.Setting
	args       scenario.Setting
	env        []envEntry
}

// layoutWriter writes one stage's command line.
type layoutWriter struct {
	p       *planner
	stage   string
	command command
	lines   []string
	env     []envEntry
	notes   []string
	taken   map[string]bool // names of container variables
	size    string          // the guide's own tensor-parallel size, where its variable does not hold it
}

// commandLine lays the command line out: the preprocess, then `vllm serve`, then the guide's flags in the guide's
// order with placeholders for values that have a variable, the tensor-parallel size last.
func (p *planner) commandLine(stage string) commandLayout {
	w := &layoutWriter{p: p, stage: stage, command: p.commands[stage], taken: map[string]bool{}}
	for _, e := range p.envOf(stage) {
		w.taken[e.text("name")] = true
	}
	w.lines = []string{PreprocessLine(stage)}
	if w.command.Foreign {
		w.foreign()
	} else {
		w.vllm()
	}
	w.tail()
	name := stageVar(stage, "EXTRA_ARGS")
	s := scenario.Setting{Var: name, File: true, Lines: w.lines, Notes: w.notes, Why: "convention of the benchmark: preprocess first, vllm serve second, host, name and port"}
	var from []place
	c, _ := p.container(stage)
	for _, key := range []string{"command", "args"} {
		if pl, ok := c.get(key); ok {
			from = append(from, pl)
			p.mark(pl, Carried, name, "part of the command line")
		}
	}
	s.From = p.cite(from...)
	return commandLayout{preprocess: w.preprocess(), args: s, env: w.env}
}

// preprocess is the stage's preprocess: the shared one, and the guide's own commands that run before the server.
func (w *layoutWriter) preprocess() scenario.Setting {
	s := scenario.Setting{Var: stageVar(w.stage, "PREPROCESS"), Ref: "LLMDBENCH_VLLM_COMMON_PREPROCESS",
		Why: "convention: the framework derives this from the shared variable before it reads the scenario"}
	if w.command.Bash {
		s.Notes = append(s.Notes, "the guide's script is written for bash, and the framework runs it with /bin/sh: where that is another shell, it fails.")
	}
	if len(w.command.Setup) == 0 {
		return s
	}
	text := joined(w.command.Setup)
	if !survives(text) {
		text = fmt.Sprintf(`eval "$%s"`, w.variable("GUIDE_SETUP", text))
		s.Notes = append(s.Notes, "the guide's own commands before the server are in the container variable GUIDE_SETUP, since the framework would change them on the command line.")
	} else {
		s.Notes = append(s.Notes, "the guide's own commands before the server follow the preprocess.")
	}
	s.Text = "; " + text
	return s
}

// survives says that the framework leaves a piece of shell text as it is.
func survives(text string) bool {
	return !strings.ContainsAny(text, "[]\\\n") && !hazardous(text) && !strings.Contains(text, "--")
}

// vllm writes the serve line and the flags.
func (w *layoutWriter) vllm() {
	if w.stage == guide.Prefill {
		w.notes = append(w.notes, "the routing sidecar stands in front of decode only; prefill itself listens on the inference port, where probes and router look for it.")
	}
	w.lines = append(w.lines, ServeLines(w.stage)...)
	flags := flagsOf(w.command.Words)
	last := map[string]int{} // the last flag of a name is the one that counts
	for i, f := range flags {
		last[f.Canonical()] = i
	}
	for i, f := range flags {
		name := f.Canonical()
		switch {
		case w.p.chartSets(f):
			w.notes = append(w.notes, "with multinode the chart sets "+f.Name+" itself, so the guide's is left out.")
			w.p.markFlag(f, "with multinode the chart sets it itself")
		case name == tensorFlag && i != last[name]:
			w.lines = append(w.lines, w.literal(f))
		default:
			w.flag(f)
		}
	}
	w.parallelism(last)
}

const tensorFlag = "--tensor-parallel-size"

// chartSets says that the modelservice chart gives a flag itself when it deploys LeaderWorkerSets.
func (p *planner) chartSets(f flag) bool {
	multinode, _ := p.guide.Values(ms).Get("multinode").Bool()
	return multinode && slices.Contains(catalog.MultinodeFlags, f.Canonical())
}

// markFlag says that a flag is left to the benchmark, where it is a leaf of its own and not part of a script.
func (p *planner) markFlag(f flag, reason string) {
	p.markNode(f.Node, reason)
	for _, v := range f.Values {
		p.markNode(v.Node, reason)
	}
}

func (p *planner) markNode(n *source.Node, reason string) {
	if n == nil || strings.ContainsAny(n.Text, "\n ") {
		return
	}
	if p.byNode == nil {
		p.byNode = map[*source.Node][]int{}
		for i, e := range p.entries {
			p.byNode[e.Node] = append(p.byNode[e.Node], i)
		}
	}
	for _, i := range p.byNode[n] {
		if e := &p.entries[i]; e.Outcome == "" {
			e.Outcome, e.Reason = LeftToFrame, reason
		}
	}
}

// flag writes one flag of the guide, unless the serve line says it already.
func (w *layoutWriter) flag(f flag) {
	switch f.Canonical() {
	case "":
		w.argument(f)
		return
	case "--host", "--port", "--model":
		w.p.markFlag(f, "the benchmark's serve line has it")
		w.rest(f)
		return
	case "--served-model-name":
		w.notes = append(w.notes, "the benchmark asks for the model by its own name, so the guide's "+f.Name+" is left out.")
		w.p.markFlag(f, "the benchmark asks for the model by its own name")
		return
	case tensorFlag:
		if len(f.Values) != 1 || !w.tensor(f) {
			w.size = w.literal(f)
		}
		return
	}
	if len(f.Values) == 1 {
		if name, ok := w.variableOf(f); ok {
			w.lines = append(w.lines, flagLine(f, catalog.PlaceholderPrefix+name))
			return
		}
	}
	w.lines = append(w.lines, w.literal(f))
}

// literal is a flag with the guide's own values.
func (w *layoutWriter) literal(f flag) string {
	values := make([]string, len(f.Values))
	for i, v := range f.Values {
		values[i] = w.value(f, v)
	}
	return flagLine(f, values...)
}

func flagLine(f flag, values ...string) string {
	switch {
	case f.Name == "":
		return strings.Join(values, " ")
	case len(values) == 0:
		return f.Name
	case f.Inline:
		return f.Name + "=" + strings.Join(values, " ")
	default:
		return f.Name + " " + strings.Join(values, " ")
	}
}

// rest writes what follows the one value of a flag that is left out: arguments that the container works out, say.
func (w *layoutWriter) rest(f flag) {
	for i, v := range f.Values {
		if i > 0 {
			w.lines = append(w.lines, w.value(flag{}, v))
		}
	}
}

// argument writes an argument that belongs to no flag. The first one is the model, which the serve line has.
func (w *layoutWriter) argument(f flag) {
	for i, v := range f.Values {
		if first := w.command.Words[0]; i == 0 && v.Node == first.Node && v.Text == first.Text && v.Shell == first.Shell {
			continue
		}
		w.lines = append(w.lines, w.value(f, v))
	}
}

// value writes a value as a shell word. What the line cannot hold goes through a container variable.
func (w *layoutWriter) value(f flag, v word) string {
	if v.Dynamic {
		return w.dynamic(f, v)
	}
	text := oneLine(v.Text)
	last := w.command.Foreign && strings.Contains(text, `\`) // any word may be the last, where backslashes are taken out
	if quoted, ok := quoteWord(text); ok && !last {
		return quoted
	}
	name := "ARG_" + variableName(f.Name)
	if f.Name == "" {
		name = "ARG_VALUE"
	}
	name = w.variable(name, text)
	w.notes = append(w.notes, fmt.Sprintf("the value of %s is in the container variable %s: square brackets, line breaks and backslashes do not survive on the command line.", f.Name, name))
	return `"$` + name + `"`
}

// dynamic writes a value that the container works out. Where the framework would change its text, it is worked out
// before the server starts, and the line refers to the result.
func (w *layoutWriter) dynamic(f flag, v word) string {
	if survives(v.Shell) {
		return v.Shell
	}
	name := "ARG_" + variableName(f.Name)
	if f.Name == "" {
		name = "ARG_VALUE"
	}
	w.command.Setup = append(w.command.Setup, name+"="+v.Shell)
	w.notes = append(w.notes, fmt.Sprintf("the value of %s is worked out before the server starts: its text would not survive on the command line.", f.Name))
	return `"$` + name + `"`
}

// variable adds a container variable and gives its name.
func (w *layoutWriter) variable(name, text string) string {
	free := name
	for i := 2; w.taken[free]; i++ {
		free = fmt.Sprintf("%s_%d", name, i)
	}
	w.taken[free] = true
	style := source.SingleQuoted
	if strings.Contains(text, "\n") {
		style = source.DoubleQuoted
	}
	w.env = append(w.env, envEntry{place{node: mapping("name", free, "value", str(text, style))}, true})
	return free
}

// variableName makes a name for a variable of a flag's.
func variableName(flag string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z' || r >= '0' && r <= '9':
			return r
		}
		return '_'
	}, strings.TrimLeft(flag, "-"))
}

// variableOf finds the variable whose placeholder stands for a flag's value, and sets it to that value. ok is false
// where there is none, or where it holds another value.
func (w *layoutWriter) variableOf(f flag) (string, bool) {
	variable := catalog.FlagVariable(f.Canonical())
	v := w.resolve(f.Values[0])
	if variable == "" || v.Dynamic || !plainValue(v.Text) {
		return "", false
	}
	name := strings.ReplaceAll(variable, "{STAGE}", strings.ToUpper(w.stage))
	section := sectionCommon
	if strings.Contains(variable, "{STAGE}") {
		section = stageSection[w.stage]
	}
	pl := f.place()
	set, ok := w.p.has(name)
	switch {
	case !ok:
		w.p.add(section, scenario.Setting{Var: name, Text: v.Text, From: w.p.cite(pl)})
		return name, true
	case set.Text == v.Text:
		set.From = compact(append(set.From, w.p.cite(pl)...))
		return name, true
	case section == stageSection[w.stage]:
		return "", false
	}
	// the stages differ, and the framework has one variable: a variable of the scenario's own stands in
	own := stageVar(w.stage, strings.TrimPrefix(strings.TrimPrefix(name, "LLMDBENCH_VLLM_COMMON_"), "VLLM_"))
	w.p.add(stageSection[w.stage], scenario.Setting{Var: own, Text: v.Text, From: w.p.cite(pl), Notes: []string{
		fmt.Sprintf("a variable of this scenario's own, for the placeholder below: %s holds %s for the other stage.", name, set.Text),
	}})
	return own, true
}

// resolve replaces a word that is just a container variable with the value that the guide gives that variable.
func (w *layoutWriter) resolve(v word) word {
	if !v.Dynamic {
		return v
	}
	name := strings.Trim(v.Shell, `"`)
	name = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(name, "$"), "{"), "}")
	for _, e := range w.p.envOf(w.stage) {
		if !e.added && e.text("name") == name && e.text("value") != "" {
			return word{Text: e.text("value"), Node: v.Node}
		}
	}
	return v
}

// plainValue says that a value can be exported and put in through a placeholder without quoting.
func plainValue(text string) bool {
	return text != "" && !hazardous(text) && !strings.Contains(text, "--") && strings.IndexFunc(text, func(r rune) bool { return !bare(r) }) < 0 &&
		!strings.EqualFold(text, "true") && !strings.EqualFold(text, "false")
}

// tensor sets the tensor-parallel size from a flag. It returns false where parallelism.tensor says something else, so
// that the flag must stand for itself.
func (w *layoutWriter) tensor(f flag) bool {
	v := w.resolve(f.Values[0])
	name := stageVar(w.stage, "TENSOR_PARALLELISM")
	set, ok := w.p.has(name)
	switch {
	case v.Dynamic || !plainValue(v.Text):
		return false
	case !ok:
		w.p.add(stageSection[w.stage], scenario.Setting{Var: name, Text: v.Text, From: w.p.cite(f.place())})
	case set.Text != v.Text:
		w.notes = append(w.notes, fmt.Sprintf("the guide's flag says %s, its parallelism %s; the flag counts for the engine, the other for the accelerators.", v.Text, set.Text))
		return false
	}
	return true
}

// parallelism adds the flags that the chart would have added itself, where the guide does not say them. The
// tensor-parallel size goes last, whoever says it: the framework takes backslashes out of what stands there.
func (w *layoutWriter) parallelism(said map[string]int) {
	for _, add := range []struct{ flag, suffix string }{{"--data-parallel-size", "DATA_PARALLELISM"}, {"--data-parallel-size-local", "DATA_LOCAL_PARALLELISM"}} {
		if set, ok := w.p.has(stageVar(w.stage, add.suffix)); ok && set.Text != "1" {
			if _, guide := said[add.flag]; !guide {
				w.lines = append(w.lines, add.flag+" "+catalog.PlaceholderPrefix+set.Var)
			}
		}
	}
	if w.size != "" {
		w.lines = append(w.lines, w.size)
		return
	}
	name := stageVar(w.stage, "TENSOR_PARALLELISM")
	if _, ok := w.p.has(name); !ok {
		w.p.add(stageSection[w.stage], scenario.Setting{Var: name, Text: "1", Why: "the chart's default: the guide gives no tensor-parallel size"})
	}
	w.lines = append(w.lines, TensorLine(w.stage))
}

// foreign writes the command of a server that is not vLLM as it is.
func (w *layoutWriter) foreign() {
	w.notes = append(w.notes, "no command of the guide is vllm serve by itself, so the benchmark's serve line does not apply and the guide's own command stands here.")
	for _, f := range flagsOf(w.command.Words) {
		w.lines = append(w.lines, w.literal(f))
	}
	for _, n := range w.command.Odd {
		w.notes = append(w.notes, fmt.Sprintf("the script in line %d of the guide cannot be read as shell text.", n.File.Line(n.At.Start)+1))
	}
}

// tail adds what the guide's script does behind the server.
func (w *layoutWriter) tail() {
	last := len(w.lines) - 1
	w.lines[last] += w.command.Suffix
	if len(w.command.Tail) == 0 {
		return
	}
	w.lines[last] += ";"
	text := joined(w.command.Tail)
	if !survives(text) {
		text = fmt.Sprintf(`eval "$%s"`, w.variable("GUIDE_TAIL", text))
		w.notes = append(w.notes, "what the guide's script does behind the server is in the container variable GUIDE_TAIL.")
	}
	w.lines = append(w.lines, text)
}
