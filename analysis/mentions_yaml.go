package analysis

import (
	"cmp"
	"path"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// document adds what a YAML document names, wherever it stands: in a file of a guide, or in a here-document.
func (r *mentionReader) document(n *source.Node, locate located) {
	if n.Get("kind").Value() == pickerKind {
		r.config(n, locate)
		return
	}
	for _, p := range n.Pairs {
		switch key := p.Key.Text; {
		case key == "args" || key == "command":
			r.commands(p.Value, locate)
		case key == "env" && p.Value.Kind == source.Sequence:
			r.environment(p.Value, locate)
		case key == "pluginsConfigFile":
			r.node(p.Value, locate, Mention{Subject: ConfigFile})
		case key == "flags":
			r.pickerFlags(p.Value, locate)
		default:
			if ext := path.Ext(key); ext == ".yaml" || ext == ".yml" {
				r.node(p.Key, locate, Mention{Subject: ConfigFile, Role: Declares})
			}
			r.document(p.Value, locate)
		}
	}
	for _, item := range n.Items {
		r.document(item, locate)
	}
	if n.Kind == source.Scalar {
		r.text(n, locate)
	}
}

// pickerKind is the kind of an endpoint picker's config.
const pickerKind = "EndpointPickerConfig"

// maxInside is how deep texts that are documents may lie in one another: a config in a values file, and that in another.
const maxInside = 3

// text adds what a text names that is a document or a script of its own.
func (r *mentionReader) text(n *source.Node, locate located) {
	switch {
	case r.seen[n]: // an alias stands for it
	case strings.Contains(n.Text, pickerKind) && r.inside < maxInside:
		if r.seen == nil {
			r.seen = map[*source.Node]bool{}
		}
		r.seen[n] = true
		r.inside++
		docs, _ := source.ParseYAML("", n.Text, nil)
		for _, doc := range docs {
			if doc.Kind != source.Scalar {
				r.document(doc, inside(n, locate))
			}
		}
		r.inside--
	case strings.Contains(n.Text, "vllm serve"):
		r.command(n, locate)
	}
}

// inside places the nodes of a text that is a scalar of another document.
func inside(outer *source.Node, locate located) located {
	var p source.Placer
	return func(n *source.Node, at source.Span) (source.Span, bool) { return locate(outer, p.Place(n, at)) }
}

// environment adds the variables of a list of a container.
func (r *mentionReader) environment(list *source.Node, locate located) {
	for _, item := range list.Items {
		r.node(item.Get("name"), locate, Mention{Subject: ContainerVariable, Role: Declares})
	}
}

// commands adds the flags of a container's command or arguments.
func (r *mentionReader) commands(n *source.Node, locate located) {
	if n.Kind == source.Scalar {
		r.command(n, locate)
	}
	for _, item := range n.Items {
		r.command(item, locate)
	}
}

// command adds the flags of one argument, which may be a whole script.
func (r *mentionReader) command(n *source.Node, locate located) {
	for _, flag := range commandMentions(n.Text) {
		if at, ok := locate(n, flag.At); ok {
			flag.At = at
			r.add(flag)
		}
	}
}

// pickerFlags adds the flags that a guide gives the endpoint picker: a mapping, or in older charts a list of names and
// values.
func (r *mentionReader) pickerFlags(n *source.Node, locate located) {
	for _, p := range n.Pairs {
		r.node(p.Key, locate, Mention{Subject: PickerFlag})
	}
	for _, item := range n.Items {
		r.node(item.Get("name"), locate, Mention{Subject: PickerFlag})
	}
}

// config adds what an EndpointPickerConfig names.
func (r *mentionReader) config(n *source.Node, locate located) {
	scope, _ := locate(n, whole(n))
	scope = source.Span{Start: scope.Start, End: scope.Start}
	r.configKeys(n, "", scope, locate)
	if plugins := n.Get("plugins"); plugins != nil {
		for _, item := range plugins.Items {
			r.plugin(item, scope, locate)
		}
	}
}

// plugin adds an entry of a config's list of plugins. One without a name goes by its type.
func (r *mentionReader) plugin(item *source.Node, scope source.Span, locate located) {
	typ, name := item.Get("type"), item.Get("name")
	r.node(typ, locate, Mention{Subject: PluginType, Scope: scope, Called: cmp.Or(name.Value(), typ.Value())})
	r.node(name, locate, Mention{Subject: PluginName, Role: Declares, Scope: scope})
	if typ.Value() != "" {
		r.parameters(item.Get("parameters"), typ.Text, "", scope, locate)
	}
}

func (r *mentionReader) parameters(n *source.Node, typ, at string, scope source.Span, locate located) {
	if n == nil {
		return
	}
	for _, p := range n.Pairs {
		name := p.Key.Text
		if at != "" {
			name = at + "." + name
		}
		r.node(p.Key, locate, Mention{Subject: PluginParameter, Name: typ + "/" + name})
		if known := catalog.Plugin(typ); known != nil && known.NamesPlugin(name) {
			r.node(p.Value, locate, Mention{Subject: PluginName, Scope: scope})
		}
		r.parameters(p.Value, typ, name, scope, locate)
	}
	for _, item := range n.Items {
		r.parameters(item, typ, at+"[]", scope, locate)
	}
}

// configKeys adds the keys that belong to the config itself, as far as the catalogue knows them, and the plugins that
// they name.
func (r *mentionReader) configKeys(n *source.Node, at string, scope source.Span, locate located) {
	for _, p := range n.Pairs {
		name := p.Key.Text
		if at != "" {
			name = at + "." + name
		}
		if known := catalog.ConfigKeyOf(name); known != nil {
			r.node(p.Key, locate, Mention{Subject: ConfigKey, Name: name})
			if known.Kind == catalog.NamesPlugin {
				r.node(p.Value, locate, Mention{Subject: PluginName, Scope: scope})
			}
		}
		r.configKeys(p.Value, name, scope, locate)
	}
	for _, item := range n.Items {
		r.configKeys(item, at+"[]", scope, locate)
	}
}
