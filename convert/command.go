package convert

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"

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
	Shell   string         // the shell that a script was written for, "" where there was none
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
	if shell, script, ok := scriptOf(head, args); ok {
		c := readScript(script)
		c.Shell = shell
		return c
	}
	words := make([]word, 0, len(head)+len(args))
	for _, n := range append(append([]*source.Node{}, head...), args...) {
		words = append(words, word{Text: n.Text, Node: n})
	}
	if rest, ok := afterServe(words, len(head) == 0); ok {
		return command{Words: rest}
	}
	return command{Words: words, Foreign: true}
}

// scriptOf finds the script in `sh -c SCRIPT`, however it is spread over command and args.
func scriptOf(head, args []*source.Node) (shell string, script *source.Node, ok bool) {
	all := append(append([]*source.Node{}, head...), args...)
	if len(all) < 3 {
		return "", nil, false
	}
	name := all[0].Text[strings.LastIndexByte(all[0].Text, '/')+1:]
	if !strings.HasSuffix(name, "sh") {
		return "", nil, false
	}
	for i, n := range all[1 : len(all)-1] {
		if !strings.HasPrefix(n.Text, "-") {
			return "", nil, false
		}
		if strings.HasSuffix(n.Text, "c") && !strings.HasPrefix(n.Text, "--") {
			return name, all[i+2], true
		}
	}
	return "", nil, false
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
	switch program := text(0)[strings.LastIndexByte(text(0), '/')+1:]; {
	case program == "vllm" && text(1) == "serve":
		return words[2:], true
	case strings.HasPrefix(program, "python") && text(1) == "-m" && strings.HasPrefix(text(2), "vllm."):
		return words[3:], true
	case argsOnly && text(0) == "serve":
		return words[1:], true
	case argsOnly:
		return words, true
	}
	return nil, false
}

// readScript reads a shell script that starts a server.
func readScript(node *source.Node) command {
	tree, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(node.Text), "")
	if err != nil {
		return command{Odd: []*source.Node{node}, Foreign: true}
	}
	var c command
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
		words, ok := serverWords(cmd, node)
		if !ok {
			return false
		}
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

// serverWords are the arguments of a command that is vLLM's.
func serverWords(call *syntax.CallExpr, node *source.Node) ([]word, bool) {
	args := call.Args
	if len(args) > 0 && args[0].Lit() == "exec" {
		args = args[1:]
	}
	words := make([]word, len(args))
	for i, a := range args {
		words[i] = shellWord(a, node)
	}
	if len(words) == 0 || words[0].Dynamic {
		return nil, false
	}
	return afterServe(words, false)
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

// Canonical is the flag's name with hyphens, as the engine documents it.
func (f flag) Canonical() string { return strings.ReplaceAll(f.Name, "_", "-") }

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

// flagName splits a word that is a flag: --name, --name=value, -x.
func flagName(w word) (name string, value word, inline bool) {
	text := w.Text
	if w.Dynamic {
		text = w.Shell
	}
	isFlag := strings.HasPrefix(text, "--") && len(text) > 2 || len(text) == 2 && text[0] == '-' && (text[1] < '0' || text[1] > '9')
	if !isFlag {
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
