package rules

import (
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

var (
	// reference is what Kubernetes puts a container variable in for, and the shell takes for a command.
	reference = regexp.MustCompile(`^\$\(([A-Z][A-Z0-9_]*)\)$`)
	// groupVariable is a variable that the modelservice chart gives the pods of a group.
	groupVariable = regexp.MustCompile(`\b(LWS_(?:GROUP_SIZE|WORKER_INDEX|LEADER_ADDRESS)|DP_SIZE(?:_LOCAL)?|TP_SIZE|START_RANK)\b`)
)

// ofThePod finds the container variable in an expansion that the shell takes for a command or for a sum.
func ofThePod(p *analysis.Pass, at source.Span) (name string, ok bool) {
	text := p.File.Slice(at)
	if m := reference.FindStringSubmatch(text); m != nil {
		return m[1], true
	}
	if m := groupVariable.FindStringSubmatch(text); m != nil && strings.HasPrefix(text, "$((") {
		_, set := p.Script.Value(m[1])
		return m[1], !set
	}
	return "", false
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
