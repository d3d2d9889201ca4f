package kustomize

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// view is the file system that kustomize sees: the texts of the editor and the disk, read only, with kustomization
// files as they are after what cannot be loaded was taken out of them.
type view struct {
	files   Files
	replace map[string][]byte // kustomization files that were changed, by path
}

var errReadOnly = errors.New("the file system is read only")

func (v view) Create(string) (filesys.File, error)   { return nil, errReadOnly }
func (v view) Mkdir(string) error                    { return errReadOnly }
func (v view) MkdirAll(string) error                 { return errReadOnly }
func (v view) RemoveAll(string) error                { return errReadOnly }
func (v view) Open(string) (filesys.File, error)     { return nil, errReadOnly }
func (v view) WriteFile(string, []byte) error        { return errReadOnly }
func (v view) Glob(string) ([]string, error)         { return nil, nil }
func (v view) Walk(string, filepath.WalkFunc) error  { return errReadOnly }
func (v view) IsDir(name string) bool                { return isDir(v.files, clean(name)) }
func (v view) ReadDir(name string) ([]string, error) { return v.files.Dir(clean(name)), nil }
func (v view) Exists(name string) bool {
	name = clean(name)
	if isDir(v.files, name) {
		return true
	}
	_, err := v.files.File(name)
	return err == nil
}

// ReadFile implements filesys.FileSystem.
func (v view) ReadFile(name string) ([]byte, error) {
	name = clean(name)
	if text, ok := v.replace[name]; ok {
		return text, nil
	}
	f, err := v.files.File(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return []byte(f.Text), nil
}

// CleanedAbs implements filesys.FileSystem.
func (v view) CleanedAbs(name string) (filesys.ConfirmedDir, string, error) {
	name = clean(name)
	switch {
	case isDir(v.files, name):
		return filesys.ConfirmedDir(name), "", nil
	case v.Exists(name):
		return filesys.ConfirmedDir(path.Dir(name)), path.Base(name), nil
	}
	return "", "", &fs.PathError{Op: "find", Path: name, Err: os.ErrNotExist}
}

func clean(name string) string { return path.Clean(filepath.ToSlash(name)) }

func isDir(files Files, name string) bool { return len(files.Dir(name)) > 0 }
