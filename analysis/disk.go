package analysis

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
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
	errLarge   = fmt.Errorf("it is larger than %d MiB, which no guide or scenario is", source.MaxSize>>20)
)

// File reads a file.
func (d Disk) File(path string) (*source.File, error) {
	name := filepath.FromSlash(path)
	info, err := os.Stat(name)
	switch { // nothing is opened before: to open a pipe would wait for whoever writes to it
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errors.New("there is no guide in this folder")
	case !info.Mode().IsRegular():
		return nil, errSpecial
	case info.Size() > source.MaxSize:
		return nil, errLarge
	case !d.inside(name):
		return nil, errOutside
	}
	text, err := readText(name, int(info.Size()))
	if err != nil {
		return nil, err
	}
	f := source.New(path, 0, text)
	if f.Binary() {
		return nil, errors.New("it is not text")
	}
	return f, nil
}

// readText reads a file of about a size, straight into a text: most of what is read is read once, and a copy costs as much
// again.
func readText(name string, size int) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	var text strings.Builder
	text.Grow(size)
	var chunk [8 << 10]byte
	for text.Len() <= source.MaxSize {
		n, err := f.Read(chunk[:])
		text.Write(chunk[:n])
		if err == io.EOF || err == nil && size > 0 && text.Len() == size { // who writes to it meanwhile tells us
			return text.String(), nil
		}
		if err != nil {
			return "", err
		}
	}
	return "", errLarge
}

// Dir lists a folder, sorted by name; folders, and links to them, end in a slash. Links that lead back up are left out,
// since whoever follows them sees the same files again under longer names.
func (d Disk) Dir(path string) []string {
	names, _ := d.list(path)
	return names
}

// list lists a folder, and says whether there are links in it: what they lead to may change without it.
func (d Disk) list(path string) (names []string, links bool) {
	name := filepath.FromSlash(path)
	if !d.inside(name) {
		return nil, false
	}
	entries, err := os.ReadDir(name)
	if err != nil {
		return nil, false
	}
	for _, e := range entries {
		isDir := e.IsDir()
		if e.Type()&fs.ModeSymlink != 0 {
			links = true
			info, err := os.Stat(filepath.Join(name, e.Name()))
			isDir = err == nil && info.IsDir()
			if isDir && within(name, filepath.Join(name, e.Name())) {
				continue
			}
		}
		if isDir {
			names = append(names, e.Name()+"/")
			continue
		}
		names = append(names, e.Name())
	}
	return names, links
}

// inside says whether a path, links resolved, lies within the bounds.
func (d Disk) inside(name string) bool {
	if len(d.Within) == 0 {
		return true
	}
	return slices.ContainsFunc(d.Within, func(root string) bool { return within(name, filepath.FromSlash(root)) })
}

// within says whether a path is a folder or lies in it, links resolved.
func within(name, folder string) bool {
	real, err := filepath.EvalSymlinks(name)
	if err != nil {
		return false
	}
	bound, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return false
	}
	separator := string(filepath.Separator)
	return real == bound || strings.HasPrefix(real, strings.TrimSuffix(bound, separator)+separator)
}
