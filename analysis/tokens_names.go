package analysis

import (
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// mentions colours what a file names. The keys of guides have their colours from others.
func (r *tokenReader) mentions(list []Mention, kind Kind) {
	for _, m := range list {
		switch marks := declared(m.Role); m.Subject {
		case Variable:
			r.variable(m, kind)
		case EngineFlag:
			r.add(meant, m.At, FlagToken, knownIf(catalog.EngineFlagOf(m.Name) != nil))
		case PluginType:
			r.add(meant, m.At, PluginToken, marks|knownIf(catalog.Plugin(m.Name) != nil))
		case PluginName:
			if m.Role == Uses && catalog.Plugin(m.Name) != nil { // it goes by its type
				r.add(meant, m.At, PluginToken, KnownMark)
				continue
			}
			r.add(meant, m.At, VariableToken, marks)
		case ContainerVariable:
			if kind == Scenario {
				r.add(meant, m.At, VariableToken, marks|knownIf(catalog.EnvironmentVariableOf(m.Name) != nil))
			}
		}
	}
}

func declared(r Role) TokenMarks {
	if r == Declares {
		return DeclaredMark
	}
	return 0
}

func knownIf(known bool) TokenMarks {
	if known {
		return KnownMark
	}
	return 0
}

// variable colours a name of the framework's. In a comment it stays one.
func (r *tokenReader) variable(m Mention, kind Kind) {
	marks := declared(m.Role) | r.marksOf(m.Name)
	switch {
	case m.Role == Remarks || kind != Scenario && r.commented(m.At.Start):
	case m.Role == Asks:
		m.At.Start -= len(catalog.PlaceholderPrefix)
		r.add(variables, m.At, PlaceholderToken, marks)
	default:
		r.add(variables, m.At, VariableToken, marks)
	}
}

// marksOf says what the catalogue knows of a variable.
func (r *tokenReader) marksOf(name string) TokenMarks {
	v := r.snapshot.Catalog().Lookup(name)
	switch {
	case v == nil:
		return knownIf(catalog.StepNames[name] != nil)
	case v.Inert():
		return KnownMark | InertMark
	}
	return KnownMark
}

// commented says that the line of an offset is a comment.
func (r *tokenReader) commented(at int) bool {
	line := r.file.LineSpan(r.file.Line(at))
	return strings.HasPrefix(strings.TrimLeft(r.file.Slice(line), " \t"), "#")
}

// script colours what stands in a scenario's here-documents and values.
func (r *tokenReader) script(script *scenario.Script) {
	for _, e := range script.Exports {
		for _, at := range escapedVariables(r.file.Slice(e.ValueAt)) {
			r.add(variables, source.Span{Start: e.ValueAt.Start + at.Start, End: e.ValueAt.Start + at.End}, VariableToken, RuntimeMark)
		}
	}
	for i := range script.Bodies {
		if b := &script.Bodies[i]; b.Doc != (source.Span{}) {
			r.body(b)
		}
	}
}

// body colours a here-document.
func (r *tokenReader) body(b *scenario.Body) {
	place := func(at source.Span) []source.Span { return b.Written(at) }
	switch {
	case holdsArguments(b.Var):
		r.command(b.Text, place)
	case holdsYAML(b.Var):
		docs, problems := b.YAML()
		r.yaml(b.Text, docs, problems, place, 0)
	}
	for _, at := range runtimeVariables(b.Text) {
		r.addPlaced(variables, place(at), VariableToken, RuntimeMark)
	}
	for _, p := range deploy.Placeholders(r.file.Slice(b.At)) {
		at := source.Span{Start: b.At.Start + p.At.Start, End: b.At.Start + p.At.Start + len(catalog.PlaceholderPrefix) + len(p.Name)}
		r.add(variables, at, PlaceholderToken, r.marksOf(p.Variable()))
	}
}

// placing gives the places in the file of a span of a text.
type placing func(source.Span) []source.Span

func (r *tokenReader) addPlaced(on layer, list []source.Span, kind TokenKind, marks TokenMarks) {
	for _, at := range list {
		r.add(on, at, kind, marks)
	}
}

// runtimeVariables lists the variables in a text that a container's shell, or Kubernetes, expands: $NAME, ${NAME} and
// $(NAME), of which only the beginning is given where more follows in the braces.
func runtimeVariables(text string) []source.Span {
	var list []source.Span
	for from := 0; ; {
		i := strings.IndexByte(text[from:], '$')
		if i < 0 {
			return list
		}
		start := from + i
		at, closing := start+1, byte(0)
		if at < len(text) && (text[at] == '{' || text[at] == '(') {
			closing = '}'
			if text[at] == '(' {
				closing = ')'
			}
			at++
		}
		end := at
		for end < len(text) && wordByte(text[end], end > at) {
			end++
		}
		from = max(end, start+1)
		closed := end < len(text) && text[end] == closing
		if end == at || closing == ')' && (!closed || strings.ToUpper(text[at:end]) != text[at:end]) {
			continue // a command, or something that is no name
		}
		if closed {
			end++
		}
		list = append(list, source.Span{Start: start, End: end})
	}
}

// escapedVariables lists those that the shell of the scenario leaves alone, in a text as it is written.
func escapedVariables(text string) []source.Span {
	if !strings.Contains(text, `\$`) {
		return nil
	}
	return slices.DeleteFunc(runtimeVariables(text), func(at source.Span) bool {
		return at.Start == 0 || text[at.Start-1] != '\\'
	})
}

// wordByte says that a byte may stand in a variable's name, at its beginning or further on.
func wordByte(c byte, further bool) bool {
	return c == '_' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || further && c >= '0' && c <= '9'
}
