package rules

import (
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

var staleSource = &analysis.Rule{
	ID: "stale-source", Severity: analysis.Warning, Kinds: []analysis.Kind{analysis.Scenario}, Guide: true, Page: page("stale-source"),
	Check: func(p *analysis.Pass) {
		if len(p.Script.Sources) == 0 || len(p.Syntax) > 0 {
			return
		}
		a := p.Against()
		if a == nil {
			return
		}
		mended := map[int]bool{} // places of edits
		citations := p.Snapshot.Citations(a.Guide.Guide)
		for _, c := range p.Script.Sources {
			if lost, ok := citations.Stale(c); ok {
				file := lost.File
				f := analysis.Finding{At: trimmed(p, lost.At), Message: lost.Message, Fixes: refresh(p, a, c, mended)}
				if file != nil {
					f.Related = []analysis.Related{{Place: analysis.Place{File: file, At: file.LineSpan(c.Ranges[0].First - 1)}, Message: "the lines that are cited"}}
				}
				p.Add(f)
			}
		}
	},
}

// refresh renews the comments that a SOURCE comment stands among, once for all of these.
func refresh(p *analysis.Pass, a *analysis.Against, c scenario.Source, mended map[int]bool) []analysis.Fix {
	first, last := c.Lines[0], c.Lines[len(c.Lines)-1]
	for first > 0 && strings.HasPrefix(p.File.LineText(first-1), "#") {
		first--
	}
	for strings.HasPrefix(p.File.LineText(last+1), "#") {
		last++
	}
	block := source.Span{Start: p.File.LineSpan(first).Start, End: p.File.LineSpan(last + 1).Start}
	var edits []analysis.Edit
	covered := false
	for _, e := range a.Refresh() {
		if e.At.Start < e.At.End && e.At.Start >= block.Start && e.At.End <= block.End && !mended[e.At.Start] {
			mended[e.At.Start] = true
			covered = covered || e.At.Contains(c.At.Start)
			edits = append(edits, analysis.Edit{Path: p.File.Path, At: e.At, Text: e.Text})
		}
	}
	if !covered {
		return nil
	}
	return []analysis.Fix{fix("Bring the SOURCE comment up to date", true, edits...)}
}
