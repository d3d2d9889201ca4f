package convert

import (
	"cmp"
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
func Update(r *Result, existing *scenario.Script) []Edit {
	return update(r, existing, false)
}

// Refresh gives the edits that make SOURCE comments true again and add settings that are missing. Unlike Update, it
// leaves a value alone that differs from a guide that has not changed: its author will have had a reason.
func Refresh(r *Result, existing *scenario.Script) []Edit {
	return update(r, existing, true)
}

func update(r *Result, existing *scenario.Script, keepValues bool) []Edit {
	u := updater{file: existing.File, have: existing, want: r.read(), keepValues: keepValues, places: newPlaces(existing.File), claimed: map[int]bool{}, sourced: map[int]bool{}}
	for _, comment := range existing.Sources {
		for _, line := range comment.Lines {
			u.sourced[line] = true
		}
	}
	var above *scenario.Setting
	for _, section := range r.Scenario.Sections {
		for i := range section.Settings {
			u.setting(&section.Settings[i], above)
			above = &section.Settings[i]
		}
	}
	u.flush()
	for _, remark := range r.Scenario.Closing {
		u.remark(remark)
	}
	if strings.Contains(existing.File.Text, "\r\n") {
		for i := range u.edits {
			u.edits[i].Text = strings.ReplaceAll(u.edits[i].Text, "\n", "\r\n")
		}
	}
	return apart(u.edits)
}

// apart sorts edits and drops any that would change what another one does.
func apart(edits []Edit) []Edit {
	slices.SortStableFunc(edits, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.At.Start, b.At.Start), cmp.Compare(a.At.End, b.At.End))
	})
	end := 0
	return slices.DeleteFunc(edits, func(e Edit) bool {
		if e.At.Start < end {
			return true
		}
		end = e.At.End
		return false
	})
}

// Apply gives the text with edits made. One that is out of order, or reaches beyond the text, is left out.
func Apply(text string, edits []Edit) string {
	var b strings.Builder
	at := 0
	for _, e := range edits {
		if e.At.Start < at || e.At.End < e.At.Start || e.At.End > len(text) {
			continue
		}
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
	places     places
	claimed    map[int]bool // statements whose comments belong to a setting, by place
	sourced    map[int]bool // lines of SOURCE comments
	stale      bool         // the guide says something else than the comments above the last setting quote
	edits      []Edit
	missing    strings.Builder // blocks that wait for a place to stand
	end        int             // where the last setting that is there ends; 0 before the first
}

// settingBlock is where a setting stands in the existing file.
type settingBlock struct {
	export   scenario.Export
	comments []source.Span    // runs of whole lines: the SOURCE and NOTE comments above it
	top      int              // where comments go if there are none
	bodies   []*scenario.Body // the here-documents that it names
	end      int              // the line behind it all
}

// edit replaces a span, if that changes anything.
func (u *updater) edit(at source.Span, text string) {
	for at.End > at.Start && u.file.Text[at.End-1] == '\r' { // half of a line break
		at.End--
	}
	if strings.ReplaceAll(u.file.Slice(at), "\r\n", "\n") != text {
		u.edits = append(u.edits, Edit{at, text})
	}
}

// insert puts lines between two lines.
func (u *updater) insert(at int, text string) {
	if at > 0 && u.file.Text[at-1] != '\n' {
		text = "\n" + text
	}
	u.edits = append(u.edits, Edit{source.Span{Start: at, End: at}, text})
}

func (u *updater) setting(s, above *scenario.Setting) {
	b, ok := u.find(s.Var)
	joins := above != nil && s.Joins(*above)
	if !ok {
		if joins {
			u.missing.WriteString(s.Assignment())
		} else {
			u.missing.WriteString("\n" + s.Shell())
		}
		return
	}
	u.flush()
	u.end = max(u.end, b.end)
	if len(s.From) == 0 {
		return // the convention's, which an author may change
	}
	if !u.comments(b, s, joins) || u.same(s) || u.keepValues && !u.stale {
		return
	}
	u.value(b, s)
}

// comments brings the comments above a setting up to date. It returns false where an author has written none, so that
// the value is the author's too.
func (u *updater) comments(b settingBlock, s *scenario.Setting, joins bool) bool {
	wanted := ""
	for _, line := range s.Comments() {
		wanted += scenario.Comment(line) + "\n"
	}
	written := ""
	shared := u.claimed[b.export.At.Start] // another setting of the statement has them
	if !shared {
		for _, at := range b.comments {
			written += strings.ReplaceAll(u.file.Slice(at), "\r\n", "\n")
		}
	}
	if written == "" && (joins || shared) {
		return !u.keepValues || u.stale
	}
	u.claimed[b.export.At.Start] = true
	u.stale = quoted(written) != quoted(wanted)
	if u.keepValues && written == "" {
		u.stale = false
		return false
	}
	switch {
	case written == wanted:
	case written == "":
		u.insert(b.top, wanted)
	default:
		u.edit(b.comments[0], wanted)
		for _, at := range b.comments[1:] {
			u.edit(at, "")
		}
	}
	return true
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

// value gives a variable the guide's value: the right side of its assignment, and its here-document, change; whatever
// else stands on these lines stays.
func (u *updater) value(b settingBlock, s *scenario.Setting) {
	_, text, _ := strings.Cut(s.Assignment(), "=")
	text, document, _ := strings.Cut(text, "\n")
	if have, _ := u.have.Value(s.Var); !s.File || have.Temp == 0 || len(b.bodies) == 0 {
		u.edit(source.Span{Start: b.export.NameAt.End, End: max(b.export.NameAt.End, b.export.ValueAt.End)}, "="+text)
		if e := b.export; !e.Exported && e.At.Start == e.NameAt.Start && !u.have.Exported(e.Name) {
			u.edit(source.Span{Start: e.At.Start, End: e.At.Start}, "export ")
		}
	}
	switch {
	case !s.File:
	case len(b.bodies) == 0:
		u.insert(u.places.behind(b.export.At.End), document)
	default:
		u.document(b.bodies[0], document)
		for _, body := range b.bodies[1:] { // the first one has it all now
			u.edit(body.At, "")
		}
	}
}

// document replaces a here-document by that of `cat <<EOF >$VAR`: its sign and delimiter, and what lies between.
func (u *updater) document(body *scenario.Body, wanted string) {
	first, rest, _ := strings.Cut(wanted, "\n")
	sign, _, _ := strings.Cut(strings.TrimPrefix(first, "cat "), " ")
	rest = strings.TrimSuffix(rest, "\n")
	closing := u.file.LineSpan(u.file.Line(body.At.End))
	if body.Quoted || !strings.HasPrefix(strings.ReplaceAll(u.file.Slice(body.Doc), " ", ""), sign) || u.file.Slice(closing) != strings.TrimPrefix(sign, "<<") {
		u.edit(body.Doc, sign)
	}
	u.edit(source.Span{Start: body.At.Start, End: max(body.At.Start, closing.End)}, rest)
}

// find looks for the last assignment of a variable that always happens, with what belongs to it.
func (u *updater) find(name string) (settingBlock, bool) {
	for i := len(u.have.Exports) - 1; i >= 0; i-- {
		e := u.have.Exports[i]
		if e.Name != name || e.Nested || e.Naked {
			continue
		}
		b := settingBlock{export: e, top: u.places.above(e.At.Start), end: u.places.behind(e.At.End)}
		for j := range u.have.Bodies {
			body := &u.have.Bodies[j]
			if body.Var == name && body.Stmt.Start >= e.At.Start {
				b.end = max(b.end, u.places.behind(max(body.Stmt.End, body.At.End)))
				if body.Doc.End > body.Doc.Start {
					b.bodies = append(b.bodies, body)
				}
			}
		}
		b.comments = u.commentsAbove(b.top)
		return b, true
	}
	return settingBlock{}, false
}

// commentsAbove are the lines above an offset that SOURCE comments consist of. An author's own lines may stand between
// them and the setting, or among them.
func (u *updater) commentsAbove(at int) []source.Span {
	line := u.file.Line(at) - 1
	if u.places.start(u.file.Line(at)) < at { // behind the last line
		line++
	}
	for line >= 0 && u.passable(line) {
		line--
	}
	last := line
	for line >= 0 && isComment(u.file.LineText(line)) {
		line--
	}
	return u.grammar(line+1, last)
}

// passable says that a line is an author's own that does not separate a setting from its comments: blank, or a command
// that has nothing to do with the framework's variables.
func (u *updater) passable(line int) bool {
	span := u.file.LineSpan(line)
	text := u.file.Slice(span)
	if isComment(text) || strings.Contains(text, catalog.Prefix) {
		return false
	}
	for _, s := range u.places.solid {
		if s.Start < span.End && span.Start < s.End {
			return false
		}
	}
	return true
}

func isComment(line string) bool {
	return strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "# ====")
}

// grammar are the runs of lines, from one to another, that SOURCE comments consist of. The rest is an author's.
func (u *updater) grammar(first, last int) []source.Span {
	var runs []source.Span
	for line := first; line <= last; line++ {
		if !u.sourced[line] {
			continue
		}
		at := source.Span{Start: u.places.start(line), End: u.places.below(line)}
		if n := len(runs); n > 0 && runs[n-1].End == at.Start {
			runs[n-1].End = at.End
		} else {
			runs = append(runs, at)
		}
	}
	return runs
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
	u.insert(at, text)
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
		for end < u.file.Lines() && isComment(u.file.LineText(end)) && !strings.HasPrefix(u.file.LineText(end), "# SOURCE:") {
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
