package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/spf13/cobra"

	"llmdbench-ls/analysis"
)

// checkFlags are the flags of the check command.
type checkFlags struct {
	format, severity, baseline, framework string
	fix, unsafe, writeBaseline            bool
}

func checkCommand() *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "check [flags] [PATH...]",
		Short: "Find mistakes in scenarios and guides, as the editor does",
		Long: "Find mistakes in scenarios and guides, as the editor does. PATH is a file, or a folder with all below it; without\n" +
			"PATH it is the working directory. What is checked, and how severely, a project sets in " + analysis.ConfigName + ".\n" +
			"Exit code 0 if nothing is found, 1 if something is, 2 if it could not be looked for.",
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.format, "format", "text", "form of the result: "+strings.Join(formatNames(), ", "))
	flags.StringVar(&f.severity, "severity", analysis.Hint.String(), "least severity that counts: error, warning, information or hint")
	flags.BoolVar(&f.fix, "fix", false, "apply the fixes that are safe, and report what is left")
	flags.BoolVar(&f.unsafe, "unsafe", false, "with --fix: apply the other fixes too")
	flags.StringVar(&f.baseline, "baseline", "", "file of known findings, which are not reported")
	flags.BoolVar(&f.writeBaseline, "write-baseline", false, "write what is found to the baseline, and report nothing")
	flags.StringVar(&f.framework, "framework", "", "a checkout of llm-d-benchmark, whose defaults and presets then count (default: one below PATH)")
	return cmd
}

func formatNames() []string { return slices.Sorted(maps.Keys(formats)) }

func (f *checkFlags) run(cmd *cobra.Command, args []string) error {
	write, ok := formats[f.format]
	if !ok {
		return fmt.Errorf("--format is one of %s, not %s", strings.Join(formatNames(), ", "), f.format)
	}
	least, ok := analysis.ParseSeverity(f.severity)
	if !ok || least == analysis.Off {
		return fmt.Errorf("--severity is error, warning, information or hint, not %s", f.severity)
	}
	if f.unsafe && !f.fix {
		return errors.New("--unsafe says which fixes are applied, so it needs --fix")
	}
	c := &checker{least: least, fix: f.fix, unsafe: f.unsafe, writing: f.writeBaseline, stderr: cmd.ErrOrStderr()}
	if err := c.open(cmd.Context(), args, f); err != nil {
		return errors.New(readable(err, ""))
	}
	results, err := c.files(cmd.Context())
	if err != nil {
		return errors.New(readable(err, ""))
	}
	if f.writeBaseline {
		if err := c.writeBaselines(results); err != nil {
			return err
		}
	}
	if err := write(cmd.OutOrStdout(), results); err != nil {
		return err
	}
	if f.writeBaseline {
		return nil
	}
	c.tellStale(results)
	return c.summary(results)
}

// checker is one run of the check command.
type checker struct {
	snapshot  *analysis.Snapshot
	targets   []target
	folders   map[string]folder    // by the targets' folders
	baselines map[string]*baseline // by absolute path
	least     analysis.Severity
	fix       bool
	unsafe    bool
	writing   bool // a baseline is made, so none is looked at
	stderr    io.Writer
}

// folder is what a project's config says of the files in a folder.
type folder struct {
	config   analysis.Config
	baseline *baseline // nil for none
}

// checked is what became of one file.
type checked struct {
	target
	ours     bool // anything can be said about it
	findings []reported
	fixed    int                  // fixes that were applied
	known    map[knownFinding]int // what its findings are to a baseline, where one is made
	stale    map[knownFinding]int // what a baseline says of it that is not found any more
	err      error                // why it could not be checked or written
}

// gcPercent lets more trees become garbage before it is collected: half the work of a run is making them, and they are
// small.
const gcPercent = 400

// files checks all targets beside each other. The results stand in the order of the targets. A tree lives as long as
// its file is looked at, so that memory does not grow with their number.
func (c *checker) files(ctx context.Context) ([]checked, error) {
	defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
	results := make([]checked, len(c.targets))
	progress := newProgress(c.stderr, len(results))
	beside(len(results), func(i int) {
		results[i] = c.file(ctx, c.targets[i])
		progress.step()
	})
	progress.end()
	for _, r := range results {
		if r.err != nil {
			return nil, r.err
		}
	}
	return results, ctx.Err()
}

// beside does something for each number below n, as many at once as there are processors.
func beside(n int, do func(i int)) {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	workers.Wait()
}

// summary tells in a line what was found, and gives the exit code.
func (c *checker) summary(results []checked) error {
	var files, faulty, findings, fixed int
	for _, r := range results {
		if r.ours {
			files++
		}
		if len(r.findings) > 0 {
			faulty++
		}
		findings += len(r.findings)
		fixed += r.fixed
	}
	if fixed > 0 {
		fmt.Fprintf(c.stderr, "applied %s\n", count(fixed, "fix", "fixes"))
	}
	if findings == 0 {
		fmt.Fprintf(c.stderr, "nothing found in %s\n", count(files, "file", "files"))
		return nil
	}
	fmt.Fprintf(c.stderr, "%s in %d of %s\n", count(findings, "finding", "findings"), faulty, count(files, "file", "files"))
	return exitError(exitFindings)
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// progress is a line on a terminal that says how far the run is. Elsewhere there is none.
type progress struct {
	w     io.Writer
	total int
	done  atomic.Int64
}

func newProgress(w io.Writer, total int) *progress {
	p := &progress{total: total}
	if f, ok := w.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			p.w = w
		}
	}
	return p
}

func (p *progress) step() {
	if done := p.done.Add(1); p.w != nil && done%100 == 0 {
		fmt.Fprintf(p.w, "\rchecked %d of %d files", done, p.total)
	}
}

func (p *progress) end() {
	if p.w != nil && p.total >= 100 {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
