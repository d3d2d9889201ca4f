package guide

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/source"
)

// workloadKinds are the kinds of manifests that run pods of a model server.
var workloadKinds = []string{"Deployment", "StatefulSet", "LeaderWorkerSet"}

// roleLabel says which stage a workload is.
const roleLabel = "llm-d.ai/role"

// readWorkloads turns built manifests into values of the modelservice chart. What has no place there, such as other
// manifests, comes back as rest, under the stage's name or under "others".
func readWorkloads(resources []*source.Node) (values, rest *source.Node) {
	values, rest = object(nil), object(nil)
	for _, r := range resources {
		kind := r.Get("kind").Value()
		if !slices.Contains(workloadKinds, kind) {
			add(rest, "others", object(r, source.Pair{Key: key(kind+"/"+r.Get("metadata", "name").Value(), r), Value: r}))
			continue
		}
		w := newWorkload(r)
		stage := ""
		if w.serves() {
			stage = w.stage(values)
		}
		if stage == "" { // it runs something else, or it is a third workload, which has no stage to be
			add(rest, "others", object(r, source.Pair{Key: key(kind+"/"+w.name(), r), Value: r}))
			continue
		}
		w.read(stage, values)
		put(rest, stage, w.rest)
	}
	if len(values.Pairs) == 0 {
		return nil, rest
	}
	return values, rest
}

// object makes a mapping that stands where another node does.
func object(at *source.Node, pairs ...source.Pair) *source.Node {
	n := &source.Node{Kind: source.Mapping, Pairs: pairs}
	if at != nil {
		n.File, n.At = at.File, at.At
	} else if len(pairs) > 0 {
		n.File, n.At = pairs[0].Value.File, pairs[0].Value.At
	}
	return n
}

// key makes a key that stands where a node does.
func key(text string, at *source.Node) *source.Node {
	return &source.Node{Kind: source.Scalar, Tag: "!!str", Text: text, File: at.File, At: source.Span{Start: at.At.Start, End: at.At.Start}}
}

// put puts a value under a key of a mapping that is being made.
func put(n *source.Node, name string, value *source.Node) {
	if value == nil {
		return
	}
	n.Pairs = append(n.Pairs, source.Pair{Key: key(name, value), Value: value})
	if n.File == nil {
		n.File, n.At = value.File, value.At
	}
}

// add merges a mapping into the one under a key.
func add(n *source.Node, name string, value *source.Node) {
	if i := indexOf(n.Pairs, name); i >= 0 {
		n.Pairs[i].Value = merge(n.Pairs[i].Value, value)
		return
	}
	put(n, name, value)
}

// workload is a manifest that runs pods.
type workload struct {
	node *source.Node
	kind string
	pod  *source.Node // the pod's spec
	meta *source.Node // the pod template's metadata
	path []string     // where the pod template stands
	rest *source.Node // what nothing was made of
}

// newWorkload finds a workload's pods. In a group, leader and workers may differ: the leader counts where only it serves
// a model.
func newWorkload(r *source.Node) *workload {
	w := &workload{node: r, kind: r.Get("kind").Value(), path: []string{"spec", "template"}}
	if w.kind == "LeaderWorkerSet" {
		leader, worker := []string{"spec", "leaderWorkerTemplate", "leaderTemplate"}, []string{"spec", "leaderWorkerTemplate", "workerTemplate"}
		w.path = worker
		if modelOf(serverOf(r.Get(worker...).Get("spec"))) == nil && modelOf(serverOf(r.Get(leader...).Get("spec"))) != nil {
			w.path = leader
		}
	}
	template := r.Get(w.path...)
	w.pod, w.meta = template.Get("spec"), template.Get("metadata")
	return w
}

// serverOf is the model server's container of a pod.
func serverOf(pod *source.Node) *source.Node {
	c, _ := Stage{Values: pod}.Container()
	return c
}

// serves says whether a workload runs a model server: its role says so, or its container does.
func (w *workload) serves() bool {
	if w.meta.Get("labels", roleLabel) != nil || w.node.Get("metadata", "labels", roleLabel) != nil {
		return true
	}
	c := serverOf(w.pod)
	text := c.Get("image").Value()
	for _, n := range append(append([]*source.Node{}, List(c, "command")...), List(c, "args")...) {
		text += " " + n.Text
	}
	return modelOf(c) != nil || servesModel(text)
}

func (w *workload) name() string { return w.node.Get("metadata", "name").Value() }

// stage says which stage a workload is: by its label, else by its name, else decode. It is "" where that stage is
// taken.
func (w *workload) stage(values *source.Node) string {
	stage := Decode
	role := w.meta.Get("labels", roleLabel).Value()
	if role == "" {
		role = w.node.Get("metadata", "labels", roleLabel).Value()
	}
	if role == Prefill || role != Decode && strings.Contains(w.name(), Prefill) {
		stage = Prefill
	}
	if indexOf(values.Pairs, stage) >= 0 {
		return ""
	}
	return stage
}

// chartPodKeys are the keys of a pod's spec that the modelservice chart has at a stage, and their names there.
var chartPodKeys = map[string]string{
	"containers": "containers", "volumes": "volumes", "nodeSelector": "nodeSelector", "tolerations": "tolerations", "affinity": "affinity",
	"terminationGracePeriodSeconds": "terminationGracePeriodSeconds", "enableServiceLinks": "enableServiceLinks", "hostNetwork": "hostNetwork",
	"hostIPC": "hostIPC", "hostPID": "hostPID", "priorityClassName": "priorityClassName", "schedulerName": "schedulerName",
	"imagePullSecrets": "imagePullSecrets", "resourceClaims": "resourceClaims", "securityContext": "podSecurityContext",
}

// chartOwned are the keys of a pod's spec that the chart writes itself.
var chartOwned = []string{"restartPolicy", "serviceAccountName", "serviceAccount", "initContainers"}

// read puts a workload's settings into the values.
func (w *workload) read(stage string, values *source.Node) {
	s := object(w.node)
	if p, ok := w.node.Get("spec").Pair("replicas"); ok {
		s.Pairs = append(s.Pairs, p)
	}
	extra := object(w.pod)
	for _, p := range podPairs(w.pod) {
		name, known := chartPodKeys[p.Key.Text]
		switch {
		case known:
			s.Pairs = append(s.Pairs, source.Pair{Key: renamed(p.Key, name), Value: p.Value})
		case slices.Contains(chartOwned, p.Key.Text):
		default:
			extra.Pairs = append(extra.Pairs, p)
		}
	}
	if len(extra.Pairs) > 0 {
		put(s, "extraConfig", extra)
	}
	if p, ok := w.meta.Pair("annotations"); ok {
		s.Pairs = append(s.Pairs, source.Pair{Key: renamed(p.Key, "podAnnotations"), Value: p.Value})
	}
	w.initContainers(stage, s, values)
	w.parallelism(s)
	w.shared(stage, values)
	put(values, stage, s)
	w.leftOver()
}

func podPairs(pod *source.Node) []source.Pair {
	if pod == nil {
		return nil
	}
	return pod.Pairs
}

func renamed(k *source.Node, name string) *source.Node {
	made := *k
	made.Text = name
	return &made
}

// initContainers takes the routing sidecar out of the init containers: the chart adds one of its own.
func (w *workload) initContainers(stage string, s, values *source.Node) {
	var kept []*source.Node
	sidecar := false
	for _, c := range List(w.pod, "initContainers") {
		if isSidecar(c) {
			sidecar = true
			w.sidecar(c, values)
			continue
		}
		kept = append(kept, c)
	}
	if p, ok := w.pod.Pair("initContainers"); ok && len(kept) > 0 {
		list := *p.Value
		list.Items = kept
		s.Pairs = append(s.Pairs, source.Pair{Key: p.Key, Value: &list})
	}
	if stage == Decode && !sidecar {
		add(values, "routing", object(nil, source.Pair{Key: &source.Node{Text: "proxy"}, Value: object(nil,
			source.Pair{Key: &source.Node{Text: "enabled"}, Value: &source.Node{Kind: source.Scalar, Tag: "!!bool", Text: "false"}})}))
	}
}

// isSidecar tells the routing sidecar by its name or its image.
func isSidecar(c *source.Node) bool {
	return strings.Contains(c.Get("name").Value(), "routing") || strings.Contains(c.Get("image").Value(), "routing-sidecar")
}

// sidecar reads the routing sidecar's image and flags.
func (w *workload) sidecar(c, values *source.Node) {
	proxy := object(c)
	if p, ok := c.Pair("image"); ok {
		proxy.Pairs = append(proxy.Pairs, p)
	}
	routing := object(c)
	for _, arg := range List(c, "args") {
		name, value, ok := strings.Cut(arg.Text, "=")
		if !ok {
			continue
		}
		n := *arg
		n.Text = value
		switch strings.TrimLeft(name, "-") {
		case "connector":
			put(proxy, "connector", &n)
		case "vllm-port":
			put(proxy, "targetPort", &n)
		case "port":
			put(routing, "servicePort", &n)
		}
	}
	put(routing, "proxy", proxy)
	add(values, "routing", routing)
}

// parallelism reads sizes out of the container's variables and of the group, since manifests have no other place.
func (w *workload) parallelism(s *source.Node) {
	sizes := object(w.node)
	c := serverOf(s)
	put(sizes, "tensor", envValue(c, "TP_SIZE"))
	local := envValue(c, "DP_SIZE_LOCAL")
	put(sizes, "dataLocal", local)
	group, ok := w.node.Get("spec", "leaderWorkerTemplate").Pair("size")
	if ok {
		sizes.Pairs = append(sizes.Pairs, source.Pair{Key: renamed(group.Key, "workers"), Value: group.Value})
		put(sizes, "data", product(group.Value, local))
	}
	if len(sizes.Pairs) > 0 {
		put(s, "parallelism", sizes)
	}
}

// product is the total of pods in a group and data-parallel ranks in a pod.
func product(group, local *source.Node) *source.Node {
	a, errA := strconv.Atoi(group.Value())
	b, errB := strconv.Atoi(local.Value())
	if errA != nil || errB != nil {
		return nil
	}
	n := *group
	n.Text = strconv.Itoa(a * b)
	return &n
}

// envValue is the literal value of a container's variable.
func envValue(c *source.Node, name string) *source.Node {
	for _, e := range List(c, "env") {
		if e.Get("name").Value() == name && e.Get("value") != nil {
			return e.Get("value")
		}
	}
	return nil
}

// shared reads what the chart has for both stages: the model, and whether pods form groups.
func (w *workload) shared(stage string, values *source.Node) {
	c := serverOf(w.pod)
	if indexOf(values.Pairs, "modelArtifacts") < 0 {
		if model := modelOf(c); model != nil {
			put(values, "modelArtifacts", object(model, source.Pair{Key: key("name", model), Value: model}))
		}
	}
	if w.kind == "LeaderWorkerSet" && indexOf(values.Pairs, "multinode") < 0 {
		n := *w.node.Get("kind")
		n.Text, n.Tag = "true", "!!bool"
		put(values, "multinode", &n)
	}
}

// modelOf finds the model that a container serves: behind "serve", or behind a flag.
func modelOf(c *source.Node) *source.Node {
	all := append(append([]*source.Node{}, List(c, "command")...), List(c, "args")...)
	for i, n := range all {
		if strings.ContainsAny(n.Text, " \n") {
			if model, ok := modelIn(n.Text); ok {
				if value := envValue(c, expanded(model)); value != nil {
					return value
				}
				return within(n, model)
			}
			continue
		}
		next := i + 1
		if rest, ok := modelFlag(n.Text); ok {
			return within(n, rest)
		}
		if next < len(all) && (n.Text == "serve" && !strings.HasPrefix(all[next].Text, "-") || isModelFlag(n.Text)) {
			return all[next]
		}
	}
	return nil
}

// isModelFlag tells the flags that name the model: vLLM's and TensorRT-LLM's, and sglang's.
func isModelFlag(text string) bool { return text == "--model" || text == "--model-path" }

// modelFlag is the model in a flag with an equals sign.
func modelFlag(text string) (model string, ok bool) {
	name, model, ok := strings.Cut(text, "=")
	return model, ok && isModelFlag(name)
}

// modelIn finds the model in a script.
func modelIn(script string) (string, bool) {
	tree, err := source.ReadShell(script, syntax.Variant(syntax.LangBash))
	if err != nil {
		return "", false
	}
	model := ""
	syntax.Walk(tree, func(n syntax.Node) bool {
		call, ok := n.(*syntax.CallExpr)
		if !ok {
			return model == ""
		}
		for i, a := range call.Args {
			text := a.Lit()
			if rest, ok := modelFlag(text); ok {
				model = rest
			}
			if i+1 < len(call.Args) {
				next := wordText(call.Args[i+1])
				if (text == "serve" && !strings.HasPrefix(next, "-") || isModelFlag(text)) && next != "" {
					model = next
				}
			}
		}
		return true
	})
	return model, model != ""
}

// wordText is a word as it is written: its text where it is plain, else the expansion that it is.
func wordText(w *syntax.Word) string {
	if text := w.Lit(); text != "" {
		return text
	}
	var b strings.Builder
	if syntax.NewPrinter().Print(&b, w) != nil {
		return ""
	}
	return strings.Trim(b.String(), `"'`)
}

// expanded is the name in $NAME or ${NAME}, "" for other text.
func expanded(text string) string {
	name, ok := strings.CutPrefix(text, "$")
	if !ok {
		return ""
	}
	return strings.TrimSuffix(strings.TrimPrefix(name, "{"), "}")
}

// within is a part of a scalar's text, at its own line where the text stands literally in the file.
func within(n *source.Node, text string) *source.Node {
	made := *n
	made.Text, made.Style = text, source.Plain
	if n.File != nil {
		if i := indexOutsideComments(n.File.Slice(n.At), text); i >= 0 {
			made.At = source.Span{Start: n.At.Start + i, End: n.At.Start + i + len(text)}
		}
	}
	return &made
}

// indexOutsideComments finds a text on a line that is no comment.
func indexOutsideComments(script, text string) int {
	from := 0
	for {
		i := strings.Index(script[from:], text)
		if i < 0 {
			return -1
		}
		line := script[strings.LastIndexByte(script[:from+i], '\n')+1 : from+i]
		if !strings.HasPrefix(strings.TrimSpace(line), "#") {
			return from + i
		}
		from += i + len(text)
	}
}

// leftOver is the manifest without what was made into values.
func (w *workload) leftOver() {
	w.rest = prune(w.node, "", strings.Join(w.path, "."))
}

// prune copies a workload without the parts that became values.
func prune(n *source.Node, at, template string) *source.Node {
	switch at {
	case "spec.replicas", "spec.leaderWorkerTemplate.size", template + ".metadata.annotations":
		return nil
	case template + ".spec":
		made := *n
		made.Pairs = nil
		for _, p := range n.Pairs {
			if !slices.Contains(chartOwned, p.Key.Text) {
				continue
			}
			if p.Key.Text == "initContainers" {
				p.Value = sidecarsOnly(p.Value)
			}
			made.Pairs = append(made.Pairs, p)
		}
		if len(made.Pairs) == 0 { // the guide has no empty mapping there
			return nil
		}
		return &made
	}
	if n.Kind != source.Mapping {
		return n
	}
	made := *n
	made.Pairs = nil
	for _, p := range n.Pairs {
		if child := prune(p.Value, Join(at, p.Key.Text), template); child != nil {
			made.Pairs = append(made.Pairs, source.Pair{Key: p.Key, Value: child})
		}
	}
	return &made
}

// sidecarsOnly keeps of the init containers the routing sidecar's settings that became no value.
func sidecarsOnly(list *source.Node) *source.Node {
	made := *list
	made.Items = nil
	for _, c := range list.Items {
		if !isSidecar(c) {
			continue
		}
		kept := *c
		kept.Pairs = slices.DeleteFunc(slices.Clone(c.Pairs), func(p source.Pair) bool { return p.Key.Text == "image" })
		made.Items = append(made.Items, &kept)
	}
	return &made
}
