package guide

import (
	"fmt"
	"path"
	"slices"
	"sort"
	"strings"

	"llmdbench-ls/convert/source"
)

// Open finds the guide that a path, a folder or one of a guide's files, belongs to, and reads it in an environment.
// An empty environment means the one the path asks for: a values file's own, else the default. Errors are sentences
// for the user; they name file and line where the text of the guide is at fault.
func Open(files Files, at, environment string) (*Guide, error) {
	r, err := newReader(files, at)
	if err != nil {
		return nil, err
	}
	return r.guide(environment)
}

// Environments reads the guide that a path belongs to in each of its environments and variants, the default first. For a
// file of the guide, only those that use it; those that cannot be read are left out.
func Environments(files Files, at string) ([]*Guide, error) {
	r, err := newReader(files, at)
	if err != nil {
		return nil, err
	}
	var used []*Guide
	for _, name := range r.names() {
		if g, err := r.build(name); err == nil && g.uses(r.file) {
			used = append(used, g)
		}
	}
	return used, nil
}

func (g *Guide) uses(file string) bool {
	return file == "" || slices.ContainsFunc(g.Files, func(f *source.File) bool { return f.Path == file })
}

// find looks up what a path means: the layout of the guide's folder, and the file where the path is one.
func find(files Files, at string) (*layout, string, error) {
	if len(files.Dir(at)) > 0 {
		l, err := folder(files, at)
		return l, "", err
	}
	f, err := files.File(at)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %s", at, reason(err))
	}
	if !IsYAML(at) && !IsHelmfile(at) {
		return nil, "", fmt.Errorf("%s: this is neither a values file nor a helmfile", at)
	}
	if IsHelmfile(at) {
		return survey(files, path.Dir(at)), at, nil
	}
	if strings.TrimSpace(f.Text) == "" {
		return nil, "", fmt.Errorf("%s: the file is empty", at)
	}
	n, problems := f.YAML()
	if len(problems) > 0 {
		return nil, "", &Error{Problem: problems[0]}
	}
	chart, ok := classify(n)
	if !ok || chart == Infra {
		return nil, "", fmt.Errorf("%s: this is not a file of a guide: it has neither the values of a model server nor of an endpoint picker", at)
	}
	if err := (&Guide{Releases: map[Chart]*Release{chart: {Values: fromRouter(n)}}}).checkShape(); err != nil {
		return nil, "", err // before anything is said about its neighbours
	}
	return survey(files, folderOf(files, at)), at, nil
}

// folder surveys a folder that the user named.
func folder(files Files, dir string) (*layout, error) {
	l := survey(files, dir)
	switch {
	case l.helmfile != nil || len(l.values[ModelService]) > 0:
		return l, nil
	case len(l.broken) > 0:
		_, problems := l.broken[0].YAML()
		return nil, &Error{Problem: problems[0]}
	case len(l.unread) > 0:
		return nil, l.unread[0]
	}
	return nil, fmt.Errorf("%s: there is no guide here: no helmfile, and no values file of a model server", dir)
}

// only is the folder of the guide that a folder holds: itself, or the one below where there is one. A folder of several
// guides asks back.
func only(files Files, dir string) (string, error) {
	guides, trees := guidesIn(files, dir)
	switch {
	case len(guides)+len(trees) > 1:
		var names []string
		for _, g := range append(guides, trees...) {
			names = append(names, relative(dir, g))
		}
		sort.Strings(names)
		return "", fmt.Errorf("%s: there are several guides here; name one of %s", dir, strings.Join(names, ", "))
	case len(guides) == 1:
		return guides[0], nil
	}
	return dir, nil
}

// helmfileResult is a helmfile that was read in one environment, and what went wrong.
type helmfileResult struct {
	helmfile *helmfile
	err      error
}

// reader reads the guide of a layout in any environment.
type reader struct {
	files  Files
	layout *layout
	trees  *treeReader // of a kustomize guide, nil for others
	file   string      // the file that was asked for, "" for the whole folder
	read   map[string]helmfileResult
}

func (r *reader) helmfile(env string) (*helmfile, error) {
	if h, ok := r.read[env]; ok {
		return h.helmfile, h.err
	}
	h, err := readHelmfile(r.files, r.layout.helmfile, env)
	r.read[env] = helmfileResult{h, err}
	return h, err
}

func newReader(files Files, at string) (*reader, error) {
	files = newMemo(files)
	if len(files.Dir(at)) > 0 {
		dir, err := only(files, at)
		if err != nil {
			return nil, err
		}
		at = dir
	}
	if r := newTreeReader(files, at); r != nil {
		return r, nil
	}
	l, file, err := find(files, at)
	if err != nil {
		return nil, err
	}
	return &reader{files: files, layout: l, file: file, read: map[string]helmfileResult{}}, nil
}

// names lists what --env may be: the helmfile's environments, then the variants that values files are named after,
// where no environment has that name. Only the default environment is read for it, since this must be quick.
func (r *reader) names() []string {
	if r.trees != nil {
		return r.trees.names()
	}
	names := []string{DefaultEnvironment}
	used := map[string]bool{}
	if r.layout.helmfile != nil {
		h, _ := r.helmfile(DefaultEnvironment) // what is wrong with it is said where it is needed
		for _, env := range h.environments {
			if env != DefaultEnvironment {
				names = append(names, env)
			}
		}
		for _, f := range h.files {
			used[f.Path] = true
		}
	}
	var variants []string
	for _, f := range r.layout.values[ModelService] {
		if v := r.variantName(f); !used[f.Path] && !slices.Contains(names, v) && !slices.Contains(variants, v) {
			variants = append(variants, v)
		}
	}
	sort.Strings(variants)
	return append(names, variants...)
}

// variantName is a values file's variant; where the default values of several folders would share it, the folder's.
func (r *reader) variantName(f *source.File) string {
	v := variant(f.Path)
	if def := r.defaultValues(ModelService); v == DefaultEnvironment && def != nil && def != f {
		return path.Base(path.Dir(f.Path))
	}
	return v
}

// defaultValues is the values file of a chart that is used when nothing else is said.
func (r *reader) defaultValues(c Chart) *source.File {
	list := r.layout.values[c]
	for _, f := range list {
		if variant(f.Path) == DefaultEnvironment {
			return f
		}
	}
	if len(list) > 0 {
		return list[0]
	}
	return nil
}

// guide reads the guide in an environment.
func (r *reader) guide(environment string) (*Guide, error) {
	names := r.names()
	chosen := environment
	if chosen == "" {
		chosen = r.preferred(names)
	}
	if r.trees == nil && !slices.Contains(names, chosen) { // a kustomize guide says so itself, of its overlays
		return nil, fmt.Errorf("%s: there is no environment or values variant %s; there are: %s", r.layout.dir, chosen, strings.Join(names, ", "))
	}
	g, err := r.build(chosen)
	if err != nil {
		return nil, err
	}
	g.Others = slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == chosen })
	return g, nil
}

// preferred is the first environment that uses the file that was asked for.
func (r *reader) preferred(names []string) string {
	if r.file == "" && r.trees != nil {
		return r.trees.preferred()
	}
	if r.file == "" {
		return DefaultEnvironment
	}
	for _, name := range names {
		if g, err := r.build(name); err == nil && g.uses(r.file) {
			return name
		}
	}
	return names[0]
}

func (r *reader) build(environment string) (*Guide, error) {
	if r.trees != nil {
		return r.trees.guide(environment)
	}
	l := r.layout
	g := &Guide{Dir: l.dir, Root: rootOf(r.files, l.dir), Environment: environment, Releases: map[Chart]*Release{}}
	g.Name = nameOf(g.Root, g.Dir)
	if err := r.fromHelmfile(g); err != nil {
		return nil, err
	}
	if err := r.fromFolder(g); err != nil {
		return nil, err
	}
	if g.Values(ModelService).Null() {
		return nil, fmt.Errorf("%s: the guide has no values for a model server in the environment %s", l.dir, environment)
	}
	return g, g.checkShape()
}

// fromHelmfile takes the releases of the helmfile; a variant that is no environment is read in the default one.
func (r *reader) fromHelmfile(g *Guide) error {
	if r.layout.helmfile == nil {
		return nil
	}
	h, err := r.helmfile(r.helmfileEnvironment(g.Environment))
	if err != nil {
		return err
	}
	g.Files = append([]*source.File{h.file}, h.files...)
	g.Problems = h.problems
	for c, release := range h.releases {
		copied := *release
		g.Releases[c] = &copied
	}
	return nil
}

// helmfileEnvironment is the environment to read the helmfile in: a variant that is none is read in the default one.
func (r *reader) helmfileEnvironment(name string) string {
	if h, _ := r.helmfile(DefaultEnvironment); slices.Contains(h.environments, name) {
		return name
	}
	return DefaultEnvironment
}

// fromFolder takes values files that lie in the guide's folder where the helmfile names none, and the file of a
// variant that no environment uses.
func (r *reader) fromFolder(g *Guide) error {
	for _, c := range []Chart{ModelService, InferencePool} {
		f := r.variantFile(g, c)
		if f == nil {
			continue
		}
		values, err := valuesOf(f)
		if err != nil {
			return err
		}
		if g.Releases[c] == nil {
			g.Releases[c] = &Release{}
		}
		g.Releases[c].Values = fromRouter(values)
		if !g.uses(f.Path) {
			g.Files = append(g.Files, f)
		}
	}
	return nil
}

func (r *reader) variantFile(g *Guide, c Chart) *source.File {
	var found *source.File
	for _, f := range r.layout.values[c] {
		name := variant(f.Path)
		if c == ModelService {
			name = r.variantName(f)
		}
		if name == g.Environment && (found == nil || path.Dir(f.Path) == r.layout.dir) {
			found = f
		}
	}
	switch {
	case r.layout.helmfile != nil && r.helmfileEnvironment(g.Environment) == g.Environment && g.Values(c) != nil:
		return nil // the helmfile says which file this environment uses
	case found != nil:
		return found
	case g.Values(c) == nil:
		return r.defaultValues(c)
	}
	return nil
}
