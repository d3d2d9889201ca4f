package rules

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// flag tells about a flag of the guide's command line. Nothing is certain unless the scenario writes the command line
// itself: in its other forms the chart adds flags.
func (h *holder) flag(d difference, c *content) (difference, bool) {
	stage := stageIn(d.Path)
	form, _ := h.Script.Value("LLMDBENCH_VLLM_MODELSERVICE_" + strings.ToUpper(stage) + "_MODEL_COMMAND")
	if !form.Known || form.Text != "custom" || strings.HasPrefix(strings.TrimSpace(c.text), "[") {
		return d, false
	}
	name := flagName(d.Want)
	if d.Outcome == convert.Missing {
		if c.loose || h.said(name) || strings.Contains(c.text, name) {
			return d, false
		}
		d.rule, d.key, d.at = "missing-flag", d.Var+" "+name, c.at
		d.message = fmt.Sprintf("the guide's %s is not on the command line of %s", d.Want, stage)
		d.fixes = func() []analysis.Fix { return h.addFlag(d, c, name) }
		return d, true
	}
	at, ok := h.flagAt(c, flagName(d.Have))
	if !ok || h.asConverted(d) || h.undecided(h.File.Slice(at)) || optional(h.File.Slice(at)) {
		return d, false
	}
	d.rule, d.key, d.at = "value-differs", d.Var+" "+name, at
	d.message = fmt.Sprintf("the guide says %s for %s, the scenario %s", d.Want, stage, d.Have)
	d.fixes = func() []analysis.Fix { return h.setFlag(d, name) }
	if variable, ok := placeholderIn(h.File.Slice(at)); ok {
		if e, set := h.Script.Last(variable); set { // the variable says otherwise, not the line
			d.key, d.at = variable, trimmed(h.Pass, e.ValueAt)
			d.fixes = func() []analysis.Fix { return h.setPlain(variable, e) }
		}
	}
	return d, !h.explained(d.at)
}

// asConverted says that a flag has the value that it has in a conversion. Where the guide takes it from a container
// variable, what differs is that variable.
func (h *holder) asConverted(d difference) bool {
	text, _ := h.convertedFlag(d.Var, flagName(d.Have))
	for _, n := range slices.Backward(scenario.FindNames(text)) {
		if s, ok := h.against.Guide.Scenario.Lookup(n.Text); ok && n.Use == scenario.Placeholder {
			text = text[:n.At.Start-len(catalog.PlaceholderPrefix)] + s.Text + text[n.At.End:]
		}
	}
	return strings.Replace(text, "=", " ", 1) == strings.Replace(d.Have, "=", " ", 1)
}

// flagName is the flag that a piece of a command line begins with.
func flagName(text string) string {
	name, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	name, _, _ = strings.Cut(name, "=")
	return name
}

// flagAt is the line, without its margins, on which a flag stands for the last time. ok is false where other flags
// stand on it too.
func (h *holder) flagAt(c *content, name string) (at source.Span, ok bool) {
	if c.body == nil || name == "" {
		return at, false
	}
	f := h.File
	for line := f.Line(c.body.At.Start); line <= f.Line(c.body.At.End); line++ {
		span := f.LineSpan(line)
		text := strings.TrimRight(strings.TrimSuffix(strings.TrimRight(f.Slice(span), " \t"), `\`), " \t")
		span.End = span.Start + len(text)
		span.Start += len(text) - len(strings.TrimLeft(text, " \t"))
		if flagName(f.Slice(span)) == name {
			at, ok = span, strings.Count(text, " -") == 0
		}
	}
	return at, ok
}

// addFlag puts a flag behind the last one.
func (h *holder) addFlag(d difference, c *content, name string) []analysis.Fix {
	text, ok := h.flagLine(d.Var, name)
	if !ok || c.body == nil || c.body.Quoted {
		return nil
	}
	end := c.body.At.End
	for end > c.body.At.Start && strings.ContainsAny(h.File.Text[end-1:end], " \t\r\n") {
		end--
	}
	line := h.File.LineText(h.File.Line(end - 1))
	margin := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	if !strings.HasPrefix(line[len(margin):], "-") || strings.ContainsAny(line, ";|&<>\\'\"$`()#") {
		return nil // something follows the flags
	}
	at := source.Span{Start: end, End: end}
	return []analysis.Fix{fix("Add "+name+" as the guide has it", true, analysis.Edit{Path: h.File.Path, At: at, Text: " \\" + newline(h.Pass) + margin + text})}
}

// setFlag puts the guide's flag in the place of the scenario's.
func (h *holder) setFlag(d difference, name string) []analysis.Fix {
	text, ok := h.flagLine(d.Var, name)
	if b := bodyAt(h.Pass, d.at.Start); !ok || b == nil || b.Quoted {
		return nil
	}
	return []analysis.Fix{h.Replace("Change to the guide's "+name, false, d.at, text)}
}

// flagLine is a flag as a conversion of the guide writes it. ok is false where it needs more than the line itself.
func (h *holder) flagLine(variable, name string) (text string, ok bool) {
	text, ok = h.convertedFlag(variable, name)
	if !ok || strings.ContainsAny(text, "[]$`\\") || strings.Count(text, "--") > 1 {
		return "", false
	}
	return h.withValues(text)
}

// convertedFlag is the last line of a conversion's command line that is about a flag.
func (h *holder) convertedFlag(variable, name string) (text string, ok bool) {
	s, _ := h.against.Guide.Scenario.Lookup(variable)
	for _, line := range s.Lines {
		if flagName(line) == name {
			text, ok = line, true
		}
	}
	return text, ok
}
