package deploy

const gatewayClass = "LLMDBENCH_VLLM_MODELSERVICE_GATEWAY_CLASS_NAME"

// infra writes what step 07 gives the infra chart, lines 16-100 of v0.5.2. The keys were read from the table of Helm
// values, not seen in a render vector. Classes that the step does not know give no values.
func (r *run) infra() (text, error) {
	var w writer
	class := r.plain(gatewayClass)
	gateway := func(class text) {
		w.say("gateway:\n  gatewayClassName: ")
		w.add(class)
		w.say("\n")
	}
	switch class.s {
	case "istio":
		gateway(class)
		r.gatewayService(&w)
		w.say("  gatewayParameters:\n    enabled: true\n    logLevel: error\n    resources:\n")
		for _, part := range []struct{ key, suffix string }{{"limits", "LIMIT"}, {"requests", "REQUEST"}} {
			w.say("      ", part.key, ":\n        cpu: ")
			w.add(r.plain("LLMDBENCH_VLLM_INFRA_GATEWAY_CPU_" + part.suffix))
			w.say("\n        memory: ")
			w.add(r.plain("LLMDBENCH_VLLM_INFRA_GATEWAY_MEMORY_" + part.suffix))
			w.say("\n")
		}
	case "kgateway":
		gateway(class)
		if r.cluster.OpenShift {
			r.gatewayService(&w)
			w.say("  gatewayParameters:\n    enabled: true\n    floatingUserId: true\n")
		}
	case "gke":
		gateway(said("gke-l7-regional-external-managed", class.first()))
		w.say("provider:\n  name: ")
		w.add(class)
		w.say("\n")
	case "data-science-gateway-class":
		gateway(class)
	}
	return w.text(), nil
}

func (r *run) gatewayService(w *writer) {
	w.say("  service:\n    type: ")
	w.add(r.plain("LLMDBENCH_VLLM_MODELSERVICE_GATEWAY_SERVICE_TYPE"))
	w.say("\n")
}
