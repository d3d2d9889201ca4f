package convert

import (
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Edit replaces a span of a file.
type Edit struct {
	At   source.Span
	Text string
}

// Update gives the edits that bring an existing scenario up to its guide. They touch only what differs: values that
// the guide says otherwise, SOURCE comments that are no longer true, settings that are missing, the lists at the end.
// What the author added stays, and so does the author's value of a setting that no guide says. Right after a
// conversion there is nothing to edit.
func Update(existing *source.File, wanted *scenario.Scenario) []Edit {
	return update(existing, wanted, false)
}

// Refresh gives the edits that make SOURCE comments true again and add settings that are missing. Unlike Update, it
// leaves a value alone that differs from a guide that has not changed: its author will have had a reason.
func Refresh(existing *source.File, wanted *scenario.Scenario) []Edit {
	return update(existing, wanted, true)
}

func update(existing *source.File, wanted *scenario.Scenario, keepValues bool) []Edit {
	have, _ := scenario.Read(existing, catalog.Builtin().Default)
	want, _ := scenario.Read(source.New("wanted", 0, wanted.Shell()), catalog.Builtin().Default)
	u := updater{file: existing, have: have, want: want, keepValues: keepValues}
	var above *scenario.Setting
	for _, section := range wanted.Sections {
		for i := range section.Settings {
			u.setting(&section.Settings[i], above)
			above = &section.Settings[i]
		}
	}
	u.flush()
	for _, remark := range wanted.Closing {
		u.remark(remark)
	}
	if strings.Contains(existing.Text, "\r\n") {
		for i := range u.edits {
			u.edits[i].Text = strings.ReplaceAll(u.edits[i].Text, "\n", "\r\n")
		}
	}
	slices.SortStableFunc(u.edits, func(a, b Edit) int { return a.At.Start - b.At.Start })
	return u.edits
}

// Apply gives the text with edits made. Edits are sorted and do not overlap.
func Apply(text string, edits []Edit) string {
	var b strings.Builder
	at := 0
	for _, e := range edits {
		b.WriteString(text[at:e.At.Start])
		b.WriteString(e.Text)
		at = e.At.End
	}
	b.WriteString(text[at:])
	return b.String()
}

type updater struct {
	file       *source.File
	have, want *scenario.Script
	keepValues bool
	edits      []Edit
	missing    strings.Builder // blocks that wait for a place to stand
	end        int             // where the last setting that is there ends; 0 before the first
}

// settingBlock is where a setting stands in the existing file.
type settingBlock struct {
	comments source.Span // the SOURCE and NOTE lines right above, empty where there are none
	body     source.Span // the export, and the file that it names
}

func (u *updater) setting(s, above *scenario.Setting) {
	b, ok := u.find(s.Var)
	if !ok {
		if above != nil && s.Joins(*above) {
			u.missing.WriteString(s.Assignment())
		} else {
			u.missing.WriteString("\n" + s.Shell())
		}
		return
	}
	u.flush()
	u.end = max(u.end, b.body.End)
	if len(s.From) == 0 {
		return // the convention's, which an author may change
	}
	comments := ""
	for _, line := range s.Comments() {
		comments += scenario.Comment(line) + "\n"
	}
	written := strings.ReplaceAll(u.file.Slice(b.comments), "\r\n", "\n")
	if u.keepValues && (written == "" || written == comments) {
		return
	}
	if joined := above != nil && s.Joins(*above) && written == ""; !joined && written != comments {
		u.edits = append(u.edits, Edit{b.comments, comments})
	}
	if !u.same(s) && (!u.keepValues || quoted(written) != quoted(comments)) {
		u.edits = append(u.edits, Edit{b.body, s.Assignment()})
	}
}

// quoted is what a block of comments quotes of the guide, without the places.
func quoted(comments string) string {
	var b strings.Builder
	for _, line := range strings.Split(comments, "\n") {
		if strings.HasPrefix(line, "#   ") {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

// same says whether a variable holds what it should.
func (u *updater) same(s *scenario.Setting) bool {
	if s.File {
		have, ok := u.have.Content(s.Var)
		want, _ := u.want.Content(s.Var)
		return ok && strings.TrimRight(strings.ReplaceAll(have, "\r\n", "\n"), "\n") == strings.TrimRight(want, "\n")
	}
	have, _ := u.have.Value(s.Var)
	want, _ := u.want.Value(s.Var)
	return have.Text == want.Text && have.Known == want.Known && have.Temp == 0
}

// find looks for the last export of a variable, with what belongs to it.
func (u *updater) find(name string) (settingBlock, bool) {
	for i := len(u.have.Exports) - 1; i >= 0; i-- {
		e := u.have.Exports[i]
		if e.Name != name || e.Nested {
			continue
		}
		b := settingBlock{body: u.wholeLines(e.At)}
		for _, body := range u.have.Bodies {
			if body.Var == name && body.Stmt.Start >= e.At.Start {
				b.body.End = u.wholeLines(source.Span{Start: body.Stmt.Start, End: max(body.Stmt.End, body.At.End)}).End
				b.body.End = u.behindDelimiter(body, b.body.End)
			}
		}
		b.comments = u.commentsAbove(b.body.Start)
		return b, true
	}
	return settingBlock{}, false
}

// wholeLines extends a span to whole lines, the line break included.
func (u *updater) wholeLines(at source.Span) source.Span {
	first, last := u.file.Line(at.Start), u.file.Line(max(at.Start, at.End-1))
	end := len(u.file.Text)
	if last+1 < u.file.Lines() {
		end = u.file.LineSpan(last + 1).Start
	}
	return source.Span{Start: u.file.LineSpan(first).Start, End: end}
}

// behindDelimiter is the end of the line that closes a here-document.
func (u *updater) behindDelimiter(body scenario.Body, end int) int {
	if body.At.End >= end || u.file.Line(body.At.End) >= u.file.Line(end-1) {
		if end < len(u.file.Text) && !strings.Contains(u.file.Slice(source.Span{Start: body.Stmt.Start, End: body.Stmt.End}), "\n") {
			return u.wholeLines(source.Span{Start: end, End: end + 1}).End
		}
	}
	return end
}

// commentsAbove are the lines right above an offset from the first SOURCE comment on.
func (u *updater) commentsAbove(at int) source.Span {
	span := source.Span{Start: at, End: at}
	for line := u.file.Line(at) - 1; line >= 0; line-- {
		text := u.file.LineText(line)
		if !strings.HasPrefix(text, "#") {
			break
		}
		if strings.HasPrefix(text, "# SOURCE:") {
			span.Start = u.file.LineSpan(line).Start
		}
	}
	return span
}

// flush puts the blocks that were missing behind the setting before them.
func (u *updater) flush() {
	if u.missing.Len() == 0 {
		return
	}
	at, text := u.end, u.missing.String()
	if at == 0 {
		at = len(u.file.Text)
	}
	if at > 0 && u.file.Text[at-1] != '\n' {
		text = "\n" + text
	}
	u.edits = append(u.edits, Edit{source.Span{Start: at, End: at}, text})
	u.missing.Reset()
}

// remark brings one of the closing lists up to date: what stands between its title and the next ruler.
func (u *updater) remark(r scenario.Remark) {
	text := ""
	for _, line := range r.Lines {
		text += scenario.Comment(line) + "\n"
	}
	for line := range u.file.Lines() {
		if u.file.LineText(line) != scenario.Comment(r.Title) {
			continue
		}
		end := line + 1
		for end < u.file.Lines() && strings.HasPrefix(u.file.LineText(end), "#") && !strings.HasPrefix(u.file.LineText(end), "# ====") {
			end++
		}
		at := source.Span{Start: u.file.LineSpan(line + 1).Start, End: u.file.LineSpan(end).Start}
		if strings.ReplaceAll(u.file.Slice(at), "\r\n", "\n") != text {
			u.edits = append(u.edits, Edit{at, text})
		}
		return
	}
	u.edits = append(u.edits, Edit{source.Span{Start: len(u.file.Text), End: len(u.file.Text)}, "\n" + r.Shell()})
}
