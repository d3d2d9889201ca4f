package catalog_test

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"llmdbench-ls/convert/catalog"
)

// The table is read as bytes here, since the program skips rows that it cannot read.
func TestEnvironmentTable(t *testing.T) {
	data, err := os.ReadFile("environment.tsv")
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	if want := "name component kind default older-defaults values reading releases guides meaning"; strings.ReplaceAll(rows[0], "\t", " ") != want {
		t.Errorf("the header is %q, want %q", rows[0], want)
	}
	before := ""
	for i, row := range rows[1:] {
		cells := strings.Split(row, "\t")
		if len(cells) != 10 {
			t.Errorf("line %d has %d columns, want 10", i+2, len(cells))
			continue
		}
		if cells[0] <= before {
			t.Errorf("line %d: %s must stand before %s, and only once", i+2, cells[0], before)
		}
		before = cells[0]
		if slices.ContainsFunc(cells, func(cell string) bool { return strings.TrimSpace(cell) != cell || strings.Contains(cell, "  ") }) {
			t.Errorf("line %d: blanks around a cell, or two in a row", i+2)
		}
		if cells[8] != "" && cells[8] != "yes" {
			t.Errorf("line %d: guides is %q", i+2, cells[8])
		}
	}
	if got, want := len(catalog.EnvironmentNames()), len(rows)-1; got != want {
		t.Errorf("the catalogue has %d container variables, the table %d", got, want)
	}
}

func eachEnvironment(t *testing.T, check func(t *testing.T, e *catalog.EnvironmentVariable)) {
	t.Helper()
	for _, name := range catalog.EnvironmentNames() {
		e := catalog.EnvironmentVariableOf(name)
		if e == nil || e.Name != name {
			t.Fatalf("%s is in the list, but is not found", name)
		}
		check(t, e)
	}
}

func TestEnvironmentColumns(t *testing.T) {
	kinds := []string{"bool", "duration", "enum", "float", "int", "json", "list", "path", "port", "quantity", "secret", "string", "url"}
	releases := []string{"", "0.11", "0.15", "0.18", "0.23", "main"}
	eachEnvironment(t, func(t *testing.T, e *catalog.EnvironmentVariable) {
		if strings.Trim(e.Name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") != "" {
			t.Errorf("%q is no name of a variable", e.Name)
		}
		if e.Component == "" || !slices.Contains(kinds, e.Kind) {
			t.Errorf("%s is a %q of %q", e.Name, e.Kind, e.Component)
		}
		if e.Reading != "" && e.Reads() == "" {
			t.Errorf("%s is read in an unknown way, %q", e.Name, e.Reading)
		}
		if !slices.Contains(releases, e.From) || !slices.Contains(releases, e.To) || e.From == "" && e.To != "" {
			t.Errorf("%s is in %q to %q", e.Name, e.From, e.To)
		}
		if len(e.OlderDefaults) > 0 && e.From == "" {
			t.Errorf("%s had other defaults in releases that do not have it", e.Name)
		}
		for _, d := range e.OlderDefaults {
			if d.Value == "" || d.Value == e.Default || !slices.Contains(releases[1:], d.From) || !slices.Contains(releases[1:], d.To) {
				t.Errorf("%s had %+v as default", e.Name, d)
			}
		}
	})
}

// What is in force when nothing is set must be something that could be set.
func TestEnvironmentDefaults(t *testing.T) {
	eachEnvironment(t, func(t *testing.T, e *catalog.EnvironmentVariable) {
		switch {
		case e.Default == "" || e.Default == "unknown" || len(e.Values) == 0:
		case e.Kind == "bool" && e.Default == "auto": // worked out
		case e.Kind == "list":
			for _, word := range strings.Split(e.Default, ",") {
				if !takes(e.Values, word) {
					t.Errorf("%s cannot have %q in its default, only %v", e.Name, word, e.Values)
				}
			}
		case !takes(e.Values, e.Default):
			t.Errorf("%s cannot be its own default %q, only %v", e.Name, e.Default, e.Values)
		}
	})
}

// takes says whether a word is one of some values, in capitals or not, or in a range of numbers among them.
func takes(values []string, word string) bool {
	return slices.ContainsFunc(values, func(value string) bool {
		from, to, isRange := strings.Cut(value, "..")
		if !isRange {
			return strings.EqualFold(value, word)
		}
		least, err1 := strconv.ParseFloat(from, 64)
		most, err2 := strconv.ParseFloat(to, 64)
		n, err3 := strconv.ParseFloat(word, 64)
		return err1 == nil && err2 == nil && err3 == nil && least <= n && n <= most
	})
}

func TestEnvironmentMeanings(t *testing.T) {
	first := map[string]string{}
	eachEnvironment(t, func(t *testing.T, e *catalog.EnvironmentVariable) {
		named := strings.Split(strings.ToLower(e.Name), "_")
		fresh := slices.DeleteFunc(strings.Fields(strings.ToLower(e.Meaning)), func(word string) bool {
			return slices.Contains(named, strings.Trim(word, ".,:;"))
		})
		switch n := len([]rune(e.Meaning)); {
		case n < 50 || n > 300:
			t.Errorf("the meaning of %s has %d characters, want 50 to 300: %s", e.Name, n, e.Meaning)
		case !strings.HasSuffix(e.Meaning, "."):
			t.Errorf("the meaning of %s ends in no full stop: %s", e.Name, e.Meaning)
		case len(fresh) < 7:
			t.Errorf("the meaning of %s repeats its name: %s", e.Name, e.Meaning)
		case first[e.Meaning] != "":
			t.Errorf("%s means the same as %s: %s", e.Name, first[e.Meaning], e.Meaning)
		}
		first[e.Meaning] = e.Name
	})
}

// Names that the meanings speak of exist, so that a reader who looks one up finds it.
func TestEnvironmentMeaningsNameVariables(t *testing.T) {
	mentioned := 0
	eachEnvironment(t, func(t *testing.T, e *catalog.EnvironmentVariable) {
		for word := range strings.FieldsFuncSeq(e.Meaning, func(r rune) bool { return r != '_' && (r < 'A' || r > 'Z') && (r < '0' || r > '9') }) {
			if strings.Trim(word, "_") != word || !strings.Contains(word, "_") || slices.Contains(foreign, word) {
				continue // the beginning of several names, or no name
			}
			mentioned++
			if catalog.EnvironmentVariableOf(word) == nil && catalog.Builtin().Lookup(word) == nil {
				t.Errorf("the meaning of %s speaks of %s, which is unknown", e.Name, word)
			}
		}
	})
	if mentioned < 100 {
		t.Errorf("only %d names were looked at", mentioned)
	}
}

// foreign are words of the meanings that look like names of container variables, but are none that guides set.
var foreign = []string{"5_0", "AF_INET", "AF_INET6", "AWS_ACCESS_KEY_ID", "FILE_DESCRIPTOR", "FLASH_ATTN", "JAX_PLATFORMS"}

// Whatever the framework, the chart, LeaderWorkerSets or the conversion add is known.
func TestEnvironmentHasWhatIsAdded(t *testing.T) {
	names := []string{
		"DP_SIZE", "DP_SIZE_LOCAL", "GUIDE_SETUP", "HF_HOME", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "KUBECONFIG", "LLMDBENCH_POD_LABELS", "LLMDBENCH_POD_NS",
		"LLMDBENCH_VLLM_COMMON_AFFINITY", "LLMDBENCH_VLLM_COMMON_MODEL_LOADER_EXTRA_CONFIG", "LLMDBENCH_VLLM_COMMON_VLLM_LOAD_FORMAT",
		"LLMDBENCH_VLLM_STANDALONE_MODEL", "LWS_GROUP_SIZE", "LWS_LEADER_ADDRESS", "LWS_WORKER_INDEX", "POD_IP", "SMOKETEST_IPS", "START_RANK",
		"TOKENIZERS_DIR", "TP_SIZE", "VLLM_IS_DECODE", "VLLM_IS_PREFILL", "VLLM_NIXL_SIDE_CHANNEL_HOST",
	}
	for _, i := range catalog.Injections {
		names = append(names, i.Name)
	}
	for _, e := range catalog.XPUEnv {
		names = append(names, e.Name)
	}
	for _, name := range names {
		if catalog.EnvironmentVariableOf(name) == nil {
			t.Errorf("%s is added, but not in the table", name)
		}
	}
}

func TestEnvironmentVariableOf(t *testing.T) {
	if catalog.EnvironmentVariableOf("PARROT") != nil || catalog.EnvironmentVariableOf("") != nil {
		t.Error("a name was found that is not in the table")
	}
	e := catalog.EnvironmentVariableOf("VLLM_MAIN_CUDA_VERSION")
	want := []catalog.OlderDefault{{Value: "12.8", From: "0.11", To: "0.11"}, {Value: "12.9", From: "0.15", To: "0.18"}}
	if e == nil || e.Default != "13.0" || !slices.Equal(e.OlderDefaults, want) || e.From != "0.11" || e.To != "" {
		t.Errorf("VLLM_MAIN_CUDA_VERSION is %+v", e)
	}
	e = catalog.EnvironmentVariableOf("VLLM_USE_V1")
	if e == nil || e.From != "0.11" || e.To != "0.11" || !e.InGuides || !slices.Equal(e.Values, []string{"0", "1"}) || !strings.Contains(e.Reads(), "is an error") {
		t.Errorf("VLLM_USE_V1 is %+v", e)
	}
	e = catalog.EnvironmentVariableOf("UCX_TLS")
	if e == nil || e.From+e.To+e.Reads() != "" || e.Default != "all" || e.Component != "UCX" {
		t.Errorf("UCX_TLS is %+v", e)
	}
}
