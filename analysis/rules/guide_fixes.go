package rules

import (
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// addSettings sets variables as a conversion does, at the places that a refresh puts them.
func (h *holder) addSettings(names []string) []analysis.Fix {
	var edits []analysis.Edit
	for _, name := range names {
		s, ok := h.against.Guide.Scenario.Lookup(name)
		if !ok {
			return nil
		}
		assignment := breaks(h.Pass, s.Assignment())
		i := slices.IndexFunc(h.against.Refresh(), func(e convert.Edit) bool { return e.At.Start == e.At.End && strings.Contains(e.Text, assignment) })
		if i < 0 {
			return nil
		}
		at := h.against.Refresh()[i].At
		text := s.Assignment()
		if whole := breaks(h.Pass, s.Shell()); strings.Contains(h.against.Refresh()[i].Text, whole) { // it does not share comments
			text = "\n" + text
			if cites(h.Pass) {
				text = "\n" + s.Shell()
			}
		}
		if at.Start > 0 && h.File.Text[at.Start-1] != '\n' {
			text = "\n" + text
		}
		if n := len(edits); n > 0 && edits[n-1].At == at {
			edits[n-1].Text += breaks(h.Pass, s.Assignment())
			continue
		}
		edits = append(edits, analysis.Edit{Path: h.File.Path, At: at, Text: breaks(h.Pass, text)})
	}
	return []analysis.Fix{fix("Set "+strings.Join(names, ", ")+" as the guide has it", true, edits...)}
}

// breaks writes a text with the file's line breaks.
func breaks(p *analysis.Pass, text string) string { return strings.ReplaceAll(text, "\n", newline(p)) }

// setPlain gives a variable the guide's value.
func (h *holder) setPlain(name string, e scenario.Export) []analysis.Fix {
	text, ok := h.Snapshot.Catalog().Default(name)
	if s, set := h.against.Guide.Scenario.Lookup(name); set {
		text, ok = s.Text, s.Ref == "" && !s.Home && !s.File
	}
	if !ok || text == "" || e.Nested || e.ValueAt.Start == e.ValueAt.End {
		return nil
	}
	return []analysis.Fix{h.Replace("Change to the guide's "+text, false, e.ValueAt, scenario.BareOrQuoted(text))}
}

// setScalar puts the guide's value in the place of the scenario's.
func (h *holder) setScalar(have, want *source.Node) []analysis.Fix {
	if want.File == nil || have.File != h.File {
		return nil
	}
	text, old := want.File.Slice(want.At), h.File.Slice(have.At)
	plain := want.Style != source.Plain || text == want.Text && !strings.ContainsAny(text, ",[]{}#&*!|>%@:")
	if strings.ContainsAny(text+old, "\n$`\\") || !plain || text == "" {
		return nil
	}
	return []analysis.Fix{h.Replace("Change to the guide's "+text, false, have.At, text)}
}

// addEntry adds an entry, as a conversion writes it, to the end of a list.
func (h *holder) addEntry(variable string, c *content, key, id string) []analysis.Fix {
	want, text := h.convertedTree(variable)
	if want == nil || len(c.root.Items) == 0 || c.body == nil {
		return nil
	}
	item := lastWith(want, key, id)
	if _, injected := catalog.Injected(id); item == nil || injected {
		return nil // what the framework adds itself needs more than the entry
	}
	return h.addLines(variable, c, c.root.Items[len(c.root.Items)-1], text, item.At, "- ", "Add "+id+" as the guide has it")
}

// addPair adds a key, as a conversion writes it, to the end of a mapping.
func (h *holder) addPair(variable string, c *content, key string) []analysis.Fix {
	want, text := h.convertedTree(variable)
	pair, ok := want.Pair(key)
	if !ok || len(c.root.Pairs) == 0 || c.body == nil {
		return nil
	}
	last := c.root.Pairs[len(c.root.Pairs)-1]
	node := &source.Node{At: last.At()}
	return h.addLines(variable, c, node, text, pair.At(), "", "Add "+key+" as the guide has it")
}

// addLines puts the lines of a span of a conversion's text behind a node of the scenario, as deep as that stands.
func (h *holder) addLines(variable string, c *content, last *source.Node, text *source.File, at source.Span, sign, title string) []analysis.Fix {
	end := last.At.End
	if end > 0 && h.File.Text[end-1] == '\n' {
		end--
	}
	line := h.File.LineText(h.File.Line(last.At.Start))
	margin := line[:len(line)-len(strings.TrimLeft(line, " "))]
	first, below := text.Line(at.Start), text.Line(max(at.Start, at.End-1))
	if !strings.HasPrefix(line[len(margin):], sign) || sign == "" && last.At.Start != lineStart(h.Pass, last.At.Start)+len(margin) || strings.HasPrefix(strings.TrimSpace(line), "{") {
		return nil // not a line of its own
	}
	var lines []string
	for i := first; i <= below; i++ {
		lines = append(lines, margin+text.LineText(i))
	}
	written, ok := h.withValues(strings.Join(lines, "\n"))
	if !ok {
		return nil
	}
	if !c.body.Quoted {
		written = escaped(variable, written)
	}
	start := lineEnd(h.Pass, end)
	return []analysis.Fix{fix(title, true, analysis.Edit{Path: h.File.Path, At: source.Span{Start: start, End: start}, Text: breaks(h.Pass, strings.TrimRight(written, "\n")+"\n")})}
}

// escaped is a text as it stands in a here-document.
func escaped(variable, text string) string {
	s := scenario.Setting{Var: variable, Text: text, File: true}
	_, body, _ := strings.Cut(s.Assignment(), "\n")
	_, body, _ = strings.Cut(body, "\n")
	return body[:strings.LastIndexByte(strings.TrimRight(body, "\n"), '\n')+1]
}

// convertedTree is what a conversion writes to a variable's file.
func (h *holder) convertedTree(variable string) (*source.Node, *source.File) {
	s, _ := h.against.Guide.Scenario.Lookup(variable)
	f := source.New("", 0, s.Content())
	label := labelOf(variable)
	if label != "" { // keys may stand behind the list
		f = source.New("", 0, label+s.Content())
	}
	root, problems := f.YAML()
	if len(problems) > 0 {
		return nil, nil
	}
	if label != "" {
		root = root.Get("list")
	}
	return root, f
}

// withValues replaces placeholders for variables that hold something else in the scenario than in a conversion by the
// conversion's value. ok is false where one cannot be written like that.
func (h *holder) withValues(text string) (string, bool) {
	for _, n := range slices.Backward(scenario.FindNames(text)) {
		if n.Use != scenario.Placeholder {
			continue
		}
		s, ok := h.against.Guide.Scenario.Lookup(n.Text)
		have, set := h.Script.Value(n.Text)
		def, hasDefault := h.Snapshot.Catalog().Default(n.Text)
		switch {
		case !ok || s.File || s.Ref != "" || s.Home:
			return "", false
		case set && have.Known && have.Text == s.Text, !set && hasDefault && def == s.Text && !h.touched(n.Text):
		case plainWord(s.Text):
			text = text[:n.At.Start-len(catalog.PlaceholderPrefix)] + s.Text + text[n.At.End:]
		default:
			return "", false
		}
	}
	return text, true
}
