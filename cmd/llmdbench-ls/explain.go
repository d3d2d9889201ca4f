package main

import (
	"fmt"
	"io"
	"text/tabwriter"

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
			_, err := io.WriteString(cmd.OutOrStdout(), analysis.ReadPage(rule).Text())
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
		fmt.Fprintf(t, "%s\t%s\t%s\n", rule.ID, severity, analysis.ReadPage(rule).Sentence())
	}
	return t.Flush()
}
