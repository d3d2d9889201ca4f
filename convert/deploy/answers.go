package deploy

import (
	"strconv"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Answers tell what the framework's steps find under single variables of a scenario, where nobody needs to know all that
// is deployed. They are not for several goroutines.
type Answers struct{ run *run }

// Ask reads what there is to know.
func Ask(script *scenario.Script, c *catalog.Catalog, cluster Cluster) *Answers {
	r := &run{script: script, catalog: c, cluster: cluster, bodies: map[string]text{}, lines: map[string]text{}}
	r.idle = true // what there is to remark is said in the preview
	r.model = r.firstModel()
	return &Answers{r}
}

// Answer is what the framework puts in the place of a placeholder.
type Answer struct {
	Var  string      // the variable that it looks up
	Text string      // not empty
	By   By          // who gives the variable its value
	At   source.Span // the value in the scenario, where it does
	Own  bool        // the variable is empty or false, so that the placeholder's own default counts
}

// The steps that replace placeholders, as the framework numbers them.
const (
	StepDownload     = catalog.StepDownload
	StepPicker       = catalog.StepPicker
	StepModelService = catalog.StepModelService
)

// StepsOf lists the steps that replace the placeholders in the file of a variable. One that the catalogue does not know
// is taken for a file of the model server's.
func StepsOf(c *catalog.Catalog, name string) []string {
	if v := c.Lookup(name); v != nil && v.RenderedIn() != nil {
		return v.RenderedIn()
	}
	return []string{StepModelService}
}

// Placeholder says what a step puts in the place of a placeholder. ok is false where the step stops, where that is not
// known before the run, and where it is the name of a file that the scenario makes.
func (a *Answers) Placeholder(p Placeholder, step string) (answer Answer, ok bool) {
	a.run.step = step
	v, ok := a.run.lookup(p.Variable())
	if !ok || v.file || !v.known {
		return Answer{}, false
	}
	t, err := a.run.placeholder(p, Origin{})
	if err != nil || t.s == "" {
		return Answer{}, false
	}
	from := v.text.first()
	return Answer{Var: p.Variable(), Text: t.s, By: from.By, At: from.At, Own: v.text.s == "" || v.isFalse()}, true
}

// Accelerators is how many accelerators a stage takes, and of what that is the product.
type Accelerators struct {
	Groups, Pods int // groups, and pods in each: one where the pods are not grouped
	Each         int // accelerators of a pod
	Tensor, Data int // parallelism inside a pod, whose product Each is unless it is Given
	Given        bool
	Grouped      bool
}

// Total is the number of accelerators.
func (a Accelerators) Total() int { return a.Groups * a.Pods * a.Each }

// maxFactor bounds the factors, far above any cluster, so that no product overflows.
const maxFactor = 100_000

// Accelerators counts the accelerators of a stage: groups times pods times tensor times local data parallelism, or what
// a pod is given instead of the last two. ok is false where that is not known, or where the stage is not deployed.
func (a *Answers) Accelerators(stage string) (n Accelerators, ok bool) {
	r := a.run
	r.step = StepModelService
	if stage != guide.Decode && stage != guide.Prefill || r.everyStep() != nil {
		return n, false
	}
	multinode, err := r.boolean("LLMDBENCH_VLLM_MODELSERVICE_MULTINODE")
	n.Grouped = multinode.s == "True"
	n.Pods = 1
	ok = err == nil && r.factor(stage, "REPLICAS", &n.Groups) && r.factor(stage, "TENSOR_PARALLELISM", &n.Tensor) &&
		r.factor(stage, "DATA_LOCAL_PARALLELISM", &n.Data) && (!n.Grouped || r.factor(stage, "NUM_WORKERS_PARALLELISM", &n.Pods))
	count, err := r.acceleratorCount(stage)
	if err != nil || !ok || !r.get(stageVar(stage, "ACCELERATOR_NR")).known {
		return n, false
	}
	n.Each, err = strconv.Atoi(count.s)
	n.Given = r.plain(stageVar(stage, "ACCELERATOR_NR")).s != auto
	return n, err == nil && n.Each > 0 && n.Each <= maxFactor
}

// factor reads one of the stage's numbers. It gives false for one that is not known, or makes no sense.
func (r *run) factor(stage, suffix string, into *int) bool {
	name := stageVar(stage, suffix)
	var err error
	*into, err = r.number(name)
	return err == nil && r.get(name).known && *into > 0 && *into <= maxFactor
}
