package main

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"

	"llmdbench-ls/analysis"
	"llmdbench-ls/analysis/rules"
)

// target is a file to be looked at.
type target struct {
	name  string // as the user sees it, slash-separated
	path  string // absolute
	named bool   // by the user, and not found in a folder
}

// open finds the files, reads the configs that count for them, and pins the workspace: the repositories that they lie
// in, as an editor would open them.
func (c *checker) open(ctx context.Context, args []string, f *checkFlags) error {
	if len(args) == 0 {
		args = []string{"."}
	}
	roots, err := c.find(ctx, args)
	if err != nil {
		return err
	}
	settings := analysis.DefaultSettings
	if f.framework != "" {
		if settings.FrameworkPath, err = slashed(f.framework); err != nil {
			return err
		}
	}
	c.snapshot = analysis.NewSnapshot(roots, settings).Unbounded().WithIndex(c.framework())
	if err := c.configure(f.baseline); err != nil {
		return err
	}
	var wanted []target
	for _, t := range c.targets {
		if !c.folders[path.Dir(t.path)].config.Excludes(t.path) {
			wanted = append(wanted, t)
		}
	}
	c.targets = wanted
	return nil
}

// find lists the targets, each once, in the order in which they are named and walked through, and the repositories.
func (c *checker) find(ctx context.Context, args []string) (roots []string, err error) {
	seen, seenRoot := map[string]bool{}, map[string]bool{}
	add := func(t target) {
		if !seen[t.path] {
			seen[t.path] = true
			c.targets = append(c.targets, t)
		}
	}
	for _, arg := range args {
		at, err := slashed(arg)
		if err != nil {
			return nil, err
		}
		info, err := os.Stat(arg)
		if err != nil {
			return nil, fmt.Errorf("%s cannot be read: %w", arg, unwrapped(err))
		}
		if root := repositoryOf(at); !seenRoot[root] {
			seenRoot[root] = true
			roots = append(roots, root)
		}
		shown := path.Clean(filepath.ToSlash(arg))
		if !info.IsDir() {
			add(target{shown, at, true})
			continue
		}
		truncated, err := analysis.Walk(ctx, at, func(name string) { add(target{path.Join(shown, name), path.Join(at, name), false}) })
		if err != nil {
			return nil, fmt.Errorf("%s cannot be read: %w", arg, unwrapped(err))
		}
		if truncated {
			fmt.Fprintf(c.stderr, "%s holds more files than are looked through; name the folders inside it\n", arg)
		}
	}
	return roots, nil
}

// framework is an index that holds no more than the checkout of the framework among the targets.
func (c *checker) framework() *analysis.Index {
	files := make([]string, len(c.targets))
	for i, t := range c.targets {
		files[i] = t.path
	}
	return &analysis.Index{Framework: analysis.FrameworkAmong(files)}
}

// configure reads what projects set for the targets' folders.
func (c *checker) configure(baselineFile string) error {
	c.folders, c.baselines = map[string]folder{}, map[string]*baseline{}
	if baselineFile != "" {
		var err error
		if baselineFile, err = slashed(baselineFile); err != nil {
			return err
		}
	}
	for _, t := range c.targets {
		dir := path.Dir(t.path)
		if _, known := c.folders[dir]; known {
			continue
		}
		config, err := analysis.ConfigOf(c.snapshot, t.path, rules.All)
		if err != nil {
			return err
		}
		file := baselineFile
		if file == "" && config.Baseline != "" {
			file = path.Join(config.Folder, config.Baseline)
		}
		b, err := c.baselineAt(file)
		if err != nil {
			return err
		}
		c.folders[dir] = folder{config, b}
	}
	if c.writing && len(c.baselines) == 0 {
		return fmt.Errorf("--write-baseline needs --baseline FILE, or a baseline in %s", analysis.ConfigName)
	}
	return nil
}

// repositoryOf is the repository that a path lies in, or the root of the disk.
func repositoryOf(at string) string {
	for dir := at; ; dir = path.Dir(dir) {
		if _, err := os.Stat(filepath.FromSlash(path.Join(dir, ".git"))); err == nil || dir == path.Dir(dir) {
			return dir
		}
	}
}
