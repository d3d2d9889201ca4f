package convert

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

// command is a model server's command line, taken apart.
type command struct {
	Setup   []string       // shell commands that run before the server, each on one line
	Foreign bool           // the server is not vLLM; Words is then the whole command
	Words   []word         // the server's arguments, behind the model
	Suffix  string         // what follows the arguments on their line: redirections, a pipe
	Tail    []string       // shell commands behind the server
	Params  []*source.Node // the parameters of a script
	Bash    bool           // the script needs bash
	Odd     []*source.Node // parts that could not be read
}

// word is one argument.
type word struct {
	Text    string       // the value, where it is known before the container runs
	Shell   string       // the shell text, where the value depends on the container: it holds an expansion
	Node    *source.Node // where the guide says it
	Dynamic bool
}

// readCommand reads command and args of a container: a list of arguments for the image's own entry point or for
// `vllm serve`, or a script for a shell.
func readCommand(container *source.Node) command {
	head, args := guide.List(container, "command"), guide.List(container, "args")
	if script, rest, ok := scriptOf(head, args); ok {
		return readScript(script, rest)
	}
	words := make([]word, 0, len(head)+len(args))
	for _, n := range append(append([]*source.Node{}, head...), args...) {
		words = append(words, word{Text: n.Text, Node: n})
	}
	prefix, words := unwrap(words)
	c := command{Setup: wrapper(prefix)}
	if rest, ok := afterServe(words, len(head) == 0 && len(prefix) == 0); ok {
		c.Words = rest
		return c
	}
	c.Setup, c.Foreign = nil, true
	c.Words = append(prefix, words...)
	return c
}

// wrappers are programs that run another one, which follows them.
var wrappers = []string{"numactl", "env", "tini", "nohup", "nice", "ionice", "stdbuf", "taskset", "chrt", "time"}

// unwrap cuts off what stands in front of vllm where that only runs it.
func unwrap(words []word) (prefix, rest []word) {
	if len(words) == 0 || words[0].Dynamic || !slices.Contains(wrappers, base(words[0].Text)) {
		return nil, words
	}
	for i := range words {
		if base(words[i].Text) == "vllm" && i+1 < len(words) && words[i+1].Text == "serve" {
			return words[:i:i], words[i:]
		}
	}
	return nil, words
}

// wrapper keeps what stood in front of vllm: a function of that name, so that the serve line can begin with it.
func wrapper(prefix []word) []string {
	if len(prefix) == 0 {
		return nil
	}
	parts := make([]string, len(prefix))
	for i, w := range prefix {
		parts[i] = w.Shell
		if !w.Dynamic {
			parts[i] = shellText(w.Text)
		}
	}
	return []string{"vllm() { " + strings.Join(parts, " ") + ` vllm "$@"; }`}
}

// shellText writes a value as a word of a script that does not pass through the framework's hands.
func shellText(text string) string {
	if text != "" && strings.IndexFunc(text, func(r rune) bool { return !bare(r) }) < 0 {
		return text
	}
	return quotePart(text)
}

// base is the last part of a program's path.
func base(program string) string { return program[strings.LastIndexByte(program, '/')+1:] }

// scriptOf finds the script in `sh -c SCRIPT`, however it is spread over command and args, and what stands behind it:
// the script's name and parameters.
func scriptOf(head, args []*source.Node) (script *source.Node, rest []*source.Node, ok bool) {
	all := append(append([]*source.Node{}, head...), args...)
	if len(all) < 3 || !strings.HasSuffix(base(all[0].Text), "sh") {
		return nil, nil, false
	}
	for i := 1; i+1 < len(all); i++ {
		text := all[i].Text
		switch {
		case text == "-o" || text == "-O" || text == "+o": // an option with a value
			i++
		case !strings.HasPrefix(text, "-"):
			return nil, nil, false
		case strings.HasSuffix(text, "c") && !strings.HasPrefix(text, "--"):
			return all[i+1], all[i+2:], true
		}
	}
	return nil, nil, false
}

// afterServe gives the arguments behind `vllm serve`. args alone are such arguments too, since the chart or the image
// puts the command in front.
func afterServe(words []word, argsOnly bool) ([]word, bool) {
	text := func(i int) string {
		if i < len(words) {
			return words[i].Text
		}
		return ""
	}
	switch program := base(text(0)); {
	case program == "vllm" && text(1) == "serve":
		return words[2:], true
	case strings.HasPrefix(program, "python") && text(1) == "-m" && strings.HasPrefix(text(2), "vllm."):
		return words[3:], true
	case argsOnly && text(0) == "serve":
		return words[1:], true
	case argsOnly:
		return words, !startsOther(program, words)
	}
	return nil, false
}

// startsOther says that arguments start a program other than vLLM: one of these names, or a flag that only sglang has.
func startsOther(program string, words []word) bool {
	for _, other := range []string{"python", "sglang", "trtllm", "lmdeploy", "text-generation", "tritonserver", "mpirun"} {
		if strings.HasPrefix(program, other) {
			return true
		}
	}
	return slices.Contains([]string{"sh", "bash", "dash", "zsh"}, program) ||
		slices.ContainsFunc(words, func(w word) bool { return w.Text == "--model-path" || strings.HasPrefix(w.Text, "--model-path=") })
}

// readScript reads a shell script that starts a server. What stands behind the script on the command line are its name
// and its parameters.
func readScript(node *source.Node, rest []*source.Node) command {
	tree, err := source.ReadShell(node.Text, syntax.Variant(syntax.LangBash))
	if err != nil {
		return command{Odd: []*source.Node{node}, Foreign: true}
	}
	_, err = source.ReadShell(node.Text, syntax.Variant(syntax.LangPOSIX))
	c := command{Bash: err != nil}
	if len(rest) > 1 {
		c.Params = rest[1:]
		quoted := make([]string, len(c.Params))
		for i, p := range c.Params {
			quoted[i] = shellText(p.Text)
		}
		c.Setup = []string{"set -- " + strings.Join(quoted, " ")}
	}
	for i, stmt := range tree.Stmts {
		if !c.server(stmt, node) {
			c.Setup = append(c.Setup, whole(stmt))
			continue
		}
		for _, rest := range tree.Stmts[i+1:] {
			c.Tail = append(c.Tail, whole(rest))
		}
		return c
	}
	return foreignScript(c, tree, node)
}

// server reads a statement that starts vLLM: the command itself, with exec and assignments in front or without, at the
// end of a chain of &&, or at the start of a pipe. It returns false, and leaves the command as it is, for any other.
func (c *command) server(stmt *syntax.Stmt, node *source.Node) bool {
	if stmt.Background || stmt.Negated {
		return false
	}
	suffix := ""
	for _, r := range stmt.Redirs {
		suffix += " " + onOneLine(&syntax.Stmt{Redirs: []*syntax.Redirect{r}})
	}
	switch cmd := stmt.Cmd.(type) {
	case *syntax.BinaryCmd:
		before := len(c.Setup)
		switch {
		case cmd.Op == syntax.AndStmt && c.server(cmd.Y, node):
			c.Setup = slices.Insert(c.Setup, before, onOneLine(cmd.X)+" || exit")
		case (cmd.Op == syntax.Pipe || cmd.Op == syntax.PipeAll) && c.server(cmd.X, node):
			c.Suffix += " " + cmd.Op.String() + " " + onOneLine(cmd.Y)
		default:
			return false
		}
	case *syntax.CallExpr:
		prefix, words, ok := c.serverWords(cmd, node)
		if !ok {
			return false
		}
		c.Setup = append(c.Setup, wrapper(prefix)...)
		for _, a := range cmd.Assigns {
			c.Setup = append(c.Setup, "export "+onOneLine(a))
		}
		c.Words = words
	default:
		return false
	}
	c.Suffix += suffix
	return true
}

// serverWords are the arguments of a command that is vLLM's, and what stands in front of it.
func (c *command) serverWords(call *syntax.CallExpr, node *source.Node) (prefix, rest []word, ok bool) {
	args := call.Args
	if len(args) > 0 && args[0].Lit() == "exec" {
		args = args[1:]
	}
	var words []word
	for _, a := range args {
		words = append(words, c.spliced(shellWord(a, node))...)
	}
	if len(words) == 0 || words[0].Dynamic {
		return nil, nil, false
	}
	prefix, words = unwrap(words)
	rest, ok = afterServe(words, false)
	return prefix, rest, ok
}

// spliced puts a script's parameters in the place of "$@" and of $1, $2 and so on.
func (c *command) spliced(w word) []word {
	if !w.Dynamic || len(c.Params) == 0 {
		return []word{w}
	}
	name, _ := simpleExpansion(w.Shell)
	if text := strings.Trim(w.Shell, `"`); text == "$@" || text == "$*" || text == "${@}" {
		words := make([]word, len(c.Params))
		for i, p := range c.Params {
			words[i] = word{Text: p.Text, Node: p}
		}
		return words
	}
	if i, err := strconv.Atoi(name); err == nil && i >= 1 && i <= len(c.Params) {
		return []word{{Text: c.Params[i-1].Text, Node: c.Params[i-1]}}
	}
	return []word{w}
}

// foreignScript takes the last command of a script for the server, where none is vLLM.
func foreignScript(c command, tree *syntax.File, node *source.Node) command {
	c.Foreign = true
	if len(tree.Stmts) == 0 {
		return c
	}
	last := len(tree.Stmts) - 1
	call, ok := tree.Stmts[last].Cmd.(*syntax.CallExpr)
	if !ok || len(tree.Stmts[last].Redirs) > 0 {
		return c
	}
	c.Setup = c.Setup[:last]
	args := call.Args
	if len(args) > 0 && args[0].Lit() == "exec" {
		args = args[1:]
	}
	for _, a := range args {
		c.Words = append(c.Words, shellWord(a, node))
	}
	return c
}

// shellWord reads a word of a script: its value, where nothing in it depends on the container.
func shellWord(w *syntax.Word, node *source.Node) word {
	dynamic := false
	syntax.Walk(w, func(n syntax.Node) bool {
		switch n.(type) {
		case *syntax.ParamExp, *syntax.CmdSubst, *syntax.ArithmExp, *syntax.ProcSubst, *syntax.ExtGlob:
			dynamic = true
		}
		return !dynamic
	})
	if !dynamic {
		if text, err := expand.Literal(&expand.Config{}, w); err == nil {
			return word{Text: text, Node: node}
		}
	}
	return word{Shell: onOneLine(w), Node: node, Dynamic: true}
}

// whole prints a statement so that a semicolon may follow: one in the background ends in a sign of its own.
func whole(stmt *syntax.Stmt) string {
	text := onOneLine(stmt)
	if stmt.Background || stmt.Coprocess {
		return "{ " + text + " }"
	}
	return text
}

// joined writes commands one behind the other. A here-document ends with its line.
func joined(commands []string) string {
	var b strings.Builder
	for i, c := range commands {
		switch {
		case i > 0 && strings.Contains(commands[i-1], "\n"):
			b.WriteString("\n")
		case i > 0:
			b.WriteString("; ")
		}
		b.WriteString(c)
	}
	return b.String()
}

// onOneLine prints shell syntax on one line.
func onOneLine(n syntax.Node) string {
	var b strings.Builder
	if err := syntax.NewPrinter(syntax.SingleLine(true)).Print(&b, n); err != nil {
		return ""
	}
	return strings.TrimSpace(b.String())
}

// flag is a flag of the server with its values, or an argument that belongs to none.
type flag struct {
	Name   string // "--max-model-len" as the guide spells it; "" for an argument
	Inline bool   // the value follows an equals sign
	Values []word
	Node   *source.Node
}

// Canonical is the flag's long name with hyphens, as the engine documents it.
func (f flag) Canonical() string {
	if long, ok := catalog.LongFlag(f.Name); ok {
		return long
	}
	return strings.ReplaceAll(f.Name, "_", "-")
}

// place is where the guide says the flag: from the flag to its value.
func (f flag) place() place { return place{chart: ms, key: f.Node, node: f.Values[0].Node} }

// flagsOf groups arguments into flags and their values.
func flagsOf(words []word) []flag {
	var list []flag
	for _, w := range words {
		name, value, inline := flagName(w)
		switch {
		case name != "":
			f := flag{Name: name, Inline: inline, Node: w.Node}
			if inline {
				f.Values = []word{value}
			}
			list = append(list, f)
		case len(list) > 0 && !list[len(list)-1].Inline:
			list[len(list)-1].Values = append(list[len(list)-1].Values, w)
		default:
			list = append(list, flag{Values: []word{w}, Node: w.Node})
		}
	}
	return list
}

// isFlag tells flags from values as Python's argparse does: a hyphen in front, but no negative number and no space in
// the name.
func isFlag(text string) bool {
	name, _, _ := strings.Cut(text, "=")
	if len(name) < 2 || text[0] != '-' || text == "--" || strings.Contains(name, " ") {
		return false
	}
	_, err := strconv.ParseFloat(text, 64)
	return err != nil || strings.IndexFunc(text, unicode.IsLetter) >= 0
}

// flagName splits a word that is a flag: --name, --name=value, -x.
func flagName(w word) (name string, value word, inline bool) {
	text := w.Text
	if w.Dynamic {
		text = w.Shell
	}
	if !isFlag(text) {
		return "", word{}, false
	}
	name, rest, inline := strings.Cut(text, "=")
	if strings.IndexFunc(name, func(r rune) bool { return !bare(r) }) >= 0 || len(cutHazards(name[1:])) > 1 {
		return "", word{}, false // it needs quotes, as a value does
	}
	value = word{Node: w.Node, Dynamic: w.Dynamic}
	if w.Dynamic {
		value.Shell = rest
	} else {
		value.Text = rest
	}
	return name, value, inline
}
