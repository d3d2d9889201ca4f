package guide

import (
	"text/template"
	"text/template/parse"

	"llmdbench-ls/convert/source"
)

// absent is what a template writes for a value that is not there.
const absent = "<no value>"

// stubOf makes the values that a template asks an environment for: mappings down to each value, and nothing at its end,
// so that the template can be rendered where the environment's values are not there.
func stubOf(text string, e *engine) map[string]any {
	if e.funcs == nil {
		e.funcs = e.functions()
	}
	stub := map[string]any{}
	t, err := template.New("stub").Funcs(e.funcs).Parse(text)
	if err != nil {
		return stub
	}
	for _, each := range t.Templates() {
		if each.Tree != nil {
			collect(each.Tree.Root, stub)
		}
	}
	return stub
}

// collect walks through a template and notes every .Environment.Values.x.y that it asks for.
func collect(n parse.Node, stub map[string]any) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, child := range n.Nodes {
				collect(child, stub)
			}
		}
	case *parse.ActionNode:
		collect(n.Pipe, stub)
	case *parse.PipeNode:
		if n != nil {
			for _, command := range n.Cmds {
				for _, arg := range command.Args {
					collect(arg, stub)
				}
			}
		}
	case *parse.IfNode:
		collect(n.Pipe, stub)
		collect(n.List, stub)
		collect(n.ElseList, stub)
	case *parse.WithNode:
		collect(n.Pipe, stub)
		collect(n.List, stub)
		collect(n.ElseList, stub)
	case *parse.RangeNode:
		collect(n.Pipe, stub)
		collect(n.List, stub)
		collect(n.ElseList, stub)
	case *parse.FieldNode:
		note(n.Ident, stub)
	case *parse.VariableNode:
		note(n.Ident[1:], stub)
	}
}

func note(ident []string, stub map[string]any) {
	if len(ident) < 3 || ident[0] != "Environment" || ident[1] != "Values" {
		return
	}
	m := stub
	for _, key := range ident[2 : len(ident)-1] {
		below, ok := m[key].(map[string]any)
		if !ok {
			below = map[string]any{}
			m[key] = below
		}
		m = below
	}
	if last := ident[len(ident)-1]; m[last] == nil {
		m[last] = nil
	}
}

// fill adds to a mapping what it lacks of another one.
func fill(m, stub map[string]any) {
	for key, value := range stub {
		have, ok := m[key]
		below, isMap := value.(map[string]any)
		if haveMap, both := have.(map[string]any); both && isMap {
			fill(haveMap, below)
		} else if !ok || have == nil {
			m[key] = value
		}
	}
}

// withoutAbsent gives a tree with what a template wrote for absent values taken out.
func withoutAbsent(n *source.Node) *source.Node {
	made := *n
	made.Pairs, made.Items = nil, nil
	for _, p := range n.Pairs {
		if p.Value.Kind == source.Scalar && (p.Value.Text == absent || p.Value.Null() && p.Value.Text == "null") {
			continue
		}
		made.Pairs = append(made.Pairs, source.Pair{Key: p.Key, Value: withoutAbsent(p.Value)})
	}
	for _, item := range n.Items {
		made.Items = append(made.Items, withoutAbsent(item))
	}
	return &made
}
