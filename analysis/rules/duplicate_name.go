package rules

import (
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

var duplicateName = &analysis.Rule{
	ID: "duplicate-name", Severity: analysis.Warning, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("duplicate-name"),
	Check: func(p *analysis.Pass) {
		for _, kind := range []struct{ suffix, key, why string }{
			{"_ENVVARS_TO_YAML", "name", "is set again below, and the last entry counts"},
			{"_EXTRA_VOLUMES", "name", "is the name of another volume below, which Kubernetes refuses"},
			{"_EXTRA_VOLUME_MOUNTS", "mountPath", "is mounted again below, which Kubernetes refuses"},
		} {
			for _, list := range listsOf(p, kind.suffix, func(text string) bool { return mayRepeat(text, kind.key) }) {
				for _, n := range repeated(list, kind.key) {
					p.Report(n.At, n.Text+" "+kind.why)
				}
			}
		}
		for i := range p.Script.Bodies {
			b := &p.Script.Bodies[i]
			if stageOf(b.Var) == "" || !strings.HasSuffix(b.Var, "_EXTRA_CONTAINER_CONFIG") || bodyOf(p, b.Var) != b || len(p.Syntax) > 0 ||
				!strings.Contains(b.Text, "ports") || !mayRepeat(b.Text, "name") {
				continue
			}
			if n := listIn(p, b); n != nil && n.Get("ports") != nil {
				for _, port := range repeated(n.Get("ports"), "name") {
					p.Report(port.At, port.Text+" is the name of another port below, which Kubernetes refuses")
				}
			}
		}
	},
}

// mayRepeat says that a key may have the same value twice in a text.
func mayRepeat(text, key string) bool {
	values, ok := valuesIn(text, key)
	seen := map[string]bool{}
	for _, v := range values {
		if seen[v] || strings.ContainsAny(v, "\"'#|>") {
			return true
		}
		seen[v] = true
	}
	return !ok
}

// repeated are the values of a key that an item further down has too.
func repeated(list *source.Node, key string) []*source.Node {
	var found []*source.Node
	seen := map[string]bool{}
	for _, item := range slices.Backward(list.Items) {
		n := item.Get(key)
		if n.Value() == "" || strings.Contains(n.Text, catalog.PlaceholderPrefix) {
			continue
		}
		if seen[n.Text] {
			found = append(found, n)
		}
		seen[n.Text] = true
	}
	return found
}
