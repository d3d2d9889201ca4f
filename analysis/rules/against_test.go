package rules_test

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"llmdbench-ls/analysis"
	"llmdbench-ls/analysis/rules"
	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

// guideRules are the rules that hold a scenario against its guide.
var guideRules = []string{
	"missing-env", "env-differs", "missing-flag", "missing-volume", "missing-mount", "missing-container-config", "value-differs",
	"missing-image", "missing-chart-version", "missing-source", "stale-source",
}

// converted runs a test on what a conversion writes from each guide below a folder, in both forms, beside the guide.
func converted(t *testing.T, root string, settings analysis.Settings, test func(t *testing.T, s *analysis.Snapshot, f *source.File)) {
	t.Helper()
	root, _ = filepath.Abs(root)
	s := analysis.NewSnapshot([]string{filepath.ToSlash(root)}, settings)
	entries, err := os.ReadDir(filepath.Join(root, "guides"))
	if err != nil {
		t.Skip("the guides are not here: ", err)
	}
	n := 0
	for _, e := range entries {
		guides, _ := guide.Environments(s, path.Join(filepath.ToSlash(root), "guides", e.Name()))
		for _, g := range guides {
			for _, workarounds := range []bool{false, true} {
				r, err := convert.Convert(g, catalog.Builtin(), convert.Options{Workarounds: workarounds})
				if err != nil {
					continue
				}
				n++
				name := g.FileName()
				if workarounds {
					name += " with workarounds"
				}
				t.Run(name, func(t *testing.T) {
					f := source.New(path.Join(filepath.ToSlash(root), "scenarios/s.sh"), 1, r.Scenario.Shell())
					test(t, s.With(f), f)
				})
			}
		}
	}
	if n < 10 {
		t.Errorf("only %d conversions below %s", n, root)
	}
}

var roots = []string{"../../testdata", "../../../shared/corpus"}

// against checks by the rules about guides alone. What a conversion notes of the framework's faults is for other rules.
func against(s *analysis.Snapshot, file string) []analysis.Finding {
	var list []*analysis.Rule
	for _, id := range guideRules {
		list = append(list, rules.Lookup(id))
	}
	return analysis.Check(context.Background(), s, file, list)
}

// Nothing is said about what a conversion writes, in either form, held against its own guide converted to either form.
func TestSilentAgainstOwnGuide(t *testing.T) {
	for _, root := range roots {
		for _, workarounds := range []bool{false, true} {
			settings := analysis.DefaultSettings
			settings.Workarounds = workarounds
			t.Run(fmt.Sprint(filepath.Base(root), workarounds), func(t *testing.T) {
				converted(t, root, settings, func(t *testing.T, s *analysis.Snapshot, f *source.File) {
					for _, found := range against(s, f.Path) {
						t.Errorf("line %d: %s: %s", f.Line(found.At.Start)+1, found.Rule.ID, found.Message)
					}
				})
			})
		}
	}
}

// Whatever line goes missing from a conversion, or has another number: the fix of each finding takes it away, and brings
// no other.
func TestMended(t *testing.T) {
	stride := 41
	if os.Getenv("EVERY_LINE") != "" {
		stride = 1
	}
	for _, root := range roots[:1] {
		converted(t, root, analysis.DefaultSettings, func(t *testing.T, s *analysis.Snapshot, f *source.File) {
			for line := 7; line < f.Lines(); line += stride {
				for _, with := range mutants(f.LineText(line)) {
					at := f.LineSpan(line)
					mended(t, s, source.New(f.Path, 2, f.Text[:at.Start]+with+f.Text[at.End:]), line)
				}
			}
		})
	}
}

// mutants are a line left out, and with another number.
func mutants(line string) []string {
	if line == "" || strings.HasPrefix(line, "EOF") {
		return nil
	}
	list := []string{""}
	if i := strings.LastIndexAny(line, "123456789"); i > 0 && !strings.HasPrefix(line, "#") {
		list = append(list, line[:i]+"0"+line[i+1:])
	}
	return list
}

func mended(t *testing.T, s *analysis.Snapshot, f *source.File, line int) {
	t.Helper()
	s = s.With(f)
	before := against(s, f.Path)
	for _, found := range before {
		if os.Getenv("SHOW") != "" {
			t.Logf("%q: %d: %s: %s (%d fixes)", f.LineText(line), f.Line(found.At.Start)+1, found.Rule.ID, found.Message, len(found.Fixes))
		}
		for _, fix := range found.Fixes {
			tryFixOf(t, s, f, before, found, fix)
		}
	}
}

// TestPair sees which guide a scenario is held against: the one that it names, in the environment that it names, and
// none where that is not certain.
func TestPair(t *testing.T) {
	const values = "modelArtifacts: {name: example-lab/parrot-7b}\ndecode:\n  replicas: 3\n"
	const replicas = "export LLMDBENCH_DEPLOY_MODEL_LIST=example-lab/parrot-7b\nexport LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS=2\n"
	const cited = "# SOURCE: guides/parrot/values.yaml\n# Line 3:\n#   replicas: 3\n"
	for name, tt := range map[string]struct {
		text string
		want int
	}{
		"named":                         {"# Based on: guides/parrot\n\n" + replicas, 1},
		"in an environment":             {"# Based on: guides/parrot (environment: default)\n\n" + replicas, 1},
		"in one that the guide has not": {"# Based on: guides/parrot (environment: cage)\n\n" + replicas, 0},
		"one that is not there":         {"# Based on: guides/heron\n\n" + replicas, 0},
		"cited":                         {cited + replicas, 1},
		"cited beside another":          {"# SOURCE: guides/wren/values.yaml\n# Line 3:\n#   replicas: 3\n\n" + cited + replicas, 0},
		"not at all":                    {replicas, 0},
		"read to a certain line":        {"# Based on: guides/parrot\n\n" + replicas + "return 0\n", 0},
		"under a condition":             {"# Based on: guides/parrot\n\n" + "if true; then\n" + replicas + "fi\n", 0},
		"of the user's choice":          {"# Based on: guides/parrot\n\n" + strings.Replace(replicas, "=2", "=${PODS:-2}", 1), 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := source.New("/nowhere/scenario.sh", 1, tt.text)
			s := analysis.NewSnapshot([]string{"/nowhere"}, analysis.DefaultSettings).With(f,
				source.New("/nowhere/guides/parrot/values.yaml", 1, values), source.New("/nowhere/guides/wren/values.yaml", 1, values))
			found := against(s, f.Path)
			if len(found) != tt.want {
				t.Errorf("%d findings, want %d: %v", len(found), tt.want, found)
			}
			for _, finding := range found {
				r := finding.Related
				if len(r) != 1 || r[0].Place.File.Slice(r[0].Place.At) != "3" || len(finding.Fixes) != 1 || finding.Fixes[0].Safe {
					t.Errorf("%s: related %v, fixes %v", finding.Message, r, finding.Fixes)
				}
			}
		})
	}
}

// A keystroke in a scenario with a guide costs one comparison, and without a guide next to nothing.
func BenchmarkAgainst(b *testing.B) {
	root, _ := filepath.Abs("../../testdata")
	text, err := os.ReadFile(filepath.Join(root, "conversions/split-serving.sh"))
	if err != nil {
		b.Fatal(err)
	}
	for name, folder := range map[string]string{"guide": root, "none": "/nowhere"} {
		b.Run(name, func(b *testing.B) {
			s := analysis.NewSnapshot([]string{folder}, analysis.DefaultSettings)
			var spent time.Duration
			for b.Loop() {
				f := source.New(path.Join(folder, "scenarios/s.sh"), 1, string(text))
				now := s.With(f)
				now.Script(f)
				start := time.Now()
				against(now, f.Path)
				spent += time.Since(start)
			}
			b.ReportMetric(float64(spent.Microseconds())/float64(b.N), "µs/check")
		})
	}
}

// tryFixOf applies a fix: its finding goes away, and no other comes.
func tryFixOf(t *testing.T, s *analysis.Snapshot, f *source.File, before []analysis.Finding, mended analysis.Finding, fix analysis.Fix) {
	t.Helper()
	fixed := source.New(f.Path, 3, apply(t, f, fix.Edits))
	for _, after := range against(s.With(fixed), f.Path) {
		same := func(b analysis.Finding) bool { return b.Rule == after.Rule && b.Message == after.Message }
		if same(mended) || !slices.ContainsFunc(before, same) {
			t.Errorf("%s: after %q: %s: %s", mended.Message, fix.Title, after.Rule.ID, after.Message)
		}
	}
}
