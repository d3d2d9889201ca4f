package analysis

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Index lists what of ours lies in the workspace folders, by absolute path, each list sorted. It does not change.
type Index struct {
	Scenarios     []string
	Guides        []string // helmfiles, values files and manifests
	PluginConfigs []string // in files of their own
	Experiments   []string
	Configs       []string // of projects
	Framework     string   // a checkout of the benchmark framework, "" where there is none
	Truncated     bool     // there was more than the bounds allow

	folders   []string // that are looked through
	checkouts []string // of the framework
	named     func() map[string][]string
	made      map[string][]string // the scenarios that name a file or folder of a guide, by its name, see namesOf
}

// newIndex is an index of some folders that lists nothing yet.
func newIndex(folders []string) *Index {
	x := &Index{folders: folders}
	x.named = sync.OnceValue(x.byName)
	return x
}

// BuildIndex looks through the workspace folders. It returns what it has found so far when the context is done.
func BuildIndex(ctx context.Context, folders []string, progress func(seen int)) *Index {
	folders = slices.Compact(slices.Sorted(slices.Values(folders)))
	x, w := newIndex(folders), walker{skip: folders, progress: progress}
	for _, folder := range folders {
		// One that cannot be read holds nothing for us.
		_ = w.folder(ctx, folder, func(name string, entry fs.DirEntry) { x.add(path.Join(folder, name), entry) })
	}
	x.Truncated = w.truncated
	x.settle()
	return x
}

// lists are all lists of paths.
func (x *Index) lists() []*[]string {
	return []*[]string{&x.Scenarios, &x.Guides, &x.PluginConfigs, &x.Experiments, &x.Configs, &x.checkouts}
}

// Files lists all files of which there may be something to say.
func (x *Index) Files() []string {
	return slices.Concat(x.Scenarios, x.Guides, x.PluginConfigs, x.Experiments, x.Configs)
}

// settle sorts what was added.
func (x *Index) settle() {
	for _, list := range x.lists() {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	x.Framework = ""
	if len(x.checkouts) > 0 {
		x.Framework = strings.TrimSuffix(x.checkouts[0], frameworkFile)
	}
}

// frameworkFile is the file by which a checkout of the framework is known, and in which its defaults stand.
const frameworkFile = "/setup/env.sh"

// add looks at one file, and puts it on the list that it belongs to.
func (x *Index) add(name string, entry fs.DirEntry) {
	switch base := path.Base(name); {
	case !entry.Type().IsRegular() || !mayBeOurs(base):
		return
	case guide.IsHelmfile(base):
		x.Guides = append(x.Guides, name)
		return
	case base == ConfigName:
		x.Configs = append(x.Configs, name)
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
	if list := x.listFor(name, string(text)); list != nil {
		*list = append(*list, name)
		if list == &x.Scenarios {
			x.note(name, string(text))
		}
	}
}

// listFor is the list that a file belongs to by its content, nil for one that is not ours. It takes no more than a look
// at the text where that will do: of what may be a guide's values, KindOf knows more.
func (x *Index) listFor(name, text string) *[]string {
	if path.Ext(name) == ".sh" || path.Ext(name) == ".bash" {
		switch {
		case strings.HasSuffix(name, frameworkFile) && strings.Contains(text, catalog.Prefix):
			return &x.checkouts
		case scenario.IsScenario(text):
			return &x.Scenarios
		}
		return nil
	}
	f := source.New(name, 0, text)
	if mayBePluginConfig(text) || mayBeExperiment(text) {
		switch KindOf(f) {
		case PluginConfig:
			return &x.PluginConfigs
		case Experiment:
			return &x.Experiments
		}
	}
	if guide.MayHoldValues(text) || guide.IsManifest(f) {
		return &x.Guides
	}
	return nil
}

// Refreshed gives the index after something changed on the disk: files, or folders with all that is in them. Nothing
// else is looked at again.
func (x *Index) Refreshed(ctx context.Context, paths []string) *Index {
	fresh := x.without(paths)
	w := walker{skip: x.folders, seen: fresh.size()}
	for _, p := range paths {
		info, err := os.Lstat(filepath.FromSlash(p))
		switch {
		case err != nil || !x.covers(p):
		case info.IsDir():
			_ = w.folder(ctx, p, func(name string, entry fs.DirEntry) {
				if at := path.Join(p, name); x.covers(at) {
					fresh.add(at, entry)
				}
			})
		case !w.full():
			fresh.add(p, fs.FileInfoToDirEntry(info))
		}
	}
	fresh.Truncated = x.Truncated || w.truncated
	fresh.settle()
	return fresh
}

// without is the index without some paths and what lies below them.
func (x *Index) without(paths []string) *Index {
	gone := make(map[string]bool, len(paths))
	for _, p := range paths {
		gone[p] = true
	}
	fresh := newIndex(x.folders)
	below := func(p string) bool {
		for ; !gone[p]; p = path.Dir(p) {
			if p == path.Dir(p) {
				return false
			}
		}
		return true
	}
	from := x.lists()
	for i, list := range fresh.lists() {
		*list = slices.DeleteFunc(slices.Clone(*from[i]), below)
	}
	fresh.made = x.madeWithout(below)
	return fresh
}

func (x *Index) size() int {
	n := 0
	for _, list := range x.lists() {
		n += len(*list)
	}
	return n
}

// covers says that a path lies where the index looks.
func (x *Index) covers(p string) bool {
	folder := folderAmong(x.folders, p)
	if folder == "" {
		return false
	}
	for dir := path.Dir(p); dir != folder; dir = path.Dir(dir) {
		name, below := relative(folder, dir)
		if !below || passedOver(name) {
			return false
		}
	}
	return true
}

// folderAmong is the innermost of some folders that a path lies in, "" where it lies in none.
func folderAmong(folders []string, p string) string {
	innermost := ""
	for _, f := range folders {
		if _, below := relative(f, p); below && len(f) > len(innermost) {
			innermost = f
		}
	}
	return innermost
}

// Named lists the scenarios that have a name, without the ending of the file.
func (x *Index) Named(name string) []string {
	if x.named == nil {
		return nil
	}
	return x.named()[name]
}

// byName lists the scenarios by their names. It is only worked out for an index that is asked.
func (x *Index) byName() map[string][]string {
	named := make(map[string][]string, len(x.Scenarios))
	for _, p := range x.Scenarios {
		name := scenarioName(p)
		named[name] = append(named[name], p)
	}
	return named
}

// scenarioName is what a scenario is called: its file's name without the ending.
func scenarioName(file string) string {
	base := path.Base(file)
	return strings.TrimSuffix(base, path.Ext(base))
}

// Index is the list of what lies in the workspace folders.
func (s *Snapshot) Index() *Index { return s.index }
