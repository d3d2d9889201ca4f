package main

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"strings"
	"text/tabwriter"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/spf13/cobra"

	"llmdbench-ls/analysis"
	"llmdbench-ls/analysis/rules"
)

func explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain [RULE]",
		Short: "Say what a rule finds, why it matters, and what to do; without RULE, list all rules",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return listRules(cmd.OutOrStdout())
			}
			rule := rules.Lookup(args[0])
			if rule == nil {
				return analysis.NoSuchRule(args[0], rules.All)
			}
			_, err := io.WriteString(cmd.OutOrStdout(), readPage(rule.Page).text())
			return err
		},
	}
}

// listRules lists each rule with its severity and what it finds.
func listRules(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, rule := range rules.All {
		severity := rule.Severity.String()
		if rule.Off {
			severity = analysis.Off.String()
		}
		fmt.Fprintf(t, "%s\t%s\t%s\n", rule.ID, severity, readPage(rule.Page).sentence())
	}
	return t.Flush()
}

// rulePage is what a person reads of a rule's page.
type rulePage struct {
	title, prose string
	bad, good    string // examples, without the markers of the tests; "" where there is none
}

// marker ends a line of an example with what the tests want there.
var marker = regexp.MustCompile(`[ \t]*#@ .*`)

// readPage takes the first example that the rule speaks about, and what its fixes make of it or else the first example
// that the rule is silent about.
func readPage(page string) rulePage {
	archive := txtar.Parse([]byte(page))
	title, prose, _ := strings.Cut(string(archive.Comment), "\n")
	p := rulePage{title: strings.TrimPrefix(title, "# "), prose: strings.TrimSpace(prose)}
	var bad, mended, silent string
	for _, f := range archive.Files {
		text := string(f.Data)
		switch {
		case strings.HasSuffix(f.Name, "@fixed"):
			if f.Name == bad+"@fixed" {
				mended = text
			}
		case marker.MatchString(text) && bad == "":
			bad, p.bad = f.Name, marker.ReplaceAllString(text, "")
		case !marker.MatchString(text) && silent == "":
			silent = text
		}
	}
	p.good = cmp.Or(mended, silent)
	return p
}

// sentence is the first sentence of the page.
func (p rulePage) sentence() string {
	first, _, _ := strings.Cut(p.prose, "\n\n")
	first = strings.Join(strings.Fields(first), " ")
	if before, _, more := strings.Cut(first, ". "); more {
		return before + "."
	}
	return first
}

func (p rulePage) text() string {
	text := p.title + "\n\n" + p.prose + "\n"
	for _, e := range []struct{ heading, example string }{{"Bad", p.bad}, {"Good", p.good}} {
		if e.example != "" {
			text += "\n" + e.heading + ":\n\n" + indented(e.example)
		}
	}
	return text
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
