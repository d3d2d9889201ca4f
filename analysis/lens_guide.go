package analysis

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"weak"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// scenarioCount is how many scenarios are made from a guide, and how far they differ from it.
type scenarioCount struct {
	files       []string // their paths, those that differ most in front
	compared    int      // of them: as many as there is time for
	differing   int      // of those
	differences int      // in all of those
}

// maxCompared is how many scenarios of one guide are held against it.
const maxCompared = 16

// countScenarios counts the scenarios that are made from the guide which a file belongs to. The error is the context's.
func countScenarios(ctx context.Context, s *Snapshot, file string) (scenarioCount, error) {
	var c scenarioCount
	found := map[string]int{}
	looks := guideLooks{s, map[guideNamed]*guideLook{}}
	for _, p := range s.scenariosFrom(file) {
		if ctx.Err() != nil {
			return c, ctx.Err()
		}
		if c.compared >= maxCompared {
			c.files = append(c.files, p)
			continue
		}
		n, belongs, ok := looks.differences(p, file)
		if !belongs {
			continue
		}
		c.files = append(c.files, p)
		if !ok {
			continue
		}
		c.compared++
		c.differences += n
		if found[p] = n; n > 0 {
			c.differing++
		}
	}
	slices.SortStableFunc(c.files, func(a, b string) int { return found[b] - found[a] })
	return c, nil
}

// title says it in words.
func (c *scenarioCount) title() string {
	if len(c.files) == 0 {
		return "No scenario from this guide"
	}
	var b strings.Builder
	b.WriteString(counted(len(c.files), "scenario") + " from this guide")
	switch {
	case c.compared == 0:
		return b.String()
	case c.differences == 0:
		b.WriteString(", no differences")
	case len(c.files) == 1:
		b.WriteString(", " + counted(c.differences, "difference"))
	default:
		fmt.Fprintf(&b, ", %s in %d", counted(c.differences, "difference"), c.differing)
	}
	if c.compared < len(c.files) {
		fmt.Fprintf(&b, " of the %d compared", c.compared)
	}
	return b.String()
}

// counted is a number of things.
func counted(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return fmt.Sprintf("%d %s", n, thing)
}

// guideLooks are the guides that scenarios were found to name, each looked for once in one count.
type guideLooks struct {
	snapshot *Snapshot
	known    map[guideNamed]*guideLook
}

// guideNamed is what the search for a guide depends on.
type guideNamed struct{ folder, dir, environment string }

// guideLook is a guide that was found, or not.
type guideLook struct {
	path   string
	result *convert.Result // nil where it cannot be converted
	err    error           // there is none
}

// of finds the guide of a scenario.
func (g guideLooks) of(f *source.File) *guideLook {
	dir, environment, named := convert.BasedOn(f)
	key := guideNamed{path.Dir(f.Path), dir, environment}
	if look := g.known[key]; look != nil && named {
		return look
	}
	look := &guideLook{}
	look.path, environment, look.err = guideOf(g.snapshot, f)
	if look.err == nil {
		look.result, _ = g.snapshot.converted(look.path, "", environment)
	}
	if named {
		g.known[key] = look
	}
	return look
}

// differences counts the places in which what a scenario deploys differs from its guide. belongs is false where a file
// is not of that guide after all, and ok where the two cannot be compared.
func (g guideLooks) differences(scenarioPath, file string) (n int, belongs, ok bool) {
	s := g.snapshot
	f, err := s.File(scenarioPath)
	if err != nil || KindOf(f) != Scenario {
		return 0, false, false
	}
	look := g.of(f)
	switch {
	case look.err != nil:
		return 0, false, false
	case look.result == nil:
		return 0, file == look.path || strings.HasPrefix(file, look.path+"/"), false
	case !uses(look.result.Guide, file):
		return 0, false, false
	}
	key := comparedOnce{weak.Make(f), weak.Make(look.result), weak.Make(s.catalog), weak.Make(s.index), s.settings.Cluster}
	if n, known := s.counts.find(scenarioPath, key); known {
		return n, true, true
	}
	n = s.countDifferences(f, look.result)
	s.counts.keep(scenarioPath, key, n)
	return n, true, true
}

// uses says that a file is one of a guide's.
func uses(g *guide.Guide, file string) bool {
	return strings.HasPrefix(file, g.Dir+"/") || slices.ContainsFunc(g.Files, func(f *source.File) bool { return f.Path == file })
}

// countDifferences compares without keeping anything but the number, since there may be many scenarios.
func (s *Snapshot) countDifferences(f *source.File, r *convert.Result) int {
	if s.IsOpen(f.Path) {
		if c, err := Compare(s, f.Path); err == nil {
			return c.Differences
		}
	}
	script, _ := scenario.Read(source.New(f.Path, f.Version, f.Text), s.catalog.Default)
	return len(convert.VerifyDeployed(r, s.preview(script)).Faults())
}

// comparedOnce is all that a comparison depends on, none of which it keeps alive. The index stands for the disk: there
// is another one when it changes.
type comparedOnce struct {
	scenario weak.Pointer[source.File]
	guide    weak.Pointer[convert.Result]
	catalog  weak.Pointer[catalog.Catalog]
	index    weak.Pointer[Index]
	cluster  deploy.Cluster
}

// counts keeps the numbers of differences, so that a keystroke does not compare again what it leaves alone. Snapshots
// share them.
type counts struct {
	mu   sync.Mutex
	made map[string]comparedCount // by scenario
}

type comparedCount struct {
	key comparedOnce
	n   int
}

// maxCounts bounds how many are kept.
const maxCounts = 256

func newCounts() *counts { return &counts{made: map[string]comparedCount{}} }

func (c *counts) find(file string, key comparedOnce) (int, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	made, ok := c.made[file]
	return made.n, ok && made.key == key
}

func (c *counts) keep(file string, key comparedOnce, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.made) >= maxCounts {
		clear(c.made)
	}
	c.made[file] = comparedCount{key, n}
}
