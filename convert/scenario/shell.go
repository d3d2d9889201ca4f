package scenario

import (
	"fmt"
	"slices"
	"strings"
)

// ruler separates the sections of a file.
var ruler = "# " + strings.Repeat("=", 77)

// Shell writes the scenario as a bash file, formatted as shfmt leaves it. Equal scenarios give equal bytes.
func (s *Scenario) Shell() string {
	var b strings.Builder
	b.WriteString("#!/usr/bin/env bash\n")
	heading(&b, s.Title, s.About)
	for _, section := range s.Sections {
		b.WriteString("\n")
		heading(&b, section.Title, section.Notes)
		for i, setting := range section.Settings {
			if i > 0 && setting.Joins(section.Settings[i-1]) {
				b.WriteString(setting.Assignment())
				continue
			}
			b.WriteString("\n")
			b.WriteString(setting.Shell())
		}
	}
	for _, remark := range s.Closing {
		b.WriteString("\n" + remark.Shell())
	}
	return b.String()
}

// Shell writes a remark as comments.
func (r Remark) Shell() string {
	var b strings.Builder
	heading(&b, r.Title, r.Lines)
	return b.String()
}

func heading(b *strings.Builder, title string, lines []string) {
	b.WriteString(ruler + "\n" + Comment(title) + "\n")
	for _, line := range lines {
		b.WriteString(Comment(line) + "\n")
	}
	b.WriteString(ruler + "\n")
}

// Comment makes a line a comment, without a blank at its end.
func Comment(line string) string {
	line = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == 0 {
			return ' '
		}
		return r
	}, line)
	return strings.TrimRight("# "+line, " \t")
}

// Shell writes one setting as a block: the comments above it, the export, and the file it names.
func (s Setting) Shell() string {
	var b strings.Builder
	for _, line := range s.Comments() {
		b.WriteString(Comment(line) + "\n")
	}
	b.WriteString(s.Assignment())
	return b.String()
}

// Assignment is the block without its comments.
func (s Setting) Assignment() string {
	if !s.File {
		return fmt.Sprintf("export %s=%s\n", s.Var, s.value())
	}
	body := s.body()
	delimiter := freeDelimiter(body)
	return fmt.Sprintf("export %s=$(mktemp)\ncat <<%s >$%s\n%s%s\n", s.Var, delimiter, s.Var, body, delimiter)
}

// Joins says that a setting may stand right under another one, whose comments hold for both.
func (s Setting) Joins(above Setting) bool {
	return !s.File && !above.File && len(s.Notes) == 0 && s.Why == above.Why && len(s.From) > 0 &&
		slices.EqualFunc(s.From, above.From, func(a, b Citation) bool {
			return a.File == b.File && a.First == b.First && a.Last == b.Last
		})
}

// body is the text of the here-document: every line with its line break, and a backslash at the end of those that the
// shell is to join.
func (s Setting) body() string {
	if s.Lines == nil {
		if text := strings.TrimSuffix(s.Text, "\n"); text != "" {
			return escapeBody(text) + "\n"
		}
		return ""
	}
	escaped := make([]string, len(s.Lines))
	for i, line := range s.Lines {
		escaped[i] = escapeBody(line)
	}
	return strings.Join(escaped, " \\\n") + "\n"
}

// Comments are the lines above a setting: where its value comes from, and the notes.
func (s Setting) Comments() []string {
	var lines []string
	for i, c := range s.From {
		if i == 0 || s.From[i-1].File != c.File {
			lines = append(lines, "SOURCE: "+c.File)
		}
		lines = append(lines, c.Comments()...)
	}
	if s.Why != "" {
		lines = append(lines, fold("SOURCE: ", "        ", s.Why)...)
	}
	for _, note := range s.Notes {
		lines = append(lines, fold("NOTE: ", "      ", note)...)
	}
	return lines
}

// Comments are the lines that cite a place, under its file's name: the lines, and what stands there.
func (c Citation) Comments() []string {
	lines := []string{fmt.Sprintf("Lines %d-%d:", c.First, c.Last)}
	if c.First == c.Last {
		lines[0] = fmt.Sprintf("Line %d:", c.First)
	}
	for _, text := range dedent(c.Text) {
		lines = append(lines, "  "+text)
	}
	return lines
}

// dedent takes the indentation that all lines share away from each.
func dedent(lines []string) []string {
	shared := -1
	for _, line := range lines {
		if body := strings.TrimLeft(line, " "); strings.TrimSpace(body) != "" && (shared < 0 || len(line)-len(body) < shared) {
			shared = len(line) - len(body)
		}
	}
	cut := make([]string, len(lines))
	for i, line := range lines {
		cut[i] = strings.TrimRight(line[min(max(shared, 0), len(line)-len(strings.TrimLeft(line, " "))):], " \t\r")
	}
	return cut
}

// lineWidth is where notes are broken.
const lineWidth = 118

// fold breaks a sentence into lines that begin with first and then with rest.
func fold(first, rest, text string) []string {
	var lines []string
	line, empty := first, true
	for _, word := range strings.Fields(text) {
		if !empty && len(line)+1+len(word) > lineWidth {
			lines = append(lines, line)
			line, empty = rest, true
		}
		if !empty {
			line += " "
		}
		line += word
		empty = false
	}
	return append(lines, line)
}

// value writes a value as the right side of an assignment.
func (s Setting) value() string {
	switch {
	case s.Home:
		return "~/" + BareOrQuoted(s.Text)
	case s.Ref != "" && s.Text == "":
		return "$" + s.Ref
	case s.Ref != "":
		return `"${` + s.Ref + "}" + escapeQuoted(s.Text) + `"`
	}
	return BareOrQuoted(s.Text)
}

// BareOrQuoted leaves words of harmless characters bare and puts everything else in double quotes.
func BareOrQuoted(text string) string {
	harmless := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-./:@%+,", r)
	}
	if text != "" && strings.TrimFunc(text, harmless) == "" {
		return text
	}
	return `"` + escapeQuoted(text) + `"`
}

// escapeQuoted escapes what is special between double quotes.
func escapeQuoted(text string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`, "`", "\\`").Replace(text)
}

// escapeBody escapes what is special in a here-document. A backslash is only special before some characters, and stays
// as it is before others.
func escapeBody(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '$' || c == '`':
			b.WriteByte('\\')
		case c == '\\' && i+1 < len(text) && strings.IndexByte("\\$`\n", text[i+1]) >= 0, c == '\\' && i+1 == len(text):
			b.WriteByte('\\')
		}
		b.WriteByte(c)
	}
	return b.String()
}

// freeDelimiter is a here-document delimiter that no line of the text is equal to.
func freeDelimiter(text string) string {
	delimiter := "EOF"
	for strings.Contains("\n"+text+"\n", "\n"+delimiter+"\n") {
		delimiter += "_"
	}
	return delimiter
}
