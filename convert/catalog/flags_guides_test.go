package catalog_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// Every flag of the facts is there, with what they say of it.
func TestFlagsComplete(t *testing.T) {
	data, err := os.ReadFile("../../../shared/reference/vllm-flags.tsv")
	if err != nil {
		t.Skip("the facts are not here: they lie in ../shared beside the repository")
	}
	known := map[string]catalog.EngineFlag{}
	for _, f := range catalog.EngineFlags() {
		if f.Owner == catalog.VLLM {
			known[f.Name] = f
		}
	}
	rows := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")[1:]
	for _, row := range rows {
		cells := strings.Split(row, "\t")
		f, ok := known[cells[0]]
		if !ok {
			t.Errorf("%s is not in the table", cells[0])
			continue
		}
		same := func(what, got, want string) {
			if got != want {
				t.Errorf("%s: %s is %q, want %q", f.Name, what, got, want)
			}
		}
		same("negatable", map[bool]string{true: "yes", false: "no"}[f.Negatable], cells[1])
		same("value", f.Value, cells[2])
		same("kind", f.Kind, kindOf(cells[3]))
		same("default", f.Default, cells[4])
		same("choices", choices(f), factChoices(cells[3], cells[5]))
		same("aliases", strings.Join(f.Aliases, ","), strings.Join(shortNames(cells[6]), ","))
		same("older choices", strings.Join(f.OlderChoices, "|"), cells[10])
		same("older defaults", olderDefaults(f), cells[11])
		first, last := firstLast(cells[9])
		same("first release", f.From, first)
		same("last release", f.To, last)
	}
	if len(rows) != len(known) {
		t.Errorf("%d flags in the facts, %d of vLLM in the table", len(rows), len(known))
	}
}

// kindOf is a type of the facts in the table's words.
func kindOf(text string) string {
	switch text {
	case "str":
		return "string"
	case "list", "list[str]":
		return "strings"
	case "list[int]":
		return "ints"
	case "int(human)", "int(human) or auto":
		return "human-int"
	}
	return text
}

func choices(f catalog.EngineFlag) string {
	list := f.Choices
	if f.Open {
		list = append(slices.Clone(list), "(other)")
	}
	return strings.Join(list, "|")
}

// factChoices are the choices of the facts. What they have in parentheses stands for further ones.
func factChoices(kind, text string) string {
	if _, word, ok := strings.Cut(kind, " or "); ok {
		return word + "|(other)"
	}
	if before, _, ok := strings.Cut(text, "("); ok {
		return before + "(other)"
	}
	return text
}

func shortNames(cell string) []string {
	return slices.DeleteFunc(strings.Split(cell, ","), func(name string) bool { return name == "" || strings.Contains(name, "_") })
}

// olderDefaults are the older defaults as the facts write them: "v0.11~ to v0.15~: false".
func olderDefaults(f catalog.EngineFlag) string {
	var list []string
	for _, d := range f.OlderDefaults {
		text := "v" + d.From + "~"
		if d.To != d.From {
			text += " to v" + d.To + "~"
		}
		list = append(list, text+": "+d.Value)
	}
	return strings.Join(list, "; ")
}

// firstLast reads the states of the facts, "v0.11~,v0.15~,main-2026-08".
func firstLast(cell string) (first, last string) {
	if strings.HasPrefix(cell, "before v0.11") {
		return "", "0.10"
	}
	release := func(text string) string { return strings.Trim(text, "v~") }
	states := strings.Split(cell, ",")
	if first = release(states[0]); strings.HasPrefix(first, "main") {
		first = catalog.NewestState
	}
	if last = release(states[len(states)-1]); strings.HasPrefix(last, "main") {
		last = ""
	}
	return first, last
}

// flagsIn lists the words of a text that are long flags, without their values.
func flagsIn(text string) []string {
	var list []string
	words := strings.FieldsFunc(strings.ReplaceAll(text, "____", " "), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("\"'`[]{}(),;", r) })
	for _, w := range words {
		name, _, _ := strings.Cut(w, "=")
		if name = strings.TrimRight(name, `:.\`); strings.HasPrefix(name, "--") && strings.Trim(name, "-") != "" {
			list = append(list, name)
		}
	}
	return list
}

// Every flag that a guide writes is there, whoever's it is.
func TestFlagsOfGuides(t *testing.T) {
	for _, dir := range []string{"../../testdata/guides", "../../../shared/corpus"} {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			if _, err := os.Stat(dir); err != nil {
				t.Skip("the guides are not here: they lie in ../shared beside the repository")
			}
			seen := 0
			err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
				if err != nil || !slices.Contains([]string{".yaml", ".gotmpl", ".sh"}, filepath.Ext(path)) {
					return err
				}
				n, err := checkGuide(t, path)
				seen += n
				return err
			})
			if err != nil || seen < 50 {
				t.Errorf("only %d flags were found: %v", seen, err)
			}
		})
	}
}

// checkGuide looks up the flags of a guide's file, and tells how many it has.
func checkGuide(t *testing.T, path string) (seen int, err error) {
	data, err := os.ReadFile(path)
	given, picker := flagsIn(string(data)), pickerFlags(path, string(data))
	for _, name := range given {
		if catalog.EngineFlagOf(name) == nil {
			t.Errorf("%s has %s, which is not in the table", path, name)
		}
	}
	for _, name := range picker {
		if catalog.FlagOf(catalog.Picker, name) == nil {
			t.Errorf("%s has the picker's %s, which is not in the table", path, name)
		}
	}
	return len(given) + len(picker), err
}

// pickerFlags are the keys of the maps of flags in a file of values.
func pickerFlags(path, text string) []string {
	var names []string
	docs, _ := source.New(path, 0, text).Documents()
	var walk func(n *source.Node)
	walk = func(n *source.Node) {
		for _, p := range n.Pairs {
			if p.Key.Text == "inferenceExtension" {
				if flags := p.Value.Get("flags"); flags != nil {
					for _, f := range flags.Pairs {
						names = append(names, f.Key.Text)
					}
				}
			}
			walk(p.Value)
		}
		for _, item := range n.Items {
			walk(item)
		}
	}
	for _, d := range docs {
		if d != nil {
			walk(d)
		}
	}
	return names
}

// Every flag of the render vectors is there, but for those that vectors made up.
func TestFlagsOfVectors(t *testing.T) {
	paths, _ := filepath.Glob("../../../shared/reference/render-vectors/*/scenario.sh")
	if len(paths) == 0 {
		t.Skip("the render vectors are not here: they lie in ../shared beside the repository")
	}
	madeUp := []string{"--chat-template-args", "--name", "--x"}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range flagsIn(string(data)) {
			if !slices.Contains(madeUp, name) && catalog.EngineFlagOf(name) == nil {
				t.Errorf("%s has %s, which is not in the table", path, name)
			}
		}
	}
}
