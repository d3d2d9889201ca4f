package rules

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

var duplicateName = &analysis.Rule{
	ID: "duplicate-name", Severity: analysis.Warning, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("duplicate-name"),
	Check: func(p *analysis.Pass) {
		for _, kind := range []struct{ suffix, key, why string }{
			{"ENVVARS_TO_YAML", "name", "is set again below, and the last entry counts"},
			{"EXTRA_VOLUMES", "name", "is the name of another volume below, which Kubernetes refuses"},
			{"EXTRA_VOLUME_MOUNTS", "mountPath", "is mounted again below, which Kubernetes refuses"},
		} {
			for _, list := range listsOf(p, kind.suffix, func(p *analysis.Pass, b *scenario.Body) bool { return mayRepeat(p, b, kind.key) }) {
				for _, n := range repeated(list, kind.key) {
					p.Report(n.At, n.Text+" "+kind.why)
				}
			}
		}
		for _, b := range filesOf(p, "EXTRA_CONTAINER_CONFIG") {
			if !strings.Contains(b.Text, "ports") || !mayRepeat(p, b, "name") && !mayRepeat(p, b, "containerPort") {
				continue
			}
			if n := listIn(p, b); n != nil && n.Get("ports") != nil {
				checkPorts(p, n.Get("ports"))
			}
		}
	},
}

// checkPorts looks for ports of one name, and for ports of one number. A number may be there once for each protocol.
func checkPorts(p *analysis.Pass, ports *source.Node) {
	for _, n := range repeated(ports, "name") {
		p.Report(n.At, n.Text+" is the name of another port below, which Kubernetes refuses")
	}
	byProtocol := map[string]*source.Node{}
	for _, port := range ports.Items {
		protocol := cmp.Or(port.Get("protocol").Value(), "TCP")
		if byProtocol[protocol] == nil {
			byProtocol[protocol] = &source.Node{Kind: source.Sequence}
		}
		byProtocol[protocol].Items = append(byProtocol[protocol].Items, port)
	}
	for _, protocol := range slices.Sorted(maps.Keys(byProtocol)) {
		for _, n := range repeated(byProtocol[protocol], "containerPort") {
			p.Report(n.At, n.Text+" is there again below: Kubernetes tells ports apart by number and protocol, and may keep one of the two only")
		}
	}
}

// mayRepeat says that a key may have the same value twice in a text.
func mayRepeat(p *analysis.Pass, b *scenario.Body, key string) bool {
	values, ok := valuesIn(p, b, key)
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
