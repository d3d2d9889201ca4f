package analysis

import (
	"slices"
	"sync"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// conversions keeps the guides that scenarios are held against, converted, so that a keystroke in a scenario does not
// convert its guide again. One holds as long as everything that was read for it is the same. Snapshots share them.
type conversions struct {
	mu   sync.Mutex
	list []*conversion // the last used first
}

// maxConversions bounds how many are kept.
const maxConversions = 16

// conversion is a guide's conversion, and what was read for it.
type conversion struct {
	path, environment, named string
	settled                  settled
	seen                     *sightings
	result                   *convert.Result
	err                      error
}

// settled is what a conversion depends on beside the files.
type settled struct {
	workarounds bool
	catalog     *catalog.Catalog
}

func newConversions() *conversions { return &conversions{} }

// converted converts a guide, or gives the conversion made before.
func (s *Snapshot) converted(path, environment, named string) (*convert.Result, error) {
	key := conversion{path: path, environment: environment, named: named, settled: settled{s.settings.Workarounds, s.catalog}}
	if c := s.made.find(s, key); c != nil {
		return c.result, c.err
	}
	key.seen = &sightings{files: map[string]*source.File{}, dirs: map[string][]string{}, in: s}
	g, err := openGuide(key.seen, path, environment, named)
	if err == nil {
		key.result, err = convert.Convert(g, s.Catalog(), convert.Options{Workarounds: s.settings.Workarounds})
	}
	key.err = err
	key.seen.in = nil
	s.made.keep(&key)
	return key.result, err
}

// find looks for a conversion that still holds.
func (c *conversions) find(s *Snapshot, key conversion) *conversion {
	c.mu.Lock()
	list := slices.Clone(c.list)
	c.mu.Unlock()
	for _, made := range list {
		if made.path == key.path && made.environment == key.environment && made.named == key.named && made.settled == key.settled {
			if made.seen.same(s) {
				return made
			}
			return nil
		}
	}
	return nil
}

func (c *conversions) keep(made *conversion) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = slices.DeleteFunc(c.list, func(old *conversion) bool {
		return old.path == made.path && old.environment == made.environment && old.named == made.named
	})
	c.list = append([]*conversion{made}, c.list...)
	c.list = c.list[:min(len(c.list), maxConversions)]
}

// sightings are the files and folders that a conversion has looked at. It implements guide.Files for the time of the
// conversion.
type sightings struct {
	in    *Snapshot
	files map[string]*source.File // nil for those that could not be read
	dirs  map[string][]string
}

// File gives a file, and notes it.
func (s *sightings) File(path string) (*source.File, error) {
	f, err := s.in.File(path)
	s.files[path] = f
	return f, err
}

// Dir lists a folder, and notes it.
func (s *sightings) Dir(path string) []string {
	names := s.in.Dir(path)
	s.dirs[path] = names
	return names
}

// same says that another snapshot shows the same.
func (s *sightings) same(now *Snapshot) bool {
	for path, f := range s.files {
		if g, _ := now.File(path); g != f {
			return false
		}
	}
	for path, names := range s.dirs {
		if list := now.Dir(path); !sameList(list, names) && !slices.Equal(list, names) {
			return false
		}
	}
	return true
}

// sameList says that two lists are one, as those of a folder that has not changed are, however much is in it.
func sameList(a, b []string) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// Dependents lists the open files of which there may be something else to say when files change: scenarios that are held
// against a guide for which one was read, and experiments on a scenario.
func (s *Snapshot) Dependents(changed ...string) []string {
	reading := s.made.reading(changed)
	names := map[string]bool{}
	for _, p := range changed {
		names[scenarioName(p)] = true
	}
	var list []string
	for _, p := range s.OpenFiles() {
		if !slices.Contains(changed, p) && s.depends(s.open[p], reading, names) {
			list = append(list, p)
		}
	}
	return list
}

// depends says that an open file is held against what some conversions were made of, or is about one of some scenarios.
func (s *Snapshot) depends(f *source.File, reading []*conversion, names map[string]bool) bool {
	if mayBeExperiment(f.Text) && KindOf(f) == Experiment {
		return names[scenarioNamed(f)]
	}
	if len(reading) == 0 || KindOf(f) != Scenario {
		return false
	}
	file, environment, err := guideOf(s, f)
	return err == nil && slices.ContainsFunc(reading, func(c *conversion) bool { return c.path == file && c.named == environment })
}

// reading lists the conversions for which one of some files was looked at.
func (c *conversions) reading(paths []string) []*conversion {
	c.mu.Lock()
	defer c.mu.Unlock()
	var list []*conversion
	for _, made := range c.list {
		if slices.ContainsFunc(paths, func(p string) bool { _, seen := made.seen.files[p]; return seen }) {
			list = append(list, made)
		}
	}
	return list
}
