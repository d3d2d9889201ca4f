package guide

import (
	"slices"
	"strconv"
	"strings"

	"llmdbench-ls/convert/source"
)

// merge lays values over others as Helm does: mappings key by key, everything else as a whole.
func merge(base, over *source.Node) *source.Node {
	if base == nil || base.Kind != source.Mapping || over == nil || over.Kind != source.Mapping {
		if over == nil {
			return base
		}
		return over
	}
	merged := *base
	merged.Pairs = slices.Clone(base.Pairs)
	for _, p := range over.Pairs {
		if i := indexOf(merged.Pairs, p.Key.Text); i >= 0 {
			merged.Pairs[i] = source.Pair{Key: p.Key, Value: merge(merged.Pairs[i].Value, p.Value)}
			continue
		}
		merged.Pairs = append(merged.Pairs, p)
	}
	return &merged
}

func indexOf(pairs []source.Pair, key string) int {
	return slices.IndexFunc(pairs, func(p source.Pair) bool { return p.Key.Text == key })
}

// step is one part of the path in a helmfile's set entry: a key, or an index where key is "".
type step struct {
	key   string
	index int
}

// maxIndex bounds the list index that a set entry may name.
const maxIndex = 1000

// parseSetPath reads a path as `helm --set` does: keys separated by dots, a backslash before a dot that belongs to the
// key, indexes in brackets.
func parseSetPath(text string) ([]step, bool) {
	var steps []step
	var key strings.Builder
	flush := func() {
		if key.Len() > 0 {
			steps = append(steps, step{key: key.String()})
			key.Reset()
		}
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '\\':
			if i++; i < len(text) {
				key.WriteByte(text[i])
			}
		case '.':
			flush()
		case '[':
			flush()
			end := strings.IndexByte(text[i:], ']')
			if end < 0 {
				return nil, false
			}
			n, err := strconv.Atoi(text[i+1 : i+end])
			if err != nil || n < 0 || n > maxIndex {
				return nil, false
			}
			steps = append(steps, step{index: n})
			i += end
		default:
			key.WriteByte(c)
		}
	}
	flush()
	return steps, len(steps) > 0
}

// set gives the tree with one value put at a path; a nil value takes out what is there. The given tree stays as it is.
func set(n *source.Node, steps []step, value, at *source.Node) *source.Node {
	if len(steps) == 0 {
		return value
	}
	if steps[0].key == "" {
		return setItem(n, steps, value, at)
	}
	made := source.Node{Kind: source.Mapping, File: at.File, At: at.At}
	if n != nil && n.Kind == source.Mapping {
		made = *n
		made.Pairs = slices.Clone(n.Pairs)
	}
	key := steps[0].key
	i := indexOf(made.Pairs, key)
	var old *source.Node
	if i >= 0 {
		old = made.Pairs[i].Value
	}
	child := set(old, steps[1:], value, at)
	switch {
	case child == nil && i >= 0:
		made.Pairs = slices.Delete(made.Pairs, i, i+1)
	case child == nil:
	case i >= 0:
		made.Pairs[i].Value = child
	default:
		made.Pairs = append(made.Pairs, source.Pair{Key: keyNode(key, at), Value: child})
	}
	return &made
}

func setItem(n *source.Node, steps []step, value, at *source.Node) *source.Node {
	made := source.Node{Kind: source.Sequence, File: at.File, At: at.At}
	if n != nil && n.Kind == source.Sequence {
		made = *n
		made.Items = slices.Clone(n.Items)
	}
	for len(made.Items) <= steps[0].index {
		if value == nil {
			return &made
		}
		made.Items = append(made.Items, &source.Node{Kind: source.Scalar, Tag: "!!null", File: at.File, At: at.At})
	}
	if child := set(made.Items[steps[0].index], steps[1:], value, at); child != nil {
		made.Items[steps[0].index] = child
	}
	return &made
}

func keyNode(key string, at *source.Node) *source.Node {
	return &source.Node{Kind: source.Scalar, Tag: "!!str", Text: key, File: at.File, At: at.At}
}

// plain turns a tree into what a template works on: maps, slices, strings, numbers, booleans.
func plain(n *source.Node) any {
	switch {
	case n.Null():
		return nil
	case n.Kind == source.Mapping:
		m := make(map[string]any, len(n.Pairs))
		for _, p := range n.Pairs {
			m[p.Key.Text] = plain(p.Value)
		}
		return m
	case n.Kind == source.Sequence:
		s := make([]any, len(n.Items))
		for i, item := range n.Items {
			s[i] = plain(item)
		}
		return s
	}
	return n.Scalar()
}
