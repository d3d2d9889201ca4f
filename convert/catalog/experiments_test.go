package catalog_test

import (
	"slices"
	"testing"

	"llmdbench-ls/convert/catalog"
)

func TestExperimentKeys(t *testing.T) {
	forms, kinds := []string{catalog.ShellForm, catalog.YAMLForm, catalog.BothForms}, []string{"object", "list", "string", "int", ""}
	for _, k := range catalog.ExperimentKeys() {
		if !slices.Contains(forms, k.Form) || !slices.Contains(kinds, k.Kind) {
			t.Errorf("%s is of the form %q and the kind %q", k.Path, k.Form, k.Kind)
		}
	}
}

func TestExperimentKeyOf(t *testing.T) {
	for _, tt := range []struct{ path, form, kind string }{
		{"setup.treatments", catalog.BothForms, "list"},
		{"setup.factors", catalog.ShellForm, "list"},
		{"treatments[].name", catalog.YAMLForm, "string"},
	} {
		if k := catalog.ExperimentKeyOf(tt.path); k == nil || k.Form != tt.form || k.Kind != tt.kind {
			t.Errorf("%s is %+v, want %+v", tt.path, k, tt)
		}
	}
	if k := catalog.ExperimentKeyOf("setup.factor"); k != nil {
		t.Errorf("there is no such key, and it is %+v", k)
	}
}
