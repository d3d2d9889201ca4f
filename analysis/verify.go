package analysis

import (
	"fmt"
	"path"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// VerifyScenario holds a scenario against its guide. Without a path, the guide is the one that the scenario names;
// without an environment, likewise. The text of the scenario with stale comments and missing settings
// mended comes with the result.
func VerifyScenario(s *Snapshot, guidePath, scenarioPath, environment string) (*convert.Verified, string, error) {
	script, r, err := s.scenarioAndGuide(guidePath, scenarioPath, environment)
	if err != nil {
		return nil, "", err
	}
	return convert.Verify(r, script), convert.Apply(script.File.Text, convert.Refresh(r, script)), nil
}

// VerifyDeployed holds what the framework would deploy from a scenario against the scenario's guide. The text of the
// scenario comes with the result as it is.
func VerifyDeployed(s *Snapshot, guidePath, scenarioPath, environment string) (*convert.Verified, string, error) {
	script, r, err := s.scenarioAndGuide(guidePath, scenarioPath, environment)
	if err != nil {
		return nil, "", err
	}
	return convert.VerifyDeployed(r, s.preview(script)), script.File.Text, nil
}

// scenarioAndGuide reads a scenario, and converts the guide that it is to be held against.
func (s *Snapshot) scenarioAndGuide(guidePath, scenarioPath, environment string) (*scenario.Script, *convert.Result, error) {
	f, err := s.File(scenarioPath)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", scenarioPath, err)
	}
	if KindOf(f) != Scenario {
		return nil, nil, fmt.Errorf("%s: %w", scenarioPath, errNoScenario)
	}
	named, namedEnvironment, err := guideOf(s, f)
	if guidePath == "" {
		if err != nil {
			return nil, nil, err
		}
		guidePath = named
	}
	r, err := s.converted(guidePath, environment, namedEnvironment)
	if err != nil {
		return nil, nil, err
	}
	script, _ := s.Script(f)
	return script, r, nil
}

// openGuide reads a guide in the environment that was asked for, else in the one that the scenario names if the guide
// has it, else in the one that the path means.
func openGuide(files guide.Files, guidePath, environment, named string) (*guide.Guide, error) {
	if environment == "" && named != "" {
		if g, err := guide.Open(files, guidePath, named); err == nil {
			return g, nil
		}
	}
	return guide.Open(files, guidePath, environment)
}

// sourceGuide finds the guide of a scenario by its SOURCE comments: the folder of the first file that they name and
// that is there.
func sourceGuide(s *Snapshot, f *source.File, above []string) (string, bool) {
	script, _ := s.Script(f)
	tried := map[string]bool{"": true} // a scenario names the same few files above setting after setting
	for _, c := range script.Sources {
		if tried[c.Path] {
			continue
		}
		tried[c.Path] = true
		for _, dir := range above {
			if _, err := s.File(path.Join(dir, c.Path)); err == nil {
				return path.Join(dir, c.Path), true
			}
		}
	}
	return "", false
}

// Unbounded gives the workspace with the whole disk in reach, for a command line, where the user names the files.
func (s *Snapshot) Unbounded() *Snapshot {
	c := s.clone()
	c.disk = NewCache(nil, nil)
	c.disk.everywhere = true
	return c
}
