package rules

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

var pluginParameter = &analysis.Rule{
	ID: "plugin-parameter", Severity: analysis.Warning, Kinds: pickerKinds, Page: page("plugin-parameter"),
	Check: func(p *analysis.Pass) {
		for _, c := range pluginConfigs(p) {
			list, _ := c.plugins()
			for _, e := range list {
				if e.known != nil && e.known.Complete {
					c.beside(e)
					c.parameters(e)
				}
			}
		}
	},
}

// beside tells about parameters that stand beside the key parameters.
func (c *pluginConfig) beside(e pluginEntry) {
	for _, pair := range e.node.Pairs {
		if slices.Contains(pluginFields, pair.Key.Text) || c.opaque(pair.Key) {
			continue
		}
		if _, ok := parametersAt(e.known, "")[strings.ToLower(pair.Key.Text)]; ok {
			c.report(pair.Key, fmt.Sprintf("%s is a parameter of %s: it belongs below parameters, and here the picker refuses it", pair.Key.Text, e.known.Name), c.moved(e, pair)...)
		}
	}
}

// moved puts a pair that stands in one line below the key parameters, where the entry has none yet.
func (c *pluginConfig) moved(e pluginEntry, pair source.Pair) []analysis.Fix {
	f := c.pass.File
	at := c.locate(pair.Key.At)
	line := f.LineSpan(f.Line(at.Start))
	margin := f.Slice(source.Span{Start: line.Start, End: at.Start})
	if !c.exact || e.node.Style == source.Flow || e.node.Get("parameters") != nil || strings.TrimSpace(margin) != "" ||
		pair.Value.Kind != source.Scalar || c.locate(pair.Value.At).End > line.End {
		return nil
	}
	text := "parameters:" + newline(c.pass) + margin + "  " + f.Slice(source.Span{Start: at.Start, End: line.End})
	return []analysis.Fix{c.pass.Replace("Put it below parameters", true, source.Span{Start: at.Start, End: line.End}, text)}
}

// parameters checks what stands below the key parameters.
func (c *pluginConfig) parameters(e pluginEntry) {
	n := e.node.Get("parameters")
	switch {
	case n.Null() || n.Kind == source.Scalar && c.opaque(n):
	case n.Kind == source.Mapping:
		c.below(e.known, n, "")
	case len(e.known.Parameters) > 0:
		c.report(n, "parameters must be a mapping")
	}
}

// parameter is what may stand under one key: a value of its own, or more keys below.
type parameter struct {
	name string // as the picker spells it
	kind string // as in the catalogue; object and list for what has more keys below
	path string // where what is below goes on, "" for a value of its own
}

// parametersAt lists what may stand below a path, by the name in small letters: pickers do not tell cases apart there.
func parametersAt(p *catalog.PluginType, path string) map[string]parameter {
	found := map[string]parameter{}
	for _, par := range p.Parameters {
		rest, ok := strings.CutPrefix(par.Path, path)
		if !ok {
			continue
		}
		first, _, deeper := strings.Cut(rest, ".")
		name := strings.TrimSuffix(first, "[]")
		q := parameter{name: name, kind: par.Kind}
		if deeper {
			q.kind, q.path = "object", path+first+"."
			if name != first {
				q.kind = "list"
			}
		}
		if old, seen := found[strings.ToLower(name)]; !seen || old.path == "" && old.kind != "object" {
			found[strings.ToLower(name)] = q
		}
	}
	return found
}

// below checks the keys and values at one level of the parameters.
func (c *pluginConfig) below(p *catalog.PluginType, n *source.Node, path string) {
	allowed := parametersAt(p, path)
	for _, pair := range n.Pairs {
		par, ok := allowed[strings.ToLower(pair.Key.Text)]
		switch {
		case c.opaque(pair.Key):
		case !ok:
			c.unknownParameter(p, pair.Key, n, path, allowed)
		case pair.Value.Null() || pair.Value.Kind == source.Scalar && c.opaque(pair.Value):
		case mistyped(pair.Value, par.kind):
			c.wrongKind(p, pair, par)
		case par.path != "" && par.kind == "object":
			c.below(p, pair.Value, par.path)
		case par.path != "":
			for _, item := range mappings(pair.Value) {
				c.below(p, item, par.path)
			}
		}
	}
}

// unknownParameter tells about a key that no release reads. Below the first level, the list of parameters may be short
// of some, so there only what looks like another one counts.
func (c *pluginConfig) unknownParameter(p *catalog.PluginType, key, within *source.Node, path string, allowed map[string]parameter) {
	var names []string
	for _, par := range allowed {
		names = append(names, par.name)
	}
	slices.Sort(names)
	near, ok := catalog.NearestWord(key.Text, names)
	message := fmt.Sprintf("no release of %s has a parameter %s%s", p.Name, path, key.Text)
	switch {
	case ok && within.Get(near) == nil:
		c.report(key, message, c.replaced("Change to "+near, false, near, key)...)
	case path != "":
	case len(p.Parameters) == 0:
		c.report(key, message+": it takes none")
	default:
		if elsewhere := deepPath(p, key.Text); elsewhere != "" {
			message += "; there is one at " + elsewhere
		}
		c.report(key, message)
	}
}

// deepPath is where a parameter of a name stands that is not at the first level.
func deepPath(p *catalog.PluginType, name string) string {
	for _, par := range p.Parameters {
		if strings.HasSuffix(strings.ToLower(par.Path), "."+strings.ToLower(name)) {
			return par.Path
		}
	}
	return ""
}

var kindWords = map[string]string{
	"bool": "true or false", "int": "a whole number", "float": "a number", "string": "a text", "enum": "a word", "duration": "a duration such as 5m",
	"duration-string": "a duration such as 5m", "list": "a list", "map": "a mapping", "object": "a mapping",
	catalog.NamesPlugin: "the name of a plugin",
}

func (c *pluginConfig) wrongKind(p *catalog.PluginType, pair source.Pair, par parameter) {
	message := fmt.Sprintf("%s of %s must be %s", par.name, p.Name, kindWords[par.kind])
	v := pair.Value
	at := c.locate(v.At)
	quoted := v.Style == source.SingleQuoted || v.Style == source.DoubleQuoted
	switch {
	case !c.exact || v.Kind != source.Scalar || c.opaque(v):
		c.report(v, message)
	case (par.kind == "string" || par.kind == catalog.NamesPlugin) && v.Style == source.Plain:
		c.report(v, message, c.pass.Replace("Put it in quotes", true, at, `"`+v.Text+`"`))
	case quoted && fitsPlain(v.Text, par.kind):
		c.report(v, message, c.pass.Replace("Take the quotes away", true, at, v.Text))
	default:
		c.report(v, message)
	}
}
