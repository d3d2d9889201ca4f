package convert_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// How many mutants of each guide are tried, by the time that one takes; a tenth of them with -short.
const (
	helmMutants = 150
	treeMutants = 60
)

// Whatever is done to a guide: as long as it loads, it converts without a loss, cites what is true, and its scenario has
// nothing to be updated. The seed is fixed, so that a failure comes again.
func TestMutants(t *testing.T) {
	pristine := inMemory(t, "guides")
	for i, g := range all(t) {
		t.Run(g.FileName(), func(t *testing.T) {
			t.Parallel()
			n := helmMutants
			if len(g.Hierarchy) > 0 {
				n = treeMutants
			}
			if testing.Short() {
				n /= 10
			}
			loaded := 0
			for j := range n {
				m := mutantOf(pristine, g, uint64(i), uint64(j))
				if fault, ok := m.fault(); ok {
					loaded++
					if fault != "" {
						m.shrink()
						t.Fatalf("mutant %d:\n%s", j, m)
					}
				}
			}
			if loaded < n/4 {
				t.Errorf("only %d of %d mutants load", loaded, n)
			}
		})
	}
}

// mutant is a guide that was changed, file by file.
type mutant struct {
	pristine, files  memory
	dir, environment string
	changed          []string
}

func mutantOf(pristine memory, g *guide.Guide, seeds ...uint64) *mutant {
	r := rand.New(rand.NewPCG(seeds[0]+1, seeds[1]+1))
	m := &mutant{pristine: pristine, files: maps.Clone(pristine), dir: g.Dir, environment: g.Environment}
	var own []string
	for _, f := range g.Files {
		own = append(own, f.Path)
	}
	for name := range pristine { // patches in files of their own
		if strings.HasPrefix(name, g.Dir+"/") && !slices.Contains(own, name) {
			own = append(own, name)
		}
	}
	slices.Sort(own)
	for range 1 + r.IntN(3) {
		name := own[r.IntN(len(own))]
		m.files[name] = mutated(r, name, m.files[name])
		if !slices.Contains(m.changed, name) {
			m.changed = append(m.changed, name)
		}
	}
	return m
}

// fault says what is wrong with a mutant's conversion, "" where nothing is. ok is false for one that does not load.
func (m *mutant) fault() (fault string, ok bool) {
	g, err := guide.Open(m.files, m.dir, m.environment)
	if err != nil || g.Values(guide.ModelService).Get("modelArtifacts", "name").Value() == "" {
		return "", false
	}
	r, err := convert.Convert(g, catalog.Builtin(), convert.Options{})
	if err != nil {
		return err.Error(), true
	}
	for _, c := range r.Counts {
		if c.Guide != c.Scenario {
			return fmt.Sprintf("%s: %d %s in the guide, %d in the scenario", c.Stage, c.Guide, c.What, c.Scenario), true
		}
	}
	text := source.New(g.FileName()+".sh", 0, r.Scenario.Shell())
	script, problems := scenario.Read(text, catalog.Builtin().Default)
	if edits := convert.Update(r, script); len(edits) > 0 {
		return fmt.Sprintf("an update right after the conversion edits %q to %q", text.Slice(edits[0].At), edits[0].Text), true
	}
	if len(problems) > 0 {
		return "the scenario does not parse: " + problems[0].Message, true
	}
	return falseSource(m.files, script), true
}

// falseSource is the first quotation of a scenario that is not what stands in the guide, "" where there is none.
func falseSource(files memory, script *scenario.Script) string {
	for _, s := range script.Sources {
		if s.Path == "" {
			continue
		}
		f, err := files.File(root + "/" + s.Path)
		if err != nil {
			return s.Path + " is cited and not there"
		}
		for _, r := range s.Ranges {
			if len(r.Quoted) != r.Last-r.First+1 {
				return fmt.Sprintf("%s:%d-%d is quoted in %d lines", s.Path, r.First, r.Last, len(r.Quoted))
			}
			for i, quoted := range r.Quoted {
				if line := f.LineText(r.First - 1 + i); flat(line) != flat(quoted) {
					return fmt.Sprintf("%s:%d says %q, quoted as %q", s.Path, r.First+i, line, quoted)
				}
			}
		}
	}
	return ""
}

// flat is a line without its margin, and with what may not stand in a comment as the writer of comments has it.
func flat(line string) string {
	return strings.TrimSpace(strings.TrimPrefix(scenario.Comment(line), "#"))
}

// shrink takes changes back as long as the fault stays.
func (m *mutant) shrink() {
	for _, name := range slices.Clone(m.changed) {
		now := m.files[name]
		m.files[name] = m.pristine[name]
		if fault, _ := m.fault(); fault != "" {
			m.changed = slices.DeleteFunc(m.changed, func(n string) bool { return n == name })
			continue
		}
		m.files[name] = now
		m.shrinkLines(name)
	}
}

// shrinkLines takes lines out of a file as long as there is a fault.
func (m *mutant) shrinkLines(name string) {
	lines := strings.SplitAfter(m.files[name], "\n")
	for size := max(1, len(lines)/4); size > 0; size /= 2 {
		for at := 0; at+size <= len(lines); {
			fewer := slices.Concat(lines[:at], lines[at+size:])
			m.files[name] = strings.Join(fewer, "")
			if fault, _ := m.fault(); fault != "" {
				lines = fewer
				continue
			}
			at += size
		}
	}
	m.files[name] = strings.Join(lines, "")
}

// String shows the fault and the files that make it.
func (m *mutant) String() string {
	fault, _ := m.fault()
	var b strings.Builder
	fmt.Fprintf(&b, "%s, environment %s: %s\n", m.dir, m.environment, fault)
	for _, name := range m.changed {
		fmt.Fprintf(&b, "-- %s --\n%s\n", name, strings.ReplaceAll(m.files[name], "\r", "␍"))
	}
	return b.String()
}
