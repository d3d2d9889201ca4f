package complete

import (
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// outline is what the lines of a scenario show: what they assign, and where here-documents stand. It is read from the
// lines, since a shell takes a half-typed one, with a quote that is not closed, say, for something else altogether.
type outline struct {
	text     string
	assigned []assigned
	docs     []heredoc
}

// assigned is a variable that gets a value.
type assigned struct {
	name  string
	at    source.Span // of the name
	value string      // without quotes around all of it
}

// heredoc is a here-document that fills the file of a variable.
type heredoc struct {
	name   string      // the variable, "" where the file is named in another way
	at     source.Span // its lines, without the last line's break
	quoted bool        // the delimiter is, so that nothing is expanded
	tabs   bool        // those that begin a line are no part of it: it was opened with <<-
	more   bool        // it goes behind what the file holds already
}

// readOutline reads a scenario's lines.
func readOutline(text string) *outline {
	o := &outline{text: text}
	delimiter, tabs := "", false
	for pos := 0; pos <= len(text); {
		end := lineEnd(text, pos, len(text))
		line := text[pos:end]
		if delimiter != "" && o.closes(line, delimiter, tabs, pos) {
			delimiter = ""
			if !strings.HasPrefix(line, "export ") {
				line = ""
			}
		}
		if delimiter == "" {
			o.assignments(line, pos)
			delimiter, tabs = o.opens(pos, end)
		}
		next := strings.IndexByte(text[end:], '\n')
		if next < 0 {
			break
		}
		pos = end + next + 1
	}
	return o
}

// closes says that a line ends the open here-document: it is the delimiter, or exports a variable of the framework, for
// which the delimiter must be missing. It sets the document's end.
func (o *outline) closes(line, delimiter string, tabs bool, pos int) bool {
	doc := &o.docs[len(o.docs)-1]
	if doc.at.End = pos + len(line); tabs {
		line = strings.TrimLeft(line, "\t")
	}
	if line != delimiter && !(strings.HasPrefix(line, "export "+catalog.Prefix) && strings.Contains(line, "=")) {
		return false
	}
	doc.at.End = len(strings.TrimSuffix(strings.TrimSuffix(o.text[:pos], "\n"), "\r"))
	return true
}

// assignments notes what a line assigns.
func (o *outline) assignments(line string, pos int) {
	body := strings.TrimLeft(line, " \t")
	if !strings.Contains(body, "=") || !strings.HasPrefix(body, "export ") && !strings.HasPrefix(body, "declare ") && !assigns(body) {
		return
	}
	l := lex(o.text, source.Span{Start: pos + len(line) - len(body), End: pos + len(line)})
	for i, t := range l.tokens {
		name, value, ok := assignment(l.word(i))
		switch {
		case t.operator:
			return
		case ok:
			value, _ = unquoted(value)
			o.assigned = append(o.assigned, assigned{name, source.Span{Start: t.at.Start, End: t.at.Start + len(name)}, value})
		}
	}
}

// assigns says that a line begins with NAME=.
func assigns(line string) bool {
	i := 0
	for i < len(line) && nameByte(line[i]) {
		i++
	}
	return i > 0 && i < len(line) && line[i] == '='
}

// opens gives the delimiter of the here-document that a line begins, "" where it begins none. tabs says that the
// delimiter may stand behind tabs.
func (o *outline) opens(pos, end int) (delimiter string, tabs bool) {
	if !strings.Contains(o.text[pos:end], "<<") {
		return "", false
	}
	doc := heredoc{at: source.Span{Start: min(end+1, len(o.text)), End: min(end+1, len(o.text))}}
	if strings.HasPrefix(o.text[end:], "\r\n") {
		doc.at = source.Span{Start: end + 2, End: end + 2}
	}
	l := lex(o.text, source.Span{Start: pos, End: end})
	for i := range l.tokens {
		last := i+1 == len(l.tokens)
		switch word := l.word(i); {
		case last:
		case word == "<<" && delimiter == "":
			delimiter = l.word(i + 1)
			if delimiter, tabs = strings.CutPrefix(delimiter, "-"); tabs && delimiter == "" && i+2 < len(l.tokens) {
				delimiter = l.word(i + 2)
			}
			bare := strings.NewReplacer("'", "", `"`, "", `\`, "").Replace(delimiter)
			doc.quoted, delimiter = bare != delimiter, bare
		case l.tokens[i].operator && word[0] == '>', word == "tee":
			doc.name, doc.more = nameOf(l.word(i+1)), word == ">>"
		}
	}
	if doc.tabs = tabs; delimiter != "" {
		o.docs = append(o.docs, doc)
	}
	return delimiter, tabs
}

// docAt is the here-document that an offset lies in, nil for none.
func (o *outline) docAt(at int) *heredoc {
	for i := range o.docs {
		if d := &o.docs[i]; d.at.Start <= at && at <= d.at.End {
			return d
		}
	}
	return nil
}

// doc is the last here-document that fills the file of a variable, nil where none does.
func (o *outline) doc(name string) *heredoc {
	for i := len(o.docs) - 1; i >= 0; i-- {
		if o.docs[i].name == name {
			return &o.docs[i]
		}
	}
	return nil
}

// content is what the shell writes to a variable's file from here-documents, "" where there is none.
func (o *outline) content(name string) string {
	var texts []string
	for _, d := range o.parts(o.doc(name)) {
		texts = append(texts, d.content(o.text))
	}
	return strings.Join(texts, "\n")
}

// content is what the shell reads from a here-document of a text.
func (d *heredoc) content(text string) string {
	if text = text[d.at.Start:max(d.at.Start, d.at.End)]; !d.tabs {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimLeft(line, "\t"))
	}
	return b.String()
}

// parts are the here-documents that make up the file which one of them fills, in their order. There are none of nil.
func (o *outline) parts(doc *heredoc) []*heredoc {
	switch {
	case doc == nil:
		return nil
	case doc.name == "":
		return []*heredoc{doc}
	}
	var parts []*heredoc
	within := false
	for i := range o.docs {
		d := &o.docs[i]
		switch {
		case d.name != doc.name:
			continue
		case !d.more && within:
			return parts
		case !d.more:
			parts = nil
		}
		parts, within = append(parts, d), within || d == doc
	}
	return parts
}

// value is what a variable is set to last, "" where it is not.
func (o *outline) value(name string) string {
	for i := len(o.assigned) - 1; i >= 0; i-- {
		if o.assigned[i].name == name {
			return o.assigned[i].value
		}
	}
	return ""
}
