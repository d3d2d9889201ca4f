package analysis

import (
	"fmt"
	"path"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

func (x *explanation) harness(name string) {
	h := catalog.HarnessOf(name)
	if h == nil {
		return
	}
	x.title(name, "load generator")
	x.say(h.Meaning)
	x.fact("script", code(h.Script))
	x.fact("profile where none is named", code(h.Profile))
	var files []string
	for _, p := range catalog.Profiles(name) {
		files = append(files, p.File)
	}
	x.fact("profiles", strings.Join(quoteAll(files), ", "))
}

// workload explains a profile by its file: what it is for each load generator that has it.
func (x *explanation) workload(file string) {
	titled := false
	for _, harness := range catalog.HarnessNames() {
		p := catalog.WorkloadProfileOf(harness, workloadFile(file))
		if p == nil {
			continue
		}
		if !titled {
			x.title(p.File, "workload profile")
			titled = true
		}
		x.say(code(harness) + ": " + p.Meaning)
	}
}

// workloadFile is the name by which a profile is shipped: scenarios may leave the ending out, or name the template.
func workloadFile(name string) string {
	return strings.TrimSuffix(strings.TrimSuffix(name, ".in"), ".yaml") + ".yaml"
}

// hoverCitation says whether the SOURCE comment at an offset is still true.
func hoverCitation(s *Snapshot, f *source.File, at int) (string, source.Span, bool) {
	script, _ := s.Script(f)
	for _, c := range script.Sources {
		if c.Path != "" && c.At.Contains(at) {
			return explainCitation(s, f, c), f.LineSpan(f.Line(at)), true
		}
	}
	return "", source.Span{}, false
}

func explainCitation(s *Snapshot, f *source.File, c scenario.Source) string {
	text := fmt.Sprintf("**%s**, lines of the guide that the setting below comes from\n\n", c.Path)
	file, environment, err := guideOf(s, f)
	if err != nil {
		return text + "Whether they still say so cannot be told here: " + err.Error() + "."
	}
	made, err := s.converted(file, "", environment)
	if err != nil {
		return text + "Whether they still say so cannot be told here, since the guide cannot be read."
	}
	if lost, ok := s.Citations(made.Guide).Stale(c); ok {
		return text + "Not true any more: " + lost.Message + "."
	}
	if _, err := s.File(path.Join(made.Guide.Root, c.Path)); err != nil {
		return text + "The file is not in the workspace."
	}
	return text + "Still true: the cited lines say what is quoted."
}

// maxChain is how many steps of a value's way a hover shows.
const maxChain = 6

// chain follows a variable's value back through the variables that it was made of, one step a line: the assignment that
// counts, then the one that was in effect there of what stands in it, and so on. It is nil where the value is written
// out.
func chain(s *Snapshot, script *scenario.Script, name string) []string {
	var steps []string
	for e, set := script.Last(name); len(steps) < maxChain; {
		from := ""
		if set {
			from = script.Expanded(e.ValueAt)
		}
		if from == "" {
			if step := origin(s, script, name, e, set); step != "" && len(steps) > 0 {
				steps = append(steps, step)
			}
			break
		}
		steps = append(steps, fmt.Sprintf("%s takes the value of %s in line %d", code(name), code(from), lineOf(script, e)))
		name = from
		e, set = script.Before(from, e.ValueAt.End-1) // the value itself may give one: ${NAME:=x}
	}
	return steps
}

// origin says where a variable has the value from that others took over: an assignment, or what was there before.
func origin(s *Snapshot, script *scenario.Script, name string, e scenario.Export, set bool) string {
	if set {
		return fmt.Sprintf("%s is set in line %d", code(name), lineOf(script, e))
	}
	if s.Catalog().Lookup(name) == nil {
		return ""
	}
	where := "in this file"
	if _, later := script.Last(name); later {
		where = "before that"
	}
	def, _ := s.Catalog().Default(name)
	return fmt.Sprintf("%s is not set %s; its default is %s", code(name), where, defaultText(def))
}

// lineOf is the line of an assignment, counted from 1.
func lineOf(script *scenario.Script, e scenario.Export) int {
	return script.File.Line(e.NameAt.Start) + 1
}

func defaultText(text string) string {
	if text == "" {
		return "empty"
	}
	return code(text)
}
