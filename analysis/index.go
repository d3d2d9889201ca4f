package analysis

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Index lists what of ours lies in the workspace folders.
type Index struct {
	Scenarios []string // paths of scenario files
	Guides    []string // paths of helmfiles and values files
	Framework string   // a checkout of the benchmark framework, "" where there is none
	Truncated bool     // there was more than the bounds allow
}

// Bounds of the search through a workspace.
const (
	maxIndexed = 50_000
	maxDepth   = 12
)

// skipped are folders that hold no files of ours but may hold very many.
var skipped = map[string]bool{".git": true, "node_modules": true, "vendor": true, ".venv": true, "venv": true, "__pycache__": true, "target": true, "dist": true}

// BuildIndex walks through the workspace folders. Symbolic links are not followed. It returns what it has found so far
// when the context is done.
func BuildIndex(ctx context.Context, folders []string, progress func(seen int)) *Index {
	index := &Index{}
	seen := 0
	for _, folder := range folders {
		root := filepath.FromSlash(folder)
		_ = filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
			if ctx.Err() != nil {
				return fs.SkipAll
			}
			if err != nil {
				return nil // a folder that may not be read holds nothing for us
			}
			if entry.IsDir() {
				if name != root && (skipped[entry.Name()] || depth(root, name) > maxDepth) {
					return fs.SkipDir
				}
				return nil
			}
			if seen++; seen > maxIndexed {
				index.Truncated = true
				return fs.SkipAll
			}
			if progress != nil && seen%500 == 0 {
				progress(seen)
			}
			index.add(filepath.ToSlash(name), entry)
			return nil
		})
	}
	return index
}

func depth(root, name string) int {
	return strings.Count(strings.TrimPrefix(name, root), string(filepath.Separator))
}

// add looks at one file. Only names that may be ours are read.
func (x *Index) add(name string, entry fs.DirEntry) {
	base := path.Base(name)
	isShell := strings.HasSuffix(base, ".sh")
	if !entry.Type().IsRegular() || !isShell && !guide.IsYAML(base) {
		return
	}
	if guide.IsHelmfile(base) {
		x.Guides = append(x.Guides, name)
		return
	}
	info, err := entry.Info()
	if err != nil || info.Size() > source.MaxSize {
		return
	}
	text, err := os.ReadFile(filepath.FromSlash(name))
	if err != nil {
		return
	}
	switch {
	case isShell && strings.HasSuffix(name, "/setup/env.sh") && strings.Contains(string(text), catalog.Prefix):
		if x.Framework == "" {
			x.Framework = strings.TrimSuffix(name, "/setup/env.sh")
		}
	case isShell && scenario.IsScenario(string(text)):
		x.Scenarios = append(x.Scenarios, name)
	case !isShell && (guide.MayHoldValues(string(text)) || guide.IsManifest(source.New(name, 0, string(text)))):
		x.Guides = append(x.Guides, name)
	}
}

// Framework is the checkout of the framework that is used: the one that is set, else the one that was found.
func (s *Snapshot) Framework() string {
	if s.settings.FrameworkPath != "" {
		return filepath.ToSlash(s.settings.FrameworkPath)
	}
	return s.index.Framework
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

// frameworkCatalog is the catalogue with the defaults of the checkout in use.
func (s *Snapshot) frameworkCatalog() *catalog.Catalog {
	dir := s.Framework()
	if dir == "" {
		return catalog.Builtin()
	}
	f, err := Disk{}.File(path.Join(dir, "setup/env.sh"))
	if err != nil {
		return catalog.Builtin()
	}
	return catalog.Builtin().WithDefaults(convert.FrameworkDefaults(f), path.Join(dir, "setup/env.sh"))
}

// Index is the list of what lies in the workspace folders.
func (s *Snapshot) Index() *Index { return s.index }

// Refreshed gives the index after some files changed on the disk.
func (x *Index) Refreshed(paths []string) *Index {
	changed := map[string]bool{}
	for _, p := range paths {
		changed[p] = true
	}
	gone := func(p string) bool { return changed[p] }
	fresh := &Index{
		Scenarios: slices.DeleteFunc(slices.Clone(x.Scenarios), gone), Guides: slices.DeleteFunc(slices.Clone(x.Guides), gone),
		Framework: x.Framework, Truncated: x.Truncated,
	}
	for _, p := range paths {
		if info, err := os.Lstat(filepath.FromSlash(p)); err == nil {
			fresh.add(p, fs.FileInfoToDirEntry(info))
		}
	}
	return fresh
}
