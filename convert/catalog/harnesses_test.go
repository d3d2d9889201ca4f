package catalog_test

import (
	"slices"
	"strings"
	"testing"

	"llmdbench-ls/convert/catalog"
)

// Every harness of the facts is there, with its script and its profiles.
func TestHarnessesComplete(t *testing.T) {
	rows := facts(t, "harnesses.tsv")
	for _, cells := range rows {
		var files []string
		for _, p := range catalog.Profiles(cells[0]) {
			files = append(files, p.File)
		}
		h := catalog.HarnessOf(cells[0])
		if h == nil || h.Script != cells[2] || h.Default != (cells[3] == "yes") || strings.Join(files, ",") != cells[1] {
			t.Errorf("%s is %+v with the profiles %v", cells[0], h, files)
			continue
		}
		if cells[4] != "" && h.Profile != cells[4] {
			t.Errorf("%s runs %s by default, want %s", h.Name, h.Profile, cells[4])
		}
	}
	if len(rows) != len(catalog.Harnesses()) {
		t.Errorf("%d harnesses in the facts, %d in the table", len(rows), len(catalog.Harnesses()))
	}
}

// Harnesses, profiles and variables speak of the same things.
func TestHarnessesFit(t *testing.T) {
	name, profile := catalog.Builtin().Lookup("LLMDBENCH_HARNESS_NAME"), catalog.Builtin().Lookup("LLMDBENCH_HARNESS_EXPERIMENT_PROFILE")
	if got := catalog.DefaultHarness(); got.Name != name.Default || got.Profile != profile.Default {
		t.Errorf("the default is %s with %s, the variables say %s with %s", got.Name, got.Profile, name.Default, profile.Default)
	}
	if got, want := catalog.HarnessNames(), slices.Sorted(slices.Values(name.Values)); !slices.Equal(got, want) {
		t.Errorf("the harnesses are %v, the variable may be %v", got, want)
	}
	for _, h := range catalog.Harnesses() {
		if len(catalog.Profiles(h.Name)) == 0 {
			t.Errorf("%s has no profile", h.Name)
		}
		want := ""
		if catalog.WorkloadProfileOf(h.Name, profile.Default) != nil {
			want = profile.Default
		}
		if h.Profile != want {
			t.Errorf("%s runs %q where none is named, want %q", h.Name, h.Profile, want)
		}
	}
}

func TestWorkloadProfileOf(t *testing.T) {
	if p := catalog.WorkloadProfileOf("vllm-benchmark", "sharegpt.yaml"); p == nil || p.Harness != "vllm-benchmark" {
		t.Errorf("the profile is read as %+v", p)
	}
	if p := catalog.WorkloadProfileOf("guidellm", "sharegpt.yaml"); p != nil {
		t.Errorf("guidellm has the profile of another harness: %+v", p)
	}
	if h, list := catalog.HarnessOf("parrot"), catalog.Profiles("parrot"); h != nil || list != nil {
		t.Errorf("there is no such harness, and it is %+v with %v", h, list)
	}
}
