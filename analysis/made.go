package analysis

import (
	"slices"
	"strings"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// A scenario names its guide: the guide's folder in its "Based on" line, else files of it in its SOURCE comments, both
// relative to a folder above. So the scenarios of a guide are found by the ends of its own paths, whatever the number of
// scenarios.

// namesOf lists what a scenario says that it is made from: a folder, with a slash at its end, or files.
func namesOf(f *source.File) []string {
	if dir, _, ok := convert.BasedOn(f); ok {
		return []string{strings.Trim(dir, "/") + "/"}
	}
	return scenario.CitedFiles(f.Text)
}

// note keeps what a scenario is made from. The names are copied, so that its text is not kept with them.
func (x *Index) note(file, text string) {
	for _, name := range namesOf(source.New(file, 0, text)) {
		if x.made == nil {
			x.made = map[string][]string{}
		}
		x.made[strings.Clone(name)] = append(x.made[name], file)
	}
}

// madeWithout is what is known of scenarios but those that are gone.
func (x *Index) madeWithout(gone func(file string) bool) map[string][]string {
	made := make(map[string][]string, len(x.made))
	for name, files := range x.made {
		if left := slices.DeleteFunc(slices.Clone(files), gone); len(left) > 0 {
			made[name] = left
		}
	}
	return made
}

// maxNamed is how many folders deep in its repository a guide may lie.
const maxNamed = 16

// partsOf lists the names by which a scenario may mean a file of a guide: every end of its path, and the beginnings of
// each that are folders.
func partsOf(file string) []string {
	var list []string
	for end := file; ; {
		i := strings.IndexByte(end, '/')
		if i < 0 {
			return list
		}
		if end = end[i+1:]; strings.Count(end, "/") > maxNamed {
			continue
		}
		list = append(list, end)
		for at := range len(end) {
			if end[at] == '/' {
				list = append(list, end[:at+1])
			}
		}
	}
}

// scenariosFrom lists the scenarios that say they are made from a guide which a file belongs to, sorted: those of the index,
// and those that are open, by the text that they have there. Nothing is read for it.
func (s *Snapshot) scenariosFrom(file string) []string {
	parts := partsOf(file)
	var list []string
	for _, part := range parts {
		for _, found := range s.index.made[part] {
			if !s.IsOpen(found) {
				list = append(list, found)
			}
		}
	}
	for p, f := range s.open {
		if KindOf(f) == Scenario && slices.ContainsFunc(namesOf(f), func(n string) bool { return slices.Contains(parts, n) }) {
			list = append(list, p)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// ShowsCountOf says that a file of a guide is open whose lens may count something else once this file, a scenario or
// another file of the guide, has changed.
func (s *Snapshot) ShowsCountOf(file string) bool {
	f, err := s.File(file)
	if err != nil || !s.settings.CodeLens {
		return false
	}
	var names []string
	switch kind := KindOf(f); {
	case kind == Scenario:
		names = namesOf(f)
	case ofGuide(kind):
		for _, c := range s.made.reading([]string{file}) {
			for p := range c.seen.files {
				if p != file && s.IsOpen(p) && ofGuide(KindOf(s.open[p])) {
					return true
				}
			}
		}
	}
	for p, other := range s.open {
		if p == file || !ofGuide(KindOf(other)) {
			continue
		}
		if parts := partsOf(p); slices.ContainsFunc(names, func(n string) bool { return slices.Contains(parts, n) }) {
			return true
		}
	}
	return false
}

// ofGuide says that files of a kind belong to guides.
func ofGuide(k Kind) bool { return k == GuideValues || k == Helmfile || k == Manifest }
