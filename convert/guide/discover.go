package guide

import (
	"path"
	"slices"
	"strings"

	"llmdbench-ls/convert/source"
)

// Bounds of the search below a folder: guides are small and flat, and a path may lead into anything.
const (
	maxSearchDepth = 3
	maxSearchFiles = 400
	maxClimb       = 4
)

// layout is what lies in a guide's folder.
type layout struct {
	dir      string
	helmfile *source.File
	values   map[Chart][]*source.File // candidates, found by content, sorted by path
	broken   []*source.File           // values files that do not parse
	unread   []error                  // why files that may hold values could not be read
	guides   []string                 // folders below that are guides of their own
	seen     int
}

// survey looks through a folder for a helmfile and for values files.
func survey(files Files, dir string) *layout {
	l := &layout{dir: dir, values: map[Chart][]*source.File{}}
	l.search(files, dir, 0)
	return l
}

func (l *layout) search(files Files, dir string, depth int) {
	for _, name := range files.Dir(dir) {
		full := path.Join(dir, name)
		if strings.HasPrefix(name, ".") || l.seen > maxSearchFiles {
			continue
		}
		switch {
		case strings.HasSuffix(name, "/"):
			if depth < maxSearchDepth {
				l.enter(files, full, depth+1)
			}
		case IsHelmfile(name):
			if f, err := files.File(full); err == nil && depth == 0 && l.helmfile == nil {
				l.helmfile = f
			}
		case IsYAML(name):
			l.seen++
			l.candidate(files, full)
		}
	}
}

// enter goes into a folder, unless that is a guide of its own.
func (l *layout) enter(files Files, dir string, depth int) {
	if slices.ContainsFunc(files.Dir(dir), IsHelmfile) {
		l.guides = append(l.guides, dir)
		return
	}
	l.search(files, dir, depth)
}

func (l *layout) candidate(files Files, full string) {
	f, err := files.File(full)
	if err != nil {
		l.unread = append(l.unread, &Error{Problem: source.Problem{Path: full, Line: 1, Message: reason(err)}})
		return
	}
	if !MayHoldValues(f.Text) {
		return
	}
	n, problems := f.YAML()
	chart, ok := classify(n)
	switch {
	case ok && chart != Infra && len(problems) == 0:
		l.values[chart] = append(l.values[chart], f)
	case len(problems) > 0:
		l.broken = append(l.broken, f)
	}
}

// MayHoldValues is a cheap look at a text before it is parsed: no guide is without one of these words.
func MayHoldValues(text string) bool {
	for _, word := range []string{"modelArtifacts", "inferenceExtension", "inferencePool", "router", "containers", "parallelism"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// folderOf finds the guide's folder for a file: the nearest folder above it that has a helmfile, else the folder that
// brings the charts' values together.
func folderOf(files Files, file string) string {
	dir := path.Dir(file)
	for d, i := dir, 0; i < maxClimb && d != path.Dir(d); d, i = path.Dir(d), i+1 {
		if slices.ContainsFunc(files.Dir(d), IsHelmfile) {
			return d
		}
	}
	above := path.Dir(dir)
	if here := survey(files, dir); len(here.values) == 1 && len(here.guides) == 0 && path.Base(above) != "guides" && belongsTo(survey(files, above), dir) {
		return above
	}
	return dir
}

// belongsTo says that a folder with the values of one chart is a part of the folder above, as "ms-chat" and "gaie-chat"
// are of a guide: all values there lie in folders that are its counterparts, and those of the picker in one of them.
func belongsTo(above *layout, dir string) bool {
	if len(above.guides) > 0 {
		return false
	}
	parts := map[Chart][]string{}
	for chart, list := range above.values {
		for _, f := range list {
			if p := part(above.dir, f.Path); !slices.Contains(parts[chart], p) {
				parts[chart] = append(parts[chart], p)
			}
		}
	}
	own := path.Base(dir)
	for chart, list := range parts {
		for _, p := range list {
			if p != own && !counterparts(p, own, slices.Contains(parts[chart], own)) {
				return false
			}
		}
	}
	_, named := chartName(own)
	return len(parts[InferencePool]) <= 1 && (named || len(parts) > 1)
}

// part is the first step of the path from a folder to a file below it.
func part(dir, file string) string {
	first, _, _ := strings.Cut(relative(dir, file), "/")
	return first
}

// counterparts says by their names that two folders, or a folder and a file, belong to one guide: both are named after
// a chart, or one is and the rest of the names does not differ. Two for the same chart must both be named after it.
func counterparts(a, b string, sameChart bool) bool {
	a, aNamed := chartName(a)
	b, bNamed := chartName(b)
	return aNamed && bNamed || !sameChart && (aNamed || bNamed) && (a == b || a == "" || b == "")
}

// chartName takes the name of a chart from a name like "ms-chat" or "gaie-values.yaml"; named says whether it had one.
func chartName(name string) (rest string, named bool) {
	for _, ext := range []string{".gotmpl", ".yaml", ".yml"} {
		name = strings.TrimSuffix(name, ext)
	}
	var words []string
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune("-_.", r) }) {
		switch word {
		case "ms", "modelservice", "modelserver", "gaie", "inferencepool", "epp", "router":
			named = true
		case "values":
		default:
			words = append(words, word)
		}
	}
	return strings.Join(words, "-"), named
}

// guidesIn lists the folders of the guides in a folder: those with a helmfile or values files, and those that are
// kustomize trees. The folder itself is none of several: where it is a guide, what lies below belongs to it.
func guidesIn(files Files, dir string) (guides, trees []string) {
	l := survey(files, dir)
	if l.helmfile != nil {
		return []string{dir}, nil
	}
	guides = slices.Clone(l.guides)
	for _, f := range l.values[ModelService] {
		guides = append(guides, folderOf(files, f.Path))
	}
	if slices.ContainsFunc(guides, func(g string) bool { return !below(g, dir) }) {
		return []string{dir}, nil
	}
	trees = treesIn(files, dir)
	slices.Sort(guides)
	guides = slices.Compact(guides)
	trees = slices.DeleteFunc(trees, func(t string) bool {
		return len(guides) > 0 && t == dir || slices.ContainsFunc(guides, func(g string) bool { return g == t || below(g, t) || below(t, g) })
	})
	return guides, trees
}

func below(file, dir string) bool { return strings.HasPrefix(file, strings.TrimSuffix(dir, "/")+"/") }

// rootOf is the root of the guide repository: the folder that holds the "guides" folder, else the folder under version
// control, else the guide's own folder.
func rootOf(files Files, dir string) string {
	for d := dir; d != path.Dir(d); d = path.Dir(d) {
		if path.Base(d) == "guides" {
			return path.Dir(d)
		}
	}
	for d := dir; d != path.Dir(d); d = path.Dir(d) {
		for _, name := range files.Dir(d) {
			if strings.TrimSuffix(name, "/") == ".git" {
				return d
			}
		}
	}
	return dir
}

// nameOf is what a guide is called: its path below the "guides" folder, else its folder's name.
func nameOf(root, dir string) string {
	rel := strings.TrimPrefix(relative(root, dir), "guides/")
	if rel == "" || strings.HasPrefix(rel, "/") || strings.HasPrefix(rel, "..") || rel == "." || root == dir {
		rel = path.Base(dir)
	}
	return strings.ReplaceAll(rel, "/", "-")
}

// variant is the name of a values file's variant: what its name says beside "values".
func variant(file string) string {
	name := path.Base(file)
	for _, ext := range []string{".gotmpl", ".yaml", ".yml"} {
		name = strings.TrimSuffix(name, ext)
	}
	for _, word := range []string{"values", "ms", "gaie"} {
		if i := strings.Index(name, word); i >= 0 {
			before, after := name[:i], name[i+len(word):]
			if (before == "" || strings.ContainsAny(before[len(before)-1:], "-_.")) && (after == "" || strings.ContainsAny(after[:1], "-_.")) {
				name = strings.Trim(before, "-_.") + after
			}
		}
	}
	if name = strings.Trim(name, "-_."); name == "" {
		return DefaultEnvironment
	}
	return name
}

// Bounds are the folders that may be read for the guide that a path belongs to: the guide's repository, or where there
// is none the folder above the guide, in which its helmfile may have neighbours.
func Bounds(files Files, at string) []string {
	dir := at
	if len(files.Dir(at)) == 0 {
		dir = path.Dir(at)
	}
	root := rootOf(files, dir)
	if root != dir {
		return []string{root}
	}
	if len(files.Dir(at)) == 0 { // a file: its guide's folder is above
		return []string{path.Dir(path.Dir(dir))}
	}
	return []string{path.Dir(dir)}
}
