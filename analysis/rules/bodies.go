package rules

import (
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// What follows is shared by the rules about the YAML in here-documents. Each is read once for all of them, and so is what
// several put into one file.

// bodyYAML is what stands in a here-document, nothing where what is not known may bring in any structure.
type bodyYAML struct {
	docs     []*source.Node
	problems []source.Problem
}

// bodyKey is the key of a here-document's YAML, and embeddedKey that of the YAML in a node.
type (
	bodyKey     struct{ body *scenario.Body }
	embeddedKey struct{ node *source.Node }
	evidentKey  struct{ body *scenario.Body }
)

// readBody reads the YAML of a here-document, at its places in the script. Whole files in it are read at their places in
// the here-document, since those of the script do not show where their lines begin.
func readBody(p *analysis.Pass, body *scenario.Body) bodyYAML {
	return analysis.Shared(p, bodyKey{body}, func() bodyYAML {
		if body.Var == customPlugins && body.Known() {
			docs, problems := body.YAML() // which others have read too
			return bodyYAML{docs, problems}
		}
		text, ok := withoutUnknown(p, body)
		if !ok {
			return bodyYAML{}
		}
		label := labelOf(body.Var)
		locate := func(at source.Span) (*source.File, source.Span) {
			return p.File, body.Locate(source.Span{Start: max(0, at.Start-len(label)), End: max(0, at.End-len(label))})
		}
		if body.Var == customPlugins {
			locate = nil
		}
		docs, problems := source.ParseYAML(p.File.Path, label+text, locate)
		return bodyYAML{docs, problems}
	})
}

// readEmbedded reads the YAML in a node.
func readEmbedded(p *analysis.Pass, n *source.Node) bodyYAML {
	return analysis.Shared(p, embeddedKey{n}, func() bodyYAML {
		docs, problems := n.Embedded()
		return bodyYAML{docs, problems}
	})
}

// listIn is the YAML list of a here-document. Texts that depend on what is not known have none.
func listIn(p *analysis.Pass, b *scenario.Body) *source.Node {
	if !b.Known() || strings.Contains(b.Text, "#noconfig") {
		return nil
	}
	read := readBody(p, b)
	if len(read.problems) > 0 || len(read.docs) != 1 {
		return nil
	}
	if labelOf(b.Var) != "" {
		return read.docs[0].Get("list")
	}
	return read.docs[0]
}

// listsOf are the files of both stages whose variable has an ending, each read as a list. Those whose text may not hold
// what is looked for are left out.
func listsOf(p *analysis.Pass, suffix string, may func(*analysis.Pass, *scenario.Body) bool) []*source.Node {
	var list []*source.Node
	for _, b := range filesOf(p, suffix) {
		if !may(p, b) {
			continue
		}
		if n := listIn(p, b); n != nil && n.Kind == source.Sequence {
			list = append(list, n)
		}
	}
	return list
}

// evident says that a text is YAML without a doubt, which several rules ask of each.
func evident(p *analysis.Pass, b *scenario.Body) bool {
	return analysis.Shared(p, evidentKey{b}, func() bool { return source.EvidentYAML(b.Text) })
}

// evidentEntries cuts a text that evidently is a list into its entries, which needs no YAML reader. ok is false where it
// may be something else.
func evidentEntries(p *analysis.Pass, b *scenario.Body) (entries []string, ok bool) {
	if !evident(p, b) {
		return nil, false
	}
	text := b.Text
	margin, start, at := -1, 0, 0
	for line := range strings.Lines(text) {
		body := strings.TrimLeft(line, " ")
		column := len(line) - len(body)
		switch {
		case body == "\n" || body == "" || body[0] == '#' || margin >= 0 && column > margin:
		case !strings.HasPrefix(body, "- "):
			return nil, false
		default:
			if margin >= 0 {
				entries = append(entries, text[start:at])
			}
			margin, start = column, at
		}
		at += len(line)
	}
	if margin >= 0 {
		entries = append(entries, text[start:])
	}
	return entries, true
}

// evidentlyNamed says that a text is a list of which every entry has a name.
func evidentlyNamed(p *analysis.Pass, b *scenario.Body) bool {
	entries, ok := evidentEntries(p, b)
	return ok && !slices.ContainsFunc(entries, func(entry string) bool { return !evidentlyHas(entry, "name") })
}

// evidentlyHas says that an entry of a list has a key of its own, and not only below another.
func evidentlyHas(entry, key string) bool {
	own := -1 // the column of its keys
	for line := range strings.Lines(entry) {
		body := strings.TrimLeft(line, " ")
		if own < 0 {
			body = strings.TrimLeft(body[1:], " ") // behind the dash
			own = len(line) - len(body)
		}
		if len(line)-len(body) == own && strings.HasPrefix(body, key+":") {
			return true
		}
	}
	return false
}

// filesOf are the files of both stages whose variable has an ending. One that the stages share is there once.
func filesOf(p *analysis.Pass, suffix string) []*scenario.Body {
	var list []*scenario.Body
	if len(p.Syntax) > 0 {
		return nil
	}
	for _, stage := range guide.Stages {
		b := fileOf(p, stageVar(stage, suffix))
		if b != nil && !slices.ContainsFunc(list, func(other *scenario.Body) bool { return other.At == b.At }) {
			list = append(list, b)
		}
	}
	return list
}

// valuesIn lists what stands behind a key in the lines of a text, whatever the key belongs to. ok is false where the text
// may have the key in other places too, so that it has to be read.
func valuesIn(p *analysis.Pass, b *scenario.Body, key string) (values []string, ok bool) {
	if !evident(p, b) {
		return nil, false
	}
	for line := range strings.Lines(b.Text) {
		if value, found := strings.CutPrefix(strings.TrimLeft(line, "- "), key+":"); found {
			values = append(values, strings.TrimSpace(value))
		}
	}
	return values, true
}
