package analysis

import (
	"os"
	"path/filepath"
	"sync"
	"time"

	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

// Cache reads files from a disk, and reads and parses one again only when it has changed there. Snapshots share it.
type Cache struct {
	folders    []string
	everywhere bool // the whole disk may be read, by one run of a command: what it has not found once it looks for no more
	mu         sync.Mutex
	files      map[string]cached
	gone       map[string]error    // of files that are not there
	listed     map[string][]string // of folders
}

type cached struct {
	file    *source.File
	changed time.Time
	size    int64
}

// maxCached bounds the number of files that are kept.
const maxCached = 2000

// NewCache reads within some folders, and within the repositories of guides that lie in them.
func NewCache(folders []string) *Cache {
	return &Cache{folders: folders, files: map[string]cached{}, gone: map[string]error{}, listed: map[string][]string{}}
}

// disk is the disk as far as a path's guide may look.
func (c *Cache) disk(path string) Disk {
	if c.everywhere {
		return Disk{}
	}
	if len(c.folders) == 0 {
		return Disk{Within: guide.Bounds(Disk{}, path)}
	}
	within := c.folders
	for _, f := range c.folders {
		within = append(within[:len(within):len(within)], guide.Bounds(Disk{}, f)...)
	}
	return Disk{Within: within}
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
	c.mu.Lock()
	known, ok := c.files[path]
	c.mu.Unlock()
	if ok && known.changed.Equal(info.ModTime()) && known.size == info.Size() {
		return known.file, nil
	}
	f, err := c.disk(path).File(path)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.files) >= maxCached {
		clear(c.files)
	}
	c.files[path] = cached{f, info.ModTime(), info.Size()}
	return f, nil
}

// Dir lists a folder.
func (c *Cache) Dir(path string) []string {
	if !c.everywhere {
		return c.disk(path).Dir(path)
	}
	names := remembered(c, c.listed, path)
	if names == nil {
		names = append([]string{}, Disk{}.Dir(path)...) // not nil, so that a folder which is not there is remembered too
		remember(c, c.listed, path, names)
	}
	return names
}

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
