package guide

import "llmdbench-ls/convert/source"

// Newer guides install the chart llm-d-router where older ones have inferencepool. The framework only knows the older
// one, so the settings that both have are read as that one's; their places in the file stay.

// routerKeys are the keys of the router chart, and where the inferencepool chart has the same.
var routerKeys = []struct{ from, to []string }{
	{[]string{"router", "epp"}, []string{"inferenceExtension"}},
	{[]string{"router", "monitoring"}, []string{"inferenceExtension", "monitoring"}},
	{[]string{"router", "tokenizer"}, []string{"inferenceExtension", "sidecar"}},
	{[]string{"router", "latencyPredictor"}, []string{"inferenceExtension", "latencyPredictor"}},
	{[]string{"router", "tracing"}, []string{"inferenceExtension", "tracing"}},
	{[]string{"router", "extraServicePorts"}, []string{"inferenceExtension", "extraServicePorts"}},
	{[]string{"router", "modelServers", "matchLabels"}, []string{"inferencePool", "modelServers", "matchLabels"}},
	{[]string{"router", "modelServers", "targetPorts"}, []string{"inferencePool", "targetPorts"}},
	{[]string{"router", "modelServers", "type"}, []string{"inferencePool", "modelServerType"}},
	{[]string{"router", "inferenceObjectives"}, []string{"inferenceObjectives"}},
	{[]string{"provider"}, []string{"provider"}},
	{[]string{"httpRoute"}, []string{"experimentalHttpRoute"}},
}

// isRouter tells values of the router chart.
func isRouter(n *source.Node) bool {
	return n.Get("router", "epp") != nil || n.Get("router", "modelServers") != nil
}

// fromRouter gives values of the router chart the shape of the inferencepool chart's.
func fromRouter(n *source.Node) *source.Node {
	if !isRouter(n) {
		return n
	}
	pool := object(n)
	for _, k := range routerKeys {
		if value := n.Get(k.from...); value != nil {
			pool = place(pool, k.to, value)
		}
	}
	return pool
}

// place puts a value under a path of keys, into what is there already.
func place(n *source.Node, keys []string, value *source.Node) *source.Node {
	for i := len(keys) - 1; i >= 0; i-- {
		value = object(value, source.Pair{Key: key(keys[i], value), Value: value})
	}
	return merge(n, value)
}
