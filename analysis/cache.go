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
	everywhere bool // the whole disk may be read
	mu         sync.Mutex
	files      map[string]cached
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
	return &Cache{folders: folders, files: map[string]cached{}}
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
	info, err := os.Stat(filepath.FromSlash(path))
	if err != nil {
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
func (c *Cache) Dir(path string) []string { return c.disk(path).Dir(path) }
