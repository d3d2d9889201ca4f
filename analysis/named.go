package analysis

import (
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// named finds what can be followed from an offset: the mention there, or the one that a dollar sign or REPLACE_ENV_ at
// the offset stands before.
func named(s *Snapshot, file string, at int) (m Mention, ok bool) {
	f, err := s.File(file)
	if err != nil || KindOf(f) == Other || f.Binary() {
		return m, false
	}
	m, ok = MentionAt(s, file, at)
	if ok && m.Subject != Citation && f.Slice(m.At) == m.Name {
		return m, true // otherwise a variable of the script's own may stand within it
	}
	own := ownVariables(s, f)
	behind := behindSign(f.Text, at)
	for _, v := range own {
		if v.At.Contains(at) || v.At.Start == behind {
			return v, true
		}
	}
	if v, found := MentionAt(s, file, behind); found && v.At.Start == behind {
		return v, true
	}
	return m, ok
}

// behindSign is where the name begins that a dollar sign or REPLACE_ENV_ at an offset stands before; the offset itself
// where there is no such sign.
func behindSign(text string, at int) int {
	near := text[max(0, at-len(catalog.PlaceholderPrefix)):min(len(text), at+len(catalog.PlaceholderPrefix))]
	if i := strings.Index(near, catalog.PlaceholderPrefix); i >= 0 {
		return max(0, at-len(catalog.PlaceholderPrefix)) + i + len(catalog.PlaceholderPrefix)
	}
	if rest, ok := strings.CutPrefix(text[at:], "$"); ok {
		at += len("$")
		if strings.HasPrefix(rest, "{") {
			at += len("{")
		}
	}
	return at
}

// ownVariables lists where a scenario reads and sets variables of its own.
func ownVariables(s *Snapshot, f *source.File) []Mention {
	if KindOf(f) != Scenario {
		return nil
	}
	script, _ := s.Script(f)
	var list []Mention
	for _, n := range script.Locals() {
		m := Mention{Subject: OwnVariable, Name: n.Text, At: n.At}
		if n.Use == scenario.Assigned {
			m.Role = Declares
		}
		list = append(list, m)
	}
	return list
}

// about lists what a file says of the thing that a mention names. A plugin without a name of its own goes by its type,
// which declares it then.
func about(s *Snapshot, f *source.File, m Mention) []Mention {
	if m.Subject == OwnVariable {
		return slices.DeleteFunc(ownVariables(s, f), func(other Mention) bool { return !other.Same(m) })
	}
	return aboutIn(mentionsOf(s, f), m)
}

func aboutIn(all []Mention, m Mention) []Mention {
	var list, types []Mention
	declared := false
	for _, other := range all {
		switch {
		case other.Same(m):
			list = append(list, other)
			declared = declared || other.Role == Declares
		case m.Subject == PluginName && other.Subject == PluginType && other.Scope == m.Scope && other.Called == m.Name:
			other.Role = Declares
			types = append(types, other)
		}
	}
	if !declared {
		list = append(list, types...)
		slices.SortFunc(list, func(a, b Mention) int { return a.At.Start - b.At.Start })
	}
	return slices.Compact(list)
}

// mentionsOf lists what a file names, and keeps that for the files that are open only.
func mentionsOf(s *Snapshot, f *source.File) []Mention {
	if s.open[f.Path] == f {
		return Mentions(s, f.Path)
	}
	return findMentions(s.passing(f), f)
}
