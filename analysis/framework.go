package analysis

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
)

// FrameworkAmong is the first checkout of the framework that one of some files shows, "" where none does.
func FrameworkAmong(files []string) string {
	x := newIndex(nil)
	for _, p := range files {
		if !strings.HasSuffix(p, frameworkFile) {
			continue
		}
		if info, err := os.Lstat(filepath.FromSlash(p)); err == nil {
			x.add(p, fs.FileInfoToDirEntry(info))
		}
	}
	if len(x.checkouts) == 0 {
		return ""
	}
	return strings.TrimSuffix(x.checkouts[0], frameworkFile)
}

// Framework is the checkout of the framework that is used: the one that is set, else the one that was found.
func (s *Snapshot) Framework() string {
	if s.settings.FrameworkPath != "" {
		return filepath.ToSlash(s.settings.FrameworkPath)
	}
	return s.index.Framework
}

// readDefaults is the file of a checkout that the catalogue's defaults were read from, as it was then.
type readDefaults struct {
	path string
	info fs.FileInfo
}

// withCatalog takes over the defaults of the checkout in use. As long as its file is the same they are not read again,
// and what was made with them holds.
func (s *Snapshot) withCatalog() *Snapshot {
	dir := s.Framework()
	file := path.Join(dir, frameworkFile)
	info, err := os.Stat(filepath.FromSlash(file))
	if known := s.defaults; err == nil && dir != "" && known.path == file && known.info.Size() == info.Size() && known.info.ModTime().Equal(info.ModTime()) {
		return s
	}
	s.defaults, s.catalog = readDefaults{}, catalog.Builtin()
	if dir == "" || err != nil {
		return s
	}
	if f, err := (Disk{}).File(file); err == nil {
		s.catalog = s.catalog.WithDefaults(convert.FrameworkDefaults(f), file)
		s.defaults = readDefaults{file, info}
	}
	return s
}

// FrameworkDir lists a folder of the checkout of the framework that is used, by its path there, sorted by name; folders end
// in a slash. ok is false where there is no checkout or no such folder in it.
func (s *Snapshot) FrameworkDir(dir string) (names []string, ok bool) {
	root := s.Framework()
	if root == "" {
		return nil, false
	}
	names = Disk{}.Dir(path.Join(root, dir))
	return names, len(names) > 0
}
