package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

// baseline is a file of known findings, so that an old repository starts clean.
type baseline struct {
	path  string                          // absolute
	files map[string]map[knownFinding]int // by path relative to the baseline's folder: how often each is known
}

// knownFinding tells a finding by its rule and by the text of its line, so that it stays known when the line moves.
type knownFinding struct{ rule, hash string }

// baselineEntry is a line of the file.
type baselineEntry struct {
	Rule  string `json:"rule"`
	File  string `json:"file"`
	Hash  string `json:"hash"` // of the line's text, without the blanks around it
	Count int    `json:"count"`
}

type baselineFile struct {
	Findings []baselineEntry `json:"findings"`
}

// baselineAt reads a baseline once. Without a file there is none; one that is to be written need not be there.
func (c *checker) baselineAt(file string) (*baseline, error) {
	if b, ok := c.baselines[file]; ok || file == "" {
		return b, nil
	}
	b := &baseline{path: file, files: map[string]map[knownFinding]int{}}
	c.baselines[file] = b
	text, err := os.ReadFile(filepath.FromSlash(file))
	if c.writing && errors.Is(err, fs.ErrNotExist) {
		return b, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the baseline %s cannot be read: %w; --write-baseline writes it", file, unwrapped(err))
	}
	var read baselineFile
	if err := json.Unmarshal(text, &read); err != nil {
		return nil, fmt.Errorf("the baseline %s cannot be read: %w", file, err)
	}
	for _, e := range read.Findings {
		b.add(e.File, knownFinding{e.Rule, e.Hash}, e.Count)
	}
	return b, nil
}

func (b *baseline) add(file string, k knownFinding, n int) {
	if b.files[file] == nil {
		b.files[file] = map[knownFinding]int{}
	}
	b.files[file][k] += n
}

// name is how a baseline writes a file.
func (b *baseline) name(file string) string {
	name, err := filepath.Rel(filepath.FromSlash(path.Dir(b.path)), filepath.FromSlash(file))
	if err != nil {
		return file // on another disk
	}
	return filepath.ToSlash(name)
}

// unknown are the findings that a baseline does not know, and left what it knows of the file beyond those found.
func (b *baseline) unknown(f *source.File, findings []analysis.Finding) (rest []analysis.Finding, left map[knownFinding]int) {
	left = maps.Clone(b.files[b.name(f.Path)])
	for _, finding := range findings {
		if k := known(f, &finding); left[k] > 0 {
			left[k]--
		} else {
			rest = append(rest, finding)
		}
	}
	maps.DeleteFunc(left, func(_ knownFinding, n int) bool { return n <= 0 })
	return rest, left
}

func known(f *source.File, finding *analysis.Finding) knownFinding {
	sum := sha256.Sum256([]byte(strings.TrimSpace(f.LineText(f.Line(finding.At.Start)))))
	return knownFinding{finding.Rule.ID, hex.EncodeToString(sum[:8])}
}

func knownIn(f *source.File, findings []analysis.Finding) map[knownFinding]int {
	made := map[knownFinding]int{}
	for i := range findings {
		made[known(f, &findings[i])]++
	}
	return made
}

// writeBaselines writes what was found. What a baseline says of files that were not looked at now stays in it.
func (c *checker) writeBaselines(results []checked) error {
	for _, r := range results {
		if b := c.folders[path.Dir(r.path)].baseline; b != nil {
			b.files[b.name(r.path)] = r.known
		}
	}
	for _, file := range slices.Sorted(maps.Keys(c.baselines)) {
		entries := c.baselines[file].entries()
		text, err := json.MarshalIndent(baselineFile{entries}, "", "  ")
		if err != nil {
			return err
		}
		if err := writeFile(filepath.FromSlash(file), string(text)+"\n"); err != nil {
			return errors.New(readable(err, ""))
		}
		known := 0
		for _, e := range entries {
			known += e.Count
		}
		fmt.Fprintf(c.stderr, "%s knows %s\n", file, count(known, "finding", "findings"))
	}
	return nil
}

// entries lists what a baseline knows, of files that are there, in a stable order.
func (b *baseline) entries() []baselineEntry {
	list := []baselineEntry{}
	for file, findings := range b.files {
		if b.gone(file) {
			continue
		}
		for k, n := range findings {
			list = append(list, baselineEntry{k.rule, file, k.hash, n})
		}
	}
	slices.SortFunc(list, func(x, y baselineEntry) int {
		return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Hash, y.Hash))
	})
	return list
}

func (b *baseline) gone(file string) bool {
	_, err := os.Stat(filepath.Join(filepath.FromSlash(path.Dir(b.path)), filepath.FromSlash(file)))
	return errors.Is(err, fs.ErrNotExist)
}

// tellStale says what baselines know that is not found any more, in the files that were looked at and in those that
// are gone.
func (c *checker) tellStale(results []checked) {
	stale := map[string]int{}
	for _, r := range results {
		for k, n := range r.stale {
			stale[r.name+": "+k.rule] += n
		}
	}
	for _, b := range c.baselines {
		for file, findings := range b.files {
			if b.gone(file) {
				for k, n := range findings {
					stale[file+": "+k.rule] += n
				}
			}
		}
	}
	for _, what := range slices.Sorted(maps.Keys(stale)) {
		fmt.Fprintf(c.stderr, "%s is %s more in the baseline than it is found; --write-baseline takes it out\n", what, count(stale[what], "time", "times"))
	}
}
