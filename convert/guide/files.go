package guide

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"llmdbench-ls/convert/source"
)

// Files gives the texts and folders that a guide is read from. In an editor unsaved text wins over the disk; nothing
// outside the folders that were opened is given.
type Files interface {
	// File gives the file at a clean, absolute path. The error says why there is none.
	File(path string) (*source.File, error)
	// Dir lists a folder, sorted by name; folders end in a slash. A missing folder is an empty one.
	Dir(path string) []string
}

// reason is an error's text without the path that the message around it already names.
func reason(err error) string {
	var pathError *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file"
	case errors.Is(err, fs.ErrPermission):
		return "it may not be read"
	case errors.As(err, &pathError):
		return pathError.Err.Error()
	}
	return err.Error()
}

// IsYAML tells by its name whether a file may hold YAML or a template of it.
func IsYAML(name string) bool {
	name = strings.TrimSuffix(name, ".gotmpl")
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

// IsHelmfile tells a helmfile by its name, the only thing by which Helmfile knows one.
func IsHelmfile(name string) bool {
	base := path.Base(name)
	for _, stem := range []string{"helmfile.yaml", "helmfile.yml", "helmfile.yaml.gotmpl", "helmfile.yml.gotmpl", "helmfile.gotmpl"} {
		if base == stem {
			return true
		}
	}
	return false
}

// memo remembers what it was given, so that reading a guide in a dozen environments reads and parses each file once.
type memo struct {
	Files
	files map[string]fileResult
	dirs  map[string][]string
}

type fileResult struct {
	file *source.File
	err  error
}

func newMemo(files Files) *memo {
	return &memo{Files: files, files: map[string]fileResult{}, dirs: map[string][]string{}}
}

func (m *memo) File(path string) (*source.File, error) {
	r, ok := m.files[path]
	if !ok {
		r.file, r.err = m.Files.File(path)
		m.files[path] = r
	}
	return r.file, r.err
}

func (m *memo) Dir(path string) []string {
	names, ok := m.dirs[path]
	if !ok {
		names = m.Files.Dir(path)
		m.dirs[path] = names
	}
	return names
}

// IsValues tells a values file of a guide by its content: values of a model server or of an endpoint picker.
func IsValues(f *source.File) bool {
	if !MayHoldValues(f.Text) {
		return false
	}
	c, ok := ChartOf(f)
	return ok && c != Infra
}

// ChartOf tells which chart a values file is for. ok is false for a file that is not a guide's.
func ChartOf(f *source.File) (Chart, bool) {
	n, _ := f.YAML()
	return classify(n)
}

// PathAt is the path of the key or value at an offset of a guide's file, in the shape of the charts' values, and the
// span of the key. The path is empty where there is none.
func PathAt(f *source.File, offset int) (c Chart, path string, over source.Span) {
	docs, _ := f.Documents()
	for _, doc := range docs {
		path, over := doc.PathAt(offset)
		if path == "" {
			continue
		}
		if c, ok := classify(doc); ok {
			return c, path, over
		}
		if slices.Contains(workloadKinds, doc.Get("kind").Value()) {
			return ModelService, workloadPath(doc, path), over
		}
	}
	return "", "", source.Span{}
}

// workloadPath turns a path in a manifest into the one that the modelservice chart has for it.
func workloadPath(doc *source.Node, path string) string {
	stage := newWorkload(doc).stage(&source.Node{})
	for _, prefix := range []string{"spec.template.spec.", "spec.leaderWorkerTemplate.workerTemplate.spec."} {
		if rest, ok := strings.CutPrefix(path, prefix); ok {
			return Join(stage, rest)
		}
	}
	switch path {
	case "spec.replicas":
		return Join(stage, "replicas")
	case "spec.leaderWorkerTemplate.size":
		return Join(stage, "parallelism.workers")
	}
	return ""
}
