package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/source"
)

// verifyFlags are the flags of the verify command.
type verifyFlags struct {
	env, format      string
	fix, workarounds bool
	deployed         bool
	cluster          deploy.Cluster
}

func verifyCommand() *cobra.Command {
	f := verifyFlags{cluster: deploy.DefaultCluster}
	cmd := &cobra.Command{
		Use:   "verify [flags] [GUIDE] SCENARIO",
		Short: "Hold a scenario against its guide, value by value",
		Long: "Hold a scenario against its guide, value by value. Without GUIDE, the guide is the one that the scenario's\n" +
			"\"Based on\" line or its SOURCE comments name, looked for in the folders above the scenario and above the working directory.\n" +
			"Exit code 0 only if nothing is lost or different.",
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args) },
	}
	cmd.Flags().StringVar(&f.env, "env", "", "environment or variant of the guide (default: the one that the scenario names)")
	cmd.Flags().StringVar(&f.format, "format", "text", "form of the result: text or json")
	cmd.Flags().BoolVar(&f.fix, "fix", false, "refresh SOURCE comments and add what is missing in the scenario")
	cmd.Flags().BoolVar(&f.workarounds, "workarounds", false, "expect the form that convert --workarounds writes")
	cmd.Flags().BoolVar(&f.deployed, "deployed", false, "compare the guide with what the framework would deploy, not with what is written")
	clusterFlags(cmd, &f.cluster)
	return cmd
}

func (f *verifyFlags) run(cmd *cobra.Command, args []string) error {
	if f.format != "text" && f.format != "json" {
		return fmt.Errorf("--format is text or json, not %s", f.format)
	}
	name := args[len(args)-1]
	path, err := slashed(name)
	if err != nil {
		return err
	}
	guidePath := ""
	if len(args) == 2 {
		if guidePath, err = slashed(args[0]); err != nil {
			return err
		}
	}
	here, err := slashed(".")
	if err != nil {
		return err
	}
	if f.fix && f.deployed {
		return errors.New("--fix mends what is written; it cannot be combined with --deployed")
	}
	snapshot := analysis.NewSnapshot([]string{here}, analysis.Settings{Workarounds: f.workarounds, Cluster: f.cluster}).Unbounded()
	verify := analysis.VerifyScenario
	if f.deployed {
		verify = analysis.VerifyDeployed
	}
	verified, fixed, err := verify(snapshot, guidePath, path, f.env)
	if err != nil {
		return errors.New(readable(err, ""))
	}
	if f.fix {
		if verified, err = f.mend(snapshot, verified, fixed, guidePath, path); err != nil {
			return err
		}
	}
	report := verified.Report(name)
	if f.format == "json" {
		err = report.JSON(cmd.OutOrStdout())
	} else {
		err = report.Text(cmd.OutOrStdout())
	}
	if err == nil && len(verified.Faults()) > 0 {
		return exitError(exitFindings)
	}
	return err
}

// mend writes the scenario with what was missing or stale put right, and verifies it anew.
func (f *verifyFlags) mend(s *analysis.Snapshot, v *convert.Verified, text, guidePath, path string) (*convert.Verified, error) {
	if text == v.Script.File.Text {
		return v, nil
	}
	if err := writeFile(filepath.FromSlash(path), text); err != nil {
		return nil, err
	}
	again, _, err := analysis.VerifyScenario(s.With(source.New(path, 1, text)), guidePath, path, f.env)
	return again, err
}

func slashed(path string) (string, error) {
	absolute, err := filepath.Abs(path)
	return filepath.ToSlash(absolute), err
}
