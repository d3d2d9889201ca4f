package convert

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// model sets what is served, and from where.
func (p *planner) model() {
	for _, path := range [][]string{{"modelArtifacts", "name"}, {"modelArtifacts", "size"}, {"modelArtifacts", "authSecretName"}} {
		if pl, ok := p.find(ms, path...); ok {
			p.copy(sectionModel, pl)
		}
	}
	uri := scenario.Setting{
		Var: "LLMDBENCH_VLLM_MODELSERVICE_URI_PROTOCOL", Text: "pvc",
		Why: "convention of the benchmark: the serve line reads the model from the volume at /model-cache/models",
	}
	if pl, ok := p.find(ms, "modelArtifacts", "uri"); ok {
		uri.Notes = []string{fmt.Sprintf("the guide loads the model from %s.", pl.node.Text)}
	}
	p.add(sectionModel, uri)
	if pl, ok := p.find(ms, "multinode"); ok {
		p.copy(sectionModel, pl)
	}
}

// charts sets the chart versions that the guide pins.
func (p *planner) charts() {
	for _, c := range []guide.Chart{infra, ms, pool} {
		v := p.guide.Version(c)
		if v.Null() {
			continue
		}
		pl := place{chart: c, path: guide.VersionPath, node: v}
		p.copy(sectionCharts, pl)
		if c == pool {
			p.add(sectionCharts, scenario.Setting{
				Var: "LLMDBENCH_GATEWAY_API_INFERENCE_EXTENSION_CRD_REVISION", Ref: "LLMDBENCH_VLLM_GAIE_CHART_VERSION",
				Why: "convention: the framework derives this from the chart version before it reads the scenario",
			})
		}
	}
}

// reference is an image reference, taken apart the way the framework puts one together.
type reference struct{ registry, repo, name, tag string }

// parseImage takes an image reference apart. A digest goes where the tag does: joined with a colon, as the framework
// does, the parts are the reference again.
func parseImage(text string) reference {
	r := reference{registry: "docker.io", repo: "library", tag: "latest"}
	rest := text
	if head, tail, ok := strings.Cut(text, "/"); ok && (strings.ContainsAny(head, ".:") || head == "localhost") {
		r.registry, rest = head, tail
		r.repo = ""
	}
	if name, digest, ok := strings.Cut(rest, "@"); ok {
		algorithm, sum, _ := strings.Cut(digest, ":")
		rest, r.tag = name+"@"+algorithm, sum
	} else if i := strings.LastIndexByte(rest, ':'); i > strings.LastIndexByte(rest, '/') {
		rest, r.tag = rest[:i], rest[i+1:]
	}
	r.name = rest
	if i := strings.LastIndexByte(rest, '/'); i >= 0 {
		r.repo, r.name = rest[:i], rest[i+1:]
	}
	return r
}

// image sets the four variables of an image.
func (p *planner) image(section, prefix string, pl place, notes ...string) {
	r := parseImage(pl.node.Text)
	from := p.cite(pl)
	if strings.Contains(pl.node.Text, "@") {
		notes = append(notes, "the guide pins a digest; the parts are cut so that name:tag is the reference again.")
	}
	for i, part := range []struct{ suffix, text string }{{"REGISTRY", r.registry}, {"REPO", r.repo}, {"NAME", r.name}, {"TAG", r.tag}} {
		s := scenario.Setting{Var: prefix + part.suffix, Text: part.text, From: from}
		if i == 0 {
			s.Notes = notes
		}
		p.add(section, s)
	}
	p.mark(pl, Carried, prefix+"{REGISTRY,REPO,NAME,TAG}", "taken apart into four variables")
}

// images sets the images of the model server, the sidecar, the picker and the tokenizer.
func (p *planner) images() {
	p.serverImage()
	if pl, ok := p.find(ms, "routing", "proxy", "image"); ok {
		p.image(sectionImages, "LLMDBENCH_LLMD_ROUTINGSIDECAR_IMAGE_", pl)
	}
	p.pickerImage()
	if pl, ok := p.find(pool, "inferenceExtension", "sidecar", "image"); ok && pl.node.Kind == source.Scalar {
		p.image(sectionImages, "LLMDBENCH_LLMD_UDS_TOKENIZER_IMAGE_", pl)
	}
}

// serverImage sets the model server's image. There is one for both stages; the variables for a stage's own image are
// read nowhere, so a second image is written down in one, and said to be without effect.
func (p *planner) serverImage() {
	first := place{}
	for _, stage := range guide.Stages {
		c, ok := p.container(stage)
		if !ok {
			continue
		}
		pl, ok := c.get("image")
		switch {
		case !ok:
		case first.node == nil:
			first = pl
			p.image(sectionImages, "LLMDBENCH_LLMD_IMAGE_", pl)
		case first.node.Text == pl.node.Text:
			for _, suffix := range []string{"REGISTRY", "REPO", "NAME", "TAG"} {
				if s, ok := p.has("LLMDBENCH_LLMD_IMAGE_" + suffix); ok {
					s.From = append(s.From, p.cite(pl)...)
				}
			}
			p.mark(pl, Carried, "LLMDBENCH_LLMD_IMAGE_{REGISTRY,REPO,NAME,TAG}", "the same image for both stages")
		default:
			p.stageImage(stage, pl)
		}
	}
}

func (p *planner) stageImage(stage string, pl place) {
	name := stageVar(stage, "IMAGE")
	p.add(sectionImages, scenario.Setting{Var: name, Text: pl.node.Text, From: p.cite(pl), Notes: []string{
		"decode and prefill have different images in the guide. " + catalog.FrameworkVersion + " reads no variable for the image of one stage, " +
			"this one neither: both stages run LLMDBENCH_LLMD_IMAGE.",
	}})
	p.mark(pl, NotMappable, name, "written down, but v0.5.2 runs one image in both stages")
}

// pickerImage sets the endpoint picker's image, which the chart names in parts.
func (p *planner) pickerImage() {
	const prefix = "LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_"
	image, ok := p.find(pool, "inferenceExtension", "image")
	if !ok {
		return
	}
	hub, hasHub := image.get("hub")
	registry, hasRegistry := image.get("registry") // charts from 1.5 on
	repository, hasRepository := image.get("repository")
	switch {
	case hasHub:
		r := parseImage(hub.node.Text + "/name")
		p.imageParts(prefix, r, []string{"REGISTRY", "REPO"}, hub)
	case hasRegistry && hasRepository:
		p.imageParts(prefix, parseImage(registry.node.Text+"/"+repository.node.Text), []string{"REGISTRY", "REPO", "NAME"}, registry, repository)
	case hasRepository:
		p.imageParts(prefix, parseImage(repository.node.Text), []string{"REGISTRY", "REPO", "NAME"}, repository)
	}
	for _, key := range []string{"name", "tag"} {
		if pl, ok := image.get(key); ok {
			p.copy(sectionImages, pl)
		}
	}
}

// imageParts sets some of the four variables of an image.
func (p *planner) imageParts(prefix string, r reference, parts []string, from ...place) {
	texts := map[string]string{"REGISTRY": r.registry, "REPO": r.repo, "NAME": r.name}
	for _, part := range parts {
		p.add(sectionImages, scenario.Setting{Var: prefix + part, Text: texts[part], From: p.cite(from...)})
	}
	for _, pl := range from {
		p.mark(pl, Carried, prefix+"{"+strings.Join(parts, ",")+"}", "taken apart at slashes")
	}
}

// routing sets the gateway, the ports and the routing sidecar.
func (p *planner) routing() {
	p.gateway()
	p.ports()
	for _, key := range []string{"enabled", "connector", "debugLevel"} {
		if pl, ok := p.find(ms, "routing", "proxy", key); ok {
			p.copy(sectionRouting, pl)
		}
	}
}

// gateway sets the class of the gateway and its resources.
func (p *planner) gateway() {
	class, ok := p.find(infra, "gateway", "gatewayClassName")
	provider, named := p.find(infra, "gateway", "provider")
	name, named2 := p.find(pool, "provider", "name")
	switch {
	case named && (!ok || slices.Contains(catalog.GatewayClasses, provider.node.Text)):
		p.gatewayClass(provider)
	case ok:
		p.gatewayClass(class)
	case named2:
		p.gatewayClass(name)
	}
	for _, path := range [][]string{
		{"gateway", "service", "type"},
		{"gateway", "gatewayParameters", "resources", "limits", "cpu"}, {"gateway", "gatewayParameters", "resources", "limits", "memory"},
		{"gateway", "gatewayParameters", "resources", "requests", "cpu"}, {"gateway", "gatewayParameters", "resources", "requests", "memory"},
	} {
		if pl, ok := p.find(infra, path...); ok {
			p.copy(sectionRouting, pl)
		}
	}
}

// gatewayClass sets the class that step 07 of the framework sets up, by its short name.
func (p *planner) gatewayClass(pl place) {
	const name = "LLMDBENCH_VLLM_MODELSERVICE_GATEWAY_CLASS_NAME"
	text := pl.node.Text
	if strings.HasPrefix(text, "gke-") {
		text = "gke"
	}
	s := scenario.Setting{Var: name, Text: text, From: p.cite(pl)}
	switch {
	case text == "none":
		return
	case !slices.Contains(catalog.GatewayClasses, text):
		s.Notes = []string{fmt.Sprintf("%s sets up %s; for any other name it deploys an empty gateway.", catalog.FrameworkVersion, strings.Join(catalog.GatewayClasses, ", "))}
	}
	p.add(sectionRouting, s)
	for _, at := range [][]string{{"gateway", "gatewayClassName"}, {"gateway", "provider"}} {
		if same, ok := p.find(infra, at...); ok {
			p.mark(same, Carried, name, "as the gateway class "+text)
		}
	}
	if same, ok := p.find(pool, "provider", "name"); ok {
		p.mark(same, Carried, name, "the framework writes it for istio and gke")
	}
}

// Ports of the charts, where a guide does not say any.
const (
	defaultServicePort = "8000"
	defaultTargetPort  = "8200"
)

// ports sets where the engines listen. The sidecar takes the service port of decode and passes on to 8200; without it,
// decode's engine itself listens on the service port. Prefill has no sidecar.
func (p *planner) ports() {
	service, hasService := p.find(ms, "routing", "servicePort")
	if hasService {
		p.copy(sectionRouting, service)
		if service.node.Text != defaultServicePort {
			for _, stage := range guide.Stages {
				p.add(sectionRouting, scenario.Setting{Var: stageVar(stage, "INFERENCE_PORT"), Ref: "LLMDBENCH_VLLM_COMMON_INFERENCE_PORT",
					Why: "convention: the framework derives this from the shared variable before it reads the scenario"})
			}
		}
	}
	s := scenario.Setting{Var: "LLMDBENCH_VLLM_COMMON_METRICS_PORT"}
	target, hasTarget := p.find(ms, "routing", "proxy", "targetPort")
	enabled, hasEnabled := p.find(ms, "routing", "proxy", "enabled")
	sidecar, isBool := enabled.node.Bool()
	sidecar = sidecar || !isBool
	port, hasPort := p.serverPort(guide.Decode)
	switch {
	case sidecar:
		s.Text, s.Why = defaultTargetPort, "convention: the routing sidecar passes requests on to this port, where decode must listen"
		if hasTarget && target.node.Text != defaultTargetPort {
			s.Notes = []string{"the guide sets routing.proxy.targetPort to " + target.node.Text + ", which " + catalog.FrameworkVersion + " never tells the sidecar."}
		}
	case hasPort:
		s.Text, s.From = port.node.Text, p.cite(port)
	case hasService:
		s.Text, s.From = service.node.Text, p.cite(service)
	case hasTarget:
		s.Text, s.From = target.node.Text, p.cite(target)
	default:
		s.Text, s.Why = defaultServicePort, "the chart's routing.servicePort"
	}
	if hasEnabled && !sidecar {
		s.From = append(p.cite(enabled), s.From...)
		s.Notes = append(s.Notes, "without the routing sidecar, decode listens on the service port itself.")
	}
	if hasTarget {
		if target.node.Text == s.Text {
			s.From = append(s.From, p.cite(target)...)
			p.mark(target, Carried, s.Var, "where decode's engine listens")
		} else {
			p.mark(target, LeftToFrame, s.Var, "the sidecar always passes on to "+s.Text)
		}
	}
	s.From = compact(s.From)
	p.add(sectionRouting, s)
}

// compact joins citations that touch.
func compact(list []scenario.Citation) []scenario.Citation {
	var joined []scenario.Citation
	for _, c := range list {
		same := slices.ContainsFunc(joined, func(j scenario.Citation) bool { return j.File == c.File && j.First <= c.First && c.Last <= j.Last })
		if !same {
			joined = append(joined, c)
		}
	}
	return joined
}

// serverPort is the port that the command line of a stage names.
func (p *planner) serverPort(stage string) (place, bool) {
	for _, f := range flagsOf(p.commands[stage].Words) {
		if f.Canonical() == "--port" && len(f.Values) == 1 && !f.Values[0].Dynamic {
			n := *f.Values[0].Node
			n.Text = f.Values[0].Text
			return place{chart: ms, node: &n}, true
		}
	}
	return place{}, false
}

// stageVar is the name of a stage's variable.
func stageVar(stage, suffix string) string {
	return "LLMDBENCH_VLLM_MODELSERVICE_" + strings.ToUpper(stage) + "_" + suffix
}

// container is the model server's container of a stage.
func (p *planner) container(stage string) (place, bool) {
	c, i := p.guide.Stage(stage).Container()
	if c == nil {
		return place{}, false
	}
	return place{chart: ms, path: fmt.Sprintf("%s.containers[%d]", stage, i), node: c}, true
}

// run sets how the benchmark loads the deployment, which no guide says.
func (p *planner) run() {
	const why = "convention of the benchmark: "
	p.add(sectionRun, scenario.Setting{Var: catalog.HarnessName, Text: catalog.DefaultHarness().Name, Why: why + "a load generator that every installation has"})
	p.add(sectionRun, scenario.Setting{Var: catalog.ProfileName, Text: catalog.DefaultHarness().Profile, Why: why + "a short load to see that the deployment answers"})
	p.add(sectionRun, scenario.Setting{Var: "LLMDBENCH_CONTROL_WORK_DIR", Text: "data/" + p.guide.FileName(), Home: true, Why: why + "where results are kept"})
}
