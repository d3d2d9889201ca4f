package guide

import (
	"fmt"
	"path"
	"strings"

	"llmdbench-ls/convert/source"
)

// helmfile is what a helmfile says for one environment.
type helmfile struct {
	file         *source.File
	environments []string
	releases     map[Chart]*Release
	files        []*source.File   // the values files that were read
	problems     []source.Problem // values of the environment that are not there
}

// Helmfile reads a file in parts, separated by lines of three dashes: a part may use what the parts before it define.
// splitParts gives each part that holds anything as a text in which all before it is blank, so that offsets stay. These
// texts add up, so there is a bound to them.
func splitParts(f *source.File) ([]string, error) {
	var parts []string
	start, size := 0, 0
	cut := func(end int) {
		if strings.TrimSpace(f.Text[start:end]) == "" {
			return
		}
		if size += end; size > maxParts {
			return
		}
		blank := func(s string) string {
			return strings.Map(func(r rune) rune {
				if r == '\n' || r == '\r' {
					return r
				}
				return ' '
			}, s)
		}
		head := blank(f.Text[:start])
		head += strings.Repeat(" ", start-len(head)) // runes of several bytes
		parts = append(parts, head+f.Text[start:end])
	}
	for line := range f.Lines() {
		at := f.LineSpan(line)
		if strings.TrimRight(f.Slice(at), " \t") == "---" {
			cut(at.Start)
			start = at.End
		}
	}
	cut(len(f.Text))
	if size > maxParts {
		return nil, fmt.Errorf("%s:1: lines of three dashes cut it into more parts than any guide needs", f.Path)
	}
	return parts, nil
}

// maxParts bounds the texts of all parts of a helmfile, in bytes.
const maxParts = 8 << 20

// helmfileReader reads one helmfile for one environment.
type helmfileReader struct {
	files  Files
	engine *engine
	file   *source.File
	env    string
	values *source.Node   // the environment's values
	stub   map[string]any // stands in for values of the environment that are not there, nil where all are
	out    *helmfile
}

// readHelmfile reads a helmfile for an environment. Errors are sentences with file and line; the environments are there
// in spite of one, where they could be read.
func readHelmfile(files Files, f *source.File, env string) (*helmfile, error) {
	r := &helmfileReader{files: files, file: f, env: env, out: &helmfile{file: f, releases: map[Chart]*Release{}}}
	r.engine = &engine{read: func(name string) (*source.File, error) { return files.File(r.path(name)) }}
	parts, err := splitParts(f)
	if err != nil {
		return r.out, err
	}
	environments, err := r.environments(parts)
	if err != nil {
		return r.out, err
	}
	if err := r.choose(environments); err != nil {
		return r.out, err
	}
	for _, part := range parts {
		doc, err := r.render(part, false)
		if err != nil {
			return r.out, err
		}
		for _, release := range List(doc, "releases") {
			if err := r.release(release); err != nil {
				return r.out, err
			}
		}
	}
	return r.out, nil
}

// environments renders the parts up to the one that lists the environments. Helmfile does so without values, and
// leaves out what is missing.
func (r *helmfileReader) environments(parts []string) (*source.Node, error) {
	for _, part := range parts {
		doc, err := r.render(part, true)
		if err != nil {
			if len(parts) == 1 {
				return nil, err
			}
			continue // a later part may need values; if it is broken, rendering it for real will say so
		}
		if env := doc.Get("environments"); env != nil {
			return env, nil
		}
	}
	return nil, nil
}

// choose notes the environments and loads the values of the chosen one.
func (r *helmfileReader) choose(environments *source.Node) error {
	if environments != nil {
		for _, p := range environments.Pairs {
			r.out.environments = append(r.out.environments, p.Key.Text)
		}
	}
	chosen := environments.Get(r.env)
	if chosen == nil && r.env != DefaultEnvironment {
		return nil
	}
	for _, entry := range List(chosen, "values") {
		if entry.Kind == source.Scalar && entry.Value() != "" {
			if _, err := r.files.File(r.path(entry.Value())); err != nil {
				r.missing(entry, err)
				continue
			}
		}
		values, err := r.valuesEntry(entry)
		if err != nil {
			return err
		}
		r.values = merge(r.values, values)
	}
	return nil
}

// missing notes values of the environment that are not there. They are about the gateway, and lie outside of the
// guide's folder, so that a guide whose folder was copied alone has none; the rest of it can be read all the same.
func (r *helmfileReader) missing(entry *source.Node, err error) {
	r.out.problems = append(r.out.problems, source.Problem{Path: r.file.Path, At: entry.At, Line: r.file.Line(entry.At.Start) + 1,
		Message: fmt.Sprintf("the environment's values in %s cannot be read: %s", entry.Value(), reason(err))})
	if r.stub == nil {
		r.stub = stubOf(r.file.Text, r.engine)
	}
}

func (r *helmfileReader) path(name string) string {
	if path.IsAbs(name) {
		return path.Clean(name)
	}
	return path.Join(path.Dir(r.file.Path), name)
}

// data is what templates see as the dot.
func (r *helmfileReader) data() map[string]any {
	values := plain(r.values)
	if values == nil {
		values = map[string]any{}
	}
	if m, ok := values.(map[string]any); ok && r.stub != nil {
		fill(m, r.stub)
	}
	return map[string]any{
		"Environment": map[string]any{"Name": r.env, "Values": values, "KubeContext": ""},
		"Values":      values, "StateValues": values,
		"Namespace": "", "KubeContext": "", "HelmfileCommand": "template",
	}
}

// render renders a part of the helmfile and reads it as YAML.
func (r *helmfileReader) render(part string, lenient bool) (*source.Node, error) {
	out, problem := r.engine.render(r.file, part, r.data(), lenient || r.stub != nil)
	if problem != nil {
		return nil, &Error{Problem: *problem}
	}
	docs, problems := source.ParseYAML(r.file.Path, out.text, out.locate)
	if len(problems) > 0 {
		return nil, &Error{Problem: problems[0]}
	}
	if len(docs) == 0 {
		return &source.Node{Kind: source.Mapping, File: r.file}, nil
	}
	if r.stub != nil {
		return withoutAbsent(docs[0]), nil
	}
	return docs[0], nil
}

// valuesEntry reads one entry of a values list: the name of a file, or values in place.
func (r *helmfileReader) valuesEntry(entry *source.Node) (*source.Node, error) {
	if entry.Kind == source.Mapping {
		return entry, nil
	}
	name := entry.Value()
	if name == "" {
		return nil, nil
	}
	f, err := r.files.File(r.path(name))
	if err != nil {
		return nil, errorAt(entry, "the values file %s cannot be read: %s", name, reason(err))
	}
	r.out.files = append(r.out.files, f)
	if strings.HasSuffix(name, ".gotmpl") {
		return r.renderValues(f)
	}
	return valuesOf(f)
}

func (r *helmfileReader) renderValues(f *source.File) (*source.Node, error) {
	out, problem := r.engine.render(f, f.Text, r.data(), false)
	if problem != nil {
		return nil, &Error{Problem: *problem}
	}
	docs, problems := source.ParseYAML(f.Path, out.text, out.locate)
	if len(problems) > 0 {
		return nil, &Error{Problem: problems[0]}
	}
	if len(docs) == 0 {
		return nil, nil
	}
	return docs[0], nil
}

// valuesOf is the tree of a values file; a file with a syntax error is refused, since half of a guide is not a guide.
func valuesOf(f *source.File) (*source.Node, error) {
	n, problems := f.YAML()
	if len(problems) > 0 {
		return nil, &Error{Problem: problems[0]}
	}
	return n, nil
}

// release reads one release: the chart, its version, its values and settings.
func (r *helmfileReader) release(n *source.Node) error {
	if installed, ok := n.Get("installed").Bool(); ok && !installed {
		return nil
	}
	release := &Release{Name: n.Get("name").Value(), Version: n.Get("version")}
	for _, entry := range List(n, "values") {
		values, err := r.valuesEntry(r.named(entry, n))
		if err != nil {
			return err
		}
		release.Values = merge(release.Values, r.original(values))
	}
	for _, entry := range append(List(n, "set"), List(n, "setString")...) {
		release.Values = r.setEntry(release.Values, entry)
	}
	chart, ok := chartOf(n.Get("chart").Value(), release.Values)
	if chart == InferencePool && isRouter(release.Values) {
		r.out.problems = append(r.out.problems, source.Problem{Path: r.file.Path, At: n.At, Line: r.file.Line(n.At.Start) + 1,
			Message: "the release installs the router chart, which the framework cannot; its settings are read as those of the inferencepool chart, without the version"})
		release.Values, release.Version = fromRouter(release.Values), nil
	}
	if !ok || r.out.releases[chart] != nil {
		return nil
	}
	r.out.releases[chart] = release
	return nil
}

// named renders the name of a values file that is itself a template over the release.
func (r *helmfileReader) named(entry, release *source.Node) *source.Node {
	if !strings.Contains(entry.Value(), "{{") {
		return entry
	}
	data := r.data()
	data["Release"] = map[string]any{
		"Name": release.Get("name").Value(), "Namespace": release.Get("namespace").Value(), "Chart": release.Get("chart").Value(),
		"Labels": plain(release.Get("labels")),
	}
	out, problem := r.engine.render(source.New(r.file.Path, 0, entry.Text), entry.Text, data, false)
	if problem != nil {
		return entry
	}
	made := *entry
	made.Text = out.text
	return &made
}

func (r *helmfileReader) setEntry(values, entry *source.Node) *source.Node {
	steps, ok := parseSetPath(entry.Get("name").Value())
	value := entry.Get("value")
	if !ok || value == nil {
		return values
	}
	if value.Text == "null" {
		value = nil
	}
	return set(values, steps, value, entry)
}

// original gives values that a template copied out of the environment's values the place where they were written:
// the same path with the same text there.
func (r *helmfileReader) original(values *source.Node) *source.Node {
	if values == nil || r.values == nil || values.File != r.file {
		return values
	}
	return originalAt(values, r.values)
}

func originalAt(n, env *source.Node) *source.Node {
	switch {
	case n == nil || env == nil || n.Kind != env.Kind:
		return n
	case n.Kind == source.Scalar && n.Text == env.Text:
		return env
	case n.Kind == source.Mapping:
		made := *n
		made.Pairs = nil
		for _, p := range n.Pairs {
			if same, ok := env.Pair(p.Key.Text); ok {
				if value := originalAt(p.Value, same.Value); value == same.Value {
					p = same
				} else {
					p.Value = value
				}
			}
			made.Pairs = append(made.Pairs, p)
		}
		return &made
	case n.Kind == source.Sequence && len(n.Items) == len(env.Items):
		made := *n
		made.Items = nil
		for i, item := range n.Items {
			made.Items = append(made.Items, originalAt(item, env.Items[i]))
		}
		return &made
	}
	return n
}

// chartOf tells which chart a release installs: by the last word of the chart's reference, else by its values.
func chartOf(ref string, values *source.Node) (Chart, bool) {
	switch base := path.Base(strings.TrimSuffix(ref, "/")); {
	case strings.Contains(base, "modelservice"):
		return ModelService, true
	case strings.Contains(base, "inferencepool"), strings.Contains(base, "router"):
		return InferencePool, true
	case strings.HasSuffix(base, "infra"):
		return Infra, true
	}
	return classify(values)
}

// classify tells which chart values are for, by the keys that only this chart has.
func classify(values *source.Node) (Chart, bool) {
	switch {
	case values == nil || values.Kind != source.Mapping:
		return "", false
	case values.Get("inferenceExtension") != nil, values.Get("inferencePool") != nil, isRouter(values):
		return InferencePool, true
	case values.Get("modelArtifacts") != nil, stageValues(values.Get(Decode)), stageValues(values.Get(Prefill)):
		return ModelService, true
	case values.Get("gateway") != nil:
		return Infra, true
	}
	return "", false
}

// stageValues tells a stage of the modelservice chart from anything else that is called decode.
func stageValues(n *source.Node) bool {
	return n.Get("containers") != nil || n.Get("parallelism") != nil || n.Get("create") != nil
}

// Error is a reason why a guide cannot be read, at its place.
type Error struct{ Problem source.Problem }

func (e *Error) Error() string { return e.Problem.String() }

func errorAt(n *source.Node, format string, args ...any) error {
	p := source.Problem{Message: fmt.Sprintf(format, args...), At: n.At, Line: 1}
	if n.File != nil {
		p.Path, p.Line = n.File.Path, n.File.Line(n.At.Start)+1
	}
	return &Error{Problem: p}
}
