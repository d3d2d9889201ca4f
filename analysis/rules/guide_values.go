package rules

import (
	"fmt"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

// What follows is shared by the rules about a guide's values.

// guideValue is a key of a guide's values file, with what stands under it.
type guideValue struct {
	chart guide.Chart
	path  string
	pair  source.Pair
	file  *source.File
}

// eachKey goes over the keys of a values file, down to where visit returns false. Values of the router chart have a
// shape of their own, and are left out.
func eachKey(p *analysis.Pass, visit func(v guideValue) (deeper bool)) {
	if len(p.Syntax) > 0 {
		return
	}
	root, _ := p.File.YAML()
	if root == nil || len(root.Pairs) == 0 || root.Get("router") != nil {
		return
	}
	chart, _, _ := guide.PathAt(p.File, root.Pairs[0].Key.At.Start)
	if chart != guide.ModelService && chart != guide.InferencePool && chart != guide.Infra {
		return
	}
	var walk func(n *source.Node, path string)
	walk = func(n *source.Node, path string) {
		if n.File != p.File {
			return
		}
		for _, pair := range n.Pairs {
			v := guideValue{chart, guide.Join(path, pair.Key.Text), pair, p.File}
			if pair.Key.File == p.File && visit(v) {
				walk(pair.Value, v.path)
			}
		}
		for i, item := range n.Items {
			walk(item, fmt.Sprintf("%s[%d]", path, i))
		}
	}
	walk(root, "")
}
