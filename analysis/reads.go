package analysis

import (
	"hash/fnv"
	"path"
	"slices"
	"sync"
)

// Reads are what was read through a snapshot: files that are not there as well, and folders with what was in them.
type Reads struct {
	mu    sync.Mutex
	files map[string]bool
	dirs  map[string]uint64 // what stands for the list, by folder
	names map[string]bool   // of scenarios that were looked for
}

// swept are the caches for files that are looked at once, one after the other: what is open keeps its own.
type swept struct {
	disk *Cache
	made *conversions
}

func newSwept(folders, roots []string) swept {
	return swept{newCache(folders, roots, maxSwept), newConversions()}
}

// Noting gives a view of the same workspace that notes what is read through it. It shares no answers with the workspace,
// so that nothing remains in memory of a file that is looked at once.
func (s *Snapshot) Noting() (*Snapshot, *Reads) {
	c := s.clone()
	c.read = &Reads{files: map[string]bool{}, dirs: map[string]uint64{}, names: map[string]bool{}}
	c.disk, c.made = s.swept.disk, s.swept.made
	return c, c.read
}

// file notes that a file was read. Nil notes nothing.
func (r *Reads) file(path string) {
	if r != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.files[path] = true
	}
}

// dir notes that a folder was listed.
func (r *Reads) dir(dir string, names []string) {
	if r != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.dirs[dir] = hashOf(names...)
	}
}

// name notes that a scenario was looked for by its name.
func (r *Reads) name(name string) {
	if r != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.names[name] = true
	}
}

// Readings remembers what was read to look at many files, so that a change on the disk concerns none but those that have
// read what changed. It holds numbers that stand for paths, since there may be very many.
type Readings struct{ of map[string]reading }

type reading struct {
	files, names []uint64
	dirs         []listed
}

// listed is a folder, and what was in it.
type listed struct{ dir, list uint64 }

// hashOf is a number that stands for some texts.
func hashOf(texts ...string) uint64 {
	h := fnv.New64a()
	for _, t := range texts {
		_, _ = h.Write([]byte(t)) // it never fails
		_, _ = h.Write([]byte{0})
	}
	return h.Sum64()
}

// Note remembers what was read to look at a file.
func (r *Readings) Note(file string, read *Reads) {
	if r.of == nil {
		r.of = map[string]reading{}
	}
	read.mu.Lock()
	defer read.mu.Unlock()
	var made reading
	for p := range read.files {
		made.files = append(made.files, hashOf(p))
	}
	for name := range read.names {
		made.names = append(made.names, hashOf(name))
	}
	for dir, list := range read.dirs {
		made.dirs = append(made.dirs, listed{hashOf(dir), list})
	}
	r.of[file] = made
}

// Forget takes files out, or all where there are none.
func (r *Readings) Forget(files ...string) {
	if len(files) == 0 {
		r.of = nil
	}
	for _, f := range files {
		delete(r.of, f)
	}
}

// Concerned lists the files for which something was read that has changed, sorted: one of the given paths, or what is in
// a folder above one, as the workspace shows it now.
func (r *Readings) Concerned(now *Snapshot, changed []string) []string {
	if len(r.of) == 0 {
		return nil
	}
	c := change{paths: map[uint64]bool{}, names: map[uint64]bool{}, dirs: map[uint64]uint64{}}
	for _, p := range changed {
		c.paths[hashOf(p)] = true
		c.names[hashOf(scenarioName(p))] = true
		c.above(now, path.Dir(p))
	}
	var list []string
	for file, read := range r.of {
		if c.concerns(&read) {
			list = append(list, file)
		}
	}
	slices.Sort(list)
	return list
}

// change is what has changed on the disk.
type change struct {
	paths, names map[uint64]bool
	dirs         map[uint64]uint64 // what is in the folders above
}

// above looks into a folder and those above it, as far as that was not done before.
func (c *change) above(now *Snapshot, dir string) {
	for {
		h := hashOf(dir)
		if _, known := c.dirs[h]; known {
			return
		}
		c.dirs[h] = hashOf(now.Dir(dir)...)
		if dir == path.Dir(dir) {
			return
		}
		dir = path.Dir(dir)
	}
}

func (c *change) concerns(r *reading) bool {
	return slices.ContainsFunc(r.files, func(p uint64) bool { return c.paths[p] }) ||
		slices.ContainsFunc(r.names, func(n uint64) bool { return c.names[n] }) ||
		slices.ContainsFunc(r.dirs, func(l listed) bool {
			now, looked := c.dirs[l.dir]
			return looked && now != l.list
		})
}
