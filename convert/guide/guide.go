// Package guide reads what a deployment guide says into one model, whatever the guide was written in. The model has
// the shape of the Helm values of three charts (modelservice, inferencepool, infra), because that is the shape the
// benchmark framework writes too; a guide written as a kustomize tree becomes the same values.
//
// Every value is a source.Node and so carries its origin: file, span and original text.
package guide

import (
	"fmt"
	"path"
	"strings"

	"llmdbench-ls/convert/source"
)

// Chart names one of the charts a guide gives values to.
type Chart string

// The charts that make up a deployment.
const (
	ModelService  Chart = "llm-d-modelservice"
	InferencePool Chart = "inferencepool"
	Infra         Chart = "llm-d-infra"
	Manifests     Chart = "manifests" // not a chart: what a kustomize guide's manifests say beside the others' values
)

// Charts lists the charts in the order in which a guide is read.
var Charts = []Chart{ModelService, InferencePool, Infra, Manifests}

// Release is what a guide says about one chart.
type Release struct {
	Name    string       // the Helm release, "" where the guide has no helmfile
	Version *source.Node // the chart version, nil where the guide does not pin one
	Values  *source.Node // the values, later files and settings over earlier ones; nil where there are none
}

// Guide is one guide in one environment.
type Guide struct {
	Name        string   // the folder's name
	Dir         string   // the folder, absolute and slash-separated
	Root        string   // the repository's root, to which the paths in SOURCE comments are relative
	Environment string   // the helmfile environment or values variant that was chosen
	Others      []string // the environments and variants that exist beside it
	Releases    map[Chart]*Release
	Files       []*source.File   // every file that was read, the helmfile or the top kustomization first
	Hierarchy   []string         // of a kustomize guide: the tree of kustomizations, a line each
	Problems    []source.Problem // what could not be read, and is left out
}

// DefaultEnvironment is what Helmfile calls the environment that is used when none is named.
const DefaultEnvironment = "default"

// Values are the values of a chart, nil where the guide has none.
func (g *Guide) Values(c Chart) *source.Node {
	if r := g.Releases[c]; r != nil {
		return r.Values
	}
	return nil
}

// Version is the pinned version of a chart, nil where there is none.
func (g *Guide) Version(c Chart) *source.Node {
	if r := g.Releases[c]; r != nil {
		return r.Version
	}
	return nil
}

// Rel is a path as it stands in SOURCE comments: relative to the repository's root.
func (g *Guide) Rel(file string) string { return relative(g.Root, file) }

func relative(root, file string) string {
	if rest, ok := strings.CutPrefix(file, strings.TrimSuffix(root, "/")+"/"); ok {
		return rest
	}
	up := ""
	for dir := root; dir != "/" && dir != "."; dir = path.Dir(dir) {
		if rest, ok := strings.CutPrefix(file, strings.TrimSuffix(dir, "/")+"/"); ok {
			return up + rest
		}
		up += "../"
	}
	return file
}

// The two stages of a deployment.
const (
	Decode  = "decode"
	Prefill = "prefill"
)

// Stages lists the stages in the order in which a scenario sets them.
var Stages = []string{Decode, Prefill}

// Stage is a view of one stage's values.
type Stage struct {
	Name   string
	Values *source.Node // nil where the guide does not mention the stage
}

// Stage gives a view of a stage.
func (g *Guide) Stage(name string) Stage {
	return Stage{name, g.Values(ModelService).Get(name)}
}

// Deployed says whether pods of the stage run: it is there, not switched off, and has no replica count of zero.
func (s Stage) Deployed() bool {
	if s.Values.Null() {
		return false
	}
	if create, ok := s.Values.Get("create").Bool(); ok && !create {
		return false
	}
	return s.Values.Get("replicas").Value() != "0"
}

// Off says that the guide has no such stage, or switches it off.
func (s Stage) Off() bool {
	create, ok := s.Values.Get("create").Bool()
	return s.Values.Null() || ok && !create && s.Values.Get("create").Style == source.Plain
}

// Container is the model server's container: the one named vllm or modelserver, else the first. Its index in the
// list of containers comes with it. There may be none.
func (s Stage) Container() (*source.Node, int) {
	list := s.Values.Get("containers")
	if list == nil || list.Kind != source.Sequence {
		return nil, -1
	}
	for i, c := range list.Items {
		if name := c.Get("name").Value(); name == "vllm" || name == "modelserver" {
			return c, i
		}
	}
	if len(list.Items) == 0 {
		return nil, -1
	}
	return list.Items[0], 0
}

// List gives the items of a list below a node; nothing where there is no list.
func List(n *source.Node, keys ...string) []*source.Node {
	if n = n.Get(keys...); n == nil || n.Kind != source.Sequence {
		return nil
	}
	return n.Items
}

// Leaf is a value at the end of a path: a scalar, or an empty list or mapping.
type Leaf struct {
	Chart Chart
	Path  string // "decode.containers[0].env[3].value"
	Node  *source.Node
	Key   *source.Node // the key it stands under, nil for list items
}

// Leaves lists every leaf of the guide in the order of the files, and the pinned chart versions under the path
// "chart.version".
func (g *Guide) Leaves() []Leaf {
	var leaves []Leaf
	for _, c := range Charts {
		if v := g.Version(c); v != nil {
			leaves = append(leaves, Leaf{c, VersionPath, v, nil})
		}
		leaves = walk(leaves, c, "", g.Values(c), nil)
	}
	return leaves
}

// VersionPath is the path of the pinned chart version among a guide's leaves.
const VersionPath = "chart.version"

func walk(leaves []Leaf, c Chart, at string, n, key *source.Node) []Leaf {
	switch {
	case n == nil:
	case n.Kind == source.Mapping && len(n.Pairs) > 0:
		for _, p := range n.Pairs {
			leaves = walk(leaves, c, Join(at, p.Key.Text), p.Value, p.Key)
		}
	case n.Kind == source.Sequence && len(n.Items) > 0:
		for i, item := range n.Items {
			leaves = walk(leaves, c, fmt.Sprintf("%s[%d]", at, i), item, nil)
		}
	case at != "" && n.File != nil: // a value without a file is only concluded
		leaves = append(leaves, Leaf{c, at, n, key})
	}
	return leaves
}

// Join adds a key to a path. Keys that hold dots, such as labels, stay whole: paths are for people and for looking up
// in the mapping, which knows where such keys stand.
func Join(at, key string) string {
	if at == "" {
		return key
	}
	return at + "." + key
}

// FileName is what a scenario of the guide is called, without the ending: the guide, and the environment where it is
// not the default one.
func (g *Guide) FileName() string {
	if IsDefault(g.Environment) {
		return g.Name
	}
	return g.Name + "." + g.Environment
}
