package kustomize

import (
	"slices"
	"strconv"
	"strings"

	"llmdbench-ls/convert/source"
)

// The functions here repeat what kustomize does to a manifest, on nodes that remember where they come from. They only
// serve to find origins: the values are kustomize's own, and where the two disagree an origin is looked for elsewhere.

// pointer splits a JSON pointer.
func pointer(text string) []string {
	if text == "" {
		return nil
	}
	parts := strings.Split(strings.TrimPrefix(text, "/"), "/")
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(strings.ReplaceAll(p, "~1", "/"), "~0", "~")
	}
	return parts
}

// jsonPatch applies the operations of a JSON 6902 patch.
func jsonPatch(doc *source.Node, ops []*source.Node) *source.Node {
	for _, op := range ops {
		at := pointer(op.Get("path").Value())
		value := op.Get("value")
		switch op.Get("op").Value() {
		case "add":
			doc = change(doc, at, value, true)
		case "replace":
			doc = change(doc, at, value, false)
		case "remove":
			doc = change(doc, at, nil, false)
		case "copy", "move":
			from := pointer(op.Get("from").Value())
			value = lookup(doc, from)
			if op.Get("op").Value() == "move" {
				doc = change(doc, from, nil, false)
			}
			doc = change(doc, at, value, true)
		}
	}
	return doc
}

func lookup(n *source.Node, at []string) *source.Node {
	for _, step := range at {
		if n == nil {
			return nil
		}
		if n.Kind == source.Sequence {
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(n.Items) {
				return nil
			}
			n = n.Items[i]
			continue
		}
		n = n.Get(step)
	}
	return n
}

// change gives a tree with a value put at a path, or taken out where there is no value. insert makes room in a list.
func change(n *source.Node, at []string, value *source.Node, insert bool) *source.Node {
	if len(at) == 0 {
		return value
	}
	if n == nil {
		return n
	}
	made := *n
	if n.Kind == source.Sequence {
		made.Items = changeItem(n.Items, at, value, insert)
		return &made
	}
	made.Pairs = slices.Clone(n.Pairs)
	i := slices.IndexFunc(made.Pairs, func(p source.Pair) bool { return p.Key.Text == at[0] })
	switch {
	case i < 0 && value == nil:
	case i < 0:
		if len(at) == 1 {
			made.Pairs = append(made.Pairs, source.Pair{Key: keyFor(at[0], value), Value: value})
		}
	default:
		child := change(made.Pairs[i].Value, at[1:], value, insert)
		if child == nil {
			made.Pairs = slices.Delete(made.Pairs, i, i+1)
			break
		}
		if len(at) == 1 {
			made.Pairs[i].Key = keyFor(at[0], value)
		}
		made.Pairs[i].Value = child
	}
	return &made
}

func changeItem(list []*source.Node, at []string, value *source.Node, insert bool) []*source.Node {
	list = slices.Clone(list)
	if at[0] == "-" && len(at) == 1 && value != nil {
		return append(list, value)
	}
	i, err := strconv.Atoi(at[0])
	if err != nil || i < 0 || i > len(list) {
		return list
	}
	switch {
	case len(at) == 1 && value != nil && (insert || i == len(list)):
		return slices.Insert(list, i, value)
	case i == len(list):
		return list
	case len(at) == 1 && value == nil:
		return slices.Delete(list, i, i+1)
	}
	list[i] = change(list[i], at[1:], value, insert)
	return list
}

// keyFor is a key that stands where its value does.
func keyFor(key string, value *source.Node) *source.Node {
	return &source.Node{Kind: source.Scalar, Tag: "!!str", Text: key, File: value.File, At: source.Span{Start: value.At.Start, End: value.At.Start}}
}

// mergeKeys are the keys by which kustomize tells the items of Kubernetes' lists apart, the most telling first.
var mergeKeys = []string{"mountPath", "devicePath", "name", "containerPort", "port", "topologyKey", "ip", "key"}

// identity is what tells an item from others in its list, "" where nothing does.
func identity(n *source.Node) string {
	for _, key := range mergeKeys {
		if v := n.Get(key).Value(); v != "" {
			return key + "=" + v
		}
	}
	return ""
}

// strategic applies a strategic merge patch.
func strategic(base, patch *source.Node) *source.Node {
	switch {
	case patch == nil:
		return base
	case base == nil || base.Kind != patch.Kind || patch.Kind == source.Scalar:
		return patch
	case patch.Get("$patch").Value() == "replace":
		return patch
	case patch.Kind == source.Sequence:
		return strategicList(base, patch)
	}
	made := *base
	made.Pairs = slices.Clone(base.Pairs)
	for _, p := range patch.Pairs {
		if strings.HasPrefix(p.Key.Text, "$") {
			continue
		}
		i := slices.IndexFunc(made.Pairs, func(q source.Pair) bool { return q.Key.Text == p.Key.Text })
		switch {
		case i < 0:
			made.Pairs = append(made.Pairs, p)
		case p.Value.Null() || p.Value.Get("$patch").Value() == "delete":
			made.Pairs = slices.Delete(made.Pairs, i, i+1)
		default:
			made.Pairs[i] = source.Pair{Key: p.Key, Value: strategic(made.Pairs[i].Value, p.Value)}
		}
	}
	return &made
}

func strategicList(base, patch *source.Node) *source.Node {
	if len(patch.Items) > 0 && identity(patch.Items[0]) == "" {
		return patch
	}
	made := *base
	made.Items = slices.Clone(base.Items)
	for _, item := range patch.Items {
		i := slices.IndexFunc(made.Items, func(n *source.Node) bool { return identity(n) == identity(item) })
		switch {
		case item.Get("$patch").Value() == "delete":
			if i >= 0 {
				made.Items = slices.Delete(made.Items, i, i+1)
			}
		case i < 0:
			made.Items = append(made.Items, item)
		default:
			made.Items[i] = strategic(made.Items[i], item)
		}
	}
	return &made
}
