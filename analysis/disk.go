package analysis

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"llmdbench-ls/convert/source"
)

// Disk reads files and folders for a guide. It is the only place below the language server that touches a disk, and
// gives nothing outside its bounds, not even through a symbolic link.
type Disk struct {
	Within []string // folders, slash-separated; none means everywhere
}

var (
	errOutside = errors.New("it lies outside the guide's repository and the opened folders")
	errSpecial = errors.New("it is not a regular file")
)

// File reads a file.
func (d Disk) File(path string) (*source.File, error) {
	name := filepath.FromSlash(path)
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errors.New("it is a folder")
	case !info.Mode().IsRegular():
		return nil, errSpecial
	case info.Size() > source.MaxSize:
		return nil, fmt.Errorf("it is larger than %d MiB, which no guide or scenario is", source.MaxSize>>20)
	case !d.inside(name):
		return nil, errOutside
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	f := source.New(path, 0, string(text))
	if f.Binary() {
		return nil, errors.New("it is not text")
	}
	return f, nil
}

// Dir lists a folder, sorted by name; folders, and links to them, end in a slash.
func (d Disk) Dir(path string) []string {
	name := filepath.FromSlash(path)
	if !d.inside(name) {
		return nil
	}
	entries, err := os.ReadDir(name)
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		isDir := e.IsDir()
		if e.Type()&fs.ModeSymlink != 0 {
			info, err := os.Stat(filepath.Join(name, e.Name()))
			isDir = err == nil && info.IsDir()
		}
		if isDir {
			names = append(names, e.Name()+"/")
			continue
		}
		names = append(names, e.Name())
	}
	return names
}

// inside says whether a path, links resolved, lies within the bounds.
func (d Disk) inside(name string) bool {
	if len(d.Within) == 0 {
		return true
	}
	real, err := filepath.EvalSymlinks(name)
	if err != nil {
		return false
	}
	for _, root := range d.Within {
		bound, err := filepath.EvalSymlinks(filepath.FromSlash(root))
		if err != nil {
			continue
		}
		if real == bound || strings.HasPrefix(real, strings.TrimSuffix(bound, string(filepath.Separator))+string(filepath.Separator)) {
			return true
		}
	}
	return false
}
