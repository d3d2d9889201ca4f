// Package analysis is the workspace at one moment, and every question about it, answered in plain data: findings,
// hovers, actions. It knows nothing of the protocol that carries the answers.
package analysis

import (
	"maps"
	"path"
	"slices"
	"sort"
	"strings"
	"sync"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Settings are what a user can set. They are the same in every editor.
type Settings struct {
	ScenarioFolder string   // where scenarios are generated, relative to the workspace folder
	FrameworkPath  string   // a checkout of the benchmark framework, "" to look for one in the workspace
	GuideRoots     []string // folders outside the workspace that the paths of scenarios' comments may begin in: checkouts of guides
	Workarounds    bool     // write the form that survives the framework's faults
	Cluster        deploy.Cluster
	InlayHints     bool              // show what stands behind names between the words of a scenario
	CodeLens       bool              // show lines above a file that something can be done with
	Severity       map[string]string // by rule: error, warning, information, hint or off; a project's config wins over it
}

// DefaultSettings hold where nothing is set.
var DefaultSettings = Settings{ScenarioFolder: "scenarios/guides", Cluster: deploy.DefaultCluster, InlayHints: true, CodeLens: true}

// Snapshot is the workspace at one moment. It does not change; whoever holds one keeps it.
type Snapshot struct {
	folders  []string                // workspace folders, absolute and slash-separated, the longest first
	open     map[string]*source.File // files that are open in the editor, by path
	disk     *Cache
	settings Settings
	index    *Index
	catalog  *catalog.Catalog
	defaults readDefaults // of the catalogue
	derived  *derived
	made     *conversions
	swept    swept
	read     *Reads // notes what is read, nil where nobody wants to know
	counts   *counts
}

// derived are answers that cost something and hold as long as the snapshot does.
type derived struct {
	mu           sync.Mutex
	environments map[string][]Environment   // by file
	scripts      map[string]readScript      // by scenario
	previews     map[string]*deploy.Preview // by scenario
	compared     map[string]*Comparison     // by scenario
	against      map[string]*Against        // by scenario, nil where there is no guide
	mentions     map[string]mentioned       // by file
	tokens       map[string]tokenized       // by file
	hints        map[string]hinted          // by scenario
}

// readScript is a scenario that was read.
type readScript struct {
	script   *scenario.Script
	problems []source.Problem
}

func newDerived() *derived {
	return &derived{environments: map[string][]Environment{}, scripts: map[string]readScript{}, previews: map[string]*deploy.Preview{}, compared: map[string]*Comparison{}, against: map[string]*Against{}, mentions: map[string]mentioned{}, tokens: map[string]tokenized{}, hints: map[string]hinted{}}
}

// NewSnapshot is a workspace of some folders with nothing open in it.
func NewSnapshot(folders []string, settings Settings) *Snapshot {
	s := &Snapshot{open: map[string]*source.File{}, settings: settings, index: newIndex(nil), catalog: catalog.Builtin(), derived: newDerived(), made: newConversions(), counts: newCounts()}
	return s.WithFolders(folders)
}

// clone copies what a change leaves alone.
func (s *Snapshot) clone() *Snapshot {
	c := *s
	c.derived = newDerived()
	return &c
}

// With gives the workspace with files opened or changed in the editor.
func (s *Snapshot) With(changed ...*source.File) *Snapshot {
	c := s.clone()
	c.open = maps.Clone(s.open)
	for _, f := range changed {
		c.open[f.Path] = f
	}
	return c
}

// Without gives the workspace with a file closed in the editor; the disk's text counts again.
func (s *Snapshot) Without(path string) *Snapshot {
	c := s.clone()
	c.open = maps.Clone(s.open)
	delete(c.open, path)
	return c
}

// WithFolders gives the workspace with other folders.
func (s *Snapshot) WithFolders(folders []string) *Snapshot {
	c := s.clone()
	c.folders = append([]string(nil), folders...)
	sort.SliceStable(c.folders, func(i, j int) bool { return len(c.folders[i]) > len(c.folders[j]) })
	return c.withDisk()
}

// withDisk begins to read anew, within the folders and the guide roots.
func (s *Snapshot) withDisk() *Snapshot {
	s.disk, s.swept = NewCache(s.folders, s.settings.GuideRoots), newSwept(s.folders, s.settings.GuideRoots)
	return s
}

// WithSettings gives the workspace with other settings.
func (s *Snapshot) WithSettings(settings Settings) *Snapshot {
	c := s.clone()
	moved := !slices.Equal(settings.GuideRoots, s.settings.GuideRoots)
	if c.settings = settings; moved {
		c = c.withDisk()
	}
	return c.withCatalog()
}

// WithIndex gives the workspace with a list of what lies in its folders.
func (s *Snapshot) WithIndex(index *Index) *Snapshot {
	c := s.clone()
	c.index = index
	return c.withCatalog()
}

// Folders are the workspace folders.
func (s *Snapshot) Folders() []string { return s.folders }

// Catalog is what is known of the framework's variables: the built-in facts, and the defaults of a checkout of the
// framework where there is one.
func (s *Snapshot) Catalog() *catalog.Catalog { return s.catalog }

// IsOpen says whether a file is open in the editor.
func (s *Snapshot) IsOpen(path string) bool { return s.open[path] != nil }

// OpenFiles lists the paths of the files that are open in the editor, sorted.
func (s *Snapshot) OpenFiles() []string {
	paths := make([]string, 0, len(s.open))
	for p := range s.open {
		paths = append(paths, p)
	}
	sort.Strings(paths)
	return paths
}

// File gives a file as the editor sees it: unsaved text wins over the disk. It implements guide.Files.
func (s *Snapshot) File(path string) (*source.File, error) {
	s.read.file(path)
	if f := s.open[path]; f != nil {
		return f, nil
	}
	return s.disk.File(path)
}

// Dir lists a folder, files that so far exist only in the editor included. It implements guide.Files.
func (s *Snapshot) Dir(dir string) []string {
	names := s.dir(dir)
	s.read.dir(dir, names)
	return names
}

func (s *Snapshot) dir(dir string) []string {
	names := s.disk.Dir(dir)
	var more []string
	for p := range s.open {
		if path.Dir(p) == dir && !contains(names, path.Base(p)) {
			more = append(more, path.Base(p))
		}
	}
	if len(more) == 0 {
		return names
	}
	all := append(append([]string(nil), names...), more...)
	sort.Strings(all)
	return all
}

func contains(sorted []string, name string) bool {
	i := sort.SearchStrings(sorted, name)
	return i < len(sorted) && sorted[i] == name
}

// folderOf is the workspace folder that a path lies in, "" where it lies in none.
func (s *Snapshot) folderOf(path string) string {
	return folderAmong(s.folders, path)
}

// Kind tells what a file is to us.
type Kind uint8

// The kinds of files.
const (
	Other Kind = iota // not ours: nothing is ever said about it
	Scenario
	GuideValues
	Helmfile
	Manifest     // a kustomization, or a workload of a kustomize guide
	PluginConfig // an EndpointPickerConfig in a file of its own, as presets are
	Experiment   // what is varied over several runs of a scenario
	ProjectConfig
)

// KindOf tells by name and content what a file is.
func KindOf(f *source.File) Kind {
	switch base := path.Base(f.Path); {
	case len(f.Text) > source.MaxSize:
		return Other
	case base == ConfigName:
		return ProjectConfig
	case strings.HasSuffix(base, ".sh") || strings.HasSuffix(base, ".bash"):
		if scenario.IsScenario(f.Text) {
			return Scenario
		}
	case guide.IsHelmfile(base):
		return Helmfile
	case strings.HasSuffix(base, ".yaml") || strings.HasSuffix(base, ".yml"):
		if guide.IsValues(f) {
			return GuideValues
		}
		if guide.IsManifest(f) {
			return Manifest
		}
		if isPluginConfig(f) {
			return PluginConfig
		}
		if isExperiment(f) {
			return Experiment
		}
	}
	return Other
}

// isPluginConfig says that a file is an endpoint picker's config.
func isPluginConfig(f *source.File) bool {
	if !mayBePluginConfig(f.Text) {
		return false
	}
	root, _ := f.YAML()
	return root.Get("kind").Value() == pickerKind
}

// mayBePluginConfig is a cheap look at a text before it is parsed.
func mayBePluginConfig(text string) bool { return strings.Contains(text, pickerKind) }

// Script reads a scenario with the framework's defaults.
func (s *Snapshot) Script(f *source.File) (*scenario.Script, []source.Problem) {
	s.derived.mu.Lock()
	known := s.derived.scripts[f.Path]
	s.derived.mu.Unlock()
	if known.script != nil && known.script.File == f {
		return known.script, known.problems
	}
	script, problems := scenario.Read(f, s.catalog.Default)
	s.derived.mu.Lock()
	defer s.derived.mu.Unlock()
	s.derived.scripts[f.Path] = readScript{script, problems}
	return script, problems
}
