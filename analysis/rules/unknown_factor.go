package rules

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// unknownFactors tells of names in the set-up of an experiment that are no variables, once each, where they stand first.
// A scenario may have variables of its own, so where it is not known, only names that are all but right are told of.
func unknownFactors(p *analysis.Pass) {
	places := map[string][]source.Span{}
	named := planOf(p).Setup.Variables()
	for _, n := range named {
		places[n.Text] = append(places[n.Text], textAt(n))
	}
	for _, n := range named {
		at := places[n.Text]
		if at == nil || known(p, n.Text) || heldBy(varied(p), n.Text) {
			continue
		}
		delete(places, n.Text)
		near, found := meant(p, n.Text)
		message := fmt.Sprintf("%s has no variable %s", p.Snapshot.Catalog().Origin, n.Text)
		switch {
		case found:
			p.Report(at[0], message, inAll(p, at, near)...)
		case len(varied(p)) > 0 && strings.HasPrefix(n.Text, catalog.Prefix):
			p.Report(at[0], message+", and the scenario uses none")
		}
	}
}

// heldBy says that a scenario has a name in it, whatever it does with it.
func heldBy(subs []*analysis.Pass, name string) bool {
	return slices.ContainsFunc(subs, func(sub *analysis.Pass) bool { return strings.Contains(sub.File.Text, name) })
}

// meant is the variable that was most likely meant by a name: the one of that name with the prefix in front, or one near.
func meant(p *analysis.Pass, name string) (near string, ok bool) {
	if full := catalog.Prefix + name; p.Snapshot.Catalog().Lookup(full) != nil {
		return full, true
	}
	if !strings.HasPrefix(name, catalog.Prefix) {
		return "", false
	}
	return p.Snapshot.Catalog().Nearest(name)
}

// inAll puts another name in all places that have one.
func inAll(p *analysis.Pass, places []source.Span, name string) []analysis.Fix {
	var edits []analysis.Edit
	for _, at := range places {
		edits = append(edits, analysis.Edit{Path: p.File.Path, At: at, Text: name})
	}
	return []analysis.Fix{{Title: "Change to " + name, Edits: edits}}
}

// textAt is where the text of a node stands, without quotes.
func textAt(n *source.Node) source.Span { return n.Place(source.Span{End: len(n.Text)}) }
