package analysis

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

// Cache reads files and folders from a disk, and reads one again only when it has changed there. Snapshots share it.
type Cache struct {
	folders    []string
	roots      []string // folders beside them that guides lie in
	everywhere bool     // the whole disk may be read, by one run of a command: what it has not found once it looks for no more
	most       int      // files that are kept
	within     func() []string
	mu         sync.Mutex
	files      map[string]cached
	gone       map[string]error // of files that are not there
	listed     map[string]listing
}

type cached struct {
	file    *source.File
	changed time.Time
	size    int64
}

// listing is what lies in a folder, and what the folder was like then.
type listing struct {
	names  []string
	folder fs.FileInfo // nil where it need not be looked at again
}

// maxCached bounds the number of files and of lists of folders that are kept, and maxSwept that of files where every file
// of a workspace is looked at once: their trees are large.
const (
	maxCached = 2000
	maxSwept  = 100
)

// NewCache reads within some folders, and within the repositories of guides that lie in them. Roots are folders beside
// these that guides lie in.
func NewCache(folders, roots []string) *Cache { return newCache(folders, roots, maxCached) }

func newCache(folders, roots []string, most int) *Cache {
	c := &Cache{folders: folders, roots: roots, most: most, files: map[string]cached{}, gone: map[string]error{}, listed: map[string]listing{}}
	c.within = sync.OnceValue(func() []string { // it reads every folder above, so not for each file
		within := slices.Concat(folders, roots)
		for _, f := range folders {
			within = append(within, guide.Bounds(Disk{}, f)...)
		}
		return within
	})
	return c
}

// disk is the disk as far as a path's guide may look.
func (c *Cache) disk(path string) Disk {
	switch {
	case c.everywhere:
		return Disk{}
	case len(c.folders) == 0:
		return Disk{Within: slices.Concat(guide.Bounds(Disk{}, path), c.roots)}
	}
	return Disk{Within: c.within()}
}

// File reads a file, or gives it as it was read before.
func (c *Cache) File(path string) (*source.File, error) {
	if c.everywhere {
		if err := remembered(c, c.gone, path); err != nil {
			return nil, err
		}
	}
	info, err := os.Stat(filepath.FromSlash(path))
	if err != nil {
		if c.everywhere {
			remember(c, c.gone, path, err)
		}
		return nil, err
	}
	known := remembered(c, c.files, path)
	if known.file != nil && known.changed.Equal(info.ModTime()) && known.size == info.Size() {
		return known.file, nil
	}
	f, err := c.disk(path).File(path)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	if len(c.files) >= c.most {
		clear(c.files)
	}
	c.mu.Unlock()
	remember(c, c.files, path, cached{f, info.ModTime(), info.Size()})
	return f, nil
}

// Dir lists a folder.
func (c *Cache) Dir(path string) []string {
	known := remembered(c, c.listed, path)
	if c.everywhere {
		if known.names == nil {
			known.names = append([]string{}, Disk{}.Dir(path)...) // not nil, so that a folder which is not there is remembered too
			remember(c, c.listed, path, known)
		}
		return known.names
	}
	now, err := os.Stat(filepath.FromSlash(path))
	if err != nil {
		return nil
	}
	if known.folder != nil && os.SameFile(known.folder, now) && known.folder.ModTime().Equal(now.ModTime()) {
		return known.names
	}
	names, links := c.disk(path).list(path)
	if !links && time.Since(now.ModTime()) > settling {
		remember(c, c.listed, path, listing{names, now})
	}
	return names
}

// settling is how old a folder's last change must be before its list is kept: two changes one right behind the other may
// bear the same time.
const settling = 2 * time.Second

func remembered[T any](c *Cache, known map[string]T, path string) T {
	c.mu.Lock()
	defer c.mu.Unlock()
	return known[path]
}

func remember[T any](c *Cache, known map[string]T, path string, what T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(known) >= maxCached {
		clear(known)
	}
	known[path] = what
}
