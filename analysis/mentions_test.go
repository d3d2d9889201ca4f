package analysis_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"llmdbench-ls/analysis"
)

// TestCorpusHovers walks through every file of real guides and of the render vectors that is ours, and wants an
// explanation of everything that it names.
func TestCorpusHovers(t *testing.T) {
	var files []string
	for _, dir := range []string{"corpus", filepath.Join("reference", "render-vectors")} {
		_ = filepath.WalkDir(filepath.Join("..", "..", "shared", dir), func(name string, entry os.DirEntry, err error) error {
			if err == nil && entry.Type().IsRegular() {
				full, _ := filepath.Abs(name)
				files = append(files, filepath.ToSlash(full))
			}
			return nil
		})
	}
	if len(files) == 0 {
		t.Skip("there is no ../shared with guides and render vectors")
	}
	s := analysis.NewSnapshot(nil, analysis.DefaultSettings).Unbounded()
	counts := map[analysis.Subject]int{}
	for _, file := range files {
		for _, m := range analysis.Mentions(s, file) {
			counts[m.Subject]++
			f, _ := s.File(file)
			if markdown, _, ok := analysis.Hover(s, file, m.At.Start); !ok || markdown == "" {
				t.Errorf("%s:%d: there is nothing to say about %s (subject %d)", file, f.Line(m.At.Start)+1, m.Name, m.Subject)
			}
			if analysis.Explain(s, m.Subject, m.Name) == "" && !ofTheAuthor(m) {
				t.Errorf("%s:%d: the catalogue does not know %s (subject %d)", file, f.Line(m.At.Start)+1, m.Name, m.Subject)
			}
		}
	}
	for subject := analysis.Variable; subject <= analysis.Citation; subject++ {
		t.Logf("subject %d: %d mentions", subject, counts[subject])
	}
}

// ofTheAuthor says that a name is one that an author has given, or that a render vector made up.
func ofTheAuthor(m analysis.Mention) bool {
	madeUp := []string{"FOO", "BAR", "VLLM_FOO", "--x", "--name", "--python3", "--chat-template-args", "LLMDBENCH_NO_SUCH_VARIABLE", "LLMDBENCH_VLLM_COMMON_VLLM_FOO"}
	return m.Subject == analysis.PluginName || m.Subject == analysis.ConfigFile || m.Subject == analysis.Citation || slices.Contains(madeUp, m.Name)
}
