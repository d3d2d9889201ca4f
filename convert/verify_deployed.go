package convert

import (
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// VerifyDeployed holds what the framework would deploy from a scenario against the scenario's guide, leaf by leaf. What
// Verify compares with the scenario's own words is compared here with the values that reach the charts.
func VerifyDeployed(r *Result, p *deploy.Preview) *Verified {
	v := newVerifier(r, p.Script)
	v.deployed = p
	return &Verified{Guide: r.Guide, Script: p.Script, Preview: p, Results: v.leaves(), Found: v.stopped(), Counts: count(r.Guide, v.deployedText)}
}

// stopped are the steps of the framework that end without a deployment.
func (v *verifier) stopped() []Checked {
	for _, r := range v.deployed.Stops {
		v.convention("the run goes on", r.Origin.Var, v.lineOf(r.Origin), "a run to its end", "", v.deployed.Sentence(r))
	}
	for _, r := range v.deployed.Remarks {
		if r.Fault == "" || r.Fault == catalog.FaultCrossed || r.Fault == catalog.FaultMountOverride {
			v.convention("what is deployed is known and as it is written", r.Origin.Var, v.lineOf(r.Origin), "", "", v.deployed.Sentence(r))
		}
	}
	for _, d := range v.deployed.Documents {
		switch {
		case d.Failure != nil:
			v.convention("step "+d.Failure.Step+" ends", d.Failure.Origin.Var, v.lineOf(d.Failure.Origin), "a deployment", "", d.Failure.Message)
		case d.Problem != nil:
			v.convention(d.Name+" is YAML", d.Problem.Origin.Var, v.lineOf(d.Problem.Origin), "YAML", "", d.Problem.Message)
		}
	}
	return v.findings
}

// lineOf is the scenario's line that something comes from, 0 where it comes from elsewhere.
func (v *verifier) lineOf(o deploy.Origin) int {
	if o.By != deploy.ByScenario {
		return 0
	}
	return v.have.File.Line(o.At.Start) + 1
}

// deployedPlaces are where the content of a stage's files ends up in the modelservice values.
var deployedPlaces = map[string][]string{
	"_ENVVARS_TO_YAML":        {"containers", "0", "env"},
	"_EXTRA_VOLUMES":          {"volumes"},
	"_EXTRA_VOLUME_MOUNTS":    {"containers", "0", "volumeMounts"},
	"_INIT_CONTAINER_CONFIG":  {"initContainers"},
	"_EXTRA_CONTAINER_CONFIG": {"containers", "0", "extraConfig"},
	"_EXTRA_POD_CONFIG":       {"extraConfig"},
}

// deployedTree is the part of the deployed values that a variable's file becomes. ok is false for variables whose file
// has no place there.
func (v *verifier) deployedTree(name string) (n *source.Node, ok bool) {
	ms, gaie := v.deployed.Document(deploy.ModelService).Root(), v.deployed.Document(deploy.InferencePool).Root()
	switch {
	case strings.HasSuffix(name, "_GAIE_CUSTOM_PLUGINS"):
		return gaie.Get("inferenceExtension", "pluginsCustomConfig"), true
	case strings.HasSuffix(name, "_GAIE_FLAGS"):
		return gaie.Get("inferenceExtension", "flags"), true
	case strings.HasSuffix(name, "_PROVIDER_CONFIG"):
		class, _ := v.effective("LLMDBENCH_VLLM_MODELSERVICE_GATEWAY_CLASS_NAME")
		return gaie.Get("provider", class), true
	}
	for suffix, place := range deployedPlaces {
		if !strings.HasSuffix(name, suffix) {
			continue
		}
		n := ms.Get(strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(name, "LLMDBENCH_VLLM_MODELSERVICE_"), suffix)))
		for _, step := range place {
			if step == "0" {
				n = first(n)
				continue
			}
			n = n.Get(step)
		}
		return n, true
	}
	return nil, false
}

func first(n *source.Node) *source.Node {
	if n == nil || len(n.Items) == 0 {
		return nil
	}
	return n.Items[0]
}

// deployedCommand is the command line that a stage's arguments become.
func (v *verifier) deployedCommand(name string) (text string, ok bool) {
	for _, c := range v.deployed.Commands {
		if stageVar(c.Stage, "EXTRA_ARGS") == name {
			return c.Text, c.Text != ""
		}
	}
	return "", false
}

// deployedText is what count looks at: the command lines, and the YAML of the other files.
func (v *verifier) deployedText(name string) (text string, ok bool) {
	if strings.HasSuffix(name, "_EXTRA_ARGS") {
		return v.deployedCommand(name)
	}
	n, ok := v.deployedTree(name)
	if !ok || n == nil {
		return "", false
	}
	return block(n), true
}

// deployedValue compares a leaf with the value that stands at its own path in the deployed values. known is false where
// the chart has no value there, so that only the scenario can tell.
func (v *verifier) deployedValue(c *Checked, name string) (known bool) {
	n := v.deployedNode(c.Entry)
	if n == nil || n.Kind != source.Scalar {
		return false
	}
	switch want := c.Node.Text; {
	case strings.EqualFold(n.Text, want), sameImage(n.Text, want), v.renamed(want) == n.Text:
	case c.Path == "accelerator.type" && v.asks(catalog.AcceleratorResources[want]):
		c.Reason = "as the resource that pods ask for; the type itself is deployed as " + n.Text
	default:
		c.Outcome, c.Want, c.Have, c.Reason = Differs, excerpt(c.Node), excerpt(n), "this is what is deployed"+v.commonHint(name)
	}
	return true
}

// renamed is the name of a plugin config in the scenario. Where deployments are compared, any name will do under which
// the config arrives and is loaded.
func (v *verifier) renamed(key string) string {
	if other, ok := v.result.renamed[key]; ok {
		return other
	}
	if v.deployed == nil || key == "" || key != v.result.Guide.Values(pool).Get("inferenceExtension", "pluginsConfigFile").Value() {
		return key
	}
	extension := v.deployed.Document(deploy.InferencePool).Root().Get("inferenceExtension")
	loaded := extension.Get("pluginsConfigFile").Value()
	if extension.Get("pluginsCustomConfig", loaded) != nil {
		return loaded
	}
	return key
}

// asks says that decode's pods ask for a resource.
func (v *verifier) asks(resource string) bool {
	limits := first(v.deployed.Document(deploy.ModelService).Root().Get("decode", "containers")).Get("resources", "limits")
	return limits.Get(resource) != nil
}

// sameImage compares image references, of which one may leave the registry and the library out.
func sameImage(a, b string) bool {
	x, y := parseImage(a), parseImage(b)
	return strings.ContainsAny(a, "/:") && x == y
}

// documents are the charts' values in the preview.
var documents = map[string]deploy.Kind{string(ms): deploy.ModelService, string(pool): deploy.InferencePool, string(infra): deploy.Infra}

// deployedNode finds the value at a leaf's path in the deployed values.
func (v *verifier) deployedNode(e Entry) *source.Node {
	kind, ok := documents[string(e.Chart)]
	if !ok {
		return nil
	}
	n := v.deployed.Document(kind).Root()
	steps := v.split(v.result.Guide.Values(e.Chart), e.Path)
	for i, s := range steps {
		switch {
		case n == nil:
			return nil
		case i > 0 && steps[i-1].key == "containers":
			n = first(n)
		default:
			found := v.in(s, []*source.Node{n})
			if len(found) == 0 {
				return nil
			}
			n = found[len(found)-1]
		}
	}
	return n
}

// absent says why a leaf is not there: as it was said, or where deployments are compared, what the framework does.
func (v *verifier) absent(name, said string) string {
	if v.deployed == nil {
		return said
	}
	for _, r := range v.deployed.Remarks {
		if r.Fault != "" && (r.Origin.Var == name || r.Fault == catalog.FaultPreset && strings.HasSuffix(name, "_GAIE_CUSTOM_PLUGINS")) {
			return "it is not deployed: " + catalog.FaultOf(r.Fault).What
		}
	}
	return "it is not deployed"
}

// nothingDeployed says why no value of a leaf's chart is deployed, where that is so.
func (v *verifier) nothingDeployed(e Entry) (reason string, nothing bool) {
	if v.deployed == nil || e.Path == guide.VersionPath {
		return "", false
	}
	kind, ok := documents[string(e.Chart)]
	if !ok {
		return "", false
	}
	switch d := v.deployed.Document(kind); {
	case d.Failure != nil:
		return "nothing is deployed: step " + d.Failure.Step + " stops", true
	case d.Problem != nil:
		return "nothing is deployed: " + d.Name + " is not valid YAML", true
	}
	return "", false
}

// newVerifier prepares the comparison of a scenario with the conversion of its guide.
func newVerifier(r *Result, script *scenario.Script) *verifier {
	v := &verifier{result: r, want: r.read(), have: script, lines: map[string]int{}, trees: map[string]*source.Node{}, flags: map[string][]flag{}, indexes: map[*source.Node]nodeIndex{}}
	for _, e := range script.Exports {
		if e.Naked && v.lines[e.Name] > 0 {
			continue
		}
		v.lines[e.Name] = script.File.Line(e.At.Start) + 1
	}
	return v
}
