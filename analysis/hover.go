package analysis

import (
	"fmt"
	"strings"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Hover explains what stands at an offset of a file, in Markdown, and the span that it is about. ok is false where
// there is nothing of ours to explain.
func Hover(s *Snapshot, path string, at int) (markdown string, over source.Span, ok bool) {
	f, err := s.File(path)
	if err != nil {
		return "", source.Span{}, false
	}
	kind := KindOf(f)
	if kind == Other {
		return "", source.Span{}, false
	}
	if m, found := MentionAt(s, path, at); found && (kind != Experiment || m.Subject != Variable) {
		if text := explainMention(s, f, kind, m); text != "" {
			return text, m.At, true
		}
	}
	switch kind {
	case GuideValues, Manifest:
		return hoverKey(s, f, at)
	case Experiment:
		return hoverExperiment(s, f, at)
	case Scenario:
		return hoverCitation(s, f, at)
	}
	return "", source.Span{}, false
}

// hoverVariable explains a variable of the framework, in a scenario with what it holds there.
func hoverVariable(s *Snapshot, f *source.File, kind Kind, name string) string {
	text := Explain(s, Variable, name)
	if text == "" {
		text = fmt.Sprintf("**%s**\n\n%s has no variable of this name.", name, s.Catalog().Origin)
	}
	if kind != Scenario {
		return text
	}
	var b strings.Builder
	b.WriteString(text + "\n")
	inScript(&b, s, f, name)
	return strings.TrimRight(b.String(), "\n")
}

// variable says what the catalogue knows of a variable.
func (x *explanation) variable(s *Snapshot, v *catalog.Variable) {
	x.title(v.Name, "")
	x.say(v.Meaning)
	x.fact("kind", v.Kind)
	x.fact("unit", v.Unit)
	x.fact("allowed", strings.Join(quoteAll(v.Values), ", "))
	switch {
	case v.Default != "":
		x.fact("default", code(v.Default))
	case v.Derives == "":
		x.fact("default", code(v.Expression))
	}
	if v.Derives != "" {
		def, _ := s.Catalog().Default(v.Name)
		x.fact("default", fmt.Sprintf("that of %s (%s), taken over before the scenario is read: a value that the scenario gives %s does not reach this variable", code(v.Derives), code(def), code(v.Derives)))
	}
	x.fact("stage", v.Stage)
	if v.Inert() {
		x.fact("read by", "nothing in "+catalog.FrameworkVersion)
	} else {
		x.fact("read by", strings.Join(quoteAll(v.Read), ", "))
	}
	for _, field := range fieldsOf(v.Name) {
		path := field.Path
		if v.Stage == guide.Decode || v.Stage == guide.Prefill {
			path = strings.ReplaceAll(path, "{stage}", v.Stage)
		}
		x.fact("guide key", fmt.Sprintf("%s of %s, %s", code(path), field.Chart, field.How))
	}
}

// maxFields is how many guide keys a hover lists.
const maxFields = 4

// fieldsOf lists the rows of the mapping that end in a variable.
func fieldsOf(name string) []convert.Field {
	var found []convert.Field
	for _, f := range convert.Fields {
		if f.Reaches(name) && len(found) < maxFields {
			found = append(found, f)
		}
	}
	return found
}

func code(text string) string {
	if text == "" {
		return ""
	}
	if strings.Contains(text, "`") {
		return "`` " + text + " ``"
	}
	return "`" + text + "`"
}

func quoteAll(list []string) []string {
	quoted := make([]string, len(list))
	for i, text := range list {
		quoted[i] = code(text)
	}
	return quoted
}

// Bounds of what a hover shows of a file's content.
const maxContentLines = 12

// inScript adds what a variable holds in the script at hand.
func inScript(b *strings.Builder, s *Snapshot, f *source.File, name string) {
	script, _ := s.Script(f)
	value, set := script.Value(name)
	if !set {
		fmt.Fprintf(b, "\n%s\n", withoutValue(script, name))
		return
	}
	where := "In this file"
	if e, ok := script.Last(name); ok {
		where = fmt.Sprintf("In this file (line %d)", lineOf(script, e))
	}
	content, isFile := script.Content(name)
	switch {
	case isFile:
		lines := strings.Split(strings.TrimRight(content, "\n"), "\n")
		if len(lines) > maxContentLines {
			lines = append(lines[:maxContentLines], "...")
		}
		fmt.Fprintf(b, "\n%s the name of a file that holds:\n\n%s\n", where, fenced("", strings.Join(lines, "\n")))
	case value.MadeUp():
		fmt.Fprintf(b, "\n%s: the name of a file that mktemp makes, to which nothing is written under it\n", where)
	case value.Known:
		fmt.Fprintf(b, "\n%s: %s\n", where, defaultText(value.Text))
	default:
		fmt.Fprintf(b, "\n%s: not known before the run, since %s\n", where, value.Why)
	}
	if steps := chain(s, script, name); len(steps) > 0 {
		fmt.Fprintf(b, "\n- %s\n", strings.Join(steps, "\n- "))
	}
	deployedAs(b, s, f, name)
}

// withoutValue says why a variable has no value of the script's.
func withoutValue(script *scenario.Script, name string) string {
	if at, ok := script.UnsetAt(name); ok {
		return fmt.Sprintf("Taken away in this file (line %d): it has no value, not even its default.", script.File.Line(at.Start)+1)
	}
	return "Not set in this file."
}

// fenced is a text as a block of code, in a fence that no line of the text can end.
func fenced(language, text string) string {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence + language + "\n" + text + "\n" + fence
}

// hoverKey explains a key of a guide's values: the variable that it becomes, and how.
func hoverKey(s *Snapshot, f *source.File, at int) (string, source.Span, bool) {
	chart, path, key := guide.PathAt(f, at)
	over, ok := wordsAt(f, key, at)
	if path == "" || !ok {
		return "", source.Span{}, false
	}
	field, known := convert.FieldOf(chart, path)
	if below, ok := convert.FieldBelow(chart, path); ok && (!known || !field.How.Carries()) {
		field, known = below, true
	}
	if !known || !field.How.Carries() && convert.LeadsOn(chart, path) {
		return "", source.Span{}, false // a step on the way to keys that have rows of their own
	}
	var b strings.Builder
	fmt.Fprintf(&b, "**%s** of %s\n\n", path, chart)
	switch {
	case field.Var == "":
		fmt.Fprintf(&b, "Not carried into a scenario: %s.", field.Note)
	default:
		fmt.Fprintf(&b, "%s %s: %s.", becomes(field.How), code(field.Var), field.Note)
	}
	if v := s.Catalog().Lookup(field.Var); v != nil && v.Meaning != "" {
		b.WriteString("\n\n" + v.Meaning)
	}
	return b.String(), over, true
}

// wordsAt is what a hover on a guide's key or on what is below it covers: the key, or of a value the line at the offset.
// ok is false on blanks and comments, which say nothing of the key.
func wordsAt(f *source.File, key source.Span, at int) (over source.Span, ok bool) {
	if key.Contains(at) && f.Line(key.Start) == f.Line(key.End) {
		return key, true
	}
	docs, _ := f.Documents()
	for _, doc := range docs {
		if n := scalarAt(doc, at); n != nil {
			return lineWithin(f, n.At, at)
		}
	}
	return source.Span{}, false
}

// scalarAt is the plain value at an offset of a node's file, nil where there is none.
func scalarAt(n *source.Node, at int) *source.Node {
	for _, p := range n.Pairs {
		if found := scalarAt(p.Value, at); found != nil {
			return found
		}
	}
	for _, item := range n.Items {
		if found := scalarAt(item, at); found != nil {
			return found
		}
	}
	if n.Kind == source.Scalar && n.At.Start < n.At.End && n.At.Contains(at) {
		return n
	}
	return nil
}

// lineWithin is the line at an offset of a span, without the blanks around it. ok is false where the offset lies in these,
// and where the line is a comment.
func lineWithin(f *source.File, within source.Span, at int) (over source.Span, ok bool) {
	line := f.LineSpan(f.Line(at))
	over = source.Span{Start: max(line.Start, within.Start), End: min(line.End, within.End)}
	text := f.Slice(over)
	over.Start += len(text) - len(strings.TrimLeft(text, " \t"))
	over.End = max(over.Start, over.End-(len(text)-len(strings.TrimRight(text, " \t\r"))))
	return over, over.Contains(at) && over.Start < over.End && !strings.HasPrefix(f.Slice(over), "#")
}

// becomes words how a value gets to its variable.
func becomes(h convert.How) string {
	switch h {
	case convert.File:
		return "Part of the file named by"
	case convert.Derive:
		return "Worked into"
	case convert.Lost:
		return "Written to, but lost by " + catalog.FrameworkVersion + ", from"
	case convert.Replace:
		return "Superseded by"
	}
	return "Becomes"
}
