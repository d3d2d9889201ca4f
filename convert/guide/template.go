package guide

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"

	"github.com/Masterminds/sprig/v3"
	yaml "sigs.k8s.io/yaml"

	"llmdbench-ls/convert/source"
)

// A helmfile is a Go template, and so may be the values files it names. They are rendered here, offline: with the
// functions that Helmfile adds, but nothing that would read the environment, run a command or reach a network.
//
// To know which line of the template each line of the result came from, every piece of literal text is marked before
// the template runs: a rune from a private plane that stands for the line. The marks are taken out afterwards.

// Limits that keep a hostile template from hanging or filling the memory.
const (
	maxRendered = source.MaxSize
	maxSteps    = 200_000
	maxRepeat   = 10_000
	stepsOfTpl  = 100 // a template inside a template takes as long as so many turns of a loop
	maxNesting  = 20  // templates rendered by templates
	maxCalls    = 100 // templates that call each other
	nodesOfStep = 100 // so many actions in a loop are one step more
	maxSearched = 16 << 10
)

// firstMark is the rune for line 0. Planes 15 and 16 are for private use; no guide writes in them.
const (
	firstMark = rune(0xF0000)
	lastMark  = rune(0x10FFFD)
)

// rendered is the result of a template: its text, and the line of the template (from 0) of each of its lines.
type rendered struct {
	file  *source.File
	text  string
	lines []int
	file2 *source.File // the text as a file, for its line table
}

// locate is a source.Locate: it maps a span of the text to the lines of the template that it came from.
func (r *rendered) locate(at source.Span) (*source.File, source.Span) {
	first, last := r.line(r.file2.Line(at.Start)), r.line(r.file2.Line(max(at.Start, at.End-1)))
	start, end := r.file.LineSpan(min(first, last)), r.file.LineSpan(max(first, last))
	line := r.file.Slice(start)
	if text := r.file2.Slice(at); first == last && text != "" { // literal text: give its own place in the line
		if i := strings.Index(line[:min(len(line), maxSearched)], text); i >= 0 { // a longer line holds too many values to look for each
			return r.file, source.Span{Start: start.Start + i, End: start.Start + i + len(text)}
		}
	}
	start.Start += len(line) - len(strings.TrimLeft(line, " \t"))
	return r.file, source.Span{Start: start.Start, End: max(start.Start, end.End)}
}

func (r *rendered) line(i int) int {
	if len(r.lines) == 0 {
		return 0
	}
	return r.lines[min(max(i, 0), len(r.lines)-1)]
}

// engine renders the templates of one guide in one environment.
type engine struct {
	read  func(path string) (*source.File, error) // reads a file that a template names
	funcs template.FuncMap                        // made when first needed
	steps int
	depth int // of templates that render templates
	calls int // of templates that call each other, one inside the other
	budget
}

// render runs a template whose text has the line breaks of f at the offsets of f. lenient leaves out what is missing, where Helmfile's first pass does so too.
func (e *engine) render(f *source.File, text string, data any, lenient bool) (*rendered, *source.Problem) {
	r, err := e.execute(f, text, data, lenient)
	if err != nil {
		return nil, templateProblem(f, err)
	}
	return r, nil
}

// execute is render with the error as text/template gives it.
func (e *engine) execute(f *source.File, text string, data any, lenient bool) (*rendered, error) {
	if e.funcs == nil {
		e.funcs = e.functions()
	}
	t := template.New(f.Path).Funcs(e.funcs)
	if !lenient {
		t = t.Option("missingkey=error")
	}
	t, err := t.Parse(text)
	if err == nil {
		err = e.reads(data)
	}
	if err != nil {
		return nil, err
	}
	for _, each := range t.Templates() {
		if each.Tree != nil {
			countCalls(each.Tree.Root, f)
		}
	}
	defer func(calls int) { e.calls = calls }(e.calls) // an error leaves templates without their ends
	var out limited
	if err := t.Execute(&out, data); err != nil {
		return nil, err
	}
	r := unmark(out.b.String())
	r.file, r.file2 = f, source.New(f.Path, 0, r.text)
	return r, nil
}

// limited is a writer that refuses more than maxRendered bytes.
type limited struct{ b strings.Builder }

func (l *limited) Write(p []byte) (int, error) {
	if l.b.Len()+len(p) > maxRendered {
		return 0, limitError("the template gives more text than any values file has")
	}
	return l.b.Write(p)
}

// countCalls marks a template and has it count itself, since templates call each other.
func countCalls(root *parse.ListNode, f *source.File) {
	size := mark(root, f)
	nodes := []parse.Node{stepNode(f, root.Pos, size), callNode(f, root.Pos, enterFunction)}
	root.Nodes = append(append(nodes, root.Nodes...), callNode(f, root.Pos, leaveFunction))
}

// mark puts the line of each piece of literal text in front of it and of each of its lines, and a step counter into
// each loop. It gives the number of nodes.
func mark(list *parse.ListNode, f *source.File) int {
	if list == nil {
		return 0
	}
	size := len(list.Nodes)
	for _, n := range list.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			n.Text = []byte(markText(string(n.Text), f.Line(int(n.Pos))))
		case *parse.IfNode:
			size += mark(n.List, f) + mark(n.ElseList, f)
		case *parse.WithNode:
			size += mark(n.List, f) + mark(n.ElseList, f)
		case *parse.RangeNode:
			body := mark(n.List, f)
			size += body + mark(n.ElseList, f)
			n.List.Nodes = append([]parse.Node{stepNode(f, n.Pos, body)}, n.List.Nodes...)
		}
	}
	return size
}

func markText(text string, line int) string {
	var b strings.Builder
	b.WriteRune(lineMark(line))
	for i, part := range strings.SplitAfter(text, "\n") {
		if i > 0 {
			b.WriteRune(lineMark(line + i))
		}
		b.WriteString(part)
	}
	return b.String()
}

func lineMark(line int) rune { return min(firstMark+rune(line), lastMark) }

// stepNode is the parsed form of an action that counts a step, and more for a long list of nodes.
func stepNode(f *source.File, at parse.Pos, nodes int) parse.Node {
	steps := 1 + nodes/nodesOfStep
	return callNode(f, at, stepFunction, &parse.NumberNode{NodeType: parse.NodeNumber, Pos: at, IsInt: true, Int64: int64(steps), Text: strconv.Itoa(steps)})
}

// callNode is the parsed form of an action that calls a function. Errors name the line that it is put in.
func callNode(f *source.File, at parse.Pos, function string, args ...parse.Node) parse.Node {
	line := f.Line(int(at)) + 1
	call := &parse.CommandNode{NodeType: parse.NodeCommand, Pos: at, Args: append([]parse.Node{parse.NewIdentifier(function).SetPos(at)}, args...)}
	pipe := &parse.PipeNode{NodeType: parse.NodePipe, Pos: at, Line: line, Cmds: []*parse.CommandNode{call}}
	return &parse.ActionNode{NodeType: parse.NodeAction, Pos: at, Line: line, Pipe: pipe}
}

// The functions that are put into templates to count what they do.
const (
	stepFunction  = "llmdbenchStep"
	enterFunction = "llmdbenchEnter"
	leaveFunction = "llmdbenchLeave"
)

func (e *engine) step(n int) (string, error) {
	if e.steps += n; e.steps > maxSteps {
		return "", limitError("the template loops more often than any guide needs")
	}
	return "", nil
}

func (e *engine) enter() (string, error) {
	if e.calls++; e.calls > maxCalls {
		return "", limitError("the templates call each other without end")
	}
	return "", nil
}

func (e *engine) leave() string {
	e.calls--
	return ""
}

// unmark takes the marks out and says which line each line of the result came from. A line belongs to the last mark
// before its first visible character.
func unmark(marked string) *rendered {
	var b strings.Builder
	r := &rendered{}
	current, settled := 0, false
	r.lines = append(r.lines, 0)
	for _, c := range marked {
		switch {
		case c >= firstMark && c <= lastMark:
			current = int(c - firstMark)
		case c == '\n':
			if !settled {
				r.lines[len(r.lines)-1] = current
			}
			b.WriteRune(c)
			r.lines = append(r.lines, current)
			settled = false
		default:
			if !settled && c != ' ' && c != '\t' {
				r.lines[len(r.lines)-1] = current
				settled = true
			}
			b.WriteRune(c)
		}
	}
	r.text = b.String()
	return r
}

// templateProblem reads the line out of the error that text/template gives: "template: name:line:column: text".
func templateProblem(f *source.File, err error) *source.Problem {
	message := err.Error()
	line := 1
	if rest, ok := strings.CutPrefix(message, "template: "+f.Path+":"); ok {
		number, tail, _ := strings.Cut(rest, ":")
		if n, convErr := strconv.Atoi(number); convErr == nil {
			line, message = n, strings.TrimSpace(tail)
			if column, tail, ok := strings.Cut(message, ": "); ok {
				if _, convErr := strconv.Atoi(column); convErr == nil {
					message = tail
				}
			}
		}
	}
	message = "the template cannot be rendered: " + message
	if limit := limitError(""); errors.As(err, &limit) { // which call was the last one too many says nothing
		message = limit.Error()
	}
	return &source.Problem{Path: f.Path, At: f.LineSpan(line - 1), Line: line, Message: message}
}

// functions are the functions a template may call: sprig's that depend on nothing outside, and Helmfile's own.
func (e *engine) functions() template.FuncMap {
	m := template.FuncMap(sprig.HermeticTxtFuncMap())
	for _, name := range []string{"getHostByName", "genPrivateKey", "genCA", "genSelfSignedCert", "genSignedCert", "derivePassword", "bcrypt", "htpasswd"} {
		delete(m, name)
	}
	refuse := func(what string) func(...any) (string, error) {
		return func(...any) (string, error) {
			return "", fmt.Errorf("%s is not run here: a guide is read without running anything", what)
		}
	}
	m[stepFunction], m[enterFunction], m[leaveFunction] = e.step, e.enter, e.leave
	m["env"] = func(string) string { return "" }
	m["expandenv"] = func(string) string { return "" }
	m["requiredEnv"] = func(name string) (string, error) {
		return "", fmt.Errorf("the environment variable %s is required, and a guide is read without any", name)
	}
	m["exec"], m["envExec"], m["fetchSecretValue"], m["expandSecretRefs"] = refuse("exec"), refuse("envExec"), refuse("fetchSecretValue"), refuse("expandSecretRefs")
	m["toYaml"], m["fromYaml"], m["required"] = toYAML, fromYAML, required
	m["get"], m["getOrNil"] = get, func(path string, data any) any { v, _ := getPath(path, nil, data); return v }
	m["isFile"] = func(name string) bool { _, err := e.read(name); return err == nil }
	m["readFile"] = func(name string) (string, error) {
		f, err := e.read(name)
		if err != nil {
			return "", err
		}
		return f.Text, nil
	}
	m["tpl"] = func(text string, data any) (string, error) {
		e.steps += stepsOfTpl
		if e.depth++; e.depth > maxNesting {
			return "", limitError("templates render templates without end")
		}
		defer func() { e.depth-- }()
		f := source.New("tpl", 0, text)
		r, err := e.execute(f, text, data, false)
		if limit := limitError(""); errors.As(err, &limit) {
			return "", limit
		}
		if err != nil {
			return "", errors.New(templateProblem(f, err).Message)
		}
		return r.text, nil
	}
	bound(m)
	e.wrap(m)
	return m
}

// bound replaces the functions that make much out of little.
func bound(m template.FuncMap) {
	tooMuch := func(n int) error {
		if n > maxRepeat || n < -maxRepeat {
			return fmt.Errorf("%d is more than any guide needs", n)
		}
		return nil
	}
	m["until"] = func(n int) ([]int, error) { return sequence(0, n, 1), tooMuch(n) }
	m["untilStep"] = func(start, stop, step int) ([]int, error) {
		return sequence(start, stop, step), errors.Join(tooMuch(start), tooMuch(stop))
	}
	m["repeat"] = func(n int, s string) (string, error) {
		if err := tooMuch(n); err != nil || n < 0 {
			return "", err
		}
		if err := tooMuch(n * max(1, len(s)/100)); err != nil {
			return "", err
		}
		return strings.Repeat(s, n), nil
	}
	m["indent"] = func(n int, s string) (string, error) { return indent(n, s), tooMuch(n) }
	m["nindent"] = func(n int, s string) (string, error) { return "\n" + indent(n, s), tooMuch(n) }
	delete(m, "seq")
}

func sequence(start, stop, step int) []int {
	var s []int
	for i := start; step != 0 && (i < stop) == (step > 0) && i != stop && len(s) < maxRepeat; i += step {
		s = append(s, i)
	}
	return s
}

func indent(n int, s string) string {
	pad := strings.Repeat(" ", min(max(n, 0), maxRepeat))
	return pad + strings.ReplaceAll(s, "\n", "\n"+pad)
}

func toYAML(v any) (string, error) {
	b, err := yaml.Marshal(v)
	return strings.TrimSuffix(string(b), "\n"), err
}

// fromYAML reads YAML with the limits that hold for files: aliases can say much in few words.
func fromYAML(text string) (any, error) {
	docs, problems := source.ParseYAML("fromYaml", text, nil)
	if len(problems) > 0 {
		return nil, errors.New(problems[0].Message)
	}
	if len(docs) == 0 {
		return nil, nil
	}
	return plain(docs[0]), nil
}

func required(message string, v any) (any, error) {
	if v == nil || v == "" {
		return nil, errors.New(message)
	}
	return v, nil
}

// get is Helmfile's get, or sprig's where the first argument is a map.
func get(first any, rest ...any) (any, error) {
	if m, ok := first.(map[string]any); ok && len(rest) == 1 {
		if v, ok := m[fmt.Sprint(rest[0])]; ok {
			return v, nil
		}
		return "", nil
	}
	return getPath(fmt.Sprint(first), rest...)
}

// getPath is Helmfile's get: a dotted path into a map, with an optional default before the map.
func getPath(path string, rest ...any) (any, error) {
	if len(rest) == 0 {
		return nil, errors.New("get needs a map")
	}
	v := rest[len(rest)-1]
	for _, key := range strings.Split(path, ".") {
		m, ok := v.(map[string]any)
		if !ok || m[key] == nil {
			if len(rest) > 1 {
				return rest[0], nil
			}
			return nil, fmt.Errorf("there is no %s", path)
		}
		v = m[key]
	}
	return v, nil
}
