package rules

import (
	"path"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

var heredocYAML = &analysis.Rule{
	ID: "heredoc-yaml", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("heredoc-yaml"),
	Check: func(p *analysis.Pass) {
		for i := range p.Script.Bodies {
			body := wholeYAML(p, &p.Script.Bodies[i])
			if body == nil || brokenShell(p, body) {
				continue
			}
			for _, problem := range yamlProblems(p, body) {
				p.Report(within(p, body, problem.At), "this is not valid YAML: "+problem.Message)
			}
			checkEntries(p, body)
		}
	},
}

// within moves a place behind the end of a text to its last line: it is there that something is missing.
func within(p *analysis.Pass, body *scenario.Body, at source.Span) source.Span {
	if text := strings.TrimRight(body.Text, " \t\r\n"); text != "" && at.Start >= body.At.End {
		return trimmed(p, p.File.LineSpan(p.File.Line(body.Locate(source.Span{Start: len(text) - 1, End: len(text)}).Start)))
	}
	return at
}

// lists are the endings of variables that hold lists of things with a name.
var lists = []string{"_ENVVARS_TO_YAML", "_EXTRA_VOLUMES", "_EXTRA_VOLUME_MOUNTS"}

// checkEntries looks whether a here-document is a list of things with a name, where it is to be one.
func checkEntries(p *analysis.Pass, body *scenario.Body) {
	if !slices.ContainsFunc(lists, func(ending string) bool { return strings.HasSuffix(body.Var, ending) }) {
		return
	}
	if evidentlyNamed(p, body) {
		return
	}
	n := listIn(p, body)
	switch {
	case n == nil:
	case n.Kind == source.Mapping && len(n.Pairs) > 0:
		p.Report(n.Pairs[0].Key.At, "this is no list: each entry begins with a dash and a name")
	case n.Kind == source.Sequence:
		for _, item := range n.Items {
			if item.Kind == source.Mapping && len(item.Pairs) > 0 && item.Get("name") == nil && item.Get("<<") == nil {
				p.Report(item.Pairs[0].Key.At, "this entry has no name")
			}
		}
	}
}

// labelOf is the key that the framework puts above a list of volumes or mounts, as deep as the list. So keys may stand
// behind the list.
func labelOf(name string) string {
	if strings.HasSuffix(name, "_EXTRA_VOLUMES") || strings.HasSuffix(name, "_EXTRA_VOLUME_MOUNTS") {
		return "list:\n"
	}
	return ""
}

// customPlugins is the variable whose YAML holds whole files: `name.yaml: |` and the file's text below.
const customPlugins = catalog.CustomPlugins

// yamlProblems is what is wrong with a here-document, or where nothing is, with the files that it may hold.
func yamlProblems(p *analysis.Pass, body *scenario.Body) []source.Problem {
	if body.Var != customPlugins && body.Known() && evidentlyYAML(p, body) {
		return nil
	}
	read := readBody(p, body)
	if body.Var != customPlugins {
		return read.problems
	}
	found := slices.Clone(read.problems)
	if len(found) == 0 {
		for _, doc := range read.docs {
			for _, pair := range doc.Pairs {
				if ext := path.Ext(pair.Key.Text); ext == ".yaml" || ext == ".yml" {
					found = append(found, readEmbedded(p, pair.Value).problems...)
				}
			}
		}
	}
	for i := range found {
		found[i].At = body.Locate(found[i].At)
	}
	return found
}

// evidentlyYAML says that a text is YAML below its label, as the framework puts it. Every list is that may stand alone.
func evidentlyYAML(p *analysis.Pass, body *scenario.Body) bool {
	label := labelOf(body.Var)
	if entries, ok := evidentEntries(p, body); label != "" && ok && len(entries) > 0 {
		return true
	}
	return label == "" && evident(p, body) || label != "" && source.EvidentYAML(label+body.Text)
}

// wholeYAML is the YAML text that a here-document is written for: itself, or what several here-documents put into one
// file, given for the first of them. It is nil for other texts, and where that is not known.
func wholeYAML(p *analysis.Pass, body *scenario.Body) *scenario.Body {
	if holdsYAML(p, body) {
		return body
	}
	whole := fileOf(p, body.Var)
	if whole == nil || whole.VarAt != body.VarAt || !whole.Known() || !takesYAML(p, whole) || len(p.Syntax) > 0 {
		return nil
	}
	return whole
}

// takesYAML says that the framework reads a text as YAML from the file of its variable.
func takesYAML(p *analysis.Pass, body *scenario.Body) bool {
	return p.Snapshot.Catalog().Lookup(body.Var).TakesYAML() && !strings.Contains(body.Text, "#noconfig")
}

// holdsYAML says that a here-document is a whole YAML text: it is the only one written to the file of a variable that
// the framework reads YAML from.
func holdsYAML(p *analysis.Pass, body *scenario.Body) bool {
	if !takesYAML(p, body) {
		return false
	}
	for i := range p.Script.Bodies {
		if other := &p.Script.Bodies[i]; other != body && other.Var == body.Var {
			return false
		}
	}
	return len(p.Script.BodiesOf(body.Var)) <= 1 // another variable may name the same file
}

// hole stands for a byte of an expansion whose result is not known. No text holds this byte.
const hole = "\x00"

// withoutUnknown is the text of a here-document with a word, of the same length, in the place of each expansion that is
// not known. ok is false where such an expansion may be a whole line or the margin of one, since it can then bring in
// any structure.
func withoutUnknown(p *analysis.Pass, body *scenario.Body) (text string, ok bool) {
	text = body.Text
	if body.Known() {
		return text, true
	}
	for _, at := range body.Expansions() {
		written := p.File.Slice(at)
		if start, inside := body.TextOffset(at.Start); inside && strings.HasPrefix(text[start:], written) {
			text = text[:start] + strings.Repeat(hole, len(written)) + text[start+len(written):]
		}
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		rest := strings.TrimLeft(line, hole)
		if rest != line && (rest == "" || strings.ContainsAny(rest[:1], " \t") || strings.HasPrefix(rest, "- ")) {
			return "", false
		}
	}
	return strings.ReplaceAll(text, hole, "x"), true
}

// brokenShell says that the shell could not read a here-document's command: where its closing line is missing, the rest
// of the script was taken as its content.
func brokenShell(p *analysis.Pass, body *scenario.Body) bool {
	return slices.ContainsFunc(p.Syntax, func(problem source.Problem) bool {
		return body.Stmt.Contains(problem.At.Start) || body.At.Contains(problem.At.Start)
	})
}
