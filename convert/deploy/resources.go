package deploy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
)

const auto = "auto"

// affinity is the label that pods are placed by: the scenario's, or the one that a cluster would show.
func (r *run) affinity() text {
	t := r.plain("LLMDBENCH_VLLM_COMMON_AFFINITY")
	if t.s == auto {
		return said(r.cluster.Accelerator, Origin{By: ByCluster})
	}
	return t.without(" ")
}

// acceleratorTypes writes the affinity: functions.py lines 1648-1680 of v0.5.2. A value of other than two or three parts
// gives an empty label.
func (r *run) acceleratorTypes(w *writer) {
	t := r.affinity()
	parts := t.split(":")
	var labelKey, value text
	switch len(parts) {
	case 2:
		labelKey, value = parts[0], parts[1]
	case 3:
		labelKey, value = parts[1], parts[2]
	}
	if labelKey.s == "kubernetes.io/os" {
		return
	}
	w.say("  acceleratorTypes:\n    labelKey: ")
	w.add(labelKey)
	w.say("\n    labelValues:\n    - ")
	w.add(value)
	w.say("\n")
}

// acceleratorResource is what pods of a stage ask for: functions.py lines 1175-1203 and 1521-1526 of v0.5.2. The shared
// variable counts only where the affinity is found out from the cluster.
func (r *run) acceleratorResource(stage string) text {
	t := r.plain(stageVar(stage, "ACCELERATOR_RESOURCE"))
	if (t.s == auto || t.s == "") && r.get("LLMDBENCH_VLLM_COMMON_AFFINITY").text.s == auto && r.cluster.Accelerator != "" {
		t = r.plain("LLMDBENCH_VLLM_COMMON_ACCELERATOR_RESOURCE")
	}
	if t.s == auto || t.s == "" {
		return said("nvidia.com/gpu", t.first())
	}
	return t
}

// acceleratorCount is how many of them: tensor times local data parallelism where it is left open, lines 1282-1294.
func (r *run) acceleratorCount(stage string) (text, error) {
	t := r.plain(stageVar(stage, "ACCELERATOR_NR"))
	tensor, err := r.number(stageVar(stage, "TENSOR_PARALLELISM"))
	if err != nil {
		return text{}, err
	}
	local, err := r.number(stageVar(stage, "DATA_LOCAL_PARALLELISM"))
	if err != nil {
		return text{}, err
	}
	if t.s != auto {
		return t, nil
	}
	from := r.plain(stageVar(stage, "TENSOR_PARALLELISM")).first()
	if data := r.plain(stageVar(stage, "DATA_LOCAL_PARALLELISM")).first(); data.By > from.By {
		from = data
	}
	if t.first().By > from.By {
		from = t.first()
	}
	return said(strconv.Itoa(tensor*local), from), nil
}

// chartTypes are the accelerators that the modelservice chart knows the resource of.
var chartTypes = []string{"nvidia", "intel-i915", "intel-xe", "intel-gaudi", "amd", "google"}

// accelerator writes the type of both stages' accelerators, which decode alone decides: functions.py lines 1682-1708.
func (r *run) accelerator(w *writer) error {
	resource := r.acceleratorResource(guide.Decode)
	count, err := r.acceleratorCount(guide.Decode)
	if err != nil {
		return err
	}
	kind, _, _ := strings.Cut(resource.s, ".")
	switch {
	case strings.Contains(resource.s, "nvidia"):
		kind = "nvidia"
	case kind == "kubernetes":
		kind = "cpu"
	}
	if count.s == "0" {
		kind = "cpu"
	}
	w.say("accelerator:\n  type: ")
	w.add(said(kind, resource.first()))
	w.say("\n")
	if !slices.Contains(chartTypes, kind) {
		w.say("  resources:\n    ")
		w.add(said(kind, resource.first()))
		w.say(": \"")
		w.add(resource)
		w.say("\"\n")
	}
	return nil
}

// resources writes requests and limits, which are always the same: functions.py lines 1528-1582.
func (r *run) resources(w *writer) error {
	count, err := r.acceleratorCount(r.stage)
	if err != nil {
		return err
	}
	w.say("    resources:\n")
	for _, part := range []string{"limits", "requests"} {
		w.say("      ", part, ":\n        memory: ")
		w.add(r.plain(r.stageVar("CPU_MEM")))
		w.say("\n")
		quantity(w, framework("cpu"), r.plain(r.stageVar("CPU_NR")))
		quantity(w, r.plain("LLMDBENCH_VLLM_COMMON_EPHEMERAL_STORAGE_RESOURCE"), r.plain(r.stageVar("EPHEMERAL_STORAGE")))
		if count.s != "0" {
			quantity(w, r.acceleratorResource(r.stage), count)
		}
		if err := r.checkNetwork(); err != nil {
			return err
		}
		network, number := r.network()
		if network.s != "" {
			quantity(w, network, number)
		}
	}
	return nil
}

// quantity writes an amount of something, unless there is none.
func quantity(w *writer, name, amount text) {
	if amount.s == "" {
		return
	}
	w.say("        ")
	w.add(name)
	w.say(": \"")
	w.add(amount)
	w.say("\"\n")
}

// network is the network device that pods of the stage ask for, and how many: functions.py lines 1233-1279 of v0.5.2.
// Where the shared variable says auto, what the cluster offers is taken, once.
func (r *run) network() (name, number text) {
	name, number = r.plain(r.stageVar("NETWORK_RESOURCE")), r.plain(r.stageVar("NETWORK_NR"))
	open := func(t text) bool { return t.s == auto || t.s == "" }
	if r.get("LLMDBENCH_VLLM_COMMON_NETWORK_RESOURCE").text.s == auto && r.cluster.Network != "" {
		if open(name) {
			name = said(r.cluster.Network, Origin{By: ByCluster})
		}
		if open(number) {
			number = said("1", Origin{By: ByCluster})
		}
	}
	if name.s == auto && number.s != "" {
		r.remark("", name.first(), fmt.Sprintf("nothing resolves auto here, so pods ask for a resource of that name; %s finds out what the cluster has only where LLMDBENCH_VLLM_COMMON_NETWORK_RESOURCE is auto", catalog.FrameworkVersion))
	}
	return name, number
}

// checkNetwork stops the step where the shared variable names a resource that the cluster does not have: functions.py
// lines 1268-1279 of v0.5.2. Where nothing is said of the cluster, it has what the scenario asks for.
func (r *run) checkNetwork() error {
	t := r.plain("LLMDBENCH_VLLM_COMMON_NETWORK_RESOURCE")
	if r.cluster.Network == "" || t.s == "" || t.s == auto || t.s == r.cluster.Network {
		return nil
	}
	return &Failure{Message: fmt.Sprintf("the cluster has no network resource %s, only %s", t.s, r.cluster.Network), Origin: t.first()}
}
