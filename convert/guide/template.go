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
	if text := r.file2.Slice(at); first == last && text != "" { // literal text: give its own place in the line
		if i := strings.Index(r.file.Slice(start), text); i >= 0 {
			return r.file, source.Span{Start: start.Start + i, End: start.Start + i + len(text)}
		}
	}
	line := r.file.Slice(start)
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
}

// render runs a template whose text has the line breaks of f at the offsets of f. lenient leaves out what is missing, where Helmfile's first pass does so too.
func (e *engine) render(f *source.File, text string, data any, lenient bool) (*rendered, *source.Problem) {
	if e.funcs == nil {
		e.funcs = e.functions()
	}
	t := template.New(f.Path).Funcs(e.funcs)
	if !lenient {
		t = t.Option("missingkey=error")
	}
	t, err := t.Parse(text)
	if err != nil {
		return nil, templateProblem(f, err)
	}
	for _, each := range t.Templates() {
		if each.Tree != nil {
			mark(each.Tree.Root, f)
			each.Tree.Root.Nodes = append([]parse.Node{stepNode(f, each.Tree.Root.Pos)}, each.Tree.Root.Nodes...) // templates call each other
		}
	}
	var out limited
	if err := t.Execute(&out, data); err != nil {
		return nil, templateProblem(f, err)
	}
	r := unmark(out.b.String())
	r.file, r.file2 = f, source.New(f.Path, 0, r.text)
	return r, nil
}

// limited is a writer that refuses more than maxRendered bytes.
type limited struct{ b strings.Builder }

func (l *limited) Write(p []byte) (int, error) {
	if l.b.Len()+len(p) > maxRendered {
		return 0, errors.New("the template gives more text than any values file has")
	}
	return l.b.Write(p)
}

// mark puts the line of each piece of literal text in front of it and of each of its lines, and a step counter into
// each loop.
func mark(list *parse.ListNode, f *source.File) {
	if list == nil {
		return
	}
	for _, n := range list.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			n.Text = []byte(markText(string(n.Text), f.Line(int(n.Pos))))
		case *parse.IfNode:
			mark(n.List, f)
			mark(n.ElseList, f)
		case *parse.WithNode:
			mark(n.List, f)
			mark(n.ElseList, f)
		case *parse.RangeNode:
			mark(n.List, f)
			mark(n.ElseList, f)
			n.List.Nodes = append([]parse.Node{stepNode(f, n.Pos)}, n.List.Nodes...)
		}
	}
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

// stepNode is the parsed form of an action that counts a step. Errors name the line that it is put in.
func stepNode(f *source.File, at parse.Pos) parse.Node {
	above := strings.Repeat("\n", f.Line(int(at)))
	trees, err := parse.Parse(f.Path, above+"{{"+stepFunction+"}}", "", "", map[string]any{stepFunction: func() {}})
	if err != nil { // the text is made here, so this cannot be
		return &parse.TextNode{}
	}
	nodes := trees[f.Path].Root.Nodes
	return nodes[len(nodes)-1]
}

const stepFunction = "llmdbenchStep"

func (e *engine) step() (string, error) {
	if e.steps++; e.steps > maxSteps {
		return "", errors.New("the template loops more often than any guide needs")
	}
	return "", nil
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
	return &source.Problem{Path: f.Path, At: f.LineSpan(line - 1), Line: line, Message: "the template cannot be rendered: " + message}
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
	m[stepFunction] = e.step
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
			return "", errors.New("templates render templates without end")
		}
		defer func() { e.depth-- }()
		r, problem := e.render(source.New("tpl", 0, text), text, data, false)
		if problem != nil {
			return "", errors.New(problem.Message)
		}
		return r.text, nil
	}
	bound(m)
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
		if err := tooMuch(n * max(1, len(s)/100)); err != nil || n < 0 {
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

func fromYAML(text string) (any, error) {
	var v any
	err := yaml.Unmarshal([]byte(text), &v)
	return v, err
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
