package guide

import (
	"fmt"
	"path"
	"slices"
	"sort"
	"strings"

	"llmdbench-ls/convert/kustomize"
	"llmdbench-ls/convert/source"
)

// Guides that are kustomize trees have no charts; what their manifests say is put in the shape of the modelservice
// chart's values. This file finds the trees; workload.go reads what they build.

// overlay is a folder with a kustomization that a guide can be deployed from.
type overlay struct {
	dir, name string
}

// maxOverlayDepth is how deep below a guide's folder kustomizations are looked for.
const maxOverlayDepth = 6

// overlays lists the kustomizations below a folder, sorted by path; their names are the last parts of their paths, as
// many as it takes to tell them apart.
func overlays(files Files, dir string) []overlay {
	var dirs []string
	collectOverlays(files, dir, 0, &dirs)
	sort.Strings(dirs)
	list := make([]overlay, len(dirs))
	for i, d := range dirs {
		list[i] = overlay{d, overlayName(d, dirs)}
	}
	return list
}

func collectOverlays(files Files, dir string, depth int, dirs *[]string) {
	if f, ok := kustomize.FileOf(files, dir); ok && deploys(f) {
		*dirs = append(*dirs, dir)
	}
	for _, name := range files.Dir(dir) {
		if strings.HasSuffix(name, "/") && !strings.HasPrefix(name, ".") && depth < maxOverlayDepth && len(*dirs) < maxSearchFiles {
			collectOverlays(files, path.Join(dir, name), depth+1, dirs)
		}
	}
}

// deploys tells a kustomization from a component, which cannot be deployed by itself.
func deploys(f *source.File) bool {
	root, _ := f.YAML()
	return root.Get("kind").Value() != "Component"
}

func overlayName(dir string, all []string) string {
	name := path.Base(dir)
	for d := path.Dir(dir); slices.ContainsFunc(all, func(o string) bool {
		return o != dir && strings.HasSuffix(o, "/"+strings.ReplaceAll(name, "\x00", "/"))
	}); d = path.Dir(d) {
		if d == path.Dir(d) {
			break
		}
		name = path.Base(d) + "\x00" + name
	}
	return strings.ReplaceAll(name, "\x00", "-")
}

// treeGuideDir is the folder of the guide that a kustomization belongs to: the one above "manifests", the one below
// "guides", else the folder above the kustomization where that holds several that share a base, else its own.
func treeGuideDir(files Files, dir string) string {
	if named, ok := namedGuideDir(dir); ok {
		return named
	}
	above := path.Dir(dir)
	list := overlays(files, above)
	for _, o := range list {
		if !shareBase(files, o.dir, dir) {
			return dir
		}
	}
	if len(list) > 1 {
		return above
	}
	return dir
}

// namedGuideDir finds a guide's folder by the names around it.
func namedGuideDir(dir string) (string, bool) {
	for d := dir; d != path.Dir(d); d = path.Dir(d) {
		if path.Base(d) == "manifests" {
			return path.Dir(d), true
		}
	}
	for d := dir; d != path.Dir(d); d = path.Dir(d) {
		if path.Base(path.Dir(d)) == "guides" {
			return d, true
		}
	}
	return "", false
}

// shareBase says that two kustomizations build on a common one, or one on the other.
func shareBase(files Files, a, b string) bool {
	of := map[string]bool{}
	collectBases(files, a, of)
	other := map[string]bool{}
	collectBases(files, b, other)
	for dir := range other {
		if of[dir] {
			return true
		}
	}
	return false
}

// collectBases notes the folders that a kustomization is made of, its own included.
func collectBases(files Files, dir string, seen map[string]bool) {
	f, ok := kustomize.FileOf(files, dir)
	if !ok || seen[dir] || len(seen) > maxSearchFiles {
		return
	}
	seen[dir] = true
	root, _ := f.YAML()
	for _, field := range []string{"resources", "bases", "components"} {
		for _, entry := range List(root, field) {
			if name := entry.Value(); name != "" && !path.IsAbs(name) {
				collectBases(files, path.Join(dir, name), seen)
			}
		}
	}
}

// treesIn lists the folders of the kustomize guides in a folder. It is the folder itself where all that is not told
// apart by names shares its bases.
func treesIn(files Files, dir string) []string {
	var found, rest []string
	for _, o := range overlays(files, dir) {
		if named, ok := namedGuideDir(o.dir); ok {
			found = append(found, named)
		} else {
			rest = append(rest, o.dir)
		}
	}
	connected := len(rest) > 1
	for i, o := range rest {
		found = append(found, treeGuideDir(files, o))
		connected = connected && (i == 0 || slices.ContainsFunc(rest[:i], func(e string) bool { return shareBase(files, e, o) }))
	}
	if connected || slices.Contains(found, dir) {
		return []string{dir}
	}
	slices.Sort(found)
	return slices.DeleteFunc(slices.Compact(found), func(guide string) bool { return !newTree(files, guide).serves() })
}

// nearestKustomization is the folder with a kustomization that a file lies in or below.
func nearestKustomization(files Files, file string) (string, bool) {
	for d, i := path.Dir(file), 0; i < maxClimb && d != path.Dir(d); d, i = path.Dir(d), i+1 {
		if _, ok := kustomize.FileOf(files, d); ok {
			return d, true
		}
	}
	return "", false
}

// IsManifest tells a file of a kustomize guide by name and content: a kustomization, or a workload that runs a model
// server.
func IsManifest(f *source.File) bool {
	switch path.Base(f.Path) {
	case "kustomization.yaml", "kustomization.yml", "Kustomization":
		return true
	}
	for _, kind := range workloadKinds {
		if strings.Contains(f.Text, "kind: "+kind) && strings.Contains(f.Text, "containers") && servesModel(f.Text) {
			return true
		}
	}
	return false
}

// servesModel says that a manifest mentions a model server or llm-d, as no other workload does.
func servesModel(text string) bool {
	for _, word := range []string{"vllm", "llm-d", "sglang", "trtllm", "tensorrt"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// treeReader reads the overlays of one guide.
type treeReader struct {
	files    Files
	dir      string
	overlays []overlay
	chosen   string // the overlay that the path names, "" for a guide's folder
	built    map[string]treeResult
}

type treeResult struct {
	built *kustomize.Built
	err   error
}

// newTreeReader gives a reader for a path that belongs to a kustomize guide, nil for any other: a folder without Helm
// values that has kustomizations, or a file that one of them is made of.
func newTreeReader(files Files, at string) *reader {
	dir, file, only := at, "", ""
	if len(files.Dir(at)) == 0 {
		f, err := files.File(at)
		if err != nil || !IsManifest(f) && !IsYAML(at) || IsHelmfile(at) || IsValues(f) {
			return nil
		}
		nearest, ok := nearestKustomization(files, at)
		if !ok {
			return nil
		}
		dir, file = nearest, at
	}
	if l := survey(files, dir); file == "" && (l.helmfile != nil || len(l.values[ModelService]) > 0 || len(l.guides) > 0) {
		return nil
	}
	if _, ok := kustomize.FileOf(files, dir); ok {
		dir, only = treeGuideDir(files, dir), dir
	}
	t := newTree(files, dir)
	if len(t.overlays) == 0 {
		return nil
	}
	r := &reader{files: files, trees: t, file: file}
	if file == "" && only != "" {
		t.first(only)
	}
	return r
}

func newTree(files Files, dir string) *treeReader {
	return &treeReader{files: files, dir: dir, overlays: overlays(files, dir), built: map[string]treeResult{}}
}

// serves says that an overlay deploys a model.
func (t *treeReader) serves() bool { return slices.ContainsFunc(t.names(), t.servesIn) }

func (t *treeReader) servesIn(name string) bool {
	g, err := t.guide(name)
	return err == nil && g.Values(ModelService).Get("modelArtifacts", "name").Value() != ""
}

// first makes an overlay the one that is taken when nothing is said.
func (t *treeReader) first(dir string) {
	for _, o := range t.overlays {
		if o.dir == dir {
			t.chosen = o.name
		}
	}
}

// names lists what --env may be: the overlays, the one that is taken when nothing is said first.
func (t *treeReader) names() []string {
	var names []string
	for _, o := range t.overlays {
		names = append(names, o.name)
	}
	sort.SliceStable(names, func(i, j int) bool { return IsDefault(names[i]) && !IsDefault(names[j]) })
	return names
}

// IsDefault tells the environment whose scenario is named after the guide alone.
func IsDefault(name string) bool { return name == DefaultEnvironment || name == "base" }

// preferred is the first overlay that deploys a model.
func (t *treeReader) preferred() string {
	if t.chosen != "" {
		return t.chosen
	}
	names := t.names()
	if i := slices.IndexFunc(names, t.servesIn); i >= 0 {
		return names[i]
	}
	return names[0]
}

func (t *treeReader) build(name string) (*kustomize.Built, error) {
	if r, ok := t.built[name]; ok {
		return r.built, r.err
	}
	i := slices.IndexFunc(t.overlays, func(o overlay) bool { return o.name == name })
	if i < 0 {
		return nil, fmt.Errorf("%s: there is no overlay %s; there are: %s", t.dir, name, strings.Join(t.names(), ", "))
	}
	built, err := kustomize.Build(t.files, t.overlays[i].dir)
	t.built[name] = treeResult{built, err}
	return built, err
}

// guide reads one overlay.
func (t *treeReader) guide(name string) (*Guide, error) {
	built, err := t.build(name)
	if err != nil {
		return nil, err
	}
	g := &Guide{Dir: t.dir, Root: rootOf(t.files, t.dir), Environment: name, Releases: map[Chart]*Release{}, Files: built.Files, Problems: built.Problems}
	g.Name = nameOf(g.Root, g.Dir)
	g.Hierarchy = built.Hierarchy(g.Rel)
	values, rest := readWorkloads(built.Resources)
	if values.Null() {
		return nil, fmt.Errorf("%s: nothing here runs a model server", built.Tree.File.Path)
	}
	g.Releases[ModelService] = &Release{Values: values}
	g.Releases[Manifests] = &Release{Values: rest}
	if f := (&reader{layout: survey(t.files, t.dir)}).defaultValues(InferencePool); f != nil {
		pool, err := valuesOf(f)
		if err != nil {
			return nil, err
		}
		g.Releases[InferencePool] = &Release{Values: fromRouter(pool)}
		g.Files = append(g.Files, f)
	}
	return g, g.checkShape()
}
