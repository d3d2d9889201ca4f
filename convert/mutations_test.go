package convert_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// mutated changes a file at random: its tree, where it is YAML, and its text.
func mutated(r *rand.Rand, name, text string) string {
	if strings.HasSuffix(name, ".yaml") && r.IntN(5) > 0 {
		text = mutatedYAML(r, text, 1+r.IntN(4))
	}
	for range r.IntN(3) {
		text = textMutations[r.IntN(len(textMutations))](r, text)
	}
	return text
}

// mutatedYAML changes a text of YAML documents, or leaves it where it is none.
func mutatedYAML(r *rand.Rand, text string, times int) string {
	docs := documents(text)
	for _, doc := range docs {
		for range times {
			change := treeMutations()
			change[r.IntN(len(change))](r, doc)
		}
	}
	var b bytes.Buffer
	for i, doc := range docs {
		if i > 0 {
			b.WriteString("---\n")
		}
		data, err := yaml.Dump(doc, yaml.WithIndent(2+r.IntN(4)))
		if err != nil {
			return text
		}
		b.Write(data)
	}
	if b.Len() == 0 {
		return text
	}
	return b.String()
}

func documents(text string) []*yaml.Node {
	var docs []*yaml.Node
	loader, err := yaml.NewLoader(strings.NewReader(text))
	if err != nil {
		return nil
	}
	for {
		var doc yaml.Node
		if err := loader.Load(&doc); err == io.EOF {
			return docs
		} else if err != nil {
			return nil
		}
		docs = append(docs, &doc)
	}
}

// visit calls a function for every node with the key that it stands under, items with that of their list.
func visit(n *yaml.Node, key string, each func(key string, n *yaml.Node)) {
	each(key, n)
	for i, child := range n.Content {
		switch {
		case n.Kind != yaml.MappingNode:
			visit(child, key, each)
		case i%2 == 1:
			visit(child, n.Content[i-1].Value, each)
		}
	}
}

// pick chooses a node that a condition is true of.
func pick(r *rand.Rand, root *yaml.Node, ok func(key string, n *yaml.Node) bool) *yaml.Node {
	var list []*yaml.Node
	visit(root, "", func(key string, n *yaml.Node) {
		if ok(key, n) {
			list = append(list, n)
		}
	})
	if len(list) == 0 {
		return nil
	}
	return list[r.IntN(len(list))]
}

var mutableLists = []string{"env", "args", "volumes", "volumeMounts", "patches", "ports", "initContainers", "images", "tolerations", "flags"}

func anyList(key string, n *yaml.Node) bool {
	return n.Kind == yaml.SequenceNode && len(n.Content) > 0 && slices.Contains(mutableLists, key)
}

// treeMutations is a function since a patch in a text is mutated in turn.
func treeMutations() []func(*rand.Rand, *yaml.Node) {
	return []func(*rand.Rand, *yaml.Node){
		renameItem, addItem, addItem, deleteItem, swapItems, quote, quote, flow, alias, alias, mergeKey, comment, comment, patchText, awkwardScalar, deleteKey,
	}
}

func renameItem(r *rand.Rand, root *yaml.Node) {
	list := pick(r, root, anyList)
	if list == nil {
		return
	}
	item := list.Content[r.IntN(len(list.Content))]
	for i := 0; i+1 < len(item.Content); i += 2 {
		if k := item.Content[i].Value; item.Kind == yaml.MappingNode && (k == "name" || k == "mountPath") {
			item.Content[i+1].Value += fmt.Sprintf("-r%d", r.IntN(100))
			return
		}
	}
	if item.Kind == yaml.ScalarNode && strings.HasPrefix(item.Value, "--") && !strings.ContainsAny(item.Value, "\n ") {
		item.Value = "--renamed-" + item.Value[2:]
	}
}

func addItem(r *rand.Rand, root *yaml.Node) {
	kinds := map[string]string{
		"env":          "{name: ADDED_%d, value: '%s'}",
		"args":         "'--added-%d=%s'",
		"volumes":      "{name: added-%d, emptyDir: {medium: '%s'}}",
		"volumeMounts": "{mountPath: /added/%d, name: added, subPath: '%s'}",
		"tolerations":  "{key: added-%d, value: '%s'}",
	}
	key := ""
	list := pick(r, root, func(k string, n *yaml.Node) bool { return anyList(k, n) && kinds[k] != "" })
	if list == nil {
		return
	}
	visit(root, "", func(k string, n *yaml.Node) {
		if n == list {
			key = k
		}
	})
	docs := documents(fmt.Sprintf(kinds[key], r.IntN(1000), strings.ReplaceAll(awkwardText(r), "'", "''")))
	if len(docs) == 1 {
		list.Content = slices.Insert(list.Content, r.IntN(len(list.Content)+1), docs[0].Content[0])
	}
}

func deleteItem(r *rand.Rand, root *yaml.Node) {
	if list := pick(r, root, anyList); list != nil {
		i := r.IntN(len(list.Content))
		list.Content = slices.Delete(list.Content, i, i+1)
	}
}

func swapItems(r *rand.Rand, root *yaml.Node) {
	if list := pick(r, root, anyList); list != nil {
		i, j := r.IntN(len(list.Content)), r.IntN(len(list.Content))
		list.Content[i], list.Content[j] = list.Content[j], list.Content[i]
	}
}

func deleteKey(r *rand.Rand, root *yaml.Node) {
	if n := pick(r, root, func(_ string, n *yaml.Node) bool { return n.Kind == yaml.MappingNode && len(n.Content) > 2 }); n != nil {
		i := 2 * r.IntN(len(n.Content)/2)
		n.Content = slices.Delete(n.Content, i, i+2)
	}
}

// quote spells a text in another way.
func quote(r *rand.Rand, root *yaml.Node) {
	n := pick(r, root, func(_ string, n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!str" })
	if n != nil {
		n.Style = []yaml.Style{yaml.SingleQuotedStyle, yaml.DoubleQuotedStyle, yaml.LiteralStyle, yaml.FoldedStyle, 0}[r.IntN(5)]
	}
}

func flow(r *rand.Rand, root *yaml.Node) {
	n := pick(r, root, func(_ string, n *yaml.Node) bool { return n.Kind == yaml.MappingNode || n.Kind == yaml.SequenceNode })
	if n != nil {
		n.Style ^= yaml.FlowStyle
	}
}

// alias lets a value refer to an equal one that stands before it.
func alias(r *rand.Rand, root *yaml.Node) {
	seen := map[string]*yaml.Node{}
	var pairs [][2]*yaml.Node
	visit(root, "", func(_ string, n *yaml.Node) {
		if n.Kind == yaml.DocumentNode || n.Kind == yaml.AliasNode {
			return
		}
		text := spelled(n)
		if first := seen[text]; first != nil {
			pairs = append(pairs, [2]*yaml.Node{first, n})
			return
		}
		seen[text] = n
	})
	if len(pairs) == 0 {
		return
	}
	p := pairs[r.IntN(len(pairs))]
	if p[0].Anchor == "" {
		p[0].Anchor = fmt.Sprintf("a%d", r.IntN(1_000_000))
	}
	*p[1] = yaml.Node{Kind: yaml.AliasNode, Value: p[0].Anchor, Alias: p[0]}
}

func spelled(n *yaml.Node) string {
	text := fmt.Sprintf("%d %s %q", n.Kind, n.Tag, n.Value)
	for _, child := range n.Content {
		text += " (" + spelled(child) + ")"
	}
	return text
}

// mergeKey lets a mapping take an entry out of another by a merge key.
func mergeKey(r *rand.Rand, root *yaml.Node) {
	ok := func(_ string, n *yaml.Node) bool {
		return n.Kind == yaml.MappingNode && len(n.Content) >= 4 && n.Content[0].Value == "name"
	}
	var list []*yaml.Node
	visit(root, "", func(key string, n *yaml.Node) {
		if ok(key, n) && key == "env" {
			list = append(list, n)
		}
	})
	if len(list) < 2 {
		return
	}
	i := r.IntN(len(list) - 1)
	from, to := list[i], list[i+1]
	if from.Anchor == "" {
		from.Anchor = fmt.Sprintf("m%d", r.IntN(1_000_000))
	}
	merged := []*yaml.Node{{Kind: yaml.ScalarNode, Tag: "!!merge", Value: "<<"}, {Kind: yaml.AliasNode, Value: from.Anchor, Alias: from}}
	to.Content = append(merged, to.Content[:2]...)
}

func comment(r *rand.Rand, root *yaml.Node) {
	n := pick(r, root, func(_ string, n *yaml.Node) bool { return n.Kind == yaml.ScalarNode })
	if n == nil {
		return
	}
	if text := fmt.Sprintf("# remark %d: [x] {y}", r.IntN(100)); r.IntN(2) == 0 {
		n.LineComment = text
	} else {
		n.HeadComment = text
	}
}

// patchText changes a patch that stands in a kustomization as a text.
func patchText(r *rand.Rand, root *yaml.Node) {
	n := pick(r, root, func(key string, n *yaml.Node) bool { return key == "patch" && n.Kind == yaml.ScalarNode })
	if n != nil {
		n.Value = mutatedYAML(r, n.Value, 1+r.IntN(3))
		n.Style = []yaml.Style{yaml.LiteralStyle, yaml.LiteralStyle, yaml.DoubleQuotedStyle}[r.IntN(3)]
	}
}

// awkwardScalar gives a container variable, or an argument that is a value, a text that is hard to carry.
func awkwardScalar(r *rand.Rand, root *yaml.Node) {
	n := pick(r, root, func(key string, n *yaml.Node) bool {
		return n.Kind == yaml.ScalarNode && n.Tag == "!!str" && (key == "value" || key == "args" && !strings.HasPrefix(n.Value, "-")) && !strings.ContainsAny(n.Value, "\n ")
	})
	if n != nil {
		n.Value, n.Style = awkwardText(r), yaml.DoubleQuotedStyle
	}
}

func awkwardText(r *rand.Rand) string {
	parts := []string{"a", "B7", "--", "____", "[1]", "{x}", "$HOME", "$(X)", "'", `"`, `\`, " ", "#noconfig", "#", ":", ",", "é", "日本", "REPLACE_ENV_X", "`", "EOF", "%", "\t", "true", "0755"}
	var b strings.Builder
	for range 1 + r.IntN(4) {
		b.WriteString(parts[r.IntN(len(parts))])
	}
	return b.String()
}

var textMutations = []func(*rand.Rand, string) string{
	func(_ *rand.Rand, text string) string {
		return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
	},
	func(_ *rand.Rand, text string) string { return "\ufeff" + strings.TrimPrefix(text, "\ufeff") },
	func(_ *rand.Rand, text string) string { return strings.TrimRight(text, "\r\n") },
	func(_ *rand.Rand, text string) string { return "# a head\n\n" + strings.TrimPrefix(text, "\ufeff") },
	insertLine(""), insertLine("  "), insertLine("# between"),
	func(r *rand.Rand, text string) string { // trailing blanks
		lines := strings.SplitAfter(text, "\n")
		i := r.IntN(len(lines))
		if body, ok := strings.CutSuffix(lines[i], "\n"); ok && !strings.HasSuffix(body, "\r") {
			lines[i] = body + "  \n"
		}
		return strings.Join(lines, "")
	},
}

func insertLine(line string) func(*rand.Rand, string) string {
	return func(r *rand.Rand, text string) string {
		lines := strings.SplitAfter(text, "\n")
		return strings.Join(slices.Insert(lines, r.IntN(len(lines)), line+"\n"), "")
	}
}
