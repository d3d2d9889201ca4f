package main

import (
	"encoding/json"
	"encoding/xml"
	"path/filepath"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"llmdbench-ls/analysis"
	"llmdbench-ls/analysis/rules"
)

// wide has a finding behind characters of several bytes, in a file whose name needs escapes.
const wide = "\ufeffexport LLMDBENCH_DEPLOY_MODEL_LIST='lab/世界\U0001F600'; export LLMDBENCH_DEPLOY_METHOD=modelservice\nexport LLMDBENCH_HARNESS_NAME=inference-perf\n"

func TestCheckJSON(t *testing.T) {
	dir := project(t, map[string]string{"a b,c.sh": wide, "clean.sh": clean})
	got := cli(t, dir, "check", "--format", "json")
	want := `{
  "findings": [
    {
      "file": "a b,c.sh",
      "line": 1,
      "column": 54,
      "endLine": 1,
      "endColumn": 77,
      "rule": "unknown-variable",
      "severity": "warning",
      "message": "nothing reads LLMDBENCH_DEPLOY_METHOD: llm-d-benchmark v0.5.2 has no variable of this name",
      "fixes": [
        {
          "title": "Change to LLMDBENCH_DEPLOY_METHODS",
          "safe": false
        }
      ]
    }
  ]
}
`
	if got.code != exitFindings || got.stdout != want {
		t.Errorf("exit code %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
	if got := cli(t, dir, "check", "--format", "json", "clean.sh"); got.code != exitOK || got.stdout != "{\n  \"findings\": []\n}\n" {
		t.Errorf("exit code %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
}

func TestCheckGitHub(t *testing.T) {
	dir := project(t, map[string]string{"a b,c.sh": wide, "stale.sh": stale})
	got := cli(t, dir, "check", "--format", "github")
	want := "::warning file=a b%2Cc.sh,line=1,col=54::nothing reads LLMDBENCH_DEPLOY_METHOD: llm-d-benchmark v0.5.2 has no variable of this name [unknown-variable]\n" +
		"::notice file=stale.sh,line=2,col=1::nothing is found here that this silences: unknown-variable [unused-ignore]\n"
	if got.code != exitFindings || got.stdout != want {
		t.Errorf("exit code %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
	var b strings.Builder
	results := []checked{{findings: []reported{{File: "a:b%\n.sh", region: region{Line: 1, Column: 2}, Rule: "r", Severity: "error", Message: "100%\r\nsure: yes, really"}}}}
	if err := writeGitHub(&b, results); err != nil || b.String() != "::error file=a%3Ab%25%0A.sh,line=1,col=2::100%25%0D%0Asure: yes, really [r]\n" {
		t.Errorf("%v: %s", err, b.String())
	}
}

func TestCheckJUnit(t *testing.T) {
	dir := project(t, map[string]string{"<&.sh": misspelt + "export LLMDBENCH_FAVOURITE_COLOUR=green\n", "clean.sh": clean})
	got := cli(t, dir, "check", "--format", "junit")
	var read junitSuites
	if err := xml.Unmarshal([]byte(got.stdout), &read); err != nil {
		t.Fatalf("%v:\n%s", err, got.stdout)
	}
	if got.code != exitFindings || read.Tests != 3 || read.Failures != 2 || len(read.Suites) != 2 {
		t.Errorf("exit code %d: %+v", got.code, read)
	}
	faulty, fine := read.Suites[0], read.Suites[1]
	if faulty.Name != "<&.sh" || faulty.Failures != 2 || faulty.Cases[0].Failure == nil || faulty.Cases[0].Line != 2 || !strings.Contains(faulty.Cases[0].Failure.Text, "<&.sh:2:8: nothing reads") {
		t.Errorf("the suite is %+v", faulty)
	}
	if fine.Tests != 1 || fine.Failures != 0 || fine.Cases[0].Failure != nil {
		t.Errorf("the suite is %+v", fine)
	}
}

// The report is valid by the schema that the library carries, and says what the other formats say.
func TestCheckSARIF(t *testing.T) {
	dir := project(t, map[string]string{"a b,c.sh": wide, "stale.sh": stale, "clean.sh": clean})
	got := cli(t, dir, "check", "--format", "sarif")
	read, err := sarif.FromString(got.stdout)
	if err != nil {
		t.Fatal(err)
	}
	if err := read.Validate(); err != nil {
		t.Error(err)
	}
	var raw struct {
		Version string `json:"version"`
		Runs    []struct {
			ColumnKind string `json:"columnKind"`
		} `json:"runs"`
	}
	if err := json.Unmarshal([]byte(got.stdout), &raw); err != nil || raw.Version != "2.1.0" || raw.Runs[0].ColumnKind != "unicodeCodePoints" {
		t.Errorf("%v: %+v", err, raw)
	}
	run := read.Runs[0]
	if got.code != exitFindings || len(run.Results) != 2 || len(run.Tool.Driver.Rules) != len(rules.All) {
		t.Fatalf("exit code %d: %d results, %d rules", got.code, len(run.Results), len(run.Tool.Driver.Rules))
	}
	for _, rule := range run.Tool.Driver.Rules {
		if rule.Help == nil || *rule.Help.Text == "" || *rule.ShortDescription.Text == "" {
			t.Errorf("%s has no help", *rule.ID)
		}
	}
	first := run.Results[0]
	place := first.Locations[0].PhysicalLocation
	if *first.RuleID != "unknown-variable" || first.Level != "warning" || *place.ArtifactLocation.URI != "a%20b,c.sh" || *place.Region.StartColumn != 54 || *place.Region.EndColumn != 77 ||
		*run.Tool.Driver.Rules[first.RuleIndex].ID != "unknown-variable" {
		t.Errorf("the result is %+v", first)
	}
	change := first.Fixes[0].ArtifactChanges[0].Replacements[0]
	if *change.InsertedContent.Text != "LLMDBENCH_DEPLOY_METHODS" || *change.DeletedRegion.StartColumn != 54 {
		t.Errorf("the fix is %+v", change)
	}
	if second := run.Results[1]; second.Level != "note" || *second.Fixes[0].ArtifactChanges[0].Replacements[0].InsertedContent.Text != "" {
		t.Errorf("the result is %+v", second)
	}
	whole := cli(t, dir, "check", "--format", "sarif", filepath.Join(dir, "clean.sh"))
	if read, err := sarif.FromString(whole.stdout); err != nil || read.Validate() != nil || len(read.Runs[0].Results) != 0 || whole.code != exitOK {
		t.Errorf("exit code %d, %v:\n%s", whole.code, err, whole.stdout)
	}
}

func TestExplain(t *testing.T) {
	dir := t.TempDir()
	got := cli(t, dir, "explain")
	for _, rule := range rules.All {
		if rule.Severity != analysis.Off && !strings.Contains(got.stdout, rule.ID+" ") {
			t.Errorf("%s is not listed", rule.ID)
		}
		p := analysis.ReadPage(rule)
		if p.Prose == "" || p.Bad == "" || p.Good == "" || strings.Contains(p.Bad+p.Good, "#@") || len(strings.Fields(p.Sentence())) < 4 {
			t.Errorf("%s: the page reads %+v", rule.ID, p)
		}
	}
	got = cli(t, dir, "explain", "unknown-variable")
	for _, want := range []string{"unknown-variable\n\nA name that", "\nBad:\n\n    #!/usr/bin/env bash\n    export LLMDBENCH_DEPLOY_MODEL_LITS=lab/parrot-7b\n", "\nGood:\n\n    #!/usr/bin/env bash\n    export LLMDBENCH_DEPLOY_MODEL_LIST=lab/parrot-7b\n"} {
		if got.code != exitOK || !strings.Contains(got.stdout, want) {
			t.Errorf("exit code %d, without %q:\n%s", got.code, want, got.stdout)
		}
	}
	wantError(t, cli(t, dir, "explain", "unknown-varable"), "there is no rule unknown-varable; did you mean unknown-variable?")
	wantError(t, cli(t, dir, "explain", "x"), "there is no rule x")
}
