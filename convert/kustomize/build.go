package kustomize

import (
	"fmt"
	"strings"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"llmdbench-ls/convert/source"
)

// Built is what a tree of kustomizations gives.
type Built struct {
	Tree      *Kustomization
	Resources []*source.Node   // each value with the file and span that put it there
	Problems  []source.Problem // what was left out, and why
	Files     []*source.File   // every file that was read, the top kustomization first
}

// Build builds the kustomization of a folder. The error is a sentence that names the file at fault.
func Build(files Files, dir string) (*Built, error) {
	t := &treeReader{files: files, replace: map[string][]byte{}, open: map[string]bool{}}
	tree, err := t.read(dir)
	if err != nil {
		return nil, err
	}
	docs, err := run(view{files, t.replace}, dir)
	if err != nil {
		return nil, fmt.Errorf("%s: kustomize says: %s", tree.File.Path, err)
	}
	b := &Built{Tree: tree, Problems: t.problems, Files: filesOf(tree, nil)}
	b.Resources = attributeAll(files, tree, docs)
	return b, nil
}

// run lets kustomize build. Plugins and charts are off; what it would fetch was taken out of the tree before.
func run(fs view, dir string) (docs []*source.Node, err error) {
	defer func() {
		if p := recover(); p != nil { // a text that its authors never saw must not end the server
			err = fmt.Errorf("the build went wrong: %v", p)
		}
	}()
	options := krusty.MakeDefaultOptions()
	options.LoadRestrictions = types.LoadRestrictionsNone
	resources, err := krusty.MakeKustomizer(options).Run(fs, dir)
	if err != nil {
		return nil, err
	}
	for _, r := range resources.Resources() {
		docs = append(docs, nodeOf(r.YNode()))
	}
	return docs, nil
}

// nodeOf turns kustomize's nodes into ours, without places: they have none that would mean anything.
func nodeOf(n *yaml.Node) *source.Node {
	switch n.Kind {
	case yaml.DocumentNode:
		if len(n.Content) > 0 {
			return nodeOf(n.Content[0])
		}
	case yaml.AliasNode:
		return nodeOf(n.Alias)
	case yaml.MappingNode:
		made := &source.Node{Kind: source.Mapping}
		for i := 0; i+1 < len(n.Content); i += 2 {
			made.Pairs = append(made.Pairs, source.Pair{Key: nodeOf(n.Content[i]), Value: nodeOf(n.Content[i+1])})
		}
		return made
	case yaml.SequenceNode:
		made := &source.Node{Kind: source.Sequence}
		for _, item := range n.Content {
			made.Items = append(made.Items, nodeOf(item))
		}
		return made
	}
	return &source.Node{Kind: source.Scalar, Tag: n.ShortTag(), Text: n.Value, Style: styleOf(n)}
}

// styleOf is how a scalar must be written to stay what it is: in quotes where it is text that does not look so.
func styleOf(n *yaml.Node) source.Style {
	switch {
	case strings.Contains(n.Value, "\n"):
		return source.Literal
	case n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		return source.DoubleQuoted
	case n.ShortTag() == "!!str" && yaml.IsYaml1_1NonString(n):
		return source.DoubleQuoted
	}
	return source.Plain
}

// attributeAll finds the origins of all built resources. A resource is known again by its kind and the order among its
// kind, since names may have changed.
func attributeAll(files Files, tree *Kustomization, docs []*source.Node) []*source.Node {
	t := &tracer{files: files, inline: map[*source.Node][]*source.Node{}}
	traced := t.trace(tree)
	t.index()
	used := map[*manifest]bool{}
	var list []*source.Node
	for _, doc := range docs {
		var from *source.Node
		for _, exact := range []bool{true, false} {
			for _, m := range traced {
				name := doc.Get("metadata", "name").Value()
				if from == nil && !used[m] && m.kind == doc.Get("kind").Value() && (m.name == name || !exact && strings.Contains(name, m.name)) {
					used[m] = true
					from = m.node
				}
			}
		}
		attributed := t.attribute(doc, from, nil)
		if from == nil {
			if entry := t.generator(doc); entry != nil {
				attributed = generated(attributed, entry)
			}
		}
		list = append(list, attributed)
	}
	return list
}

// filesOf lists the files of a tree, patches that stand in files of their own excluded.
func filesOf(k *Kustomization, list []*source.File) []*source.File {
	list = append(list, k.File)
	for _, below := range append(k.Bases, k.Parts...) {
		list = filesOf(below, list)
	}
	return append(list, k.files...)
}

// Hierarchy draws the tree of kustomizations down to the manifests, a line each, with paths as rel gives them.
func (b *Built) Hierarchy(rel func(string) string) []string {
	return draw(b.Tree, rel, "")
}

func draw(k *Kustomization, rel func(string) string, margin string) []string {
	lines := []string{margin + rel(k.File.Path)}
	for _, below := range append(k.Bases, k.Parts...) {
		lines = append(lines, draw(below, rel, margin+"  ")...)
	}
	for _, f := range k.files {
		lines = append(lines, margin+"  "+rel(f.Path))
	}
	return lines
}
