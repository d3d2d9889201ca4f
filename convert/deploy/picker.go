package deploy

import (
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// pickerImage begins the names of the variables with the picker's image.
const pickerImage = "LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_"

// picker writes what step 08 gives the inferencepool chart: steps/08_deploy_gaie.py of v0.5.2, and the render vectors.
func (r *run) picker() (text, error) {
	var w writer
	w.prepare(4<<10, 128)
	for _, part := range []func(*writer) error{r.pickerPod, r.pickerPlugins, r.pickerMonitoring, r.pool} {
		if err := part(&w); err != nil {
			return text{}, err
		}
	}
	if w.full {
		return text{}, &Failure{Message: "the values would be larger than 4 MiB"}
	}
	return w.text(), nil
}

// pickerPod writes the picker's flags, image, ports and sidecar.
func (r *run) pickerPod(w *writer) error {
	w.say("inferenceExtension:\n  flags:\n")
	const flags = "LLMDBENCH_VLLM_MODELSERVICE_GAIE_FLAGS"
	t, err := r.config(flags, 4)
	if err != nil {
		return err
	}
	if t.s != "" {
		r.remark(catalog.FaultFlags, t.first(), "these flags are lost")
		w.add(t)
		w.say("\n")
	}
	w.say("  replicas: 1\n  image:\n    name: ")
	w.add(r.plain(pickerImage + "NAME"))
	w.say("\n    hub: ")
	w.add(r.plain(pickerImage+"REGISTRY"), framework("/"), r.plain(pickerImage+"REPO"))
	w.say("\n    tag: ")
	w.add(r.plain(pickerImage + "TAG"))
	w.say("\n    pullPolicy: Always\n  extProcPort: 9002\n",
		"  extraContainerPorts:\n    - name: zmq\n      containerPort: 5557\n      protocol: TCP\n",
		"  extraServicePorts:\n    - name: zmq\n      port: 5557\n      targetPort: 5557\n      protocol: TCP\n")
	r.token(w)
	sidecar, err := r.boolean("LLMDBENCH_VLLM_MODELSERVICE_GAIE_SIDECAR_ENABLED")
	if err != nil {
		return err
	}
	w.say("  sidecar:\n    enabled: ")
	w.add(sidecar)
	w.say("\n    image: ")
	w.add(r.image("LLMDBENCH_LLMD_UDS_TOKENIZER_IMAGE_"))
	w.say("\n    imagePullPolicy: IfNotPresent\n    name: tokenizer-uds\n",
		"    env:\n      - name: TOKENIZERS_DIR\n        value: /tokenizers\n      - name: HF_HOME\n        value: /tokenizers\n",
		"    volumeMounts:\n      - mountPath: /tokenizers\n        name: tokenizers\n      - mountPath: /tmp/tokenizer\n        name: tokenizer-uds\n",
		"  volumes:\n    - name: tokenizers\n      emptyDir: {}\n    - name: tokenizer-uds\n      emptyDir: {}\n",
		"  volumeMounts:\n    - mountPath: /tmp/tokenizer\n      name: tokenizer-uds\n")
	return nil
}

// token lets the picker have the Hugging Face token, where there is one: lines 124-132 of step 08.
func (r *run) token(w *writer) {
	v, ok := r.lookup("LLMDBENCH_HF_TOKEN")
	if !r.cluster.Token && (!ok || v.known && v.text.s == "") {
		return
	}
	w.say("  env:\n    - name: HF_TOKEN\n      valueFrom:\n        secretKeyRef:\n          name: ")
	w.add(r.plain("LLMDBENCH_VLLM_COMMON_HF_TOKEN_NAME"))
	w.say("\n          key: ")
	w.add(r.plain("LLMDBENCH_VLLM_COMMON_HF_TOKEN_KEY"))
	w.say("\n")
}

const (
	configFile    = catalog.ConfigFile
	customPlugins = catalog.CustomPlugins
)

// pickerPlugins writes the plugin config by the table of lines 74-108 of step 08: where a preset has the file's name
// and the scenario brings a config of its own, neither is used.
func (r *run) pickerPlugins(w *writer) error {
	file := r.plain(configFile)
	w.say("  pluginsConfigFile: \"")
	w.add(file)
	w.say("\"\n")
	preset, shipped := r.preset(file.s)
	isPreset := preset != ""
	_, custom := r.lookup(customPlugins)
	switch {
	case isPreset && custom:
		r.remark(catalog.FaultPreset, file.first(), file.s+" is the name of a preset")
	case isPreset:
		if !shipped {
			r.remark("", file.first(), "the preset "+file.s+" is shown by its plugins and profiles; a checkout of the framework would show the whole file")
		}
		t, err := r.replaced(said(preset, Origin{By: ByDefault, Var: configFile}))
		if err != nil {
			return err
		}
		w.say("  pluginsCustomConfig:\n    ")
		w.add(file)
		w.say(": |\n")
		w.add(t.indent(6))
		w.say("\n")
	case custom:
		return r.customPlugins(w)
	}
	return nil
}

// customPlugins writes the scenario's own config: a file's name, and the file's text below it.
func (r *run) customPlugins(w *writer) error {
	t, err := r.config(customPlugins, 4)
	if err != nil {
		return err
	}
	w.say("  pluginsCustomConfig:\n")
	w.add(t)
	w.say("\n")
	r.checkConfigName(t)
	return nil
}

// checkConfigName remarks that the picker loads another file than the scenario brings.
func (r *run) checkConfigName(t text) {
	file := r.get(configFile)
	if strings.HasPrefix(t.s, "    "+file.text.s+": |\n") && file.text.s != "" && strings.Trim(file.text.s, plainLetters) == "" {
		return // the key is the first thing in the text
	}
	docs, problems := source.ParseYAML(customPlugins, t.s, nil)
	if !file.known || len(problems) > 0 || len(docs) != 1 || docs[0].Kind != source.Mapping {
		return
	}
	if _, ok := docs[0].Pair(file.text.s); !ok {
		r.remark(catalog.FaultConfigName, t.slice(docs[0].At.Start, len(t.s)).first(), "the picker is told to load "+file.text.s)
	}
}

// plainLetters are those that mean nothing to YAML.
const plainLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_."

// preset is the text of a plugin config that the framework ships, "" where it ships none of the name. shipped says
// that the text is the file itself, and not made from what the catalogue knows of it.
func (r *run) preset(file string) (text string, shipped bool) {
	if strings.HasPrefix(file, "/") {
		return "", false // a file outside of the framework; nothing is read from there
	}
	if !strings.HasSuffix(file, ".yaml") {
		file += ".yaml"
	}
	if r.presets != nil {
		if text, ok := r.presets(file); ok {
			return text, true
		}
	}
	if p := catalog.PresetOf(file); p != nil {
		return p.Text(), false
	}
	return "", false
}

func (r *run) pickerMonitoring(w *writer) error {
	prometheus, err := r.boolean("LLMDBENCH_VLLM_MODELSERVICE_GAIE_MONITORING_PROMETHEUS_ENABLED")
	if err != nil {
		return err
	}
	if !r.cluster.Admin {
		prometheus = said("False", Origin{By: ByCluster})
	}
	w.say("  monitoring:\n    secret:\n      name: kv-events-gateway-sa-metrics-reader-secret\n    interval: \"10s\"\n    prometheus:\n      enabled: ")
	w.add(prometheus)
	w.say("\n      auth:\n        enabled: true\n  flags:\n    v: \"")
	w.add(r.plain("LLMDBENCH_VLLM_MODELSERVICE_GAIE_EPP_VERBOSITY"))
	w.say("\"\n")
	return nil
}

// pool writes the inference pool and the gateway's provider: lines 198-215 of step 08.
func (r *run) pool(w *writer) error {
	w.say("inferencePool:\n  targetPortNumber: ")
	w.add(r.plain("LLMDBENCH_VLLM_COMMON_INFERENCE_PORT"))
	w.say("\n  modelServerType: vllm\n  apiVersion: \"")
	w.add(r.plain("LLMDBENCH_VLLM_MODELSERVICE_INFERENCEPOOL_API"))
	w.say("\"\n  modelServers:\n    matchLabels:\n      llm-d.ai/inferenceServing: \"true\"\n      llm-d.ai/model: ")
	w.add(said(modelLabel(r.model), r.plain("LLMDBENCH_DEPLOY_MODEL_LIST").first()))
	w.say("\n")
	class := r.plain(gatewayClass)
	const provider = "LLMDBENCH_VLLM_MODELSERVICE_INFERENCE_POOL_PROVIDER_CONFIG"
	t, err := r.config(provider, 6)
	if err != nil {
		return err
	}
	if t.s != "" {
		r.remark(catalog.FaultProvider, t.first(), "these settings have no effect")
		w.say("  provider:\n    ")
		w.add(class)
		w.say(":\n")
		w.add(t)
		w.say("\n")
	}
	if class.s == "gke" || class.s == "istio" {
		w.say("provider:\n  name: ")
		w.add(class)
		w.say("\n")
	}
	return nil
}
