package analysis_test

import (
	"context"
	"strings"
	"testing"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

// TestEndlessFindings stops listing what one rule says, says so, and lets the next rule speak.
func TestEndlessFindings(t *testing.T) {
	scenario := []analysis.Kind{analysis.Scenario}
	endless := &analysis.Rule{ID: "endless", Severity: analysis.Error, Kinds: scenario, Check: func(p *analysis.Pass) {
		for i := range p.File.Text {
			p.Report(source.Span{Start: i, End: i + 1}, "again")
		}
	}}
	once := &analysis.Rule{ID: "once", Severity: analysis.Error, Kinds: scenario, Check: func(p *analysis.Pass) {
		p.Report(source.Span{}, "once")
	}}
	text := "export LLMDBENCH_A=" + strings.Repeat("x", 5000) + "\n"
	s := analysis.NewSnapshot(nil, analysis.DefaultSettings).With(source.New("/nowhere/x.sh", 1, text))
	found := analysis.Check(context.Background(), s, "/nowhere/x.sh", []*analysis.Rule{endless, once})
	if last := found[len(found)-1]; len(found) != 501 || found[1].Message != "once" || last.Message != "again; what else there is of this kind is not listed" {
		t.Errorf("%d findings, the second %q, the last %q", len(found), found[1].Message, last.Message)
	}
}
