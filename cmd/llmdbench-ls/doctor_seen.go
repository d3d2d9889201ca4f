package main

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
)

// programSeen is the program itself.
type programSeen struct {
	build
	Go       string `json:"go"`           // the version of Go that it is built with
	Platform string `json:"platform"`     // such as linux/amd64
	OnPath   string `json:"onPath"`       // the program that PATH leads to, "" for none
	Found    bool   `json:"onPathIsThis"` // PATH leads to this program, and not to another one
}

func (d *diagnosis) seeProgram() {
	p := programSeen{build: thisBuild(), Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	if name, err := exec.LookPath("llmdbench-ls"); err == nil {
		p.OnPath, p.Found = d.home.short(name), isThisProgram(name)
	}
	d.Program = p
}

func isThisProgram(name string) bool {
	self, err := os.Executable()
	if err != nil {
		return false
	}
	one, err := os.Stat(self)
	if err != nil {
		return false
	}
	other, err := os.Stat(name)
	return err == nil && os.SameFile(one, other)
}

// workspaceSeen is what of ours lies in the folder, in numbers of files.
type workspaceSeen struct {
	Folder      string `json:"folder"`
	Scenarios   int    `json:"scenarios"`
	Helmfiles   int    `json:"helmfiles"`
	Values      int    `json:"values"`
	Manifests   int    `json:"manifests"`
	Experiments int    `json:"experiments"`
	Complete    bool   `json:"complete"` // the limits have cut nothing off
}

func (d *diagnosis) seeWorkspace(folder string, index *analysis.Index) {
	w := workspaceSeen{Folder: d.home.short(folder), Scenarios: len(index.Scenarios), Experiments: len(index.Experiments), Complete: !index.Truncated}
	for _, name := range index.Guides {
		f, err := analysis.Disk{}.File(name)
		if err != nil {
			continue // it went away meanwhile, or is no text
		}
		switch analysis.KindOf(f) {
		case analysis.Helmfile:
			w.Helmfiles++
		case analysis.GuideValues:
			w.Values++
		case analysis.Manifest:
			w.Manifests++
		}
	}
	if !w.Complete {
		d.wrong("%s holds more files than are looked through; open a folder inside it", w.Folder)
	}
	d.Workspace = w
}

// frameworkSeen is the checkout of the framework that counts.
type frameworkSeen struct {
	Facts   string `json:"facts"`   // the release that the program's own facts are of
	Path    string `json:"path"`    // the checkout, "" for none
	Version string `json:"version"` // what git or its folder's name say of it, "" where that is nothing
	Changed int    `json:"changed"` // variables whose default is another than in that release
	Added   int    `json:"added"`   // variables that this release does not have
}

func (d *diagnosis) seeFramework(s *analysis.Snapshot) {
	dir := s.Framework()
	d.Framework = frameworkSeen{Facts: catalog.FrameworkVersion}
	if dir == "" {
		return
	}
	d.Framework.Path, d.Framework.Version = d.home.short(dir), checkoutVersion(dir)
	env := path.Join(dir, "setup/env.sh")
	f, err := analysis.Disk{}.File(env)
	if err != nil {
		d.wrong("%s cannot be read: %s", d.home.short(env), unwrapped(err))
		return
	}
	if _, problems := f.Shell(); len(problems) > 0 {
		d.wrong("%s", d.home.short(problems[0].String()))
	}
	if len(convert.FrameworkDefaults(f)) == 0 {
		d.wrong("%s sets no defaults, so that those of %s count", d.home.short(env), catalog.FrameworkVersion)
	}
	d.Framework.Changed, d.Framework.Added = apart(catalog.Builtin(), s.Catalog())
}

// apart counts the variables that another catalogue gives a different default, and those that it has besides.
func apart(builtin, other *catalog.Catalog) (changed, added int) {
	for _, name := range other.Names() {
		switch known := builtin.Lookup(name); {
		case known == nil:
			added++
		case known.Default != other.Lookup(name).Default:
			changed++
		}
	}
	return changed, added
}

// configSeen is a file with settings of a project.
type configSeen struct {
	File    string `json:"file"`
	Above   bool   `json:"above"`   // it lies above the folder, where an editor that opens the folder does not look
	Problem string `json:"problem"` // what is wrong with it, "" for nothing
}

// seeConfigs looks for the settings that count for the folder itself, and for each file of ours in it.
func (d *diagnosis) seeConfigs(folder string, s *analysis.Snapshot, known []*analysis.Rule) {
	index := s.Index()
	seen := map[string]bool{}
	for _, name := range slices.Concat([]string{path.Join(folder, analysis.ConfigName)}, index.Scenarios, index.Guides, index.Experiments) {
		if dir := path.Dir(name); !seen[dir] {
			seen[dir] = true
			d.seeConfig(folder, dir, s, known)
		}
	}
}

func (d *diagnosis) seeConfig(folder, dir string, s *analysis.Snapshot, known []*analysis.Rule) {
	at := configFor(dir, s)
	if at == "" {
		return
	}
	c := configSeen{File: d.home.short(at), Above: !isBelow(at, folder)}
	if slices.ContainsFunc(d.Configs, func(other configSeen) bool { return other.File == c.File }) {
		return
	}
	if _, err := analysis.ConfigOf(s, path.Join(dir, analysis.ConfigName), known); err != nil {
		c.Problem = d.home.short(err.Error())
		d.wrong("%s", c.Problem)
	}
	d.Configs = append(d.Configs, c)
}

// configFor is the file whose settings count for a folder, "" where there is none.
func configFor(dir string, s *analysis.Snapshot) string {
	for ; ; dir = path.Dir(dir) {
		at := path.Join(dir, analysis.ConfigName)
		if _, err := os.Lstat(filepath.FromSlash(at)); !errors.Is(err, fs.ErrNotExist) {
			return at
		}
		if slices.Contains(s.Folders(), dir) || dir == path.Dir(dir) {
			return ""
		}
	}
}

func isBelow(file, folder string) bool {
	rel, err := filepath.Rel(filepath.FromSlash(folder), filepath.FromSlash(file))
	return err == nil && filepath.IsLocal(rel)
}
