package rules

import (
	"fmt"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// content is what the file of a variable holds.
type content struct {
	set, known bool // the scenario sets the variable; and all that is in its file is known
	loose      bool // the user's environment may add to it
	text       string
	body       *scenario.Body // nil where it is not one here-document
	root       *source.Node   // with places in the script, nil where it is not YAML or not one here-document
	at         source.Span    // the statement that writes it
}

func (h *holder) content(name string) *content {
	if c, ok := h.contents[name]; ok {
		return c
	}
	c := &content{set: h.touched(name)}
	h.contents[name] = c
	e, _ := h.Script.Last(name)
	c.text, c.known = h.Script.Content(name)
	if _, disturbed := h.Script.Disturbed(name); disturbed || e.Nested {
		c.known = false
	}
	parts, _ := h.Script.ContentParts(name)
	for _, part := range parts {
		c.known = c.known && part.Known
		c.loose = c.loose || !part.Literal && optional(h.File.Slice(part.At))
	}
	c.at = e.NameAt
	if b := bodyOf(h.Pass, name); b != nil && c.known {
		c.body, c.at = b, trimmed(h.Pass, b.Stmt)
		label := labelOf(name)
		docs, problems := source.ParseYAML(h.File.Path, label+b.Text, func(at source.Span) (*source.File, source.Span) {
			return h.File, b.Locate(source.Span{Start: max(0, at.Start-len(label)), End: max(0, at.End-len(label))})
		})
		if len(problems) == 0 && len(docs) == 1 {
			c.root = docs[0]
			if label != "" {
				c.root = c.root.Get("list")
			}
		}
	}
	return c
}

// entry tells about a list's entry that is missing, or says something else.
func (h *holder) entry(d difference, c *content, rule string) (difference, bool) {
	path, rest, want := h.guideEntry(d.Checked)
	if c.root.Kind != source.Sequence || want == nil {
		return d, false
	}
	key := "name"
	if rule == "missing-mount" {
		key = "mountPath" // a volume may be mounted in several places
	}
	id := want.Get(key).Value()
	have := lastWith(c.root, key, id)
	switch {
	case id == "" || have == nil && (c.loose || h.said(id) || h.excusedBelow(path)):
		return d, false
	case have == nil:
		d.rule, d.key, d.at = rule, path, c.at
		d.message = fmt.Sprintf("the guide's %s %s of %s is missing", entryWords[rule], id, stageIn(d.Path))
		d.fixes = func() []analysis.Fix { return h.addEntry(d.Var, c, key, id) }
		return d, true
	}
	return h.below(d, have, have.At, path, rest)
}

var entryWords = map[string]string{"missing-env": "container variable", "missing-volume": "volume", "missing-mount": "mount at", "missing-container-config": "init container"}

// guideEntry is the entry of the guide's list that a value stands in: its path, the path below it, and the entry.
func (h *holder) guideEntry(c convert.Checked) (path, rest string, entry *source.Node) {
	for _, list := range []string{".env[", ".volumes[", ".volumeMounts[", ".initContainers["} {
		if i := strings.Index(c.Path, list); i >= 0 {
			end := i + strings.IndexByte(c.Path[i:], ']') + 1
			path, rest = c.Path[:end], strings.TrimPrefix(c.Path[end:], ".")
			return path, rest, nodeAt(h.against.Guide.Guide.Values(c.Chart), path)
		}
	}
	return "", "", nil
}

// below tells about a value below a node that is there.
func (h *holder) below(d difference, have *source.Node, at source.Span, key, rest string) (difference, bool) {
	d.rule, d.key, d.at = "value-differs", key, trimmed(h.Pass, at)
	if strings.HasSuffix(d.Var, "_ENVVARS_TO_YAML") {
		d.rule = "env-differs"
	}
	what := d.Path
	if name := have.Get("name").Value(); name != "" {
		what = strings.TrimSuffix(name+"."+rest, ".value")
	}
	d.message = fmt.Sprintf("the guide says %s: %s for %s, the scenario something else", what, d.Want, stageIn(d.Path))
	n := nodeAt(have, rest)
	if n == nil && !strings.Contains(rest, "[") {
		d.message = fmt.Sprintf("the guide says %s: %s for %s, the scenario does not", what, d.Want, stageIn(d.Path))
	}
	if n == nil || n.Kind != source.Scalar || strings.Contains(rest, "[") {
		return d, !h.explained(d.at)
	}
	if n.Text == d.Node.Text || h.undecided(n.Text) || optional(h.File.Slice(n.At)) {
		return d, false // what the framework makes of it is for other rules
	}
	if strings.TrimRight(n.Text, "\n") == strings.TrimRight(d.Node.Text, "\n") {
		return d, false
	}
	d.key, d.at = d.Path, trimmed(h.Pass, n.At)
	d.message = fmt.Sprintf("the guide says %s: %s for %s, the scenario %s", what, d.Want, stageIn(d.Path), orEmpty(d.Have))
	d.fixes = func() []analysis.Fix { return h.setScalar(n, d.Node) }
	if name, ok := placeholderIn(n.Text); ok {
		if e, set := h.Script.Last(name); set { // the variable says otherwise, not the file
			d.key, d.at = name, trimmed(h.Pass, e.ValueAt)
			d.fixes = func() []analysis.Fix { return h.setPlain(name, e) }
		}
	}
	return d, !h.explained(d.at) && !h.explained(have.At)
}

// config tells about a key of the container that is missing, or says something else.
func (h *holder) config(d difference, c *content) (difference, bool) {
	_, rest, _ := strings.Cut(d.Path, "].")
	rest = strings.TrimPrefix(rest, "extraConfig.")
	top := rest[:strings.IndexAny(rest+".", ".[")]
	pair, ok := c.root.Pair(top)
	switch {
	case c.loose && !ok || h.said(top):
		return d, false
	case !ok:
		d.rule, d.key, d.at = "missing-container-config", d.Var+"."+top, c.at
		d.message = fmt.Sprintf("the guide's %s of the container of %s is missing", top, stageIn(d.Path))
		d.fixes = func() []analysis.Fix { return h.addPair(d.Var, c, top) }
		return d, true
	case strings.Contains(rest, "["): // items of a list are told apart by more than their number
		d.rule, d.key, d.at = "value-differs", d.Var+"."+top, pair.Key.At
		d.message = fmt.Sprintf("the guide says something else in %s of the container of %s", top, stageIn(d.Path))
		return d, !h.explained(d.at)
	case nodeAt(c.root, rest) == nil:
		d.rule, d.at = "missing-container-config", pair.Key.At
		d.message = fmt.Sprintf("the guide's %s: %s of the container of %s is missing", rest, d.Want, stageIn(d.Path))
		return d, !h.explained(d.at)
	}
	return h.below(d, c.root, pair.At(), d.Path, rest)
}

// plugins tells about a plugin config that is another than the guide's. Comments and layout do not count.
func (h *holder) plugins(d difference, c *content) (difference, bool) {
	file, ok := strings.CutPrefix(d.Path, "inferenceExtension.pluginsCustomConfig.")
	pair, there := c.root.Pair(file)
	if !ok || !there || d.Outcome != convert.Differs {
		return d, false
	}
	want, wrong := source.ParseYAML(file, d.Node.Text, nil)
	have, wrongToo := source.ParseYAML(file, pair.Value.Text, nil)
	if len(wrong)+len(wrongToo) > 0 || len(want) != 1 || len(have) != 1 || sameTree(want[0], have[0]) || h.undecided(pair.Value.Text) {
		return d, false
	}
	d.rule, d.at = "value-differs", pair.Key.At
	d.message = "the plugin config " + file + " is another than the guide's"
	return d, !h.explained(d.at)
}

// undecided says that a text holds a placeholder for a variable whose value is not known.
func (h *holder) undecided(text string) bool {
	for _, n := range scenario.FindNames(text) {
		if v, set := h.Script.Value(n.Text); n.Use == scenario.Placeholder && (set && !v.Known || h.Script.Unset(n.Text)) {
			return true
		}
	}
	return false
}

// placeholderIn is the variable of the first placeholder in a text.
func placeholderIn(text string) (name string, ok bool) {
	for _, n := range scenario.FindNames(text) {
		if n.Use == scenario.Placeholder {
			return n.Text, true
		}
	}
	return "", false
}

// stageIn is the stage that a path leads into.
func stageIn(path string) string {
	for _, stage := range guide.Stages {
		if strings.HasPrefix(path, stage+".") {
			return stage
		}
	}
	return catalog.FrameworkVersion
}
