package analysis

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// InlayHint is a short text that an editor shows between the words of a file.
type InlayHint struct {
	At      int // the offset that it stands at
	Label   string
	Tooltip string // more about it, in Markdown
}

// InlayHints lists the hints in a scenario, in order: what the framework puts in the place of each placeholder, which of
// that is a default because the scenario does not set the variable, and how many accelerators each stage takes. It is
// empty for other files, and where the settings turn hints off. It is worked out once for each snapshot.
func InlayHints(s *Snapshot, file string) []InlayHint {
	f, err := s.File(file)
	if err != nil || !s.settings.InlayHints || KindOf(f) != Scenario {
		return nil
	}
	d := s.derived
	d.mu.Lock()
	known := d.hints[file]
	d.mu.Unlock()
	if known.file == f {
		return known.list
	}
	list := findHints(s, f)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.hints[file] = hinted{f, list}
	return list
}

// hinted is what was found in one version of a scenario.
type hinted struct {
	file *source.File
	list []InlayHint
}

// maxHints bounds the hints of a file, far above what anybody reads.
const maxHints = 5000

// hintReader collects hints.
type hintReader struct {
	snapshot *Snapshot
	script   *scenario.Script
	answers  *deploy.Answers
	list     []InlayHint
}

func findHints(s *Snapshot, f *source.File) []InlayHint {
	script, _ := s.Script(f)
	r := &hintReader{snapshot: s, script: script, answers: deploy.Ask(script, s.Catalog(), s.settings.Cluster)}
	for i := range script.Bodies {
		if b := &script.Bodies[i]; b.Doc != (source.Span{}) && !b.Dead {
			r.body(b)
		}
	}
	r.accelerators()
	slices.SortStableFunc(r.list, func(a, b InlayHint) int { return a.At - b.At })
	return r.list
}

func (r *hintReader) add(at int, label, tooltip string) {
	if len(r.list) < maxHints {
		r.list = append(r.list, InlayHint{at, label, tooltip})
	}
}

// body adds what becomes of placeholders and of defaults in a here-document.
func (r *hintReader) body(b *scenario.Body) {
	if !holdsArguments(b.Var) && !holdsYAML(b.Var) {
		return
	}
	steps := deploy.StepsOf(r.snapshot.Catalog(), b.Var)
	f := r.script.File
	for _, p := range deploy.Placeholders(f.Slice(b.At)) {
		if answer, ok := r.answer(p, steps); ok && !r.commented(b.At.Start+p.At.Start) {
			r.placeholder(b.At.Start+p.At.End, answer)
		}
	}
	for _, at := range b.Expansions() {
		r.expansion(at)
	}
}

// answer is what the last of some steps puts in the place of a placeholder. ok is false where one of them stops.
func (r *hintReader) answer(p deploy.Placeholder, steps []string) (answer deploy.Answer, ok bool) {
	for _, step := range steps {
		if answer, ok = r.answers.Placeholder(p, step); !ok {
			return answer, false
		}
	}
	return answer, ok
}

// commented says that the line of an offset is a comment.
func (r *hintReader) commented(at int) bool {
	f := r.script.File
	return strings.HasPrefix(strings.TrimLeft(f.LineText(f.Line(at)), " \t"), "#")
}

// placeholder adds what the framework puts in the place of one.
func (r *hintReader) placeholder(at int, a deploy.Answer) {
	label, why := "= "+short(a.Text), ""
	switch {
	case a.Own:
		label, why = label+" (default)", fmt.Sprintf("The default in the placeholder, since %s is empty or false.", code(a.Var))
	case a.By == deploy.ByScenario && a.Var != "":
		why = fmt.Sprintf("The value of %s, from line %d.", code(a.Var), r.script.File.Line(a.At.Start)+1)
	case a.By == deploy.ByCluster:
		why = fmt.Sprintf("What a live cluster would say of %s; the settings below `llmdbench.cluster` say it here.", code(a.Var))
	default:
		label, why = label+" (default)", r.untouched(a.Var)
	}
	r.add(at, label, why+fullValue(a.Text))
}

// expansion adds the default that the shell puts in the place of a variable which the scenario does not set.
func (r *hintReader) expansion(at source.Span) {
	name := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(r.script.File.Slice(at), "$"), "{"), "}")
	if !strings.HasPrefix(name, catalog.Prefix) || r.script.Unset(name) {
		return
	}
	if _, set := r.script.Last(name); set {
		return
	}
	if def, ok := r.snapshot.Catalog().Default(name); ok && def != "" {
		r.add(at.End, "= "+short(def)+" (default)", r.untouched(name)+fullValue(def))
	}
}

// untouched says that a default stays in place.
func (r *hintReader) untouched(name string) string {
	return fmt.Sprintf("The default of %s, which the scenario does not set.", code(name))
}

// maxLabel is how many characters of a value a hint shows, and maxTooltip how many its tooltip does.
const (
	maxLabel   = 28
	maxTooltip = 600
)

// short is a value in the length of a label.
func short(text string) string { return cut(strings.Join(strings.Fields(text), " "), maxLabel) }

// cut shortens a text to a number of characters.
func cut(text string, most int) string {
	n := 0
	for i := range text {
		if n++; n > most {
			return text[:i] + "…"
		}
	}
	return text
}

// fullValue is a value below the sentence of a tooltip, where the label does not show all of it.
func fullValue(text string) string {
	if short(text) == text {
		return ""
	}
	return "\n\n" + fenced("", cut(text, maxTooltip))
}
