package catalog_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"llmdbench-ls/convert/catalog"
)

// The table is read as bytes here, since the program skips rows that it cannot read.
func TestFlagTable(t *testing.T) {
	data, err := os.ReadFile("flags.tsv")
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	if want := "name owner aliases kind value negatable choices older-choices default older-defaults releases variable meaning"; strings.ReplaceAll(rows[0], "\t", " ") != want {
		t.Errorf("the header is %q, want %q", rows[0], want)
	}
	before := ""
	for i, row := range rows[1:] {
		cells := strings.Split(row, "\t")
		if len(cells) != 13 {
			t.Errorf("line %d has %d columns, want 13", i+2, len(cells))
			continue
		}
		if key := cells[0] + "\t" + cells[1]; key <= before {
			t.Errorf("line %d: %q must stand before %q, and only once", i+2, key, before)
		} else {
			before = key
		}
		if slices.ContainsFunc(cells, func(cell string) bool { return strings.TrimSpace(cell) != cell }) {
			t.Errorf("line %d: blanks around a cell", i+2)
		}
		if !slices.Contains([]string{"", "yes"}, cells[5]) {
			t.Errorf("line %d: negatable is %q, want yes or nothing", i+2, cells[5])
		}
	}
	if got, want := len(catalog.EngineFlags()), len(rows)-1; got != want {
		t.Errorf("the catalogue has %d flags, the table %d", got, want)
	}
}

func TestFlagColumns(t *testing.T) {
	owners := []string{catalog.VLLM, catalog.Sidecar, catalog.Picker, catalog.Simulator, catalog.SGLang, catalog.Istio}
	kinds := []string{"bool", "string", "int", "human-int", "float", "json", "strings", "ints", "duration"}
	for _, f := range catalog.EngineFlags() {
		if !slices.Contains(owners, f.Owner) || !slices.Contains(kinds, f.Kind) {
			t.Errorf("%s is of owner %q and kind %q", f.Name, f.Owner, f.Kind)
		}
		if !strings.HasPrefix(f.Name, "--") || strings.ContainsAny(f.Name[2:], " .=") || f.Name != strings.TrimRight(f.Name, "-") {
			t.Errorf("%q is no long form of a flag", f.Name)
		}
		if !slices.Contains([]string{"yes", "no", "optional"}, f.Value) || f.Kind != "bool" && f.Value == "no" || f.Kind == "bool" && f.Value == "yes" {
			t.Errorf("%s: a value of kind %s follows: %q", f.Name, f.Kind, f.Value)
		}
		if f.Negatable && f.Kind != "bool" {
			t.Errorf("%s has a --no- form but is no bool", f.Name)
		}
		if literal := f.Default != "" && f.Default[0] != '$'; literal && len(f.Choices) > 0 && !f.Open && !slices.Contains(f.Choices, f.Default) {
			t.Errorf("%s cannot be its own default %q, only %v", f.Name, f.Default, f.Choices)
		}
		if f.Kind == "bool" && !slices.Contains([]string{"", "true", "false"}, f.Default) && f.Default[0] != '$' {
			t.Errorf("%s is a bool and by default %q", f.Name, f.Default)
		}
		if f.Open && len(f.Choices) == 0 {
			t.Errorf("%s takes other text beside no choices", f.Name)
		}
		for _, c := range append(slices.Clone(f.Choices), f.OlderChoices...) {
			if c == "" || strings.ContainsAny(c, "() ") || slices.Contains(f.Choices, c) && slices.Contains(f.OlderChoices, c) {
				t.Errorf("%s may be %q", f.Name, c)
			}
		}
		for _, d := range f.OlderDefaults {
			if d.Value == "" || d.Value == f.Default || !isRelease(d.From) || !isRelease(d.To) {
				t.Errorf("%s: strange older default %+v", f.Name, d)
			}
		}
		if f.Owner == catalog.VLLM && f.From == "" && f.To == "" || f.From != "" && f.From != catalog.NewestState && !isRelease(f.From) || f.To != "" && !isRelease(f.To) {
			t.Errorf("%s was seen from %q to %q", f.Name, f.From, f.To)
		}
	}
}

func isRelease(text string) bool {
	major, minor, ok := strings.Cut(text, ".")
	return ok && major != "" && minor != "" && strings.Trim(major+minor, "0123456789") == ""
}

// No spelling of a flag is another flag of the same program.
func TestFlagSpellingsDoNotClash(t *testing.T) {
	taken := map[string]string{}
	for _, f := range catalog.EngineFlags() {
		names := append([]string{f.Name}, f.Aliases...)
		if f.Negatable {
			names = append(names, "--no-"+f.Name[2:])
		}
		for _, name := range names {
			if by, clash := taken[f.Owner+name]; clash {
				t.Errorf("%s is a spelling of both %s and %s of %s", name, by, f.Name, f.Owner)
			}
			taken[f.Owner+name] = f.Name
			if got := catalog.FlagOf(f.Owner, name); got == nil || got.Name != f.Name || got.Owner != f.Owner {
				t.Errorf("%s of %s is found as %+v, want %s", name, f.Owner, got, f.Name)
			}
		}
		if slices.ContainsFunc(f.Aliases, func(a string) bool { return len(a) < 2 || a[0] != '-' }) {
			t.Errorf("%s has aliases %q", f.Name, f.Aliases)
		}
	}
}

// A meaning says something of its own: at least ten different words that the name does not have, the plural aside.
func TestFlagMeanings(t *testing.T) {
	said := map[string]string{}
	for _, f := range catalog.EngineFlags() {
		text := f.Meaning
		switch n := len([]rune(text)); {
		case n < 60 || n > 300:
			t.Errorf("the meaning of %s has %d characters, want 60 to 300: %s", f.Name, n, text)
		case !strings.HasSuffix(text, "."):
			t.Errorf("the meaning of %s ends in no full stop: %s", f.Name, text)
		case text[0] != '`' && (text[0] < 'A' || text[0] > 'Z'):
			t.Errorf("the meaning of %s begins with neither a capital letter nor code: %s", f.Name, text)
		case strings.Contains(text, "  "):
			t.Errorf("the meaning of %s has two blanks in a row: %s", f.Name, text)
		case strings.Count(text, "`")%2 != 0:
			t.Errorf("the meaning of %s leaves code open: %s", f.Name, text)
		case strings.Count(text, ". ") > 2:
			t.Errorf("the meaning of %s has more than three sentences: %s", f.Name, text)
		case len(freshWords(f.Name, text)) < 10:
			t.Errorf("the meaning of %s repeats its name: %s", f.Name, text)
		case said[text] != "":
			t.Errorf("%s and %s mean the same: %s", said[text], f.Name, text)
		}
		said[text] = f.Name
	}
}

// freshWords are the words of a text that a flag's name does not have.
func freshWords(name, text string) map[string]bool {
	words := func(text, cut string) map[string]bool {
		set := map[string]bool{}
		for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(cut, r) }) {
			set[strings.TrimSuffix(w, "s")] = true
		}
		return set
	}
	fresh := words(text, " .,:;()`")
	for w := range words(name, "-_") {
		delete(fresh, w)
	}
	return fresh
}

// Flags that meanings refer to are in the table, by preference those of the same program.
func TestFlagMeaningsNameFlags(t *testing.T) {
	for _, f := range catalog.EngineFlags() {
		for _, name := range flagsIn(f.Meaning) {
			if catalog.FlagOf(f.Owner, name) == nil && catalog.FlagOf(catalog.VLLM, name) == nil {
				t.Errorf("the meaning of %s speaks of %s, which is no flag", f.Name, name)
			}
			if got := catalog.FlagOf(f.Owner, name); got != nil && got.Name == f.Name && !strings.HasPrefix(name, "--no-") && !strings.Contains(name, ".") {
				t.Errorf("the meaning of %s refers to itself", f.Name)
			}
		}
	}
}

func TestFlagOf(t *testing.T) {
	for _, tt := range []struct{ owner, name, want string }{
		{catalog.VLLM, "--max-model-len", "--max-model-len"},
		{catalog.VLLM, "--max_model_len", "--max-model-len"},
		{catalog.VLLM, "-tp", "--tensor-parallel-size"},
		{catalog.VLLM, "--no-enable-prefix-caching", "--enable-prefix-caching"},
		{catalog.VLLM, "--no_enable_prefix_caching", "--enable-prefix-caching"},
		{catalog.VLLM, "--no-enforce-eager", "--enforce-eager"},
		{catalog.VLLM, "--no-max-model-len", ""},
		{catalog.VLLM, "--no-headless", ""}, // a bool, but without the form
		{catalog.VLLM, "--eplb-config.window_size", "--eplb-config"},
		{catalog.VLLM, "--kv_transfer_config.kv_role", "--kv-transfer-config"},
		{catalog.VLLM, "-cc.cudagraph_mode", "--compilation-config"},
		{catalog.VLLM, "--max-model-len.x", ""}, // no JSON
		{catalog.VLLM, "--max-num-seq", "--max-num-seqs"},
		{catalog.VLLM, "--max_num_batched_token", "--max-num-batched-tokens"},
		{catalog.VLLM, "--max-num", ""}, // several begin so
		{catalog.VLLM, "--data-parallel-size", "--data-parallel-size"},
		{catalog.VLLM, "--", ""},
		{catalog.VLLM, "-", ""},
		{catalog.VLLM, "", ""},
		{catalog.VLLM, "max-model-len", ""},
		{catalog.VLLM, "--vllm-port", ""},
		{catalog.VLLM, "--enable-parrot", ""},
		{catalog.Picker, "v", "--v"},
		{catalog.Picker, "--v", "--v"},
		{catalog.Picker, "kv-cache-usage-percentage-metric", "--kv-cache-usage-percentage-metric"},
		{catalog.Sidecar, "--vllm-port", "--vllm-port"},
		{catalog.Sidecar, "--vllm_port", ""},
		{catalog.Sidecar, "vllm-port", ""},
		{catalog.SGLang, "--tp", "--tp-size"},
		{catalog.Istio, "--log_output_level", "--log_output_level"},
		{"parrot", "--port", ""},
	} {
		got := catalog.FlagOf(tt.owner, tt.name)
		if got == nil && tt.want != "" || got != nil && (got.Name != tt.want || got.Owner != tt.owner) {
			t.Errorf("%s of %s is found as %+v, want %q", tt.name, tt.owner, got, tt.want)
		}
	}
}

func TestEngineFlagOf(t *testing.T) {
	for _, tt := range []struct{ name, owner, want string }{
		{"--port", catalog.VLLM, "--port"}, // others have it too
		{"--model", catalog.VLLM, "--model"},
		{"-dp", catalog.VLLM, "--data-parallel-size"},
		{"--max-num-seq", catalog.VLLM, "--max-num-seqs"},
		{"--vllm-port", catalog.Sidecar, "--vllm-port"},
		{"--mode", catalog.Simulator, "--mode"},
		{"--mem-fraction-static", catalog.SGLang, "--mem-fraction-static"},
		{"refresh-metrics-interval", catalog.Picker, "--refresh-metrics-interval"},
		{"--proxyLogLevel", catalog.Istio, "--proxyLogLevel"},
		{"--sing", "", ""},
	} {
		got := catalog.EngineFlagOf(tt.name)
		if got == nil && tt.want != "" || got != nil && (got.Name != tt.want || got.Owner != tt.owner) {
			t.Errorf("%s is found as %+v, want %s of %s", tt.name, got, tt.want, tt.owner)
		}
	}
}

func TestFlagFacts(t *testing.T) {
	f := catalog.FlagOf(catalog.VLLM, "--max-model-len")
	if f.Kind != "human-int" || !slices.Equal(f.Choices, []string{"auto"}) || !f.Open || f.From != "0.11" || f.To != "" {
		t.Errorf("the context's length is %+v", f)
	}
	f = catalog.FlagOf(catalog.VLLM, "--gpu-memory-utilization")
	if want := (catalog.OlderDefault{Value: "0.9", From: "0.11", To: "0.18"}); f.Default != "0.92" || !slices.Equal(f.OlderDefaults, []catalog.OlderDefault{want}) {
		t.Errorf("the share of memory is by default %s, before %+v", f.Default, f.OlderDefaults)
	}
	if f = catalog.FlagOf(catalog.VLLM, "--swap-space"); f.From != "0.11" || f.To != "0.15" {
		t.Errorf("the swap space was seen from %s to %s", f.From, f.To)
	}
	if f = catalog.FlagOf(catalog.VLLM, "--watermark"); f.From != catalog.NewestState || f.To != "" {
		t.Errorf("the watermark was seen from %s to %s", f.From, f.To)
	}
}

func TestFlagVariable(t *testing.T) {
	for flag, want := range map[string]string{
		"--block-size":           "LLMDBENCH_VLLM_COMMON_BLOCK_SIZE",
		"--tensor-parallel-size": "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_TENSOR_PARALLELISM",
		"-tp":                    "LLMDBENCH_VLLM_MODELSERVICE_{STAGE}_TENSOR_PARALLELISM",
		"--seed":                 "",
		"--max-num-seq":          "", // the converter takes flags by their full names
		"--parrot":               "",
	} {
		if got := catalog.FlagVariable(flag); got != want {
			t.Errorf("the variable of %s is %q, want %q", flag, got, want)
		}
	}
}

func TestLongFlag(t *testing.T) {
	for short, want := range map[string]string{"-tp": "--tensor-parallel-size", "-sc": "--speculative-config", "-v": "", "--port": "", "": ""} {
		if got, ok := catalog.LongFlag(short); got != want || ok != (want != "") {
			t.Errorf("%s is short for %q, %v; want %q", short, got, ok, want)
		}
	}
}

func TestMultinodeFlagsAreFlags(t *testing.T) {
	for _, name := range catalog.MultinodeFlags {
		if f := catalog.FlagOf(catalog.VLLM, name); f == nil || f.Name != name {
			t.Errorf("%s is no flag of vLLM", name)
		}
	}
}

func TestEngineFlagsAreOnesOwn(t *testing.T) {
	catalog.EngineFlags()[0].Name = "--changed"
	if catalog.EngineFlags()[0].Name == "--changed" {
		t.Error("a caller can change the catalogue")
	}
}
