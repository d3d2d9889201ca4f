package analysis

import (
	"cmp"
	"slices"
	"strings"

	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// placed gives the place in a file of a span of a text that stands in it.
type placed func(at source.Span) source.Span

// bodySymbols lists what a here-document holds, as far as the framework makes something of it.
func bodySymbols(f *source.File, b *scenario.Body) []Symbol {
	switch {
	case holdsCommand(b.Var):
		return flagSymbols(b.Text, b.Locate)
	case holdsYAML(b.Var):
		docs, _ := source.ParseYAML(f.Path, b.Text, nil)
		var list []Symbol
		for _, doc := range docs {
			list = append(list, outliner{b.Locate}.document(doc)...)
		}
		return list
	}
	return nil
}

// flagSymbols lists the flags of a command line.
func flagSymbols(text string, place placed) []Symbol {
	var list []Symbol
	for _, flag := range flagsWithValues(text) {
		value := strings.TrimPrefix(text[flag.flag.End:flag.at.End], spacer)
		list = append(list, Symbol{
			Name: text[flag.flag.Start:flag.flag.End], Detail: oneLine(strings.TrimPrefix(value, "=")), Kind: FlagSymbol,
			At: place(flag.at), NameAt: place(flag.flag),
		})
	}
	return list
}

// embeddedTexts lists the literal blocks of a guide's file that hold a plugin config or a command line.
func embeddedTexts(f *source.File) []embeddedText {
	docs, _ := f.Documents()
	seen := map[*source.Node]bool{} // a tree with aliases may be very large when it is written out
	var list []embeddedText
	var walk func(key, n *source.Node)
	walk = func(key, n *source.Node) {
		if seen[n] {
			return
		}
		seen[n] = true
		if n.Style == source.Literal && n.File == f && (strings.Contains(n.Text, pickerKind) || strings.Contains(n.Text, serveCommand)) {
			list = append(list, embeddedText{key, n})
		}
		for _, p := range n.Pairs {
			walk(p.Key, p.Value)
		}
		for _, item := range n.Items {
			walk(nil, item)
		}
	}
	for _, doc := range docs {
		walk(nil, doc)
	}
	return list
}

// serveCommand starts a model server.
const serveCommand = "vllm serve"

// embeddedText is a literal block, and the key that it is the value of, nil where it is an item of a list.
type embeddedText struct{ key, node *source.Node }

// config says that the text is a plugin config. Otherwise it is a command line.
func (t embeddedText) config() bool { return strings.Contains(t.node.Text, pickerKind) }

func embeddedSymbol(t embeddedText) Symbol {
	o := outliner{func(at source.Span) source.Span { return at }}
	if t.config() && t.key != nil {
		return o.configFile(source.Pair{Key: t.key, Value: t.node})
	}
	if t.config() {
		return Symbol{Name: pickerKind, Kind: ConfigSymbol, At: t.node.At, NameAt: firstOf(t.node.At)}.with(o.embedded(t.node))
	}
	sym := Symbol{Name: serveCommand, Kind: CommandSymbol, At: t.node.At, NameAt: firstOf(t.node.At)}
	return sym.with(flagSymbols(t.node.Text, t.node.Places()))
}

// firstOf is the first byte of a span: the sign of a literal block, which has no name to select.
func firstOf(at source.Span) source.Span { return source.Span{Start: at.Start, End: at.Start + 1} }

// with gives a symbol its children. Those that stand elsewhere, as what an alias brings in, are left out.
func (sym Symbol) with(children []Symbol) Symbol {
	sym.Children = slices.DeleteFunc(children, func(c Symbol) bool {
		return !covers(sym.At, c.At) || !covers(c.At, c.NameAt) || strings.TrimSpace(c.Name) == ""
	})
	return sym
}

// outliner lists what stands in YAML that is a part of another file.
type outliner struct{ place placed }

// maxOutlined is how deep the keys and items of a here-document are listed. Plugin configs are listed by their own form.
const maxOutlined = 3

// document lists what a YAML document holds.
func (o outliner) document(n *source.Node) []Symbol {
	all := Symbol{At: o.place(n.At)}
	if n.Get("kind").Value() == pickerKind {
		return all.with(o.config(n)).Children
	}
	return all.with(o.below(n, 1)).Children
}

// below lists the keys or items of a node.
func (o outliner) below(n *source.Node, depth int) []Symbol {
	if depth > maxOutlined {
		return nil
	}
	var list []Symbol
	for _, p := range n.Pairs {
		if isConfigFile(p) {
			list = append(list, o.configFile(p))
			continue
		}
		sym := Symbol{Name: oneLine(p.Key.Text), Detail: oneLine(p.Value.Value()), Kind: KeySymbol, At: o.place(p.At()), NameAt: o.place(p.Key.At)}
		list = append(list, sym.with(o.below(p.Value, depth+1)))
	}
	for _, item := range n.Items {
		sym := o.item(item)
		if sym.Kind == ItemSymbol && len(item.Pairs) > maxShort {
			sym = sym.with(o.below(item, depth+1))
		}
		list = append(list, sym)
	}
	return list
}

// maxShort is how many keys an item of a list may have of which its name and detail say enough. Volumes and mounts have
// no more.
const maxShort = 3

// item is an entry of a list by its name. What has no name goes by the first thing that it says.
func (o outliner) item(n *source.Node) Symbol {
	sym := Symbol{Name: oneLine(n.Text), Kind: ItemSymbol, At: o.place(n.At), NameAt: o.place(n.At)}
	if len(n.Pairs) == 0 {
		sym.Name = cmp.Or(sym.Name, "-")
		return sym
	}
	named, ok := n.Pair("name")
	if !ok || named.Value.Value() == "" {
		named = n.Pairs[0]
		sym.Name, sym.NameAt = oneLine(named.Key.Text+": "+named.Value.Value()), o.place(named.Key.At)
	} else {
		sym.Name, sym.NameAt = oneLine(named.Value.Text), o.place(named.Value.At)
	}
	for _, p := range n.Pairs {
		if p.Key == named.Key {
			continue
		}
		if p.Key.Text == "value" || p.Key.Text == "valueFrom" {
			sym.Kind = ContainerSymbol
		}
		if sym.Detail == "" {
			sym.Detail = oneLine(cmp.Or(p.Value.Value(), p.Key.Text))
		}
	}
	return sym
}

// isConfigFile says that an entry is a file's name with a plugin config under it, which may be half written.
func isConfigFile(p source.Pair) bool {
	return p.Value.Style == source.Literal && (guide.IsYAML(p.Key.Text) || strings.Contains(p.Value.Text, pickerKind))
}

// configFile is a plugin config that is the text under the name of its file.
func (o outliner) configFile(p source.Pair) Symbol {
	sym := Symbol{Name: oneLine(p.Key.Text), Kind: ConfigSymbol, At: o.place(p.At()), NameAt: o.place(p.Key.At)}
	return sym.with(o.embedded(p.Value))
}

// embedded lists what the config in a literal block holds.
func (o outliner) embedded(n *source.Node) []Symbol {
	docs, _ := n.Embedded()
	var list []Symbol
	for _, doc := range docs {
		list = append(list, o.config(doc)...)
	}
	return list
}

// config lists the plugins and profiles of an EndpointPickerConfig, and its other keys.
func (o outliner) config(n *source.Node) []Symbol {
	var list []Symbol
	for _, p := range n.Pairs {
		switch p.Key.Text {
		case "plugins":
			for _, item := range p.Value.Items {
				list = append(list, o.plugin(item))
			}
		case "schedulingProfiles":
			for _, item := range p.Value.Items {
				list = append(list, o.profile(item))
			}
		default:
			list = append(list, Symbol{Name: oneLine(p.Key.Text), Detail: oneLine(p.Value.Value()), Kind: KeySymbol, At: o.place(p.At()), NameAt: o.place(p.Key.At)})
		}
	}
	return list
}

// plugin is a plugin by its name, which is its type where it has none.
func (o outliner) plugin(n *source.Node) Symbol {
	name, typ := n.Get("name"), n.Get("type")
	if name.Value() == "" {
		return o.named(n, typ, "", PluginSymbol)
	}
	return o.named(n, name, typ.Value(), PluginSymbol)
}

// profile is a scheduling profile with the plugins that it uses.
func (o outliner) profile(n *source.Node) Symbol {
	sym := o.named(n, n.Get("name"), "", ProfileSymbol)
	var list []Symbol
	if plugins := n.Get("plugins"); plugins != nil {
		for _, item := range plugins.Items {
			weight := item.Get("weight").Value()
			if weight != "" {
				weight = "weight " + weight
			}
			list = append(list, o.named(item, item.Get("pluginRef"), weight, ReferenceSymbol))
		}
	}
	return sym.with(list)
}

// named is an entry that goes by one of its values. Without that it goes by what stands there, so that a half-typed
// entry is not lost.
func (o outliner) named(n, by *source.Node, detail string, kind SymbolKind) Symbol {
	if by.Value() == "" {
		sym := o.item(n)
		sym.Kind = kind
		return sym
	}
	return Symbol{Name: oneLine(by.Text), Detail: oneLine(detail), Kind: kind, At: o.place(n.At), NameAt: o.place(by.At)}
}
