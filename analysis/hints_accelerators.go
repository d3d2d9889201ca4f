package analysis

import (
	"fmt"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
)

// The exports that a count of accelerators may stand behind: the first of these that the scenario has.
var countedAt = []string{"ACCELERATOR_NR", "TENSOR_PARALLELISM", "DATA_LOCAL_PARALLELISM", "NUM_WORKERS_PARALLELISM", "DATA_PARALLELISM"}

// accelerators adds how many accelerators each stage takes: groups times pods times tensor times data parallelism.
func (r *hintReader) accelerators() {
	for _, stage := range []string{guide.Decode, guide.Prefill} {
		e, ok := r.countedExport(stage)
		if !ok {
			continue
		}
		n, ok := r.answers.Accelerators(stage)
		if !ok {
			continue
		}
		label := fmt.Sprintf("%d accelerators in all", n.Total())
		if n.Total() == 1 {
			label = "1 accelerator in all"
		}
		value := strings.TrimRight(r.script.File.Slice(e.ValueAt), "\r") // which the parser takes for a part of it
		r.add(e.ValueAt.Start+len(value), label, product(stage, n)+r.unread(stage, n))
	}
}

// commonWorkers is the variable that upstream's documents give the pods of a group by.
const commonWorkers = "LLMDBENCH_VLLM_COMMON_NUM_WORKERS_PARALLELISM"

// unread says that the pods of a group are given where the framework does not look.
func (r *hintReader) unread(stage string, n deploy.Accelerators) string {
	_, common := r.script.Last(commonWorkers)
	_, own := r.script.Last(stageVariable(stage, "NUM_WORKERS_PARALLELISM"))
	if !n.Grouped || !common || own {
		return ""
	}
	return "\n\n" + catalog.FaultOf(catalog.FaultWorkers).Note()
}

func (r *hintReader) countedExport(stage string) (scenario.Export, bool) {
	for _, suffix := range countedAt {
		if e, ok := r.script.Last(stageVariable(stage, suffix)); ok && !e.Nested {
			return e, true
		}
	}
	return scenario.Export{}, false
}

func stageVariable(stage, suffix string) string {
	return "LLMDBENCH_VLLM_MODELSERVICE_" + strings.ToUpper(stage) + "_" + suffix
}

// product says how a count of accelerators is worked out.
func product(stage string, n deploy.Accelerators) string {
	var b strings.Builder
	factor := func(count int, what, suffix string) {
		fmt.Fprintf(&b, "\n- %d %s", count, what)
		if suffix != "" {
			b.WriteString(": " + code(stageVariable(stage, suffix)))
		}
	}
	if n.Given {
		fmt.Fprintf(&b, "Accelerators of %s: %d × %d × %d = %d\n", stage, n.Groups, n.Pods, n.Each, n.Total())
	} else {
		fmt.Fprintf(&b, "Accelerators of %s: %d × %d × %d × %d = %d\n", stage, n.Groups, n.Pods, n.Tensor, n.Data, n.Total())
	}
	factor(n.Groups, "groups of pods", "REPLICAS")
	if n.Grouped {
		factor(n.Pods, "pods in a group", "NUM_WORKERS_PARALLELISM")
	} else {
		factor(n.Pods, "pod in a group, since "+code("LLMDBENCH_VLLM_MODELSERVICE_MULTINODE")+" is not true", "")
	}
	if n.Given {
		factor(n.Each, "accelerators in a pod", "ACCELERATOR_NR")
	} else {
		factor(n.Tensor, "for tensor parallelism", "TENSOR_PARALLELISM")
		factor(n.Data, "for data parallelism in a pod", "DATA_LOCAL_PARALLELISM")
	}
	return b.String()
}
