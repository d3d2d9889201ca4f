// Package scenario holds what a benchmark scenario says, free of the form it is written in; writes it as the shell
// file that the framework sources; and reads such files back, with the place of everything in them.
package scenario

import "strings"

// Scenario is what a scenario says, in the order in which it says it.
type Scenario struct {
	Title    string
	About    []string // lines under the title
	Sections []Section
	Closing  []Remark // what stands behind the last section
}

// Section is a group of settings under a heading.
type Section struct {
	Title    string
	Notes    []string
	Settings []Setting
}

// Setting gives a variable its value.
type Setting struct {
	Var   string
	Text  string     // the value, or the content of the file that the variable names
	File  bool       // the value is the name of a file with Text in it
	Lines []string   // in place of Text: the parts of one long command line, each to be shown on a line of its own
	Ref   string     // a variable set before, whose value comes in front of Text
	Home  bool       // Text is a path below the user's home directory
	From  []Citation // where the guide says it
	Why   string     // why it is set where the guide does not say so, or not in these words
	Notes []string   // what a reader should know: damage, differences, remedies
}

// Content is the value, or what the file holds that the variable names.
func (s Setting) Content() string {
	if s.Lines != nil {
		return strings.Join(s.Lines, " ")
	}
	return s.Text
}

// Citation is a place in a guide: a file relative to the guide repository's root, lines counted from 1, both included,
// and the text of these lines.
type Citation struct {
	File        string
	First, Last int
	Text        []string
}

// Remark is a closing comment: a heading and lines.
type Remark struct {
	Title string
	Lines []string
}

// Settings lists all settings in order.
func (s *Scenario) Settings() []Setting {
	var all []Setting
	for _, section := range s.Sections {
		all = append(all, section.Settings...)
	}
	return all
}

// Lookup finds the setting of a variable.
func (s *Scenario) Lookup(name string) (Setting, bool) {
	for _, section := range s.Sections {
		for _, setting := range section.Settings {
			if setting.Var == name {
				return setting, true
			}
		}
	}
	return Setting{}, false
}
