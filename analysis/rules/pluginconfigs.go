package rules

import (
	"path"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// What follows is shared by the rules about the configs that endpoint pickers load, wherever one stands.

// pluginConfig is an EndpointPickerConfig in the file that is looked at: the whole file, or a text inside it.
type pluginConfig struct {
	pass   *analysis.Pass
	name   string // the file that the picker sees
	loaded bool   // the picker is told to load it; false where that is not known
	root   *source.Node
	exact  bool                          // places are exact; else all of them are the whole text's
	locate func(source.Span) source.Span // from a node's place to the file that is looked at
}

var pickerKinds = []analysis.Kind{analysis.Scenario, analysis.GuideValues, analysis.PluginConfig}

// pluginConfigs lists the configs of a file that can be read as YAML. Of texts that are not known to be configs, only
// those that call themselves one count.
func pluginConfigs(p *analysis.Pass) []*pluginConfig {
	return analysis.Shared(p, pluginConfigsKey{}, func() []*pluginConfig { return readConfigs(p) })
}

type pluginConfigsKey struct{}

func readConfigs(p *analysis.Pass) []*pluginConfig {
	var list []*pluginConfig
	switch p.Kind {
	case analysis.Scenario:
		list = scenarioConfigs(p)
	case analysis.GuideValues:
		list = guideConfigs(p)
	case analysis.PluginConfig:
		if docs, problems := p.File.Documents(); len(problems) == 0 && len(docs) == 1 {
			list = []*pluginConfig{{pass: p, name: path.Base(p.File.Path), root: docs[0], exact: true, locate: same}}
		}
	}
	var configs []*pluginConfig
	for _, c := range list {
		if c.loaded || c.root.Get("kind").Value() == pickerKind {
			configs = append(configs, c)
		}
	}
	return configs
}

func same(at source.Span) source.Span { return at }

// scenarioConfigs reads the files in the here-document of CUSTOM_PLUGINS.
func scenarioConfigs(p *analysis.Pass) []*pluginConfig {
	body := bodyOf(p, customPlugins)
	if body == nil || !holdsYAML(p, body) || brokenShell(p, body) {
		return nil
	}
	read := readBody(p, body)
	if len(read.problems) > 0 || len(read.docs) != 1 {
		return nil
	}
	return configsIn(p, read.docs[0], loadedConfig(p), locator(body))
}

// locator maps places in a here-document's text to the script.
func locator(body *scenario.Body) func(source.Span) source.Span {
	return func(at source.Span) source.Span { return body.Locate(at) }
}

// loadedConfig is the file that the picker is told to load, "" where that is not known.
func loadedConfig(p *analysis.Pass) string {
	if v, ok := p.Script.Value(configFile); ok {
		if !v.Known {
			return ""
		}
		return v.Text
	}
	name, _ := p.Snapshot.Catalog().Default(configFile)
	return name
}

// guideConfigs reads the files that a guide gives the picker's chart.
func guideConfigs(p *analysis.Pass) []*pluginConfig {
	docs, problems := p.File.Documents()
	if len(problems) > 0 || len(docs) != 1 {
		return nil
	}
	picker := pickerValues(docs[0])
	return configsIn(p, picker.Get("pluginsCustomConfig"), picker.Get("pluginsConfigFile").Value(), same)
}

// pickerValues is what a values file says of the picker, in the older or the newer chart's place.
func pickerValues(root *source.Node) *source.Node {
	if router := root.Get("router", "epp"); router != nil {
		return router
	}
	return root.Get("inferenceExtension")
}

// configsIn reads the files of a mapping from names to texts.
func configsIn(p *analysis.Pass, files *source.Node, loaded string, locate func(source.Span) source.Span) []*pluginConfig {
	if files == nil {
		return nil
	}
	var list []*pluginConfig
	for _, pair := range files.Pairs {
		if ext := path.Ext(pair.Key.Text); ext != ".yaml" && ext != ".yml" {
			continue
		}
		read := readEmbedded(p, pair.Value)
		if len(read.problems) > 0 || len(read.docs) != 1 {
			continue
		}
		exact := pair.Value.Style == source.Literal && read.docs[0].File == pair.Value.File
		list = append(list, &pluginConfig{p, pair.Key.Text, pair.Key.Text == loaded, read.docs[0], exact, locate})
	}
	return list
}

// at is where a node stands, no longer than its first line.
func (c *pluginConfig) at(n *source.Node) source.Span { return trimmed(c.pass, c.locate(n.At)) }

// opaque says that a node's text is not what the picker will see: the shell or the framework puts something in.
func (c *pluginConfig) opaque(n *source.Node) bool {
	for _, text := range []string{n.Text, c.pass.File.Slice(c.locate(n.At))} {
		if strings.Contains(text, catalog.PlaceholderPrefix) || strings.ContainsAny(text, "$`") || strings.Contains(text, "____") || strings.Contains(text, "{{") {
			return true
		}
	}
	return false
}

// text is what a scalar says. ok is false where it says nothing, or where that is not known.
func (c *pluginConfig) text(n *source.Node) (text string, ok bool) {
	if n.Value() == "" || c.opaque(n) {
		return "", false
	}
	return n.Text, true
}

// replaced is a fix that writes a word in a node's place, none where that place is not exact.
func (c *pluginConfig) replaced(title string, safe bool, text string, nodes ...*source.Node) []analysis.Fix {
	var edits []analysis.Edit
	for _, n := range nodes {
		at := c.locate(n.At)
		if !c.exact || !plainWord(text) || n.Style == source.Literal || n.Style == source.Folded || c.opaque(n) {
			return nil
		}
		edits = append(edits, analysis.Edit{Path: c.pass.File.Path, At: at, Text: text})
	}
	return []analysis.Fix{fix(title, safe, edits...)}
}

// report tells about a node.
func (c *pluginConfig) report(n *source.Node, message string, fixes ...analysis.Fix) {
	c.pass.Report(c.at(n), message, fixes...)
}

// pickerImage is the image of the picker that will load the config: which project's it is, and its tag. own says that it
// may be an image of someone's own. Where a guide or a config alone names no image, all three are empty.
func (c *pluginConfig) pickerImage() (project, tag string, own bool) {
	var name string
	switch c.pass.Kind {
	case analysis.Scenario:
		own = true
		if preview, ok := c.pass.Preview(); ok {
			name, tag = preview.PickerName, preview.PickerTag
		}
	case analysis.GuideValues:
		root, _ := c.pass.File.YAML()
		image := pickerValues(root).Get("image")
		name, tag, own = image.Get("name").Value(), image.Get("tag").Value(), !image.Null()
	}
	if !plainWord(name) {
		return "", "", own || name != ""
	}
	project, ok := catalog.PickerProject(name)
	return project, tag, !ok
}
