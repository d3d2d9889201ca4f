package rules

import (
	"fmt"
	"path"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

var staleSource = &analysis.Rule{
	ID: "stale-source", Severity: analysis.Warning, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("stale-source"),
	Check: func(p *analysis.Pass) {
		if len(p.Script.Sources) == 0 || len(p.Syntax) > 0 {
			return
		}
		a := p.Against()
		if a == nil {
			return
		}
		mended := map[int]bool{} // places of edits
		for _, c := range p.Script.Sources {
			if at, message, file := stale(p, a, c); message != "" {
				f := analysis.Finding{At: at, Message: message, Fixes: refresh(p, a, c, mended)}
				if file != nil {
					f.Related = []analysis.Related{{Place: analysis.Place{File: file, At: file.LineSpan(c.Ranges[0].First - 1)}, Message: "the lines that are cited"}}
				}
				p.Add(f)
			}
		}
	},
}

// stale says what is not true any more in a SOURCE comment, "" where all of it is or where that cannot be told.
func stale(p *analysis.Pass, a *analysis.Against, c scenario.Source) (at source.Span, message string, file *source.File) {
	g := a.Guide.Guide
	if c.Path == "" || len(c.Ranges) == 0 {
		return at, "", nil
	}
	file, err := p.Snapshot.File(path.Join(g.Root, c.Path))
	if err != nil {
		if g.Dir != g.Root && strings.HasPrefix(c.Path, g.Rel(g.Dir)+"/") && !strings.Contains(c.Path, "..") {
			return c.PathAt, "the guide has no such file any more", nil
		}
		return at, "", nil
	}
	for _, r := range c.Ranges {
		switch lost := lostLine(file, r); {
		case r.First < 1 || r.Last < r.First:
		case r.Last > file.Lines():
			return trimmed(p, r.At), fmt.Sprintf("%s has %d lines only", c.Path, file.Lines()), file
		case lost != "":
			return trimmed(p, r.At), fmt.Sprintf("these lines of %s do not say %s%s", c.Path, lost, whereElse(file, lost)), file
		}
	}
	return at, "", nil
}

// lostLine is the first quoted line that the cited lines of a file do not have. Margins, the dash of a list's entry, and
// comments behind a value do not count, and neither does what a quotation leaves out.
func lostLine(f *source.File, r scenario.Range) string {
	for _, quoted := range r.Quoted {
		quoted = bareLine(quoted)
		if quoted == "" || strings.Contains(quoted, "...") || strings.Contains(quoted, "…") {
			continue
		}
		there := false
		for line := max(0, r.First-1); line < min(r.Last, f.Lines()) && !there; line++ {
			there = says(bareLine(f.LineText(line)), quoted)
		}
		if !there {
			return quoted
		}
	}
	return ""
}

func bareLine(line string) string { return strings.TrimLeft(strings.TrimSpace(line), "- ") }

// says says that a line is a quoted one, whatever comment may stand behind it.
func says(line, quoted string) bool {
	rest, ok := strings.CutPrefix(line, quoted)
	return ok && (rest == "" || strings.HasPrefix(strings.TrimSpace(rest), "#"))
}

// whereElse says where a quoted line stands now, if that is one place.
func whereElse(f *source.File, quoted string) string {
	found := 0
	for line := range f.Lines() {
		if says(bareLine(f.LineText(line)), quoted) {
			if found > 0 {
				return ""
			}
			found = line + 1
		}
	}
	if found == 0 {
		return ""
	}
	return fmt.Sprintf(" any more: it stands in line %d", found)
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
