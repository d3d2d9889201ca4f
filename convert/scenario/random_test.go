package scenario_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"llmdbench-ls/convert/scenario"
)

// bits are what random texts are made of: everything that means something to a shell, and some that does not.
var bits = strings.Split(`'|"|$|`+"`"+`|\|\\|\$|$(|${|}|)|#| #|!|~|*|?|[|]|<|>|&|;|a|B|7|_|-|--|=|:|/|.|,|é|日本|🦙|EOF|$HOME|`+"`date`"+`|<<EOF|$((1+1))|{a,b}`, "|")

// text makes a random text; breaks says that it may run over several lines.
func text(r *rand.Rand, breaks bool) string {
	var b strings.Builder
	for range r.IntN(12) {
		switch n := r.IntN(10); {
		case n == 0:
			b.WriteString(" ")
		case n == 1 && breaks:
			b.WriteString([]string{"\n", "\nEOF\n", "\nEOF_\n", "\\\n", "\n\n", "\n  ", "\n\t"}[r.IntN(7)])
		case n == 2:
			b.WriteString("\t")
		default:
			b.WriteString(bits[r.IntN(len(bits))])
		}
	}
	return b.String()
}

// random makes a scenario of settings of every kind.
func random(r *rand.Rand) *scenario.Scenario {
	s := &scenario.Scenario{Title: "Random " + text(r, true), About: []string{text(r, true)}}
	for i := range 3 {
		section := scenario.Section{Title: text(r, false)}
		for j := range 4 {
			name := fmt.Sprintf("LLMDBENCH_V%d_%d", i, j)
			set := scenario.Setting{Var: name, Text: text(r, true), Notes: []string{text(r, true)}}
			switch r.IntN(5) {
			case 0:
				set.File = true
			case 1:
				set.File, set.Text = true, ""
				for range 1 + r.IntN(4) {
					set.Lines = append(set.Lines, "x"+text(r, false)+"y")
				}
			case 2:
				if j > 0 && len(section.Settings) > 0 && !section.Settings[0].File {
					set.Ref = section.Settings[0].Var
				}
			case 3:
				set.From = []scenario.Citation{{File: "guides/demo/values.yaml", First: 3, Last: 4, Text: []string{text(r, false), text(r, false)}}}
			}
			section.Settings = append(section.Settings, set)
		}
		s.Sections = append(s.Sections, section)
	}
	s.Closing = []scenario.Remark{{Title: text(r, false), Lines: []string{text(r, true), text(r, true)}}}
	return s
}

// meant is what every variable holds, and every file, if the written form says what the scenario says.
func meant(s *scenario.Scenario) map[string]string {
	all := map[string]string{}
	for _, set := range s.Settings() {
		content := set.Content()
		if !set.File {
			all[set.Var] = all[set.Ref] + content
		} else if content = strings.TrimSuffix(content, "\n"); content != "" { // a file ends with one line break
			all[set.Var] = content + "\n"
		} else {
			all[set.Var] = ""
		}
	}
	return all
}
