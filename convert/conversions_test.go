package convert_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// The scenario and the report of every test guide, kept in testdata/conversions for people to read.
func TestConversions(t *testing.T) {
	each(t, func(t *testing.T, r *convert.Result) {
		var report strings.Builder
		if err := r.Report().Text(&report); err != nil {
			t.Fatal(err)
		}
		golden(t, r.Guide.FileName()+".sh", r.Scenario.Shell())
		golden(t, r.Guide.FileName()+".report.txt", report.String())
	})
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join(testdata, "conversions", name)
	if *rewrite {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; the flag -update writes it", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// A conversion that no guide asks for any more would never be looked at again.
func TestNoConversionIsLeftOver(t *testing.T) {
	known := map[string]bool{}
	for _, g := range all(t) {
		known[g.FileName()+".sh"], known[g.FileName()+".report.txt"] = true, true
	}
	names, err := filepath.Glob(filepath.Join(testdata, "conversions", "*"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no conversions: %v", err)
	}
	for _, name := range names {
		if !known[filepath.Base(name)] {
			t.Errorf("%s belongs to no guide", name)
		}
	}
}

func TestTwiceTheSame(t *testing.T) {
	first, second := all(t), all(t)
	for i := range first {
		if a, b := planned(t, first[i]).Scenario.Shell(), planned(t, second[i]).Scenario.Shell(); a != b {
			t.Errorf("%s (-first +second):\n%s", first[i].FileName(), cmp.Diff(a, b))
		}
	}
}

// What a formatter of shell text would leave, so that an author's editor changes nothing on saving.
func TestFormatted(t *testing.T) {
	each(t, func(t *testing.T, r *convert.Result) {
		text := r.Scenario.Shell()
		tree, err := syntax.NewParser(syntax.KeepComments(true)).Parse(strings.NewReader(text), "")
		if err != nil {
			t.Fatal(err)
		}
		var formatted strings.Builder
		if err := syntax.NewPrinter().Print(&formatted, tree); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(text, formatted.String()); diff != "" {
			t.Errorf("(-written +formatted):\n%s", diff)
		}
	})
}

// Reading a written scenario gives its settings back.
func TestReadsBack(t *testing.T) {
	each(t, func(t *testing.T, r *convert.Result) {
		script, problems := scenario.Read(source.New("s.sh", 0, r.Scenario.Shell()), catalog.Builtin().Default)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		for _, set := range r.Scenario.Settings() {
			value, ok := script.Value(set.Var)
			got := value.Text
			if set.File {
				got, ok = script.Content(set.Var)
			}
			switch want := set.Content(); {
			case !ok:
				t.Errorf("%s is not read", set.Var)
			case set.Home || set.Ref != "":
				if !strings.HasSuffix(got, want) {
					t.Errorf("%s reads as %q, want it to end in %q", set.Var, got, want)
				}
			case strings.TrimSuffix(got, "\n") != strings.TrimSuffix(want, "\n"):
				t.Errorf("%s (-want +got):\n%s", set.Var, cmp.Diff(want, got))
			}
		}
	})
}

// Each variable is set once, and the framework has it. The scenario's own variables say so in a note.
func TestVariables(t *testing.T) {
	each(t, func(t *testing.T, r *convert.Result) {
		seen := map[string]bool{}
		for _, set := range r.Scenario.Settings() {
			if seen[set.Var] {
				t.Errorf("%s is set twice", set.Var)
			}
			seen[set.Var] = true
			if catalog.Builtin().Lookup(set.Var) == nil && !strings.Contains(strings.Join(set.Notes, " "), "scenario's own") {
				t.Errorf("the framework has no %s", set.Var)
			}
			if len(set.From) == 0 && set.Why == "" {
				t.Errorf("%s comes from nowhere", set.Var)
			}
		}
	})
}

// What a SOURCE comment quotes stands in the file it names, in the lines it names.
func TestSourcesAreTrue(t *testing.T) {
	each(t, func(t *testing.T, r *convert.Result) {
		script, _ := scenario.Read(source.New("s.sh", 0, r.Scenario.Shell()), nil)
		for _, s := range script.Sources {
			if s.Path == "" {
				continue
			}
			file, err := disk(testdata).File(root + "/" + s.Path)
			if err != nil {
				t.Errorf("%s: %v", s.Path, err)
				continue
			}
			for _, part := range s.Ranges {
				for i, quoted := range part.Quoted {
					if line := file.LineText(part.First - 1 + i); strings.TrimSpace(line) != strings.TrimSpace(quoted) {
						t.Errorf("%s:%d says %q, quoted as %q", s.Path, part.First+i, line, quoted)
					}
				}
			}
		}
	})
}

// Nothing vanishes: every leaf of a guide has one outcome with a variable or a reason, and both sides count alike.
func TestNothingVanishes(t *testing.T) {
	each(t, func(t *testing.T, r *convert.Result) {
		leaves := r.Guide.Leaves()
		if len(leaves) != len(r.Entries) {
			t.Fatalf("%d leaves have %d outcomes", len(leaves), len(r.Entries))
		}
		for i, e := range r.Entries {
			switch {
			case e.Chart != leaves[i].Chart || e.Path != leaves[i].Path:
				t.Errorf("leaf %s %s is reported as %s %s", leaves[i].Chart, leaves[i].Path, e.Chart, e.Path)
			case e.Outcome == convert.Carried && e.Var == "":
				t.Errorf("%s is carried by no variable", e.Path)
			case e.Outcome != convert.Carried && e.Outcome != convert.Equal && e.Outcome != convert.LeftToFrame && e.Outcome != convert.NotMappable:
				t.Errorf("%s has the outcome %q", e.Path, e.Outcome)
			case e.Reason == "":
				t.Errorf("%s is %s without a reason", e.Path, e.Outcome)
			}
		}
		for _, c := range r.Counts {
			if c.Guide != c.Scenario {
				t.Errorf("%s %s: %d in the guide, %d in the scenario", c.Stage, c.What, c.Guide, c.Scenario)
			}
		}
		total := 0
		report := r.Report()
		for _, n := range report.Summary {
			total += n
		}
		if total != len(leaves) || len(report.Values) != len(leaves) {
			t.Errorf("the report has %d values and sums up %d, the guide has %d", len(report.Values), total, len(leaves))
		}
	})
}

func TestBasedOn(t *testing.T) {
	each(t, func(t *testing.T, r *convert.Result) {
		dir, environment, ok := convert.BasedOn(source.New("s.sh", 0, r.Scenario.Shell()))
		if !ok || dir != r.Guide.Rel(r.Guide.Dir) || environment != r.Guide.Environment {
			t.Errorf("the head names %s, %s, %v", dir, environment, ok)
		}
	})
	if _, _, ok := convert.BasedOn(source.New("s.sh", 0, "# a scenario\nexport A=1\n# Based on: x (environment: y)\n")); ok {
		t.Error("a line below the head was taken")
	}
}
