package rules

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// groupVariables are those that the modelservice chart gives the pods of a group.
var groupVariables = []string{"LWS_GROUP_SIZE", "LWS_WORKER_INDEX", "LWS_LEADER_ADDRESS", "DP_SIZE", "DP_SIZE_LOCAL", "TP_SIZE", "START_RANK"}

// ofThePod finds the container variable in an expansion that the shell takes for a command or for a sum.
func ofThePod(p *analysis.Pass, at source.Span) (name string, ok bool) {
	tree, err := source.ReadShell(p.File.Slice(at))
	if err != nil {
		return "", false
	}
	syntax.Walk(tree, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.CmdSubst:
			name, ok = reference(n)
			return false
		case *syntax.ArithmExp:
			name, ok = groupVariable(p, n)
			return false
		}
		return true
	})
	return name, ok
}

// reference is the variable in $(NAME), which Kubernetes puts in and the shell takes for a command.
func reference(n *syntax.CmdSubst) (name string, ok bool) {
	if len(n.Stmts) != 1 || len(n.Stmts[0].Redirs) > 0 || n.Backquotes {
		return "", false
	}
	call, isCall := n.Stmts[0].Cmd.(*syntax.CallExpr)
	if !isCall || len(call.Assigns) > 0 || len(call.Args) != 1 {
		return "", false
	}
	name = call.Args[0].Lit()
	return name, name != "" && name[0] >= 'A' && name[0] <= 'Z' && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
}

// groupVariable is the first variable of a group in a sum, if the scenario does not set it itself.
func groupVariable(p *analysis.Pass, sum *syntax.ArithmExp) (name string, ok bool) {
	syntax.Walk(sum, func(n syntax.Node) bool {
		if lit, isLit := n.(*syntax.Lit); isLit && name == "" && slices.Contains(groupVariables, lit.Value) {
			name = lit.Value
		}
		return true
	})
	_, set := p.Script.Value(name)
	return name, name != "" && !set
}

var unescapedRuntimeVariable = &analysis.Rule{
	ID: "unescaped-runtime-variable", Severity: analysis.Warning, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("unescaped-runtime-variable"),
	Check: func(p *analysis.Pass) {
		if len(p.Syntax) > 0 {
			return
		}
		for i := range p.Script.Bodies {
			b := &p.Script.Bodies[i]
			if stageOf(b.Var) == "" || !strings.HasSuffix(b.Var, "_EXTRA_ARGS") || b.Dead {
				continue
			}
			told := map[int]bool{}
			for _, at := range b.Unsets() {
				told[at.Start] = true
				p.Report(at, "this is put in while the scenario is read, when nothing has set it: the run stops there, or the pod gets nothing", leftToPod(p, at))
			}
			for _, at := range b.Expansions() {
				if name, ok := ofThePod(p, at); ok && !told[at.Start] {
					p.Report(at, name+onlyThePod, leftToPod(p, at))
				}
			}
		}
		for _, e := range certain(p) {
			if strings.HasSuffix(e.Name, "_PREPROCESS") && p.Snapshot.Catalog().Lookup(e.Name) != nil && !e.Value.Known {
				checkPreprocess(p, e)
			}
		}
	},
}

const onlyThePod = " is put in while the scenario is read, but only the pod has it"

// leftToPod escapes the dollar sign at a place.
func leftToPod(p *analysis.Pass, at source.Span) analysis.Fix {
	start := source.Span{Start: at.Start, End: at.Start}
	return fix("Leave it to the pod: escape the dollar sign", false, analysis.Edit{Path: p.File.Path, At: start, Text: `\`})
}

// checkPreprocess looks at a command that runs in the pod for what is the pod's: its variables, and its home folder, where
// the framework's script writes to. Whoever runs the scenario has another one.
func checkPreprocess(p *analysis.Pass, e scenario.Export) {
	tree, _ := p.File.Shell()
	syntax.Walk(tree.File, func(n syntax.Node) bool {
		if _, command := n.(*syntax.CmdSubst); command {
			return false // it runs here
		}
		param, ok := n.(*syntax.ParamExp)
		if !ok || param.Param == nil || !e.ValueAt.Contains(int(param.Pos().Offset())) {
			return true
		}
		if param.Exp != nil {
			return false // a default is meant
		}
		at, name := source.SpanOf(param), param.Param.Value
		_, set := p.Script.Value(name)
		switch {
		case set:
		case name == "HOME":
			p.Report(at, "this is put in while the scenario is read: the home folder of whoever runs it, and not the pod's", leftToPod(p, at))
		case slices.ContainsFunc(oneWord, func(start string) bool { return strings.HasPrefix(name, start) }):
			p.Report(at, name+onlyThePod, leftToPod(p, at))
		}
		return true
	})
}
