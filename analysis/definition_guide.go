package analysis

import (
	"bytes"
	"context"
	"strings"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// carriers finds where scenarios of the workspace carry a line of a guide's file: the settings that cite it, or in
// scenarios that are made from the guide and cite it nowhere, those of the variables that its key becomes.
func (s *Snapshot) carriers(ctx context.Context, f *source.File, at int) []Place {
	chart, key, _ := guide.PathAt(f, at)
	if key == "" {
		return nil
	}
	line, names := f.Line(at)+1, variablesOf(chart, key)
	var places []Place
	interesting := func(text []byte) bool { return citesFile(text, f.Path) || basedAbove(text, f.Path) }
	s.search(ctx, s.everywhere("", s.index.Scenarios), interesting, func(from *source.File) bool {
		if KindOf(from) == Scenario {
			script, _ := s.passing(from).Script(from)
			places = append(places, s.carriersIn(script, f, line, names)...)
		}
		return len(places) < maxDefinitions
	})
	return places
}

// carriersIn finds the places of one scenario.
func (s *Snapshot) carriersIn(script *scenario.Script, f *source.File, line int, names []string) []Place {
	known := map[string]bool{} // whether a path means the file
	cites := func(name string) bool {
		is, asked := known[name]
		if !asked {
			cited, ok := s.citedFile(script, name)
			is = ok && cited.Path == f.Path
			known[name] = is
		}
		return is
	}
	var places []Place
	for _, at := range script.TakenFrom(line, cites) {
		places = append(places, Place{script.File, script.LineSpan(at)})
	}
	if len(places) > 0 || !s.madeFrom(script.File, f.Path) {
		return places
	}
	for _, name := range names {
		if e, ok := script.Last(name); ok {
			places = append(places, Place{script.File, e.NameAt})
		}
	}
	return places
}

// variablesOf lists the variables that a key of a guide becomes.
func variablesOf(chart guide.Chart, key string) []string {
	field, known := convert.FieldOf(chart, key)
	if below, ok := convert.FieldBelow(chart, key); ok && (!known || !field.How.Carries()) {
		field, known = below, true
	}
	if !known || field.Var == "" || !field.How.Carries() {
		return nil
	}
	return convert.NamesOf(field.Var)
}

// madeFrom says that the guide which a scenario names in its head holds a file.
func (s *Snapshot) madeFrom(from *source.File, file string) bool {
	if _, _, ok := convert.BasedOn(from); !ok {
		return false
	}
	dir, _, err := guideOf(s, from)
	return err == nil && (dir == file || strings.HasPrefix(file, strings.TrimSuffix(dir, "/")+"/"))
}

// What follows looks at the bytes of a scenario, so that only those are read as scripts that may carry a file's lines.

// citesFile says that a SOURCE comment names a path that a file's own path ends in.
func citesFile(text []byte, file string) bool {
	return eachBehind(text, "SOURCE:", func(name string) bool { return strings.HasSuffix(file, "/"+name) })
}

// basedAbove says that a scenario is based on a folder that a file lies in.
func basedAbove(text []byte, file string) bool {
	return eachBehind(text, "Based on:", func(dir string) bool {
		dir, _, _ = strings.Cut(dir, " (")
		return strings.Contains(file, "/"+strings.Trim(dir, "/")+"/")
	})
}

// eachBehind looks at what stands behind a word, to the end of the line, until one of these is the right one.
func eachBehind(text []byte, word string, right func(rest string) bool) bool {
	for {
		_, rest, ok := bytes.Cut(text, []byte(word))
		if !ok {
			return false
		}
		line, below, _ := bytes.Cut(rest, []byte("\n"))
		if name := string(bytes.TrimSpace(line)); name != "" && right(name) {
			return true
		}
		text = below
	}
}
