package deploy

import (
	"fmt"
	"strconv"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
)

// value is what a step of the framework finds under a variable.
type value struct {
	text  text
	file  bool // it is the name of a file that the scenario writes, and text is the name
	known bool // false: it depends on a command or on the user's environment
}

// isTrue and isFalse follow functions.py lines 315-321: any spelling of the two words becomes a boolean of Python.
func (v value) isTrue() bool  { return strings.EqualFold(v.text.s, "true") }
func (v value) isFalse() bool { return strings.EqualFold(v.text.s, "false") }

// plain is the value as Python prints it into a text.
func (v value) plain() text {
	switch {
	case v.isTrue():
		return said("True", v.text.first())
	case v.isFalse():
		return said("False", v.text.first())
	}
	return v.text
}

// run is one preview being made.
type run struct {
	script  *scenario.Script
	catalog *catalog.Catalog
	cluster Cluster
	presets Presets
	model   string // the model being deployed
	stage   string // decode or prefill, while its values are written
	idle    bool   // the stage has no replicas: what its pods would get is of no interest
	step    string // 08 or 09, while its document is written
	remarks []Remark
	said    map[Remark]bool
	bodies  map[string]text // contents of files, by variable

	hazards  []hazard // of the document being written
	embedded []embedded
	entries  map[string]text // of the stage's env file: values of those that the framework adds again
	lines    map[string]text // command lines, by stage
}

// lookup gives what a step finds under a variable: the scenario's value, else what env.sh made before it read the
// scenario. ok is false for names that do not exist in the step.
func (r *run) lookup(name string) (value, bool) {
	if catalog.StepNames[name] != nil {
		if catalog.Exists(name, r.step) {
			return r.stepValue(name), true
		}
		return value{}, false
	}
	if e, ok := r.script.Last(name); ok && r.visible(name) {
		return r.scenarioValue(name, e), true
	}
	if r.script.Unset(name) {
		return value{}, false
	}
	v := r.catalog.Lookup(name)
	if v == nil || v.Phase == "none" {
		return value{}, false
	}
	def, _ := r.catalog.Default(name)
	if name == "LLMDBENCH_VLLM_COMMON_PVC_STORAGE_CLASS" && r.cluster.StorageClass != "" {
		return value{text: said(r.cluster.StorageClass, Origin{By: ByCluster, Var: name}), known: true}, true
	}
	return value{text: said(def, Origin{By: ByDefault, Var: name}), known: true}, true
}

// visible says that programs see a variable that the scenario assigns: it exports it, or env.sh did before.
func (r *run) visible(name string) bool {
	if r.script.Exported(name) {
		return true
	}
	v := r.catalog.Lookup(name)
	return v != nil && v.Phase == "before-scenario"
}

func (r *run) scenarioValue(name string, e scenario.Export) value {
	p := e.Part(r.script.File)
	if !p.Known {
		r.remark("", Origin{By: ByScenario, Var: name, At: e.ValueAt}, fmt.Sprintf("the value of %s is not known before the run: %s", name, e.Value.Why))
	}
	if e.Value.Unset {
		r.remark(catalog.FaultUnsetVariable, Origin{By: ByScenario, Var: name, At: e.ValueAt}, e.Value.Why)
	}
	file := e.Value.Temp > 0 || strings.HasPrefix(p.Text, "/") && len(r.script.BodiesOf(name)) > 0
	return value{text: partText(name, p), file: file, known: p.Known}
}

func partText(name string, p scenario.Part) text {
	return text{s: p.Text, marks: []mark{newMark(0, Origin{By: ByScenario, Var: name, At: p.At}, p.Literal)}}
}

// stepValue is what a step itself puts under a name.
func (r *run) stepValue(name string) value {
	from := r.plain("LLMDBENCH_DEPLOY_MODEL_LIST").first()
	from.Var = name
	var s string
	switch name {
	case catalog.CurrentModel:
		s = r.model
	case "LLMDBENCH_IMAGE":
		return value{text: r.image("LLMDBENCH_IMAGE_"), known: true}
	case "LLMDBENCH_DEPLOY_CURRENT_SERVICE_NAME":
		return value{text: said("", Origin{By: ByCluster})} // made up while the step runs
	default:
		s = modelLabel(r.model)
	}
	return value{text: said(s, from), known: true}
}

// get is the value of a variable that the framework always has.
func (r *run) get(name string) value {
	v, _ := r.lookup(name)
	return v
}

// plain is the value of a variable as it is written into a document, without placeholders being replaced.
func (r *run) plain(name string) text { return r.get(name).plain() }

// content is what add_config and its like work on: the content of the file that a variable names, else the value
// itself. ok is false where that cannot be known: a value that is not, or a file that the scenario does not write.
func (r *run) content(name string) (t text, ok bool) {
	v := r.get(name)
	if v.file {
		return r.fileContent(name), true
	}
	path := strings.HasPrefix(v.text.s, "/") && !strings.ContainsAny(v.text.s, blanks)
	return v.text, v.known && !path
}

// fileContent joins what the scenario writes to the file that a variable names.
func (r *run) fileContent(name string) text {
	if t, ok := r.bodies[name]; ok {
		return t
	}
	parts, _ := r.script.ContentParts(name)
	var b strings.Builder
	marks := make([]mark, 0, len(parts))
	for _, p := range parts {
		marks = append(marks, newMark(b.Len(), Origin{By: ByScenario, Var: name, At: p.At}, p.Literal))
		b.WriteString(p.Text)
	}
	t := text{s: b.String(), marks: marks}
	r.bodies[name] = t
	r.checkContent(name, parts, t)
	return t
}

// checkContent remarks on what keeps a file's content from being known.
func (r *run) checkContent(name string, parts []scenario.Part, t text) {
	if at, disturbed := r.script.Disturbed(name); disturbed {
		r.remark("", Origin{By: ByScenario, Var: name, At: at}, "another command writes to the file of "+name+", so what it holds is not known")
	}
	for _, p := range parts {
		if !p.Known {
			r.remark("", Origin{By: ByScenario, Var: name, At: p.At}, fmt.Sprintf("what %s expands to is not known before the run", r.script.File.Slice(p.At)))
		}
	}
	for _, b := range r.script.BodiesOf(name) {
		for _, at := range b.Unsets() {
			r.remark(catalog.FaultUnsetVariable, Origin{By: ByScenario, Var: name, At: at}, r.script.File.Slice(at)+" uses a variable that is not set")
		}
	}
}

// number reads a variable that the framework takes for an integer.
func (r *run) number(name string) (int, error) {
	v := r.get(name)
	n, err := strconv.Atoi(strings.TrimSpace(v.text.s))
	if err != nil && v.known {
		return 0, &Failure{Message: fmt.Sprintf("ValueError: %s is %q, which is not a whole number", name, v.text.s), Origin: v.text.first()}
	}
	return n, nil
}

// boolean reads a variable that must be an integer, true or false: functions.py lines 323-340.
func (r *run) boolean(name string) (text, error) {
	v := r.get(name)
	if v.isTrue() || v.isFalse() {
		return v.plain(), nil
	}
	n, err := strconv.Atoi(strings.TrimSpace(v.text.s))
	switch {
	case err != nil && v.known:
		return text{}, &Failure{Message: fmt.Sprintf("ValueError: %s is %q, which is neither a whole number nor true or false", name, v.text.s), Origin: v.text.first()}
	case n != 0:
		return said("True", v.text.first()), nil
	}
	return said("False", v.text.first()), nil
}

// stageVar is the name of a variable of the stage at hand.
func (r *run) stageVar(suffix string) string { return stageVar(r.stage, suffix) }

func stageVar(stage, suffix string) string {
	return "LLMDBENCH_VLLM_MODELSERVICE_" + strings.ToUpper(stage) + "_" + suffix
}

// image joins the four variables of an image. A tag of auto stays: the framework asks the registry for the newest one.
func (r *run) image(prefix string) text {
	return joined(r.plain(prefix+"REGISTRY"), framework("/"), r.plain(prefix+"REPO"), framework("/"),
		r.plain(prefix+"NAME"), framework(":"), r.plain(prefix+"TAG"))
}

// modelLabel is the name that a model goes by in Kubernetes.
func modelLabel(model string) string {
	return strings.ToLower(strings.NewReplacer("/", "-", ".", "-").Replace(model))
}
