package analysis

import (
	"bytes"
	"context"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// maxReferences is how many places are listed at most.
const maxReferences = 10_000

// References lists every place in the workspace that is about what stands at an offset of a file, those of the file
// first. Where declarations are not wanted, assignments and the like are left out. A plugin's name and a script's own
// variable mean something in their file alone. It gives what it has found so far when the context is done.
func References(ctx context.Context, s *Snapshot, file string, at int, declarations bool) []Place {
	m, ok := named(s, file, at)
	if !ok {
		return nil
	}
	files := []string{file}
	if m.Subject != PluginName && m.Subject != OwnVariable {
		files = s.everywhere(file, s.index.Files())
	}
	var places []Place
	add := func(f *source.File, list []Mention) {
		for _, found := range list {
			if declarations || found.Role != Declares {
				places = append(places, Place{f, found.At})
			}
		}
	}
	if f, err := s.File(file); err == nil { // which may lie outside of the workspace
		add(f, about(s, f, m))
	}
	s.search(ctx, files[1:], spellings(m), func(f *source.File) bool {
		if m.Subject == Variable && declarations && KindOf(f) != Other {
			add(f, spelt(f, m.Name))
		} else {
			add(f, about(s, f, m))
		}
		return len(places) < maxReferences
	})
	if m.Subject == Variable && declarations {
		for _, p := range s.frameworkLines(m.Name) {
			if p.File.Path != file && !s.IsOpen(p.File.Path) {
				places = append(places, p)
			}
		}
	}
	return places[:min(len(places), maxReferences)]
}

// spelt lists where a variable's name stands in a text. It is all that there is to know where it does not matter whether
// the variable is set there, and needs no reading as a script.
func spelt(f *source.File, name string) []Mention {
	var list []Mention
	for _, n := range scenario.FindNames(f.Text) {
		if n.Text == name {
			list = append(list, Mention{Subject: Variable, Name: name, At: n.At})
		}
	}
	return list
}

// spellings finds the texts that may mention a thing, by the letters that every mention of it has.
func spellings(m Mention) func(text []byte) bool {
	switch m.Subject {
	case EngineFlag:
		words := []string{m.Name}
		if f := catalog.EngineFlagOf(m.Name); f != nil {
			stem := strings.TrimLeft(f.Name, "-")
			words = append(append(words, f.Aliases...), stem, strings.ReplaceAll(stem, "-", "_"))
		}
		return holdsOne(words...)
	case PickerFlag: // a name may be a single letter, but stands below this key
		name := holdsOne(m.Name)
		return func(text []byte) bool { return bytes.Contains(text, []byte("flags:")) && name(text) }
	case PluginParameter, ConfigKey:
		last := m.Name[strings.LastIndexAny(m.Name, "./")+1:]
		return holdsOne(strings.TrimSuffix(last, "[]"))
	}
	return holdsOne(m.Name)
}

// Highlights lists the places of a file that are about what stands at an offset of it.
func Highlights(s *Snapshot, file string, at int) []Mention {
	m, ok := named(s, file, at)
	if !ok {
		return nil
	}
	f, err := s.File(file)
	if err != nil {
		return nil
	}
	return about(s, f, m)
}
