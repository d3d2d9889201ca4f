package deploy

import (
	"fmt"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
)

// switches must be a whole number, true or false for any step to run, and numbers a whole number: functions.py lines
// 323-362 of v0.5.2. The facts name these of twelve and of five.
var (
	switches = []string{
		"LLMDBENCH_VLLM_MODELSERVICE_MULTINODE", "LLMDBENCH_VLLM_MODELSERVICE_GAIE_SIDECAR_ENABLED",
		"LLMDBENCH_VLLM_MODELSERVICE_GAIE_MONITORING_PROMETHEUS_ENABLED", "LLMDBENCH_WVA_ENABLED",
	}
	numbers = []string{
		"LLMDBENCH_VLLM_COMMON_REPLICAS",
		stageVar(guide.Decode, "REPLICAS"), stageVar(guide.Prefill, "REPLICAS"),
		stageVar(guide.Decode, "NUM_WORKERS_PARALLELISM"), stageVar(guide.Prefill, "NUM_WORKERS_PARALLELISM"),
	}
)

// everyStep is why no step of the framework gets anywhere: they all read some variables before they begin.
func (r *run) everyStep() error {
	for _, name := range switches {
		if _, ok := r.lookup(name); !ok {
			continue
		}
		if _, err := r.boolean(name); err != nil {
			return err
		}
	}
	for _, name := range numbers {
		if _, err := r.number(name); err != nil {
			return err
		}
	}
	if methods := r.get("LLMDBENCH_DEPLOY_METHODS"); methods.known && !strings.Contains(methods.text.s, "modelservice") {
		return &Failure{Message: "LLMDBENCH_DEPLOY_METHODS is " + methods.text.s, Origin: methods.text.first(), Elsewhere: true}
	}
	return r.clusterURL()
}

// clusterURL stops every step where the cluster is named: functions.py lines 400-408 of v0.5.2.
func (r *run) clusterURL() error {
	v := r.get("LLMDBENCH_CLUSTER_URL")
	if v.text.s == auto || v.text.s == "" || !v.known {
		return nil
	}
	return &Failure{Message: "UnboundLocalError: LLMDBENCH_CLUSTER_URL is set, and v0.5.2 can only find the cluster out itself", Origin: v.text.first()}
}

// stops lists what ends the whole run: text that no shell can read, commands that end it, and variables that are not
// set. A return ends the scenario alone, and what stands behind it is not read.
func (r *run) stops() []Remark {
	var list []Remark
	f := r.script.File
	for _, p := range r.script.Problems {
		list = append(list, Remark{Origin: Origin{By: ByScenario, At: p.At}, Message: "the shell cannot read this: " + p.Message})
	}
	if strings.Contains(f.Text, "\r\n") {
		at := f.LineSpan(0)
		list = append(list, Remark{Origin: Origin{By: ByScenario, At: at}, Message: "the lines end as on Windows, so that the shell finds no end of a here-document and takes the carriage return for a part of values"})
	}
	for i, at := range r.script.Stops {
		word, _, _ := strings.Cut(f.Slice(at), " ")
		switch {
		case i > 0:
		case word == "return":
			r.remark("", Origin{By: ByScenario, At: at}, "this ends the scenario: nothing behind it is read")
		default:
			list = append(list, Remark{Origin: Origin{By: ByScenario, At: at}, Message: fmt.Sprintf("%s ends the framework's script", word)})
		}
	}
	for _, remark := range r.remarks {
		if remark.Fault == catalog.FaultUnsetVariable || remark.Fault == catalog.FaultModels {
			list = append(list, remark)
		}
	}
	return list
}
