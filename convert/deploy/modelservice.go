package deploy

import (
	"fmt"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
)

// modelservice writes what step 09 gives the modelservice chart: steps/09_deploy_via_modelservice.py of v0.5.2, and the
// render vectors.
func (r *run) modelservice() (text, error) {
	var w writer
	w.prepare(8<<10, 480)
	for _, part := range []func(*writer) error{r.header, r.routing, r.accelerator, r.stageOf(guide.Decode), r.stageOf(guide.Prefill)} {
		if err := part(&w); err != nil {
			return text{}, err
		}
	}
	if w.full {
		return text{}, &Failure{Message: "the values would be larger than 4 MiB"}
	}
	return w.text(), nil
}

// header writes what is about the model as a whole.
func (r *run) header(w *writer) error {
	multinode, err := r.boolean("LLMDBENCH_VLLM_MODELSERVICE_MULTINODE")
	if err != nil {
		return err
	}
	model := r.plain("LLMDBENCH_DEPLOY_MODEL_LIST").first()
	name, label := said(r.model, model), said(modelLabel(r.model), model)
	w.say("fullnameOverride: ")
	w.add(label)
	w.say("\nmultinode: ")
	w.add(multinode)
	w.say("\nschedulerName: ")
	w.add(r.plain("LLMDBENCH_VLLM_COMMON_POD_SCHEDULER"))
	w.say("\nmodelArtifacts:\n  uri: pvc://")
	w.add(r.plain("LLMDBENCH_VLLM_COMMON_PVC_NAME"))
	w.say("/models/")
	w.add(name)
	w.say("\n  size: ")
	w.add(r.plain("LLMDBENCH_VLLM_COMMON_PVC_MODEL_CACHE_SIZE"))
	w.say("\n  authSecretName: \"llm-d-hf-token\"\n  name: ")
	w.add(name)
	w.say("\n  labels:\n    llm-d.ai/inferenceServing: \"true\"\n    llm-d.ai/model: ")
	w.add(label)
	w.say("\n")
	if p := r.get("LLMDBENCH_VLLM_MODELSERVICE_URI_PROTOCOL"); p.text.s != "pvc" && p.known {
		r.remark(catalog.FaultProtocol, p.text.first(), "the protocol is "+p.text.s)
	}
	return nil
}

// routing writes the service's port and the routing sidecar.
func (r *run) routing(w *writer) error {
	line := func(key, quote, name string) {
		w.say("    ", key, ": ", quote)
		w.add(r.plain(name))
		w.say(quote, "\n")
	}
	w.say("routing:\n  servicePort: ")
	w.add(r.plain("LLMDBENCH_VLLM_COMMON_INFERENCE_PORT"))
	w.say("\n  proxy:\n")
	line("enabled", "", "LLMDBENCH_LLMD_ROUTINGSIDECAR_ENABLED")
	w.say("    image: \"")
	w.add(r.image("LLMDBENCH_LLMD_ROUTINGSIDECAR_IMAGE_"))
	w.say("\"\n    secure: false\n")
	line("connector", "", "LLMDBENCH_LLMD_ROUTINGSIDECAR_CONNECTOR")
	line("debugLevel", "", "LLMDBENCH_LLMD_ROUTINGSIDECAR_DEBUG_LEVEL")
	return nil
}

// stageOf writes the values of one stage.
func (r *run) stageOf(stage string) func(*writer) error {
	return func(w *writer) error {
		r.stage = stage
		defer func() { r.stage, r.idle = "", false }()
		for _, part := range []func(*writer) error{r.replicas, r.initContainers, r.pod, r.container, r.volumes} {
			if err := part(w); err != nil {
				return err
			}
		}
		return nil
	}
}

func (r *run) replicas(w *writer) error {
	name := r.stageVar("REPLICAS")
	n, err := r.number(name)
	if err != nil {
		return err
	}
	t := r.plain(name)
	if !r.get(name).known {
		n = 1 // whoever asks for a number wants pods
	}
	r.idle = n <= 0
	w.say(r.stage, ":\n  create: ")
	w.add(said(fmt.Sprint(n > 0), t.first()))
	w.say("\n  replicas: ")
	w.add(t)
	w.say("\n")
	r.acceleratorTypes(w)
	return nil
}

func (r *run) initContainers(w *writer) error {
	return r.labelled(w, "  initContainers:", r.stageVar("INIT_CONTAINER_CONFIG"), 4)
}

// pod writes what is about the pods of a stage.
func (r *run) pod(w *writer) error {
	w.say("  parallelism:\n")
	for _, p := range []struct{ key, suffix string }{
		{"data", "DATA_PARALLELISM"}, {"dataLocal", "DATA_LOCAL_PARALLELISM"}, {"tensor", "TENSOR_PARALLELISM"}, {"workers", "NUM_WORKERS_PARALLELISM"},
	} {
		w.say("    ", p.key, ": ")
		w.add(r.plain(r.stageVar(p.suffix)))
		w.say("\n")
	}
	if _, err := r.number(r.stageVar("NUM_WORKERS_PARALLELISM")); err != nil {
		return err
	}
	w.say("  annotations:\n")
	r.annotations(w, "LLMDBENCH_VLLM_COMMON_ANNOTATIONS")
	w.say("  podAnnotations:\n")
	r.annotations(w, r.stageVar("PODANNOTATIONS"))
	w.say("  schedulerName: ")
	w.add(r.plain("LLMDBENCH_VLLM_COMMON_POD_SCHEDULER"))
	w.say("\n")
	if class := r.plain("LLMDBENCH_VLLM_COMMON_PRIORITY_CLASS_NAME"); class.s != "" && class.s != "none" {
		w.say("  priorityClassName: ")
		w.add(class)
		w.say("\n")
	}
	return r.podConfig(w)
}

// container writes the model server's container.
func (r *run) container(w *writer) error {
	w.say("  containers:\n  - name: \"vllm\"\n    mountModelVolume: ")
	w.add(r.mountModelVolume())
	w.say("\n    image: \"")
	w.add(r.image("LLMDBENCH_LLMD_IMAGE_"))
	w.say("\"\n")
	r.modelCommand(w)
	w.say("    args:\n")
	if err := r.args(w); err != nil {
		return err
	}
	w.say("    env:\n")
	if err := r.env(w); err != nil {
		return err
	}
	if err := r.resources(w); err != nil {
		return err
	}
	r.probes(w)
	if err := r.containerConfig(w); err != nil {
		return err
	}
	return r.labelled(w, "    volumeMounts:   ", r.stageVar("EXTRA_VOLUME_MOUNTS"), 4)
}

func (r *run) volumes(w *writer) error {
	return r.labelled(w, "  volumes:   ", r.stageVar("EXTRA_VOLUMES"), 2)
}

// mountModelVolume is true unless the override is anything but false: lines 437-439 of step 09.
func (r *run) mountModelVolume() text {
	v, ok := r.lookup("LLMDBENCH_VLLM_MODELSERVICE_MOUNT_MODEL_VOLUME_OVERRIDE")
	if !ok || v.text.s == "" {
		return framework("true")
	}
	if v.isFalse() {
		r.remark(catalog.FaultMountOverride, v.text.first(), "false is ignored")
		return framework("true")
	}
	r.remark(catalog.FaultMountOverride, v.text.first(), v.text.s+" takes the mount away")
	return said("False", v.text.first())
}

// modelCommand writes who starts the server: functions.py lines 1390-1408 of v0.5.2.
func (r *run) modelCommand(w *writer) {
	name := r.stageVar("MODEL_COMMAND")
	t := r.plain(name)
	switch t.s {
	case "custom":
		w.say("    modelCommand: ")
		w.add(t)
		w.say("\n    command:\n      - /bin/sh\n      - '-c'\n")
	case "vllmServe", "imageDefault":
		w.say("    modelCommand: ")
		w.add(t)
		w.say("\n")
	default:
		r.certain("", t.first(), fmt.Sprintf("%s is %q, which is none of custom, vllmServe and imageDefault, so that its text is written as it is", name, t.s))
		w.say("    modelCommand:\n")
		w.add(t)
		w.say("\n")
	}
}

// probes writes the three probes, which are fixed but for a few numbers.
func (r *run) probes(w *writer) {
	port := r.plain(r.stageVar("INFERENCE_PORT"))
	number := func(key, suffix string) {
		w.say("        ", key, ": ")
		w.add(r.plain(r.stageVar(suffix)))
		w.say("\n")
	}
	get := func(suffix string) {
		w.say("        httpGet:\n          path: ")
		w.add(r.plain(r.stageVar(suffix)))
		w.say("\n          port: ")
		w.add(port)
		w.say("\n")
	}
	w.say("    extraConfig:\n      startupProbe:\n")
	get("STARTUP_PROBE_PATH")
	number("failureThreshold", "STARTUP_PROBE_FAILURE_THRESHOLD")
	number("initialDelaySeconds", "STARTUP_PROBE_INITIAL_DELAY")
	w.say("        periodSeconds: 30\n        timeoutSeconds: 5\n      livenessProbe:\n        tcpSocket:\n          port: ")
	w.add(port)
	w.say("\n        failureThreshold: 3\n        periodSeconds: 5\n      readinessProbe:\n")
	get("READINESS_PROBE_PATH")
	w.say("        failureThreshold: 3\n        periodSeconds: 5\n")
}

// firstModel is the model that is deployed first; with a second one v0.5.2 stops.
func (r *run) firstModel() string {
	t := r.get("LLMDBENCH_DEPLOY_MODEL_LIST").text
	first, second, _ := strings.Cut(t.s, ",")
	if strings.TrimSpace(second) != "" {
		r.remark(catalog.FaultModels, t.first(), "there is more than one model")
	}
	return strings.TrimSpace(first)
}
