package convert

import (
	"fmt"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

const (
	pluginsFileVar   = catalog.ConfigFile
	customPluginsVar = catalog.CustomPlugins
	flagsVar         = "LLMDBENCH_VLLM_MODELSERVICE_GAIE_FLAGS"
	providerVar      = "LLMDBENCH_VLLM_MODELSERVICE_INFERENCE_POOL_PROVIDER_CONFIG"
)

// picker sets the endpoint picker: its plugin config, flags, sidecar and monitoring.
func (p *planner) picker() {
	p.plugins()
	p.pickerFlags()
	for _, path := range [][]string{{"inferenceExtension", "sidecar", "enabled"}, {"inferenceExtension", "monitoring", "prometheus", "enabled"}, {"inferencePool", "apiVersion"}} {
		if pl, ok := p.find(pool, path...); ok {
			p.copy(sectionPicker, pl)
		}
	}
	p.pickerToken()
	p.provider()
}

// pickerToken leaves the Hugging Face token to the framework, the one variable of the picker's container that it writes.
func (p *planner) pickerToken() {
	env, ok := p.find(pool, "inferenceExtension", "env")
	if !ok {
		return
	}
	for i, n := range env.node.Items {
		if n.Get("name").Value() == "HF_TOKEN" {
			p.mark(env.item(i), LeftToFrame, "", "the framework writes HF_TOKEN, from the secret that LLMDBENCH_VLLM_COMMON_HF_TOKEN_NAME names, where a token is given")
		}
	}
}

// plugins sets the plugin config: which file, and the text of every file that the guide gives.
func (p *planner) plugins() {
	if pl, ok := p.find(pool, "inferenceExtension", "pluginsConfigFile"); ok {
		p.copy(sectionPicker, pl)
	}
	custom, ok := p.find(pool, "inferenceExtension", "pluginsCustomConfig")
	if !ok || len(custom.node.Pairs) == 0 {
		return
	}
	s := scenario.Setting{Var: customPluginsVar, File: true, From: p.cite(custom)}
	var text strings.Builder
	for _, pair := range custom.node.Pairs {
		text.WriteString(pluginFile(pair))
	}
	s.Text = text.String()
	p.presetClash(&s)
	p.add(sectionPicker, s)
	p.mark(custom, Carried, customPluginsVar, "the file's whole text, comments included")
}

// presetClash says what happens to a config that has the name of a preset, or with workarounds gives it another name.
func (p *planner) presetClash(s *scenario.Setting) {
	set, ok := p.has(pluginsFileVar)
	if !ok || catalog.PresetOf(withYAML(set.Text)) == nil {
		return
	}
	if !p.options.Workarounds {
		s.Notes = append(s.Notes, fmt.Sprintf("a preset setup/presets/gaie/%s exists in the framework, but this guide brings a config of its own. %s",
			withYAML(set.Text), upper(catalog.FaultOf(catalog.FaultPreset).Note())))
		return
	}
	renamed := "guide-" + set.Text
	p.renamed = map[string]string{set.Text: renamed}
	s.Text = strings.ReplaceAll("\n"+s.Text, "\n"+set.Text+":", "\n"+renamed+":")[1:]
	set.Notes = []string{fmt.Sprintf("the guide calls the file %s, as the framework does a preset; it has another name here, since %s.", set.Text, damage(catalog.FaultPreset))}
	set.Text = renamed
}

// upper begins a sentence.
func upper(text string) string {
	if strings.HasPrefix(text, "v0") { // a version
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

func withYAML(name string) string {
	if strings.HasSuffix(name, ".yaml") {
		return name
	}
	return name + ".yaml"
}

// pluginFile writes one file of the plugin config as `name: |` and its text, every line as it is.
func pluginFile(pair source.Pair) string {
	key := scalarText(pair.Key, 0)
	if pair.Value.Kind != source.Scalar { // a chart takes text only, but the picker would read this as well
		return key + ": |\n  " + strings.ReplaceAll(strings.TrimSuffix(block(pair.Value), "\n"), "\n", "\n  ") + "\n"
	}
	text := strings.TrimRight(pair.Value.Text, "\n")
	if hazardous(text) || !printable(text) || strings.TrimSpace(text) == "" {
		return key + ": " + doubleQuoted(pair.Value.Text) + "\n"
	}
	header := "|"
	if strings.HasPrefix(strings.TrimLeft(text, "\n"), " ") {
		header = "|2"
	}
	var b strings.Builder
	b.WriteString(key + ": " + header + "\n")
	for _, line := range strings.Split(text, "\n") {
		if line != "" {
			line = "  " + line
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// pickerFlags sets the picker's flags. Older guides write them as a list of names and values.
func (p *planner) pickerFlags() {
	pl, ok := p.find(pool, "inferenceExtension", "flags")
	if !ok {
		return
	}
	flags := pl.node
	if flags.Kind == source.Sequence {
		flags = &source.Node{Kind: source.Mapping}
		for _, item := range pl.node.Items {
			if name, value := item.Get("name"), item.Get("value"); name != nil && value != nil {
				flags.Pairs = append(flags.Pairs, source.Pair{Key: name, Value: value})
			}
		}
	}
	if len(flags.Pairs) == 0 {
		return
	}
	if pair, ok := flags.Pair("v"); ok {
		v := place{pool, guide.Join(pl.path, "v"), pair.Key, pair.Value}
		p.add(sectionPicker, scenario.Setting{Var: "LLMDBENCH_VLLM_MODELSERVICE_GAIE_EPP_VERBOSITY", Text: pair.Value.Text, From: p.cite(v)})
	}
	if p.options.Workarounds {
		if pair, ok := flags.Pair("v"); ok && pl.node.Kind == source.Mapping {
			p.mark(place{pool, guide.Join(pl.path, "v"), pair.Key, pair.Value}, Carried, "LLMDBENCH_VLLM_MODELSERVICE_GAIE_EPP_VERBOSITY", "the only flag that arrives")
		}
		p.mark(pl, NotMappable, flagsVar, flagsDamage)
		return
	}
	p.add(sectionPicker, scenario.Setting{Var: flagsVar, File: true, Text: block(flags), From: p.cite(pl), Notes: []string{upper(flagsDamage) + "."}})
	p.mark(pl, Carried, flagsVar, flagsDamage)
}

// provider writes the gateway provider's settings for the pool.
func (p *planner) provider() {
	pl, ok := p.find(pool, "provider", "istio")
	if !ok {
		if pl, ok = p.find(pool, "istio"); !ok {
			return
		}
	}
	if !collection(pl.node) {
		return
	}
	field, _ := FieldOf(pool, pl.path+".x")
	if p.options.Workarounds {
		p.mark(pl, NotMappable, providerVar, field.Note)
		return
	}
	p.add(sectionPicker, scenario.Setting{Var: providerVar, File: true, Text: block(pl.node), From: p.cite(pl), Notes: []string{
		upper(field.Note) + ". Its host names the guide's own Helm release.",
	}})
	p.mark(pl, Carried, providerVar, field.Note)
}
