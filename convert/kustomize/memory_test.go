package kustomize_test

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"

	"llmdbench-ls/convert/source"
)

// memory is a disk that holds what a test says. Files that a test forbids to read are not in it.
type memory map[string]string

// root is the folder below which the files of an archive lie.
const root = "/repo"

func archived(a *txtar.Archive) memory {
	m := memory{}
	for _, f := range a.Files {
		if !strings.HasPrefix(f.Name, "want ") {
			m[path.Join(root, f.Name)] = string(f.Data)
		}
	}
	return m
}

func (m memory) File(name string) (*source.File, error) {
	text, ok := m[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return source.New(name, 0, text), nil
}

func (m memory) Dir(dir string) []string {
	var names []string
	for name := range m {
		rest, ok := strings.CutPrefix(name, strings.TrimSuffix(dir, "/")+"/")
		if !ok {
			continue
		}
		if first, _, below := strings.Cut(rest, "/"); below {
			rest = first + "/"
		}
		names = append(names, rest)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
