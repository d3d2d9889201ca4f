package rules

import (
	"strconv"
	"strings"

	"llmdbench-ls/convert/source"
)

// nodeAt finds a value by its path, nil where there is none. A key may hold dots, so the longest one counts.
func nodeAt(n *source.Node, path string) *source.Node {
	for path != "" && n != nil {
		if rest, ok := strings.CutPrefix(path, "["); ok {
			number, after, _ := strings.Cut(rest, "]")
			i, err := strconv.Atoi(number)
			if err != nil || i >= len(n.Items) {
				return nil
			}
			n, path = n.Items[i], strings.TrimPrefix(after, ".")
			continue
		}
		end := len(path)
		for end > 0 && n.Get(path[:end]) == nil {
			end = strings.LastIndexAny(path[:end], ".[")
		}
		if end <= 0 {
			return nil
		}
		n, path = n.Get(path[:end]), strings.TrimPrefix(path[end:], ".")
	}
	return n
}

// lastWith is the last item of a list that has a certain value under a key: of equal names, it is the one that counts.
func lastWith(list *source.Node, key, value string) (found *source.Node) {
	for _, item := range list.Items {
		if item.Get(key).Value() == value {
			found = item
		}
	}
	return found
}

// sameTree says that two values say the same, whatever their comments and layout.
func sameTree(a, b *source.Node) bool {
	if a.Kind != b.Kind || a.Tag != b.Tag || a.Text != b.Text || len(a.Pairs) != len(b.Pairs) || len(a.Items) != len(b.Items) {
		return false
	}
	for _, p := range a.Pairs {
		other := b.Get(p.Key.Text)
		if other == nil || !sameTree(p.Value, other) {
			return false
		}
	}
	for i, item := range a.Items {
		if !sameTree(item, b.Items[i]) {
			return false
		}
	}
	return true
}
