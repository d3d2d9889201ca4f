package rules

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/source"
)

// commandLine is a stage's command line as it is deployed, word by word.
type commandLine struct {
	stage string
	words []string // literal ones, "" for those that depend on the pod
	open  bool     // a word may bring in flags of its own
}

// servers are the command lines of deployed stages in which a shell starts vLLM.
func servers(p *analysis.Pass) []commandLine {
	return analysis.Shared(p, serversKey{}, func() []commandLine { return readServers(p) })
}

type serversKey struct{}

func readServers(p *analysis.Pass) []commandLine {
	var list []commandLine
	for _, c := range deployedStages(p) {
		if c.How != "custom" {
			continue
		}
		if line, ok := readLine(p, c); ok {
			list = append(list, line)
		}
	}
	return list
}

// commandTree reads a command line as a shell does, once for all rules, nil where none can.
func commandTree(p *analysis.Pass, text string) *syntax.File {
	return analysis.Shared(p, commandKey{text}, func() *syntax.File {
		tree, err := source.ReadShell(text, syntax.KeepComments(true))
		if err != nil {
			return nil
		}
		return tree
	})
}

type commandKey struct{ text string }

func readLine(p *analysis.Pass, c deploy.Command) (line commandLine, ok bool) {
	tree := commandTree(p, c.Text)
	if tree == nil {
		return line, false
	}
	line.stage = c.Stage
	syntax.Walk(tree, func(n syntax.Node) bool {
		call, isCall := n.(*syntax.CallExpr)
		if !isCall || ok {
			return !ok
		}
		words := make([]string, len(call.Args))
		line.open = false // what stands before the server's command brings it no flags
		for i, w := range call.Args {
			words[i] = literalText(w)
			line.open = line.open || words[i] == "" && startsOpen(w)
		}
		ok = strings.Contains(strings.Join(words, " "), "vllm serve") || strings.Contains(strings.Join(words, " "), "vllm.entrypoints")
		line.words = words
		return !ok
	})
	return line, ok
}

// oneWord are the beginnings of names that the framework or the chart gives one word.
var oneWord = []string{"VLLM_", "LWS_", "DP_SIZE", "START_RANK", "POD_IP"}

// startsOpen says that a word begins with an expansion outside of quotes, which may be several words or none.
func startsOpen(w *syntax.Word) bool {
	param, plain := w.Parts[0].(*syntax.ParamExp)
	if plain && slices.ContainsFunc(oneWord, func(start string) bool { return strings.HasPrefix(param.Param.Value, start) }) {
		return false
	}
	_, command := w.Parts[0].(*syntax.CmdSubst)
	return plain || command
}

// literalText is a word without its quotes, "" where something is expanded in it.
func literalText(w *syntax.Word) string {
	var b strings.Builder
	for _, part := range w.Parts {
		switch x := part.(type) {
		case *syntax.Lit:
			b.WriteString(strings.ReplaceAll(x.Value, "\\", ""))
		case *syntax.SglQuoted:
			b.WriteString(x.Value)
		case *syntax.DblQuoted:
			for _, inner := range x.Parts {
				lit, ok := inner.(*syntax.Lit)
				if !ok {
					return ""
				}
				b.WriteString(strings.NewReplacer(`\"`, `"`, `\\`, `\`, `\$`, `$`).Replace(lit.Value))
			}
		default:
			return ""
		}
	}
	return b.String()
}

// flag finds a flag by its long name, with its value where that is literal.
func (c commandLine) flag(name string) (value string, ok bool) {
	for i, w := range c.words {
		head, tail, inline := strings.Cut(w, "=")
		head = strings.ReplaceAll(head, "_", "-")
		if long, short := catalog.LongFlag(head); short {
			head = long
		}
		switch {
		case head != name:
		case inline:
			value, ok = tail, true
		case i+1 < len(c.words):
			value, ok = c.words[i+1], true
		default:
			value, ok = "", true
		}
	}
	return value, ok
}

// flagPlace is where a flag stands in the here-document with a stage's arguments, else the variable's own place.
func flagPlace(p *analysis.Pass, stage, flag string) source.Span {
	name := stageVar(stage, "EXTRA_ARGS")
	if b := fileOf(p, name); b != nil {
		for _, spelt := range spellings(flag) {
			if at, ok := wordIn(b.Text, spelt); ok {
				return b.Locate(at)
			}
		}
	}
	e, _ := p.Script.Last(name)
	return e.NameAt
}

// spellings are the ways to write a flag: its own, the one with underscores, and the short ones.
func spellings(flag string) []string {
	list := []string{flag, "--" + strings.ReplaceAll(flag[2:], "-", "_")}
	if f := catalog.FlagOf(catalog.VLLM, flag); f != nil {
		list = append(list, f.Aliases...)
	}
	return list
}

// wordIn finds a word in a command line.
func wordIn(text, word string) (at source.Span, ok bool) {
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return source.Span{}, false
		}
		start, end := from+i, from+i+len(word)
		if (start == 0 || strings.IndexByte(" \n\t", text[start-1]) >= 0) && (end == len(text) || strings.IndexByte(" =\n\t", text[end]) >= 0) {
			return source.Span{Start: start, End: end}, true
		}
		from = end
	}
}

// inEffect is the value that a variable has for the framework.
func inEffect(p *analysis.Pass, name string) (text string, known bool) {
	if v, set := p.Script.Value(name); set {
		return v.Text, v.Known
	}
	return p.Snapshot.Catalog().Default(name)
}

// multinode says that the scenario asks for groups of pods.
func multinode(p *analysis.Pass) bool {
	text, known := inEffect(p, "LLMDBENCH_VLLM_MODELSERVICE_MULTINODE")
	return known && (strings.EqualFold(text, "true") || text == "1")
}
