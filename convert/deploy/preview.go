// Package deploy works out what the benchmark framework would deploy from a scenario: the values that its steps write
// for the Helm charts, and the command lines in them, each piece with the place that it comes from.
//
// It follows framework v0.5.2 down to its faults, as the facts and the render vectors show them. Nothing is run, and
// nothing is asked of a cluster: the few facts that one would give are settings.
package deploy

import (
	"fmt"
	"sort"
	"strings"
	"sync"

	"sigs.k8s.io/yaml"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Cluster holds what the framework finds out from a live cluster and from its user.
type Cluster struct {
	Accelerator  string // the label that an affinity of auto stands for: key:value
	Network      string // the network resource that a shared network of auto stands for, "" where there is none
	Namespace    string // where the default namespace is meant; "" keeps the framework's own
	StorageClass string // what the storage class default stands for, "" to leave it
	User         string // who stands the deployment up
	Admin        bool   // the user may do everything
	OpenShift    bool
	Token        bool // a Hugging Face token is given
}

// DefaultCluster is assumed where nothing is set: that of the render vectors.
var DefaultCluster = Cluster{Accelerator: "nvidia.com/gpu.product:X", User: "root", Admin: true}

// Presets gives the text of a plugin config that a checkout of the framework ships, by file name. ok is false where it
// has none of that name.
type Presets func(file string) (text string, ok bool)

// Preview is what would be deployed.
type Preview struct {
	Script    *scenario.Script
	Documents []Document // modelservice, inferencepool and infra values, in this order
	Commands  []Command  // of the stages, decode first
	Remarks   []Remark   // what is lost, damaged or not known, in the order of the scenario
	Stops     []Remark   // what ends the whole run before anything is deployed

	PickerName, PickerTag string // the endpoint picker's image, "" where step 08 writes none
}

// Kind names a document.
type Kind string

// The documents of a preview.
const (
	ModelService  Kind = "ms"
	InferencePool Kind = "gaie"
	Infra         Kind = "infra"
	CommandLines  Kind = "command"
)

// Document is the values for one chart.
type Document struct {
	Kind    Kind
	Name    string // as the framework names the file
	Text    string
	Failure *Failure // why the step stops, so that there is no text
	Problem *Problem // why the text is not YAML

	text   text
	root   func() *source.Node
	leaves func() []Leaf
}

// Root is the document as a tree, nil where it is no YAML or the step stops. It is read when it is first asked for.
func (d *Document) Root() *source.Node {
	if d.root == nil || d.Problem != nil {
		return nil
	}
	return d.root()
}

// Problem is why a document is not valid YAML.
type Problem struct {
	Message string
	Fault   string      // the ID of the catalogue's fault, "" where it is none
	At      source.Span // where reading fails, in the document
	Line    int         // the same, counted from 1
	Origin  Origin      // what causes it
}

// Remark is something that a reader of the preview should know.
type Remark struct {
	Fault   string // the ID of the catalogue's fault, "" where it is none
	Origin  Origin
	Message string
}

// hazard is something that may have made a document unreadable.
type hazard struct {
	origin Origin
	fault  string
	why    string
	sure   bool // it has, if anything
}

// embedded is YAML of the scenario that a document holds.
type embedded struct {
	name string
	text func() text
}

// Render works out what the framework would deploy.
func Render(script *scenario.Script, c *catalog.Catalog, cluster Cluster, presets Presets) *Preview {
	p := &Preview{Script: script}
	r := &run{script: script, catalog: c, cluster: cluster, presets: presets, bodies: map[string]text{}, said: map[Remark]bool{}, lines: map[string]text{}}
	r.model = r.firstModel()
	for _, d := range []struct {
		kind  Kind
		name  string
		step  string
		write func() (text, error)
	}{{ModelService, "ms-values.yaml", StepModelService, r.modelservice}, {InferencePool, "gaie-values.yaml", StepPicker, r.picker}, {Infra, "infra-values.yaml", "07", r.infra}} {
		r.hazards, r.embedded = nil, nil
		var t text
		r.step = d.step
		err := r.everyStep()
		if err == nil {
			t, err = d.write()
		}
		p.Documents = append(p.Documents, r.document(Document{Kind: d.kind, Name: d.name}, t, err))
	}
	if gaie := p.Document(InferencePool); gaie.Failure == nil && gaie.Problem == nil {
		p.PickerName, p.PickerTag = r.plain(pickerImage+"NAME").s, r.plain(pickerImage+"TAG").s
	}
	p.Stops = r.stops()
	p.Remarks = r.sorted()
	p.Commands = commands(p, r)
	return p
}

// Document gives one of the documents.
func (p *Preview) Document(k Kind) *Document {
	for i := range p.Documents {
		if p.Documents[i].Kind == k {
			return &p.Documents[i]
		}
	}
	return nil
}

// document reads what was written, as the chart would.
func (r *run) document(d Document, t text, err error) Document {
	if err != nil {
		failure, ok := err.(*Failure) //nolint:errorlint // nothing here wraps errors
		if !ok {
			failure = &Failure{Message: err.Error()}
		}
		failure.Step = r.step
		d.Failure = failure
		return d
	}
	if d.Kind == ModelService {
		t = cleared(t)
	}
	d.text, d.Text = t, t.s
	if t.s != "" && !strings.HasSuffix(t.s, "\n") {
		d.Text += "\n"
	}
	if problem, bad := helmProblem(d.Name, t.s); bad {
		d.Problem = r.blame(t, problem)
	}
	d.root = sync.OnceValue(func() *source.Node {
		docs, _ := source.ParseYAML(d.Name, t.s, nil)
		if len(docs) == 0 {
			return nil
		}
		return docs[0]
	})
	read := d
	d.leaves = sync.OnceValue(read.findLeaves)
	return d
}

// helmProblem says why Helm cannot read a document: its own reader decides, which is stricter than ours about some things
// and less so about others. It is slow, so it is not asked about what every reader takes.
func helmProblem(name, text string) (source.Problem, bool) {
	if source.EvidentYAML(text) {
		return source.Problem{}, false
	}
	var v any
	err := yaml.Unmarshal([]byte(text), &v)
	if err == nil {
		return source.Problem{}, false
	}
	message := strings.TrimPrefix(err.Error(), "error converting YAML to JSON: ")
	p := source.Problem{Path: name, Line: 1, Message: message}
	if _, scanErr := fmt.Sscanf(message, "yaml: line %d:", &p.Line); scanErr == nil {
		p.Message = strings.TrimPrefix(message, fmt.Sprintf("yaml: line %d: ", p.Line))
	}
	p.At = lineSpan(text, p.Line)
	return p, true
}

// lineSpan is the span of a line, counted from 1, without its line break; the end of the text where there is no such line.
func lineSpan(text string, line int) source.Span {
	from := 0
	for ; line > 1; line-- {
		end := strings.IndexByte(text[from:], '\n')
		if end < 0 {
			return source.Span{Start: len(text), End: len(text)}
		}
		from += end + 1
	}
	rest, _, _ := strings.Cut(text[from:], "\n")
	return source.Span{Start: from, End: from + len(rest)}
}

// blame finds what makes a document unreadable: what always spoils one, then embedded YAML that is none by itself, then
// what may spoil one, else the scenario's nearest word before the place where reading fails.
func (r *run) blame(t text, p source.Problem) *Problem {
	problem := &Problem{Message: p.Message, At: p.At, Line: p.Line}
	sort.SliceStable(r.hazards, func(i, j int) bool { return r.hazards[i].sure && !r.hazards[j].sure })
	if len(r.hazards) > 0 && r.hazards[0].sure || r.blameEmbedded(problem) {
		if problem.Origin == (Origin{}) {
			problem.take(r.hazards[0])
		}
		return problem
	}
	if len(r.hazards) > 0 {
		problem.take(r.hazards[0])
		return problem
	}
	if _, problems := source.ParseYAML(p.Path, t.s, nil); len(problems) > 0 { // ours knows the exact place
		problem.At, problem.Line = problems[0].At, problems[0].Line
	}
	problem.Origin = t.nearest(problem.At.Start)
	return problem
}

func (p *Problem) take(h hazard) { p.Origin, p.Fault, p.Message = h.origin, h.fault, h.why }

// blameEmbedded finds embedded YAML that is none by itself.
func (r *run) blameEmbedded(problem *Problem) bool {
	for _, e := range r.embedded {
		t := e.text()
		if _, problems := source.ParseYAML(e.name, t.s, nil); len(problems) > 0 {
			problem.Origin = t.nearest(problems[0].At.Start)
			problem.Message = "the content of " + e.name + " is not valid YAML: " + problems[0].Message
			return true
		}
	}
	return false
}

// nearest is the origin of the scenario's last word at or before an offset, else of the first behind it.
func (t text) nearest(offset int) Origin {
	var found Origin
	for i := range t.marks {
		m := &t.marks[i]
		if m.by != ByScenario {
			continue
		}
		if m.at() > t.base+offset && found.By == ByScenario {
			break
		}
		found = m.origin()
		if shift := t.base + offset - m.at(); m.literal && shift >= 0 && found.At.Start+shift < found.At.End {
			found.At.Start += shift
		}
	}
	return found
}

// maxRemarks bounds what is said of one scenario.
const maxRemarks = 1000

func (r *run) remark(fault string, at Origin, message string) {
	remark := Remark{Fault: fault, Origin: at, Message: message}
	if r.idle || r.said[remark] || len(r.remarks) >= maxRemarks {
		return
	}
	r.said[remark] = true
	r.remarks = append(r.remarks, remark)
}

// hazard notes what may make a document unreadable, and certain what always does.
func (r *run) hazard(fault string, at Origin, why string) {
	r.hazards = append(r.hazards, hazard{origin: at, fault: fault, why: why})
}

func (r *run) certain(fault string, at Origin, why string) {
	r.hazards = append(r.hazards, hazard{origin: at, fault: fault, why: why, sure: true})
}

// outside remarks that the content of a file is not known. Where the value itself is not, that is said already.
func (r *run) outside(name string, path text) {
	if r.get(name).known {
		r.remark("", path.first(), fmt.Sprintf("%s names the file %s, which the scenario does not write, so what it holds is not known", name, path.s))
	}
}

// sorted puts the remarks into the order of the scenario.
func (r *run) sorted() []Remark {
	sort.SliceStable(r.remarks, func(i, j int) bool { return r.remarks[i].Origin.At.Start < r.remarks[j].Origin.At.Start })
	return r.remarks
}
