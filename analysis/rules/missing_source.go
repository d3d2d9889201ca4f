package rules

import (
	"slices"
	"strconv"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

var missingSource = &analysis.Rule{
	ID: "missing-source", Severity: analysis.Hint, Kinds: []analysis.Kind{analysis.Scenario}, Guide: true, Page: page("missing-source"),
	Check: func(p *analysis.Pass) {
		if !cites(p) || len(p.Syntax) > 0 { // who cites nothing anywhere does not mean to
			return
		}
		a := p.Against()
		if a == nil {
			return
		}
		differ := map[string]bool{}
		for _, c := range a.Faults {
			for _, name := range convert.NamesOf(c.Var) {
				differ[name] = true
			}
		}
		cited := citedLines(p)
		for _, s := range a.Guide.Scenario.Settings() {
			e, set := p.Script.Last(s.Var)
			value, _ := p.Script.Value(s.Var)
			switch {
			case len(s.From) == 0 || !set || e.Nested || differ[s.Var] || !s.File && value.Text != s.Text || sourced(p, e.At, s.From[0], cited):
			case lineStart(p, e.At.Start) != e.At.Start:
			default:
				p.Report(e.NameAt, s.Var+" has the guide's value, and no SOURCE comment says where it stands: "+placeOf(s.From[0]), fix(
					"Say where in the guide it stands", true, analysis.Edit{Path: p.File.Path, At: source.Span{Start: e.At.Start, End: e.At.Start}, Text: breaks(p, commentsOf(s))}))
			}
		}
	},
}

// cites says that a scenario has SOURCE comments about a guide.
func cites(p *analysis.Pass) bool {
	return slices.ContainsFunc(p.Script.Sources, func(c scenario.Source) bool { return c.Path != "" })
}

// commentsOf are the SOURCE comments of a setting.
func commentsOf(s scenario.Setting) string {
	var b strings.Builder
	for _, line := range s.Comments() {
		b.WriteString(scenario.Comment(line) + "\n")
	}
	return b.String()
}

// sourced says that a SOURCE comment stands above a setting, or above those right above it, which share it. Where blank
// lines stand between them, it has to cite the setting's own lines.
func sourced(p *analysis.Pass, at source.Span, from scenario.Citation, cited map[int]bool) bool {
	line, blank, apart := p.File.Line(at.Start)-1, false, false
above:
	for ; line >= 0; line-- {
		text := strings.TrimSpace(p.File.LineText(line))
		switch {
		case text == "":
			blank = true
		case strings.HasPrefix(text, "export "):
			apart = apart || blank
		default:
			break above
		}
	}
	for ; line >= 0 && strings.HasPrefix(p.File.LineText(line), "#"); line-- {
		if cited[line] && (!apart || citedAt(p, line, from)) {
			return true
		}
	}
	return false
}

// citedAt says that the SOURCE comment on a line cites certain lines of the guide.
func citedAt(p *analysis.Pass, line int, from scenario.Citation) bool {
	return slices.ContainsFunc(p.Script.Sources, func(c scenario.Source) bool {
		return c.Path == from.File && slices.Contains(c.Lines, line) && slices.ContainsFunc(c.Ranges, func(r scenario.Range) bool {
			return r.First <= from.First && from.Last <= r.Last
		})
	})
}

// placeOf is a citation's file and line.
func placeOf(c scenario.Citation) string { return c.File + ":" + strconv.Itoa(c.First) }
