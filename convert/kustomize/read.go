// Package kustomize builds kustomize trees with kustomize's own API, and finds out which file and line each value of
// the result came from. Nothing is fetched, and nothing outside the given files is read.
package kustomize

import (
	"fmt"
	"path"
	"strings"

	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/yaml"

	"llmdbench-ls/convert/source"
)

// Files gives texts and folders; see guide.Files.
type Files interface {
	File(path string) (*source.File, error)
	Dir(path string) []string
}

// Kustomization is one kustomization file and those that it builds on.
type Kustomization struct {
	File  *source.File
	Root  *source.Node
	Dir   string
	Bases []*Kustomization // the folders in resources and bases
	Parts []*Kustomization // components
	files []*source.File   // the manifests in resources
}

// maxKustomizations bounds a tree, which may be cyclic.
const maxKustomizations = 200

// FileOf finds the kustomization file of a folder.
func FileOf(files Files, dir string) (*source.File, bool) {
	for _, name := range konfig.RecognizedKustomizationFileNames() {
		for _, entry := range files.Dir(dir) {
			if entry == name {
				f, err := files.File(path.Join(dir, name))
				return f, err == nil
			}
		}
	}
	return nil, false
}

// treeReader reads a tree of kustomizations and takes out of each what cannot be loaded here.
type treeReader struct {
	files    Files
	replace  map[string][]byte
	problems []source.Problem
	open     map[string]bool // folders on the way down, to see cycles
	count    int
}

// read reads the kustomization of a folder and everything below.
func (t *treeReader) read(dir string) (*Kustomization, error) {
	f, ok := FileOf(t.files, dir)
	if !ok {
		return nil, fmt.Errorf("%s: there is no kustomization file", dir)
	}
	if t.count++; t.count > maxKustomizations {
		return nil, fmt.Errorf("%s: there are more than %d kustomizations below", f.Path, maxKustomizations)
	}
	if t.open[dir] {
		return nil, fmt.Errorf("%s: the kustomization builds on itself", f.Path)
	}
	t.open[dir] = true
	defer delete(t.open, dir)
	root, problems := f.YAML()
	if len(problems) > 0 {
		return nil, fmt.Errorf("%s", problems[0])
	}
	k := &Kustomization{File: f, Root: root, Dir: dir}
	dropped := map[*source.Node]bool{}
	for _, field := range []string{"resources", "bases", "components"} {
		for _, entry := range items(root, field) {
			if err := t.entry(k, field, entry, dropped); err != nil {
				return nil, err
			}
		}
	}
	t.otherPaths(k, dropped)
	if len(dropped) > 0 {
		t.replace[f.Path] = without(root, dropped)
	}
	return k, nil
}

// entry follows one entry of resources, bases or components.
func (t *treeReader) entry(k *Kustomization, field string, entry *source.Node, dropped map[*source.Node]bool) error {
	name := entry.Value()
	full := path.Join(k.Dir, name)
	if path.IsAbs(name) {
		full = path.Clean(name)
	}
	if strings.Contains(name, "\n") { // a resource in place
		return nil
	}
	if isDir(t.files, full) && !remote(name) {
		below, err := t.read(full)
		if err != nil {
			return err
		}
		if field == "components" {
			k.Parts = append(k.Parts, below)
		} else {
			k.Bases = append(k.Bases, below)
		}
		return nil
	}
	f, err := t.files.File(full)
	if err == nil && !remote(name) {
		k.files = append(k.files, f)
		return nil
	}
	dropped[entry] = true
	t.problem(entry, t.missing(k.Dir, name))
	return nil
}

// otherPaths looks at every other field that may name a file. A file that is not there would be looked for on the
// network.
func (t *treeReader) otherPaths(k *Kustomization, dropped map[*source.Node]bool) {
	check := func(entry, name *source.Node) {
		text := name.Value()
		if text == "" || strings.Contains(text, "\n") {
			return
		}
		if _, err := t.files.File(path.Join(k.Dir, text)); err != nil || remote(text) {
			dropped[entry] = true
			t.problem(name, t.missing(k.Dir, text))
		}
	}
	for _, field := range []string{"patches", "patchesJson6902", "replacements"} {
		for _, entry := range items(k.Root, field) {
			check(entry, entry.Get("path"))
		}
	}
	for _, field := range []string{"patchesStrategicMerge", "crds", "configurations", "generators", "transformers", "validators"} {
		for _, entry := range items(k.Root, field) {
			if entry.Kind == source.Scalar {
				check(entry, entry)
			}
		}
	}
	for _, field := range []string{"generators", "transformers", "validators"} {
		for _, entry := range items(k.Root, field) {
			t.plugin(k, entry, dropped)
		}
	}
	for _, field := range []string{"configMapGenerator", "secretGenerator"} {
		for _, entry := range items(k.Root, field) {
			for _, list := range []string{"files", "envs"} {
				for _, f := range items(entry, list) {
					file := *f
					if _, name, ok := strings.Cut(f.Value(), "="); ok && list == "files" { // key=file
						file.Text = name
					}
					check(entry, &file)
				}
			}
			check(entry, entry.Get("env"))
		}
	}
	for _, field := range []string{"helmCharts", "helmChartInflationGenerator", "openapi"} {
		if n := k.Root.Get(field); n != nil {
			dropped[n] = true
			t.problem(n, field+" is not read: charts are not run, and schemas are not loaded")
		}
	}
}

// plugin takes out a generator or transformer with a file of its own where that names something remote, which
// kustomize would fetch.
func (t *treeReader) plugin(k *Kustomization, entry *source.Node, dropped map[*source.Node]bool) {
	docs, _ := entry.Embedded()
	if f, err := t.files.File(path.Join(k.Dir, entry.Value())); err == nil {
		docs, _ = f.Documents()
	}
	for _, doc := range docs {
		if name := firstRemote(doc); name != "" && !dropped[entry] {
			dropped[entry] = true
			t.problem(entry, t.missing(k.Dir, name))
		}
	}
}

// firstRemote is the first value below a node that names something remote.
func firstRemote(n *source.Node) string {
	if n.Kind == source.Scalar && remote(n.Text) {
		return n.Text
	}
	for _, p := range n.Pairs {
		if name := firstRemote(p.Value); name != "" {
			return name
		}
	}
	for _, item := range n.Items {
		if name := firstRemote(item); name != "" {
			return name
		}
	}
	return ""
}

func (t *treeReader) problem(n *source.Node, message string) {
	t.problems = append(t.problems, source.Problem{Path: n.File.Path, At: n.At, Line: n.File.Line(n.At.Start) + 1, Message: message})
}

func (t *treeReader) missing(dir, name string) string {
	switch {
	case remote(name):
		return name + " is remote; nothing is fetched, so what it holds is left out"
	case isDir(t.files, path.Join(dir, name)):
		return name + " is a folder; only files are read here"
	}
	return name + ": there is no such file or folder"
}

// remote tells what kustomize would fetch by its spelling.
func remote(name string) bool {
	for _, mark := range []string{"://", "git@", "git::", "?ref=", "github.com/", "gitlab.com/", "bitbucket.org/", ".git/"} {
		if strings.Contains(name, mark) {
			return true
		}
	}
	return strings.HasSuffix(name, ".git")
}

func items(n *source.Node, key string) []*source.Node {
	if n = n.Get(key); n == nil || n.Kind != source.Sequence {
		return nil
	}
	return n.Items
}

// without writes a kustomization again, some of its values left out.
func without(root *source.Node, dropped map[*source.Node]bool) []byte {
	b, err := yaml.Marshal(plain(root, dropped))
	if err != nil {
		return nil
	}
	return b
}

func plain(n *source.Node, dropped map[*source.Node]bool) any {
	switch {
	case n.Null():
		return nil
	case n.Kind == source.Mapping:
		m := map[string]any{}
		for _, p := range n.Pairs {
			if !dropped[p.Value] {
				m[p.Key.Text] = plain(p.Value, dropped)
			}
		}
		return m
	case n.Kind == source.Sequence:
		s := []any{}
		for _, item := range n.Items {
			if !dropped[item] {
				s = append(s, plain(item, dropped))
			}
		}
		return s
	}
	return n.Scalar()
}
