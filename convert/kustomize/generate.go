package kustomize

import (
	"path"
	"strings"

	"llmdbench-ls/convert/source"
)

// generators are the fields of a kustomization that make resources, and the kinds that they make.
var generators = map[string]string{"configMapGenerator": "ConfigMap", "secretGenerator": "Secret"}

// generator finds the entry that made a resource. Names may have got a prefix and a hash since.
func (t *tracer) generator(doc *source.Node) *source.Node {
	name, kind := doc.Get("metadata", "name").Value(), doc.Get("kind").Value()
	var found *source.Node
	for _, k := range t.order {
		for field, makes := range generators {
			for _, entry := range items(k.Root, field) {
				n := entry.Get("name").Value()
				if kind == makes && n != "" && strings.Contains(name, n) && len(n) > len(found.Get("name").Value()) {
					found = entry
				}
			}
		}
	}
	return found
}

// generated gives a generated resource's values the places of the literals, files and entry that they were made of.
func generated(doc, entry *source.Node) *source.Node {
	made := *doc
	made.File, made.At = entry.File, entry.At
	made.Pairs = nil
	for _, p := range doc.Pairs {
		value := p.Value
		switch p.Key.Text {
		case "data", "binaryData":
			made.Pairs = append(made.Pairs, standing(p, generatedData(value, entry), entry))
			continue
		case "metadata":
			named := *value
			named.Pairs = nil
			for _, q := range value.Pairs {
				if q.Key.Text == "name" {
					q = standing(q, at(q.Value, entry.Get("name")), entry.Get("name"))
				}
				named.Pairs = append(named.Pairs, q)
			}
			value = &named
		case "apiVersion", "kind", "type":
			value = at(value, entry)
		}
		made.Pairs = append(made.Pairs, standing(p, value, entry))
	}
	return &made
}

func generatedData(data, entry *source.Node) *source.Node {
	made := *data
	made.File, made.At = entry.File, entry.At
	made.Pairs = nil
	for _, p := range data.Pairs {
		from := dataEntry(p.Key.Text, entry)
		made.Pairs = append(made.Pairs, standing(p, at(p.Value, from), from))
	}
	return &made
}

// dataEntry is the literal or the file that a key of the data was made of; the whole entry for one out of an env file.
func dataEntry(key string, entry *source.Node) *source.Node {
	for _, literal := range items(entry, "literals") {
		if name, _, _ := strings.Cut(literal.Value(), "="); strings.TrimSpace(name) == key {
			return literal
		}
	}
	for _, file := range items(entry, "files") {
		name, _, named := strings.Cut(file.Value(), "=")
		if !named {
			name = path.Base(name)
		}
		if name == key {
			return file
		}
	}
	return entry
}

// standing puts a pair where a node stands.
func standing(p source.Pair, value, where *source.Node) source.Pair {
	key := *p.Key
	key.File, key.At = where.File, source.Span{Start: where.At.Start, End: where.At.Start}
	return source.Pair{Key: &key, Value: value}
}

// at is a node that stands where another does.
func at(n, where *source.Node) *source.Node {
	made := *n
	made.File, made.At = where.File, where.At
	return &made
}
