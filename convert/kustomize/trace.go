package kustomize

import (
	"path"
	"regexp"
	"strings"

	"llmdbench-ls/convert/source"
)

// manifest is a resource on its way through a tree of kustomizations, as far as origins are concerned.
type manifest struct {
	kind, name string // as in the base, before prefixes
	node       *source.Node
}

// trace follows the manifests of a tree through its patches, in the order in which kustomize applies them.
func (t *tracer) trace(k *Kustomization) []*manifest {
	var list []*manifest
	for _, base := range k.Bases {
		list = append(list, t.trace(base)...)
	}
	for _, f := range k.files {
		docs, _ := f.Documents()
		for _, doc := range docs {
			list = append(list, expand(doc)...)
		}
	}
	for _, part := range k.Parts {
		list = append(list, t.trace(part)...)
		t.patch(part, list)
	}
	t.patch(k, list)
	t.order = append(t.order, k)
	return list
}

// expand reads a manifest, or the manifests of a List.
func expand(doc *source.Node) []*manifest {
	if strings.HasSuffix(doc.Get("kind").Value(), "List") && doc.Get("items") != nil {
		var list []*manifest
		for _, item := range items(doc, "items") {
			list = append(list, expand(item)...)
		}
		return list
	}
	return []*manifest{{doc.Get("kind").Value(), doc.Get("metadata", "name").Value(), doc}}
}

// tracer finds the origins of a built tree's values.
type tracer struct {
	files  Files
	order  []*Kustomization // from the bases up, as they are applied
	values map[string][]origin
	inline map[*source.Node][]*source.Node // patches in place that were read
}

// origin is a place where a value is written.
type origin struct {
	key  string
	node *source.Node
	keyN *source.Node
}

// patch applies the patches of one kustomization to the manifests that they are for.
func (t *tracer) patch(k *Kustomization, list []*manifest) {
	for _, entry := range items(k.Root, "patchesStrategicMerge") {
		for _, doc := range t.texts(k, entry, entry) {
			t.strategic(doc, nil, list)
		}
	}
	for _, field := range []string{"patches", "patchesJson6902"} {
		for _, entry := range items(k.Root, field) {
			for _, doc := range t.texts(k, entry.Get("path"), entry.Get("patch")) {
				if doc.Kind == source.Sequence {
					for _, m := range list {
						if selects(entry.Get("target"), m) {
							m.node = jsonPatch(m.node, doc.Items)
						}
					}
					continue
				}
				t.strategic(doc, entry.Get("target"), list)
			}
		}
	}
}

// texts reads a patch from a file or from where it stands in the kustomization.
func (t *tracer) texts(k *Kustomization, name, inline *source.Node) []*source.Node {
	if text := name.Value(); text != "" && !strings.Contains(text, "\n") {
		f, err := t.files.File(path.Join(k.Dir, text))
		if err != nil {
			return nil
		}
		docs, _ := f.Documents()
		return docs
	}
	docs, ok := t.inline[inline]
	if !ok && inline != nil {
		docs, _ = inline.Embedded()
		t.inline[inline] = docs
	}
	return docs
}

func (t *tracer) strategic(patch, target *source.Node, list []*manifest) {
	for _, m := range list {
		if target != nil && !selects(target, m) {
			continue
		}
		if target == nil && (patch.Get("kind").Value() != m.kind || patch.Get("metadata", "name").Value() != m.name) {
			continue
		}
		m.node = strategic(m.node, patch)
	}
}

// selects says whether a target is for a manifest. Names and kinds are regular expressions that match as a whole, as
// kustomize has it.
func selects(target *source.Node, m *manifest) bool {
	if target == nil {
		return false
	}
	for key, value := range map[string]string{"kind": m.kind, "name": m.name} {
		pattern := target.Get(key).Value()
		if pattern == "" {
			continue
		}
		re, err := regexp.Compile("^(?:" + pattern + ")$")
		if err != nil || !re.MatchString(value) {
			return false
		}
	}
	return labelled(target.Get("labelSelector").Value(), m.node.Get("metadata", "labels"))
}

// labelled reads the simple form of a selector, key=value joined by commas; others are taken to match.
func labelled(selector string, labels *source.Node) bool {
	for _, part := range strings.Split(selector, ",") {
		key, value, ok := strings.Cut(part, "=")
		if ok && !strings.HasSuffix(key, "!") && labels.Get(strings.TrimSpace(key)).Value() != strings.Trim(strings.TrimSpace(value), "=") {
			return false
		}
	}
	return true
}

// attribute gives a built resource's values the places that they came from.
func (t *tracer) attribute(built, traced *source.Node, keys []string) *source.Node {
	made := *built
	if traced != nil {
		made.File, made.At = traced.File, traced.At
	}
	switch built.Kind {
	case source.Mapping:
		made.Pairs = nil
		for _, p := range built.Pairs {
			var from source.Pair
			if traced != nil {
				from, _ = traced.Pair(p.Key.Text)
			}
			made.Pairs = append(made.Pairs, t.pair(p, from, append(keys, p.Key.Text)))
		}
	case source.Sequence:
		made.Items = nil
		for i, item := range built.Items {
			made.Items = append(made.Items, t.attribute(item, sameItem(traced, item, i), keys))
		}
	default:
		t.scalar(&made, traced, keys)
	}
	if made.File == built.File || made.File == nil { // nothing of it was found: it stands where its first part does
		adopt(&made)
	}
	return &made
}

// adopt gives a collection without a place of its own that of what it holds.
func adopt(n *source.Node) {
	for _, p := range n.Pairs {
		if p.Value.File != nil {
			n.File, n.At = p.Value.File, p.Value.At
			return
		}
	}
	for _, item := range n.Items {
		if item.File != nil {
			n.File, n.At = item.File, item.At
			return
		}
	}
}

func (t *tracer) pair(built, from source.Pair, keys []string) source.Pair {
	value := t.attribute(built.Value, from.Value, keys)
	key := *built.Key
	switch {
	case from.Key != nil && from.Key.File == value.File:
		key.File, key.At = from.Key.File, from.Key.At
	default:
		key.File, key.At = value.File, source.Span{Start: value.At.Start, End: value.At.Start}
	}
	if o, ok := t.keyOf(value, built.Key.Text); ok {
		key.File, key.At = o.File, o.At
	}
	return source.Pair{Key: &key, Value: value}
}

// keyOf is the key that was written before a value that was found by its text.
func (t *tracer) keyOf(value *source.Node, key string) (*source.Node, bool) {
	for _, o := range t.values[value.Text] {
		if value.Kind == source.Scalar && o.key == key && o.node.File == value.File && o.node.At == value.At && o.keyN != nil {
			return o.keyN, true
		}
	}
	return nil, false
}

// sameItem is the traced item that a built one is: the one with the same identity, else the one at the same index.
func sameItem(traced, item *source.Node, i int) *source.Node {
	if traced == nil || traced.Kind != source.Sequence {
		return nil
	}
	if id := identity(item); id != "" {
		for _, candidate := range traced.Items {
			if identity(candidate) == id {
				return candidate
			}
		}
		return nil
	}
	if i < len(traced.Items) && (collection(item) || traced.Items[i].Text == item.Text) {
		return traced.Items[i]
	}
	for _, candidate := range traced.Items {
		if candidate.Kind == source.Scalar && candidate.Text == item.Text {
			return candidate
		}
	}
	return nil
}

func collection(n *source.Node) bool { return len(n.Pairs) > 0 || len(n.Items) > 0 }

// scalar settles where a scalar comes from.
func (t *tracer) scalar(made, traced *source.Node, keys []string) {
	if traced != nil && traced.Kind == source.Scalar && traced.Text == made.Text {
		made.Style = traced.Style
		return
	}
	key := ""
	if len(keys) > 0 {
		key = keys[len(keys)-1]
	}
	if n := t.transformed(made, traced, key, keys); n != nil {
		made.File, made.At = n.File, n.At
		return
	}
	if n := t.written(made.Text, key); n != nil {
		made.File, made.At, made.Style = n.File, n.At, n.Style
		return
	}
	if traced == nil {
		made.File = nil
	}
}

// transformed finds the entry of a kustomization's short form that made a value: images, replicas, labels, a prefix.
// The last one that applies counts.
func (t *tracer) transformed(made, traced *source.Node, key string, keys []string) *source.Node {
	for i := len(t.order) - 1; i >= 0; i-- {
		root := t.order[i].Root
		switch {
		case key == "image":
			for _, entry := range items(root, "images") {
				if imageEntry(entry, made.Text, traced.Value()) {
					return entry
				}
			}
		case key == "replicas":
			for _, entry := range items(root, "replicas") {
				if entry.Get("count").Value() == made.Text {
					return entry
				}
			}
		case key == "namespace" && root.Get("namespace").Value() == made.Text:
			return root.Get("namespace")
		case contains(keys, "labels") || contains(keys, "matchLabels"):
			if n := labelEntry(root, key, made.Text, "commonLabels", "labels"); n != nil {
				return n
			}
		case contains(keys, "annotations"):
			if n := labelEntry(root, key, made.Text, "commonAnnotations"); n != nil {
				return n
			}
		}
	}
	return nil
}

// imageEntry says whether an entry of images gave an image its name, tag or digest.
func imageEntry(entry *source.Node, image, before string) bool {
	name := entry.Get("name").Value()
	if name == "" || before != name && !strings.HasPrefix(before, name+":") && !strings.HasPrefix(before, name+"@") {
		return false
	}
	for _, key := range []string{"newName", "newTag", "digest"} {
		if v := entry.Get(key).Value(); v != "" && !strings.Contains(image, v) {
			return false
		}
	}
	return true
}

func labelEntry(root *source.Node, key, value string, fields ...string) *source.Node {
	for _, field := range fields {
		if n := root.Get(field, key); n != nil && n.Text == value {
			return n
		}
		for _, entry := range items(root, field) {
			if n := entry.Get("pairs", key); n != nil && n.Text == value {
				return n
			}
		}
	}
	return nil
}

func contains(keys []string, key string) bool {
	for _, k := range keys {
		if k == key {
			return true
		}
	}
	return false
}

// written finds a value by its text in the files of the tree, the ones applied last first, under the same key if it
// stands so anywhere.
func (t *tracer) written(text, key string) *source.Node {
	list := t.values[text]
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].key == key {
			return list[i].node
		}
	}
	if len(list) > 0 && len(text) > 3 {
		return list[len(list)-1].node
	}
	return nil
}

// index notes every scalar of the tree's files.
func (t *tracer) index() {
	t.values = map[string][]origin{}
	for _, k := range t.order {
		for _, f := range k.files {
			docs, _ := f.Documents()
			for _, doc := range docs {
				t.note(doc, nil, "")
			}
		}
		t.note(k.Root, nil, "")
		for _, field := range []string{"patches", "patchesJson6902", "patchesStrategicMerge"} {
			for _, entry := range items(k.Root, field) {
				inline, name := entry.Get("patch"), entry.Get("path")
				if entry.Kind == source.Scalar {
					inline, name = entry, entry
				}
				for _, doc := range t.texts(k, name, inline) {
					t.note(doc, nil, "")
				}
			}
		}
	}
}

func (t *tracer) note(n, keyN *source.Node, key string) {
	for _, p := range n.Pairs {
		t.note(p.Value, p.Key, p.Key.Text)
	}
	for _, item := range n.Items {
		t.note(item, nil, key)
	}
	if n.Kind == source.Scalar && n.Text != "" {
		t.values[n.Text] = append(t.values[n.Text], origin{key, n, keyN})
	}
}
