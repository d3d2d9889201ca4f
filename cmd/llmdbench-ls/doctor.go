package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"llmdbench-ls/analysis"
	"llmdbench-ls/analysis/rules"
)

// doctorFlags are the flags of the doctor command.
type doctorFlags struct{ format, framework string }

func doctorCommand() *cobra.Command {
	var f doctorFlags
	cmd := &cobra.Command{
		Use:   "doctor [flags] [FOLDER]",
		Short: "Say what the program sees: itself, a folder, the framework, settings, editors, limits",
		Long: "Say what the program sees: itself, what of it lies in FOLDER, the checkout of the framework, the project's settings,\n" +
			"the editors on this machine and the program's limits; without FOLDER for the working directory. The home folder is\n" +
			"written as ~, and nothing is said of the environment, so that the answer can be shown to others.\n" +
			"Exit code 0 if all is usable, 1 if something should be mended, 2 if it could not be looked at.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.format, "format", "text", "form of the answer: text or json")
	flags.StringVar(&f.framework, "framework", "", "a checkout of llm-d-benchmark (default: one below FOLDER)")
	return cmd
}

func (f *doctorFlags) run(cmd *cobra.Command, args []string) error {
	if f.format != "text" && f.format != "json" {
		return fmt.Errorf("--format is text or json, not %s", f.format)
	}
	settings := analysis.DefaultSettings
	if f.framework != "" {
		var err error
		if settings.FrameworkPath, err = frameworkAt(f.framework); err != nil {
			return err
		}
	}
	folder := "."
	if len(args) > 0 {
		folder = args[0]
	}
	d, err := diagnose(cmd.Context(), folder, settings)
	if err != nil {
		return err
	}
	if f.format == "json" {
		err = encode(cmd.OutOrStdout(), d)
	} else {
		err = d.text(cmd.OutOrStdout())
	}
	if err == nil && len(d.Wrong) > 0 {
		err = exitError(exitFindings)
	}
	return err
}

// frameworkAt is the absolute path of a checkout of the framework that the user names.
func frameworkAt(name string) (string, error) {
	if _, err := os.Stat(filepath.Join(name, "setup", "env.sh")); err != nil {
		return "", fmt.Errorf("%s is no checkout of llm-d-benchmark: it has no setup/env.sh", name)
	}
	return slashed(name)
}

// diagnosis is what the doctor command sees. Paths are slash-separated, and those in the home folder begin with ~.
type diagnosis struct {
	Program   programSeen      `json:"program"`
	Workspace workspaceSeen    `json:"workspace"`
	Framework frameworkSeen    `json:"framework"`
	Configs   []configSeen     `json:"configs"`
	Editors   []editorSeen     `json:"editors"`
	Limits    []analysis.Limit `json:"limits"`
	Wrong     []string         `json:"wrong"` // what the user should mend, in sentences

	home home
}

// diagnose looks at a folder as an editor would that opens it, and at the machine.
func diagnose(ctx context.Context, name string, settings analysis.Settings) (*diagnosis, error) {
	folder, err := slashed(name)
	if err != nil {
		return nil, err
	}
	switch info, err := os.Stat(name); {
	case err != nil:
		return nil, fmt.Errorf("%s cannot be read: %w", name, unwrapped(err))
	case !info.IsDir():
		return nil, fmt.Errorf("%s is not a folder", name)
	}
	if ctx == nil {
		ctx = context.Background()
	}
	index := analysis.BuildIndex(ctx, []string{folder}, nil)
	if ctx.Err() != nil {
		return nil, errors.New("it was stopped")
	}
	snapshot := analysis.NewSnapshot([]string{repositoryOf(folder)}, settings).Unbounded().WithIndex(index)
	d := &diagnosis{Configs: []configSeen{}, Editors: []editorSeen{}, Limits: analysis.Limits(), Wrong: []string{}, home: homeFolder()}
	d.seeProgram()
	d.seeWorkspace(folder, index)
	d.seeFramework(snapshot)
	d.seeConfigs(folder, snapshot, rules.All)
	d.seeEditors(ctx)
	return d, nil
}

func (d *diagnosis) wrong(format string, args ...any) {
	d.Wrong = append(d.Wrong, fmt.Sprintf(format, args...))
}

// home is the user's home folder, slash-separated, "" where it is not known.
type home string

func homeFolder() home {
	dir, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return home(strings.TrimSuffix(filepath.ToSlash(dir), "/"))
}

// short writes a path, or a text that begins with one, without the home folder's name, which often is the user's.
func (h home) short(text string) string {
	text = filepath.ToSlash(text)
	if rest, ok := strings.CutPrefix(text, string(h)); ok && h != "" && (rest == "" || rest[0] == '/') {
		return "~" + rest
	}
	return text
}
