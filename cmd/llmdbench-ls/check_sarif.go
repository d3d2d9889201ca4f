package main

import (
	"io"
	"net/url"
	"path"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"llmdbench-ls/analysis"
	"llmdbench-ls/analysis/rules"
)

var sarifLevels = map[string]string{
	"off": sarif.LevelNone, "error": sarif.LevelError, "warning": sarif.LevelWarning, "information": sarif.LevelNote, "hint": sarif.LevelNote,
}

// writeSARIF writes SARIF 2.1.0, which code scanning services read. Columns count code points, as everywhere here.
func writeSARIF(w io.Writer, results []checked) error {
	run := sarif.NewRun().WithTool(sarifTool()).WithColumnKind("unicodeCodePoints")
	for _, f := range allFindings(results) {
		run.AddResult(sarifResult(run, f))
	}
	return encode(w, sarif.NewReport().AddRun(run))
}

// sarifTool describes the program and its rules, the text of their pages included.
func sarifTool() *sarif.Tool {
	driver := sarif.NewToolComponent().WithName("llmdbench-ls").WithVersion(thisBuild().String())
	for _, rule := range rules.All {
		p := analysis.ReadPage(rule)
		level := sarifLevels[rule.Severity.String()]
		described := sarif.NewRule(rule.ID).WithDescription(p.Sentence()).
			WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(level).WithEnabled(!rule.Off)).
			WithHelp(sarif.NewMultiformatMessageString().WithText(p.Prose).WithMarkdown(p.Prose))
		driver.AddRule(described)
	}
	return sarif.NewTool().WithDriver(driver)
}

func sarifResult(run *sarif.Run, f reported) *sarif.Result {
	place := sarif.NewPhysicalLocation().WithArtifactLocation(sarifFile(f.File)).WithRegion(sarifRegion(f.region))
	result := sarif.NewRuleResult(f.Rule).WithRuleIndex(run.GetRuleIndex(f.Rule)).WithLevel(sarifLevels[f.Severity]).
		WithMessage(sarif.NewTextMessage(f.Message)).AddLocation(sarif.NewLocationWithPhysicalLocation(place))
	for _, fix := range f.Fixes {
		change := sarif.NewArtifactChange().WithArtifactLocation(sarifFile(f.File))
		for _, e := range fix.edits {
			change.AddReplacement(sarif.NewReplacement().WithDeletedRegion(sarifRegion(e.region)).
				WithInsertedContent(sarif.NewArtifactContent().WithText(e.text)))
		}
		if len(fix.edits) > 0 {
			result.AddFixe(sarif.NewFix().WithDescription(sarif.NewTextMessage(fix.Title)).AddArtifactChange(change))
		}
	}
	return result
}

// sarifFile names a file by a URI, relative where the user has named it so.
func sarifFile(name string) *sarif.ArtifactLocation {
	u := url.URL{Path: name}
	if path.IsAbs(name) {
		u.Scheme = "file"
	}
	return sarif.NewSimpleArtifactLocation(u.String())
}

func sarifRegion(r region) *sarif.Region {
	return sarif.NewRegion().WithStartLine(r.Line).WithStartColumn(r.Column).WithEndLine(r.EndLine).WithEndColumn(r.EndColumn)
}
