package convert

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Two more things that may become of a leaf, which only a comparison shows.
const (
	Differs Outcome = "differs"
	Missing Outcome = "lost"
)

// Verified says, for every leaf of a guide, whether a scenario carries it.
type Verified struct {
	Guide   *guide.Guide
	Script  *scenario.Script
	Preview *deploy.Preview // where what is deployed was compared
	Results []Checked
	Found   []Checked // what is about no leaf, but keeps values from arriving
	Counts  []Count
}

// Checked is one leaf and what the scenario says of it.
type Checked struct {
	Entry
	Line       int // of the scenario, from 1; 0 where it says nothing
	Want, Have string
}

// Faults are the leaves that are lost or different.
func (v *Verified) Faults() []Checked {
	list := slices.Clone(v.Found)
	for _, c := range v.Results {
		if c.Outcome == Missing || c.Outcome == Differs {
			list = append(list, c)
		}
	}
	return list
}

// verifier holds a scenario against what a conversion of its guide would say.
type verifier struct {
	result   *Result
	want     *scenario.Script
	have     *scenario.Script
	remarks  map[string]int          // lines of comments that name a path, by path
	lines    map[string]int          // of exports in the scenario, by variable
	trees    map[string]*source.Node // of files in the scenario, by variable
	flags    map[string][]flag       // of command lines in the scenario, by variable
	findings []Checked
	indexes  map[*source.Node]nodeIndex
	deployed *deploy.Preview // compare with this, nil to compare with what the scenario says
}

// Verify holds a scenario against its converted guide, leaf by leaf.
func Verify(r *Result, script *scenario.Script) *Verified {
	v := newVerifier(r, script)
	return &Verified{Guide: r.Guide, Script: script, Results: v.leaves(), Found: v.conventions(), Counts: count(r.Guide, script.Content)}
}

// Leaves is what Verify says of the guide's leaves, without the rest.
func Leaves(r *Result, script *scenario.Script) []Checked { return newVerifier(r, script).leaves() }

func (v *verifier) leaves() []Checked {
	list := make([]Checked, 0, len(v.result.Entries))
	for _, e := range v.result.Entries {
		list = append(list, v.check(e))
	}
	return list
}

// check settles one leaf.
func (v *verifier) check(e Entry) Checked {
	c := Checked{Entry: e}
	if e.Outcome != Carried && e.Outcome != Equal {
		c.Line = v.remark(e)
		return c
	}
	if reason, nothing := v.nothingDeployed(e); nothing {
		c.Outcome, c.Want, c.Reason, c.Line = Missing, excerpt(c.Node), reason, v.lines[NamesOf(e.Var)[0]]
		return c
	}
	for _, name := range NamesOf(e.Var) {
		set, ok := v.result.Scenario.Lookup(name)
		switch {
		case ok && set.File && strings.HasSuffix(name, "_EXTRA_ARGS"):
			v.command(&c, name)
		case ok && set.File:
			v.content(&c, name)
		default:
			v.value(&c, name)
		}
		if c.Outcome == Missing || c.Outcome == Differs {
			return c
		}
	}
	v.injected(&c)
	return c
}

// NamesOf lists the variables that a name with {A,B} stands for.
func NamesOf(name string) []string {
	head, rest, ok := strings.Cut(name, "{")
	if !ok {
		return []string{name}
	}
	list, tail, _ := strings.Cut(rest, "}")
	var names []string
	for _, part := range strings.Split(list, ",") {
		names = append(names, head+part+tail)
	}
	return names
}

// remark finds the line of the scenario that says why a leaf is not in it: a comment with the leaf's path and a colon.
func (v *verifier) remark(e Entry) int {
	if v.remarks == nil {
		v.remarks = map[string]int{}
		f := v.have.File
		for line := range f.Lines() {
			text := f.LineText(line)
			if !strings.HasPrefix(text, "#") {
				continue
			}
			for _, word := range strings.Fields(text) {
				if path, ok := strings.CutSuffix(word, ":"); ok {
					v.remarks[path] = line + 1
				}
			}
		}
	}
	return v.remarks[e.Path]
}

// value compares a variable that holds the value itself.
func (v *verifier) value(c *Checked, name string) {
	want, wanted := v.want.Value(name)
	have, ok := v.have.Value(name)
	def, hasDefault := v.result.catalog.Default(name)
	c.Line = v.lines[name]
	if v.deployed != nil && v.deployedValue(c, name) {
		return
	}
	switch {
	case !wanted: // equal to the default, so not set by the conversion
		c.Want = def
		if v.have.Unset(name) {
			c.Outcome, c.Reason = Missing, name+" is unset"
		}
		if ok && have.Known && have.Text != def {
			c.Outcome, c.Have, c.Reason = Differs, have.Text, name+" says otherwise"
		}
	case !ok && hasDefault && def == want.Text && !v.have.Unset(name):
		c.Outcome, c.Want = Equal, def
	case !ok:
		c.Outcome, c.Want, c.Reason = Missing, want.Text, name+" is not set"+v.commonHint(name)
	case have.Text != want.Text || !have.Known && want.Known:
		c.Outcome, c.Want, c.Have, c.Reason = Differs, want.Text, have.Text, name+" says otherwise"
	}
}

// commonHint tells authors who set the shared variable instead that it does not reach the stage.
func (v *verifier) commonHint(name string) string {
	known := v.result.catalog.Lookup(name)
	if known == nil || known.Derives == "" {
		return ""
	}
	if _, ok := v.have.Value(known.Derives); ok {
		return fmt.Sprintf("; %s is, but it was taken over before the scenario is read", known.Derives)
	}
	return ""
}

// resolved is the content of a variable's file with placeholders replaced. ok is false where the scenario writes none.
func (v *verifier) resolved(name string) (text string, ok bool) {
	if v.deployed != nil && strings.HasSuffix(name, "_EXTRA_ARGS") {
		return v.deployedCommand(name)
	}
	text, ok = v.have.Content(name)
	return v.resolve(text, v.have), ok
}

// resolve replaces placeholders as the framework does, once.
func (v *verifier) resolve(text string, script *scenario.Script) string {
	var b strings.Builder
	from := 0
	for _, n := range scenario.FindNames(text) {
		if n.Use != scenario.Placeholder {
			continue
		}
		name := n.Text
		if name == catalog.CurrentModel {
			name = "LLMDBENCH_DEPLOY_MODEL_LIST"
		}
		value := text[n.At.Start-len(catalog.PlaceholderPrefix) : n.At.End]
		if set, ok := script.Value(name); ok && set.Known {
			value = set.Text
		} else if def, ok := v.result.catalog.Default(name); ok {
			value = def
		}
		b.WriteString(text[from:n.At.Start-len(catalog.PlaceholderPrefix)] + value)
		from = n.At.End
	}
	return b.String() + text[from:]
}

// content compares a leaf with its place in the YAML of a variable's file.
func (v *verifier) content(c *Checked, name string) {
	c.Line = v.lines[name]
	if stem, ok := strings.CutSuffix(name, "_EXTRA_VOLUMES"); ok && !strings.Contains(c.Path, ".volumes") {
		name = stem + "_EXTRA_POD_CONFIG" // beside the list
	}
	root, ok := v.tree(name)
	if !ok {
		c.Outcome, c.Want, c.Reason = Missing, excerpt(c.Node), v.absent(name, name+" is not written")+v.commonHint(name)
		return
	}
	found := []*source.Node{root}
	for _, s := range v.steps(c.Entry, name) {
		found = v.in(s, found)
	}
	switch {
	case len(found) == 0:
		c.Outcome, c.Want, c.Reason = Missing, excerpt(c.Node), v.absent(name, name+" has no "+c.Path)
	case isFlagName(c.Path, name): // the name of a flag in a list is the key under which it was found
	case !slices.ContainsFunc(found, func(n *source.Node) bool { return sameValue(n, c.Node) }):
		c.Outcome, c.Want, c.Have, c.Reason = Differs, excerpt(c.Node), excerpt(found[len(found)-1]), name+" says otherwise"
	}
}

func isFlagName(path, name string) bool {
	return strings.HasSuffix(name, "_GAIE_FLAGS") && strings.HasSuffix(path, "].name")
}

func sameValue(a, b *source.Node) bool {
	return a.Kind == b.Kind && strings.TrimRight(a.Text, "\n") == strings.TrimRight(b.Text, "\n")
}

func (v *verifier) tree(name string) (*source.Node, bool) {
	if n, ok := v.trees[name]; ok {
		return n, n != nil
	}
	var root *source.Node
	if v.deployed != nil {
		root, ok := v.deployedTree(name)
		if ok {
			v.trees[name] = root
			return root, root != nil
		}
	}
	if text, ok := v.resolved(name); ok && holdsList(name) {
		root, _ = listFile(name, text)
	} else if ok {
		if docs, problems := source.ParseYAML(name, text, nil); len(problems) == 0 && len(docs) > 0 {
			root = docs[0]
		}
	}
	if stem, ok := strings.CutSuffix(name, "_EXTRA_POD_CONFIG"); ok && root == nil {
		text, _ := v.resolved(stem + "_EXTRA_VOLUMES")
		_, beside := listFile(name, text)
		root = beside.Get(podConfigKey)
	}
	v.trees[name] = root
	return root, root != nil
}

// bodyStep is one step down the YAML of a file: a key, or the item of a list with a certain identity.
type bodyStep struct {
	key, identity, value string
	index                int
	last                 bool // of items with the same identity, the last one counts
}

// in takes the step from every node that the steps before have led to. There may be several: nothing forbids a list to
// name a thing twice.
func (v *verifier) in(s bodyStep, nodes []*source.Node) []*source.Node {
	var found []*source.Node
	for _, n := range nodes {
		switch {
		case s.key != "":
			if child := v.index(n).children[s.key]; child != nil {
				found = append(found, child)
			}
		case n.Kind != source.Sequence:
		case s.identity != "":
			same := v.index(n).items[identity{s.identity, s.value}]
			if s.last && len(same) > 0 {
				same = same[len(same)-1:]
			}
			found = append(found, same...)
		case s.index < len(n.Items):
			found = append(found, n.Items[s.index])
		}
	}
	return found
}

// identities are the keys that tell the items of a list apart.
var identities = []string{"name", "mountPath", "containerPort"}

// bases are the places of a guide whose content a file begins with, by the end of the variable's name. A stage's stand
// below the stage.
var bases = map[string]string{
	"_ENVVARS_TO_YAML": "containers[].env", "_EXTRA_VOLUMES": "volumes", "_EXTRA_VOLUME_MOUNTS": "containers[].volumeMounts",
	"_INIT_CONTAINER_CONFIG": "initContainers", "_EXTRA_CONTAINER_CONFIG": "containers[]", "_EXTRA_POD_CONFIG": "",
	"_GAIE_CUSTOM_PLUGINS": "inferenceExtension.pluginsCustomConfig", "_GAIE_FLAGS": "inferenceExtension.flags",
}

// steps leads from the top of a file to a leaf of the guide that it carries.
func (v *verifier) steps(e Entry, name string) []bodyStep {
	if v.deployed != nil { // they depend on what is deployed, see renamed
		return v.findSteps(e, name)
	}
	return v.result.side.steps.of(carriedLeaf{string(e.Chart), e.Path, name}, func() []bodyStep { return v.findSteps(e, name) })
}

func (v *verifier) findSteps(e Entry, name string) []bodyStep {
	node := v.result.Guide.Values(e.Chart)
	depth := v.depth(e, name)
	var steps []bodyStep
	for i, s := range v.split(node, e.Path) {
		if i < depth {
			continue
		}
		if s.key == "extraConfig" && i == depth {
			continue
		}
		s.key = v.renamed(s.key)
		if s.key == "podSecurityContext" {
			s.key = "securityContext"
		}
		steps = append(steps, s)
	}
	if strings.HasSuffix(name, "_GAIE_FLAGS") && len(steps) > 0 && steps[0].identity != "" { // a list of names and values
		return []bodyStep{{key: steps[0].value}}
	}
	if (strings.HasSuffix(name, "_EXTRA_VOLUMES") || strings.HasSuffix(name, "_EXTRA_VOLUME_MOUNTS")) && len(steps) > 0 && steps[0].identity == "" {
		steps[0].index++ // the convention's own entry stands first
	}
	return steps
}

// depth is how many steps of a leaf's path lie above the file.
func (v *verifier) depth(e Entry, name string) int {
	for suffix, base := range bases {
		if strings.HasSuffix(name, suffix) {
			n := len(strings.FieldsFunc(strings.ReplaceAll(base, "[]", ".[]"), func(r rune) bool { return r == '.' }))
			if e.Chart == ms {
				n++
			}
			return n
		}
	}
	if strings.HasPrefix(e.Path, "provider.") {
		return 2
	}
	return 1
}

// split turns a path into steps, with the identities of list items where they have one.
func (v *verifier) split(n *source.Node, path string) []bodyStep {
	var steps []bodyStep
	for path != "" && n != nil {
		if path[0] == '[' {
			end := strings.IndexByte(path, ']')
			var i int
			_, _ = fmt.Sscanf(path[1:end], "%d", &i) // the path was made of numbers
			list := n
			n = list.Items[i]
			step := bodyStep{index: i}
			for _, key := range identities {
				if value := n.Get(key).Value(); value != "" {
					step.identity, step.value = key, value
					step.last = len(steps) > 0 && steps[len(steps)-1].key == "env" && v.lastItem(list, key, value) == n
					break
				}
			}
			steps = append(steps, step)
			path = strings.TrimPrefix(path[end+1:], ".")
			continue
		}
		key := v.longestKey(n, path)
		steps = append(steps, bodyStep{key: key})
		n = v.index(n).children[key]
		path = strings.TrimPrefix(path[len(key):], ".")
	}
	return steps
}

// longestKey finds the key that a path begins with; keys may hold dots.
func (v *verifier) longestKey(n *source.Node, path string) string {
	children := v.index(n).children
	for end := len(path); end > 0; end = strings.LastIndexAny(path[:end], ".[") {
		if children[path[:end]] != nil {
			return path[:end]
		}
	}
	return path
}

// nodeIndex finds what is below a node without looking at everything there.
type nodeIndex struct {
	children map[string]*source.Node     // of a mapping, by key
	items    map[identity][]*source.Node // of a list, in order
}

// identity is what tells a list's items apart: a key and its value.
type identity struct{ key, value string }

func (v *verifier) index(n *source.Node) nodeIndex {
	if made, ok := v.indexes[n]; ok {
		return made
	}
	made := nodeIndex{map[string]*source.Node{}, map[identity][]*source.Node{}}
	for _, p := range n.Pairs {
		if made.children[p.Key.Text] == nil {
			made.children[p.Key.Text] = p.Value
		}
	}
	for _, item := range n.Items {
		for _, key := range identities {
			if value := item.Get(key).Value(); value != "" {
				made.items[identity{key, value}] = append(made.items[identity{key, value}], item)
			}
		}
	}
	v.indexes[n] = made
	return made
}

// lastItem is the last item of a list with an identity.
func (v *verifier) lastItem(list *source.Node, key, value string) *source.Node {
	same := v.index(list).items[identity{key, value}]
	return same[len(same)-1]
}
