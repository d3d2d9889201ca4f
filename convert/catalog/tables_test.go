package catalog_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"llmdbench-ls/convert/catalog"
)

// table is one of the embedded tables. Its last column is the meaning of what the first ones name.
type table struct {
	file, header string
	keys         int // so many columns in front name a row
	inOrder      bool
	held         func() int // how many rows the program has read; nil where another test asks
}

var tables = []table{
	{"config_keys.tsv", "path kind releases default note meaning", 1, false, nil},
	{"experiment_keys.tsv", "path form kind meaning", 1, false, func() int { return len(catalog.ExperimentKeys()) }},
	{"feature_gates.tsv", "name releases default meaning", 1, true, func() int { return len(catalog.FeatureGateNames()) }},
	{"harnesses.tsv", "name script default profile meaning", 1, true, func() int { return len(catalog.Harnesses()) }},
	{"plugin_parameters.tsv", "plugins path kind values default note meaning", 2, false, nil},
	{"plugins.tsv", "type role complete releases profile-only successor meaning", 1, true, func() int { return len(catalog.PluginNames()) }},
	{"presets.tsv", "file plugins profiles settings meaning", 1, true, func() int { return len(catalog.Presets()) }},
	{"profiles.tsv", "harness file meaning", 2, true, profileRows},
	{"variables.tsv", "name kind unit default expression values stage phase derives read meaning", 1, true, func() int { return len(catalog.Builtin().Names()) }},
}

func profileRows() int {
	n := 0
	for _, h := range catalog.Harnesses() {
		n += len(catalog.Profiles(h.Name))
	}
	return n
}

// read gives the cells of a table, of the header too. The file is read, since the program skips rows that it cannot use.
func read(t *testing.T, file string) [][]string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for _, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
		rows = append(rows, strings.Split(line, "\t"))
	}
	return rows
}

func TestTables(t *testing.T) {
	for _, table := range tables {
		rows := read(t, table.file)
		if got := strings.Join(rows[0], " "); got != table.header {
			t.Errorf("the header of %s is %q, want %q", table.file, got, table.header)
		}
		seen, before := map[string]bool{}, ""
		for i, cells := range rows[1:] {
			if len(cells) != len(rows[0]) {
				t.Fatalf("%s:%d: %d columns, want %d", table.file, i+2, len(cells), len(rows[0]))
			}
			key := strings.Join(cells[:table.keys], " ")
			if seen[key] || table.inOrder && key < before {
				t.Errorf("%s:%d: %s is there twice, or must stand further up", table.file, i+2, key)
			}
			seen[key], before = true, key
			if slices.ContainsFunc(cells, func(cell string) bool { return strings.TrimSpace(cell) != cell }) {
				t.Errorf("%s:%d: blanks around a cell", table.file, i+2)
			}
		}
		if table.held == nil {
			continue
		}
		if got := table.held(); got != len(rows)-1 {
			t.Errorf("%s has %d rows, of which %d are read", table.file, len(rows)-1, got)
		}
	}
}

// Every row says something, in whole sentences, that its name does not say already.
func TestTablesMeanings(t *testing.T) {
	for _, table := range tables {
		for i, cells := range read(t, table.file)[1:] {
			if fault := faultOf(strings.Join(cells[:table.keys], " "), cells[len(cells)-1]); fault != "" {
				t.Errorf("%s:%d: %s: %s", table.file, i+2, fault, cells[len(cells)-1])
			}
		}
	}
}

// The least and most letters of a meaning, and the fewest words that its name must not have.
const (
	minLetters, maxLetters = 45, 400
	minNewWords            = 5
)

// faultOf is what is wrong with the wording of a meaning, "" for nothing.
func faultOf(name, meaning string) string {
	first := []rune(meaning + " ")[0]
	switch n := len([]rune(meaning)); {
	case n < minLetters || n > maxLetters:
		return "too short or too long"
	case !unicode.IsUpper(first) && first != '`' && !strings.HasPrefix(meaning, "vLLM"):
		return "it begins with a small letter"
	case !strings.HasSuffix(meaning, "."):
		return "it ends in no full stop"
	case strings.Contains(meaning, "  "):
		return "two blanks in a row"
	case strings.Count(meaning, "`")%2 != 0:
		return "a backquote without its partner"
	case len(newWords(name, meaning)) < minNewWords:
		return "it repeats the name"
	}
	return ""
}

// newWords are the words of a meaning that its name does not have. Short words, such as "the", do not count.
func newWords(name, meaning string) []string {
	named := map[string]bool{}
	for _, part := range parts(name) {
		named[strings.TrimSuffix(part, "s")] = true
	}
	return slices.DeleteFunc(parts(meaning), func(word string) bool { return len(word) < 4 || named[strings.TrimSuffix(word, "s")] })
}

// parts takes a text apart at everything that is no letter or digit, and before capital letters within words.
func parts(text string) []string {
	var b strings.Builder
	before := ' '
	for _, r := range text {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			b.WriteRune(' ')
		case unicode.IsUpper(r) && unicode.IsLower(before):
			b.WriteString(" " + string(unicode.ToLower(r)))
		default:
			b.WriteRune(unicode.ToLower(r))
		}
		before = r
	}
	return strings.Fields(b.String())
}

func TestFaultOf(t *testing.T) {
	const told = "Seconds between two looks at the pods while the standup waits for them."
	for _, tt := range []struct{ name, meaning, want string }{
		{"LLMDBENCH_CONTROL_WAIT_PERIOD", told, ""},
		{"LLMDBENCH_CONTROL_WAIT_PERIOD", strings.TrimSuffix(told, "."), "full stop"},
		{"LLMDBENCH_CONTROL_WAIT_PERIOD", strings.ReplaceAll(told, "pods ", "pods  "), "two blanks"},
		{"LLMDBENCH_CONTROL_WAIT_PERIOD", strings.ToLower(told), "small letter"},
		{"LLMDBENCH_CONTROL_WAIT_PERIOD", strings.ReplaceAll(told, "pods", "`pods"), "backquote"},
		{"LLMDBENCH_CONTROL_WAIT_PERIOD", "Seconds.", "too short"},
		{"LLMDBENCH_CONTROL_WAIT_PERIOD", "The period of the wait of the control of LLMDBENCH, for the control.", "repeats"},
		{"queue-scorer queueDepthThreshold", "The threshold for the depth of the queue, in the queue scorer.", "repeats"},
	} {
		if got := faultOf(tt.name, tt.meaning); (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s: the fault is %q, want %q", tt.meaning, got, tt.want)
		}
	}
}
