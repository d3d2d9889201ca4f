package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/deploy"
)

// renderFlags are the flags of the render command.
type renderFlags struct {
	values, format, framework string
	cluster                   deploy.Cluster
}

func renderCommand() *cobra.Command {
	f := renderFlags{cluster: deploy.DefaultCluster}
	cmd := &cobra.Command{
		Use:   "render [flags] SCENARIO",
		Short: "Show what the framework would deploy from a scenario",
		Long: "Show what the framework would deploy from a scenario: the values for the Helm charts, and the command lines in\n" +
			"them, on standard output. What is lost, damaged or not known is told on standard error, with its line. The facts\n" +
			"that a live cluster would give are flags. Exit code 1 where a step of the framework stops or its values are not YAML.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args[0]) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.values, "values", "all", "what to show: ms, gaie, infra, command or all")
	flags.StringVar(&f.format, "format", "yaml", "form of the result: yaml, or json with the origin of every value")
	flags.StringVar(&f.framework, "framework", "", "a checkout of llm-d-benchmark, whose defaults and presets then count")
	clusterFlags(cmd, &f.cluster)
	return cmd
}

// clusterFlags are the facts that a live cluster would give.
func clusterFlags(cmd *cobra.Command, c *deploy.Cluster) {
	flags := cmd.Flags()
	flags.StringVar(&c.Accelerator, "accelerator", c.Accelerator, "label of the cluster's accelerators, for an affinity of auto")
	flags.StringVar(&c.Network, "network", c.Network, "network resource of the cluster, for a shared network of auto")
	flags.StringVar(&c.Namespace, "namespace", c.Namespace, "namespace, where the scenario names none (default: the framework's)")
	flags.StringVar(&c.StorageClass, "storage-class", c.StorageClass, "what the storage class default stands for")
	flags.StringVar(&c.User, "user", c.User, "who stands the deployment up")
	flags.BoolVar(&c.Admin, "admin", c.Admin, "the user administers the cluster")
	flags.BoolVar(&c.OpenShift, "openshift", c.OpenShift, "the cluster is OpenShift")
	flags.BoolVar(&c.Token, "hf-token", c.Token, "a Hugging Face token is given")
}

func (f *renderFlags) run(cmd *cobra.Command, name string) error {
	kind := deploy.Kind(f.values)
	if !slices.Contains(deploy.Kinds, kind) {
		return fmt.Errorf("--values is ms, gaie, infra, command or all, not %s", f.values)
	}
	if f.format != "yaml" && f.format != "json" {
		return fmt.Errorf("--format is yaml or json, not %s", f.format)
	}
	file, err := slashed(name)
	if err != nil {
		return err
	}
	settings := analysis.Settings{Cluster: f.cluster}
	if f.framework != "" {
		if settings.FrameworkPath, err = frameworkAt(f.framework); err != nil {
			return err
		}
	}
	snapshot := analysis.NewSnapshot([]string{path.Dir(file)}, analysis.DefaultSettings).Unbounded().WithSettings(settings)
	p, err := analysis.Preview(snapshot, file)
	if err != nil {
		return errors.New(readable(err, ""))
	}
	if f.format == "json" {
		err = writeReport(cmd.OutOrStdout(), reportPreview(p, kind))
	} else {
		_, err = io.WriteString(cmd.OutOrStdout(), p.View(kind).Text)
	}
	if err != nil {
		return err
	}
	return tell(cmd.ErrOrStderr(), p, name, kind)
}

// tell says what is to be said of a preview, and whether anything stops the deployment of what is shown.
func tell(w io.Writer, p *deploy.Preview, name string, kind deploy.Kind) error {
	stopped := false
	for _, r := range p.Stops {
		fmt.Fprintf(w, "%s: nothing is deployed: %s\n", at(p, name, r.Origin), p.Sentence(r))
		stopped = stopped || r.Fault == "" // what is no fault of the framework's, but of the script
	}
	for _, r := range p.Remarks {
		if !slices.Contains(p.Stops, r) {
			fmt.Fprintf(w, "%s: %s\n", at(p, name, r.Origin), p.Sentence(r))
		}
	}
	for _, d := range p.Documents {
		if !shows(kind, d.Kind) {
			continue
		}
		switch {
		case d.Failure != nil && d.Failure.Elsewhere:
			fmt.Fprintf(w, "%s: %s\n", at(p, name, d.Failure.Origin), d.Failure.Error())
		case d.Failure != nil:
			stopped = true
			fmt.Fprintf(w, "%s: %s\n", at(p, name, d.Failure.Origin), d.Failure.Error())
		case d.Problem != nil:
			stopped = true
			fmt.Fprintf(w, "%s: %s is not valid YAML, at its line %d: %s\n", at(p, name, d.Problem.Origin), d.Name, d.Problem.Line, d.Problem.Message)
		}
	}
	if stopped {
		return exitError(exitFindings)
	}
	return nil
}

// shows says that a view has a document in it.
func shows(view, document deploy.Kind) bool {
	return view == deploy.Everything || view == document || view == deploy.CommandLines && document == deploy.ModelService
}

// at names the place in the scenario that something comes from.
func at(p *deploy.Preview, name string, o deploy.Origin) string {
	if line := p.Line(o); line > 0 {
		return fmt.Sprintf("%s:%d", name, line)
	}
	return name
}

// renderReport is a preview, ready for JSON.
type renderReport struct {
	Documents []renderDocument `json:"documents"`
	Remarks   []renderRemark   `json:"remarks"`
}

type renderDocument struct {
	Kind    deploy.Kind   `json:"kind"`
	Name    string        `json:"name"`
	Text    string        `json:"text"`
	Failure string        `json:"failure,omitempty"` // why the step stops
	Problem string        `json:"problem,omitempty"` // why the text is not YAML
	Line    int           `json:"line,omitempty"`    // of the scenario, that either comes from
	Values  []renderValue `json:"values"`
}

// renderValue is a value and where it comes from.
type renderValue struct {
	Path      string `json:"path"`
	Value     string `json:"value"`
	Line      int    `json:"line"` // in the text, from 1
	From      string `json:"from"` // scenario, default, cluster or framework
	Variable  string `json:"variable,omitempty"`
	Scenario  int    `json:"scenarioLine,omitempty"`
	Guide     string `json:"guide,omitempty"` // the guide's file that the scenario cites
	GuideLine int    `json:"guideLine,omitempty"`
}

type renderRemark struct {
	Line    int    `json:"line,omitempty"`
	Fault   string `json:"fault,omitempty"`
	Message string `json:"message"`
}

var fromNames = map[deploy.By]string{deploy.ByScenario: "scenario", deploy.ByDefault: "default", deploy.ByCluster: "cluster", deploy.ByFramework: "framework"}

func reportPreview(p *deploy.Preview, kind deploy.Kind) renderReport {
	report := renderReport{Documents: []renderDocument{}, Remarks: []renderRemark{}}
	documents := slices.Clone(p.Documents)
	documents = append(documents, p.CommandDocument())
	for i := range documents {
		d := &documents[i]
		if kind != deploy.Everything && kind != d.Kind {
			continue
		}
		made := renderDocument{Kind: d.Kind, Name: d.Name, Text: d.Text, Values: []renderValue{}}
		switch {
		case d.Failure != nil:
			made.Failure, made.Line = d.Failure.Error(), p.Line(d.Failure.Origin)
		case d.Problem != nil:
			made.Problem, made.Line = d.Problem.Message, p.Line(d.Problem.Origin)
		}
		for _, leaf := range d.Leaves() {
			made.Values = append(made.Values, reportLeaf(p, leaf))
		}
		report.Documents = append(report.Documents, made)
	}
	for _, r := range p.Remarks {
		report.Remarks = append(report.Remarks, renderRemark{p.Line(r.Origin), r.Fault, p.Sentence(r)})
	}
	return report
}

func reportLeaf(p *deploy.Preview, leaf deploy.Leaf) renderValue {
	v := renderValue{Path: leaf.Path, Value: leaf.Node.Text, Line: leaf.Node.File.Line(leaf.Node.At.Start) + 1,
		From: fromNames[leaf.Origin.By], Variable: leaf.Origin.Var, Scenario: p.Line(leaf.Origin)}
	if v.Scenario > 0 {
		if g, ok := p.Script.GuideLine(leaf.Origin.At.Start); ok {
			v.Guide, v.GuideLine = g.Path, g.Line
		}
	}
	return v
}

func writeReport(w io.Writer, report renderReport) error {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(report); err != nil {
		return err
	}
	_, err := io.WriteString(w, b.String())
	return err
}
