package analysis

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"
)

// RulePage is what a person reads of a rule's page.
type RulePage struct {
	Title, Prose string
	Bad, Good    string // examples, without the markers of the tests; "" where there is none
}

// marker ends a line of an example with what the tests want there.
var marker = regexp.MustCompile(`[ \t]*#@ .*`)

// ReadPage reads the page of a rule. It takes the first example that the rule speaks about, and what its fixes make of
// it or else the first example that the rule is silent about.
func ReadPage(rule *Rule) RulePage {
	archive := txtar.Parse([]byte(rule.Page))
	title, prose, _ := strings.Cut(string(archive.Comment), "\n")
	p := RulePage{Title: strings.TrimPrefix(title, "# "), Prose: strings.TrimSpace(prose)}
	var bad, mended, silent string
	for _, f := range archive.Files {
		text := string(f.Data)
		switch {
		case strings.HasSuffix(f.Name, "@fixed"):
			if f.Name == bad+"@fixed" {
				mended = text
			}
		case marker.MatchString(text) && bad == "":
			bad, p.Bad = f.Name, marker.ReplaceAllString(text, "")
		case !marker.MatchString(text) && silent == "":
			silent = text
		}
	}
	p.Good = cmp.Or(mended, silent)
	return p
}

// Sentence is the first sentence of the page.
func (p RulePage) Sentence() string {
	first, _, _ := strings.Cut(p.Prose, "\n\n")
	first = strings.Join(strings.Fields(first), " ")
	if before, _, more := strings.Cut(first, ". "); more {
		return before + "."
	}
	return first
}

// Text is the page for a terminal.
func (p RulePage) Text() string {
	return p.Title + "\n\n" + p.Prose + "\n" + p.examples("\n", ":\n\n")
}

// Markdown is the page for an editor.
func (p RulePage) Markdown() string {
	return "# " + p.Title + "\n\n" + p.Prose + "\n" + p.examples("\n## ", "\n\n")
}

func (p RulePage) examples(before, after string) string {
	var b strings.Builder
	for _, e := range []struct{ heading, example string }{{"Bad", p.Bad}, {"Good", p.Good}} {
		if e.example != "" {
			b.WriteString(before + e.heading + after + indented(e.example))
		}
	}
	return b.String()
}

func indented(example string) string {
	var b strings.Builder
	for line := range strings.Lines(example) {
		if strings.TrimSpace(line) != "" {
			b.WriteString("    ")
		}
		b.WriteString(line)
	}
	return b.String()
}
