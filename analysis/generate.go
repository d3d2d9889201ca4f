package analysis

import (
	"errors"
	"fmt"
	"path"
	"slices"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

// Generated is a scenario made from a guide.
type Generated struct {
	Result   *convert.Result
	Path     string       // where the scenario belongs
	Existing *source.File // what is there, nil where nothing is
	Text     string
}

// Generate converts the guide that a file belongs to. An empty environment means the file's own. Nothing is written.
// Errors are sentences for the user.
func Generate(s *Snapshot, file, environment string) (*Generated, error) {
	g, err := guide.Open(s, file, environment)
	if err != nil {
		return nil, err
	}
	r, err := convert.Convert(g, s.Catalog(), convert.Options{Workarounds: s.settings.Workarounds})
	if err != nil {
		return nil, err
	}
	made := &Generated{Result: r, Path: s.scenarioPath(g), Text: r.Scenario.Shell()}
	if f, err := s.File(made.Path); err == nil {
		made.Existing = f
	}
	return made, nil
}

// scenarioPath is where a guide's scenario belongs: in the scenario folder of the workspace folder that the guide lies
// in, of the first one where it lies in none, and beside the guide where there is no workspace.
func (s *Snapshot) scenarioPath(g *guide.Guide) string {
	name := g.FileName() + ".sh"
	folder := s.folderOf(g.Dir)
	switch {
	case folder == "" && len(s.folders) > 0:
		folder = s.folders[len(s.folders)-1]
	case folder == "":
		return path.Join(g.Dir, name)
	}
	return path.Join(folder, s.settings.ScenarioFolder, name)
}

// Environment is one environment of a guide, and where its scenario belongs.
type Environment struct {
	Name     string
	Scenario string // path
	Exists   bool
}

// EnvironmentsOf lists the environments of the guide that a file belongs to, the default first.
func EnvironmentsOf(s *Snapshot, file string) ([]Environment, error) {
	s.derived.mu.Lock()
	known, ok := s.derived.environments[file]
	s.derived.mu.Unlock()
	if ok && s.IsOpen(file) { // an open file changes by a new snapshot only
		return known, nil
	}
	guides, err := guide.Environments(s, file)
	if err != nil {
		return nil, err
	}
	var list []Environment
	for _, g := range guides {
		if len(g.Hierarchy) > 0 && g.Values(guide.ModelService).Get("modelArtifacts", "name").Value() == "" {
			continue // a kustomization of something else, or one that others build on
		}
		e := Environment{Name: g.Environment, Scenario: s.scenarioPath(g)}
		_, err = s.File(e.Scenario)
		e.Exists = err == nil
		list = append(list, e)
	}
	s.derived.mu.Lock()
	defer s.derived.mu.Unlock()
	s.derived.environments[file] = list
	return list, nil
}

var errUnknownGuide = errors.New("the scenario does not say which guide it is based on; open the guide and update from there")

// Update makes the edits that bring a scenario up to its guide. The file may be the scenario, or one of the guide's.
func Update(s *Snapshot, file, environment string) (*Generated, []Edit, error) {
	f, err := s.File(file)
	if err != nil {
		return nil, nil, err
	}
	scenarioPath := ""
	if KindOf(f) == Scenario {
		scenarioPath = file
		if file, environment, err = guideOf(s, f); err != nil {
			return nil, nil, err
		}
	}
	made, err := Generate(s, file, environment)
	if err != nil {
		return nil, nil, err
	}
	if scenarioPath != "" {
		made.Path, made.Existing = scenarioPath, f
	}
	if made.Existing == nil {
		return nil, nil, fmt.Errorf("there is no scenario to update: %s does not exist", made.Path)
	}
	var edits []Edit
	script, _ := s.Script(made.Existing)
	for _, e := range convert.Update(made.Result, script) {
		edits = append(edits, Edit{made.Path, e.At, e.Text})
	}
	return made, edits, nil
}

// guideOf finds the guide that a scenario names, in its "Based on" line or its SOURCE comments, in the folders above
// the scenario and above the workspace folders.
func guideOf(s *Snapshot, f *source.File) (file, environment string, err error) {
	above := s.above(f)
	if file, environment, ok := headGuide(s, f, above); ok {
		return file, environment, nil
	}
	dir, environment, ok := convert.BasedOn(f)
	if file, found := sourceGuide(s, f, above); found {
		return file, environment, nil
	}
	if ok {
		return "", "", fmt.Errorf("the guide %s, which the scenario is based on, is not in the workspace", dir)
	}
	return "", "", errUnknownGuide
}

// headGuide is the guide that the head of a scenario names, where it is there.
func headGuide(s *Snapshot, f *source.File, above []string) (dir, environment string, ok bool) {
	dir, environment, ok = convert.BasedOn(f)
	if !ok {
		return "", "", false
	}
	for _, d := range above {
		if at := path.Join(d, dir); len(s.Dir(at)) > 0 {
			return at, environment, true
		}
	}
	return "", "", false
}

// above lists the folders that a scenario's guide may lie in: those above the scenario, above the workspace folders, and
// the guide roots with those above them.
func (s *Snapshot) above(f *source.File) []string {
	above := foldersAbove(path.Dir(f.Path))
	for _, folder := range slices.Concat(s.folders, s.settings.GuideRoots) {
		above = append(above, foldersAbove(folder)...)
	}
	return above
}

// foldersAbove lists a folder and those above it, the nearest first.
func foldersAbove(dir string) []string {
	var list []string
	for d := dir; d != path.Dir(d); d = path.Dir(d) {
		list = append(list, d)
	}
	return list
}
