// Command llmdbench-ls converts deployment guides of llm-d to benchmark scenarios, and serves editors the same
// knowledge through the language server protocol.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

// Exit codes of every command.
const (
	exitOK       = 0
	exitFindings = 1
	exitFailed   = 2
)

// exitError carries an exit code without a message of its own.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	root := rootCommand()
	root.SetArgs(args)
	err := root.Execute()
	var code exitError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &code):
		return int(code)
	}
	fmt.Fprintf(os.Stderr, "llmdbench-ls: %s\n", err)
	return exitFailed
}

func rootCommand() *cobra.Command {
	var stdio bool
	root := &cobra.Command{
		Use:           "llmdbench-ls",
		Short:         "Deployment guides in, benchmark scenarios out; in editors and on the command line",
		Version:       thisBuild().String(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if stdio {
				return serve(cmd.Context())
			}
			return cmd.Help()
		},
	}
	root.Flags().BoolVar(&stdio, "stdio", false, "serve the language server protocol over stdin and stdout")
	root.AddCommand(checkCommand(), explainCommand(), convertCommand(), renderCommand(), verifyCommand(), serveCommand(), doctorCommand())
	root.CompletionOptions.HiddenDefaultCmd = true
	return root
}
