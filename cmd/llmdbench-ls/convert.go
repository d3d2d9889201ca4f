package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
)

// convertFlags are the flags of the convert command.
type convertFlags struct {
	env, name, output, report, root string
	vary                            []string
	force, workarounds              bool
}

func convertCommand() *cobra.Command {
	var f convertFlags
	cmd := &cobra.Command{
		Use:   "convert [flags] PATH",
		Short: "Convert a guide to a scenario",
		Long: "Convert a guide, given by its folder or by one of its values files, to a scenario for llm-d-benchmark.\n" +
			"The scenario goes to standard output or to the file given with -o, the report to standard error.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args[0]) },
	}
	cmd.Flags().StringVar(&f.env, "env", "", "helmfile environment or values variant, such as xpu or cpu")
	cmd.Flags().StringVar(&f.name, "name", "", "name of the scenario (default: that of the guide)")
	cmd.Flags().StringVarP(&f.output, "output", "o", "", "file to write the scenario to")
	cmd.Flags().StringVar(&f.report, "report", "text", "form of the report: text or json")
	cmd.Flags().StringVar(&f.root, "root", "", "root of the guide repository, to which SOURCE paths are relative (default: found)")
	cmd.Flags().StringArrayVar(&f.vary, "vary", nil, "VAR=a,b,c: write an experiment file beside the scenario that varies VAR; may be repeated")
	cmd.Flags().BoolVar(&f.workarounds, "workarounds", false, "write the form that survives the framework's faults, and leave out what breaks the deployment")
	cmd.Flags().BoolVar(&f.force, "force", false, "overwrite files that exist")
	return cmd
}

func (f *convertFlags) run(cmd *cobra.Command, path string) error {
	if f.report != "text" && f.report != "json" {
		return fmt.Errorf("--report is text or json, not %s", f.report)
	}
	if len(f.vary) > 0 && f.output == "" {
		return errors.New("--vary writes an experiment file beside the scenario, so it needs -o")
	}
	result, err := f.convert(path)
	if err != nil {
		return err
	}
	experiment, err := convert.Experiment(result, f.vary)
	if err != nil {
		return err
	}
	if err := f.write(cmd.OutOrStdout(), result.Scenario.Shell(), experiment); err != nil {
		return err
	}
	if f.report == "json" {
		return result.Report().JSON(cmd.ErrOrStderr())
	}
	return result.Report().Text(cmd.ErrOrStderr())
}

// convert reads the guide and plans the scenario.
func (f *convertFlags) convert(path string) (*convert.Result, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	at := filepath.ToSlash(absolute)
	g, err := guide.Open(analysis.Disk{Within: guide.Bounds(analysis.Disk{}, at)}, at, f.env)
	if err != nil {
		return nil, errors.New(readable(err, path))
	}
	if f.root != "" {
		root, err := filepath.Abs(f.root)
		if err != nil {
			return nil, err
		}
		g.Root = filepath.ToSlash(root)
	}
	if f.name != "" {
		g.Name = f.name
	}
	return convert.Convert(g, catalog.Builtin(), convert.Options{Workarounds: f.workarounds})
}

// readable writes paths below the working directory as the user would.
func readable(err error, _ string) string {
	text := err.Error()
	if dir, e := os.Getwd(); e == nil {
		text = strings.ReplaceAll(text, filepath.ToSlash(dir)+"/", "")
	}
	return text
}

// write puts the scenario and the experiment where they belong. Nothing is written before it is sure that nothing is
// overwritten.
func (f *convertFlags) write(stdout io.Writer, scenario, experiment string) error {
	if f.output == "" {
		_, err := io.WriteString(stdout, scenario)
		return err
	}
	files := []struct{ name, text string }{{f.output, scenario}}
	if experiment != "" {
		files = append(files, struct{ name, text string }{experimentName(f.output), experiment})
	}
	for _, file := range files {
		if _, err := os.Lstat(file.name); err == nil && !f.force {
			return fmt.Errorf("%s exists; --force overwrites it", file.name)
		}
	}
	for _, file := range files {
		if err := writeFile(file.name, file.text); err != nil {
			return err
		}
	}
	return nil
}

func experimentName(scenario string) string {
	return strings.TrimSuffix(scenario, filepath.Ext(scenario)) + ".experiment.yaml"
}

// writeFile writes a file as a whole or not at all. Behind a symbolic link, it is the file that the link leads to; a
// file that is there keeps its mode.
func writeFile(name, text string) error {
	target, mode := name, fs.FileMode(0o644)
	if real, err := filepath.EvalSymlinks(name); err == nil {
		target = real
		if info, err := os.Stat(real); err == nil {
			mode = info.Mode().Perm()
		}
	} else if link, err := os.Readlink(name); err == nil { // it leads to a file that is not there yet
		if target = link; !filepath.IsAbs(link) {
			target = filepath.Join(filepath.Dir(name), link)
		}
	}
	dir := filepath.Dir(target)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return unwritable(name, err)
	}
	temp, err := os.CreateTemp(dir, ".llmdbench-*")
	if err != nil {
		return unwritable(name, err)
	}
	defer os.Remove(temp.Name())
	_, err = temp.WriteString(text)
	if e := temp.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Chmod(temp.Name(), mode)
	}
	if err == nil {
		err = os.Rename(temp.Name(), target)
	}
	if err != nil {
		return unwritable(name, err)
	}
	return nil
}

func unwritable(name string, err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		err = pathError.Err
	}
	return fmt.Errorf("%s cannot be written: %w", name, err)
}
