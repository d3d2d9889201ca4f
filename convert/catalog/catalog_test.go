package catalog_test

import (
	"slices"
	"strings"
	"testing"

	"llmdbench-ls/convert/catalog"
)

// Every variable of the facts is there.
func TestVariablesComplete(t *testing.T) {
	rows := facts(t, "variables.tsv")
	for _, cells := range rows {
		if catalog.Builtin().Lookup(cells[0]) == nil {
			t.Errorf("%s is not in the table", cells[0])
		}
	}
	if len(rows) != len(catalog.Builtin().Names()) {
		t.Errorf("%d variables in the facts, %d in the table", len(rows), len(catalog.Builtin().Names()))
	}
}

func each(t *testing.T, check func(t *testing.T, v *catalog.Variable)) {
	t.Helper()
	for _, name := range catalog.Builtin().Names() {
		check(t, catalog.Builtin().Lookup(name))
	}
}

func TestNames(t *testing.T) {
	each(t, func(t *testing.T, v *catalog.Variable) {
		rest, ok := strings.CutPrefix(v.Name, catalog.Prefix)
		if !ok || rest == "" || strings.Trim(rest, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != "" {
			t.Errorf("%q is no name of a variable", v.Name)
		}
	})
}

func TestColumns(t *testing.T) {
	stages := []string{"common", "control", "decode", "gaie", "harness", "infra", "other", "prefill", "run", "standalone", "wva"}
	phases := []string{"before-scenario", "after-scenario", "none"}
	each(t, func(t *testing.T, v *catalog.Variable) {
		if !slices.Contains(stages, v.Stage) {
			t.Errorf("%s: unknown stage %q", v.Name, v.Stage)
		}
		if !slices.Contains(phases, v.Phase) {
			t.Errorf("%s: unknown phase %q", v.Name, v.Phase)
		}
		if v.Phase == "none" && (v.Default != "" || v.Expression != "") {
			t.Errorf("%s has a default that is set in no phase", v.Name)
		}
		if v.Kind == "enum" && len(v.Values) == 0 {
			t.Errorf("%s is an enum without values", v.Name)
		}
		if v.Kind == "enum" && v.Default != "" && !slices.Contains(v.Values, v.Default) {
			t.Errorf("%s cannot be its own default %q, only %v", v.Name, v.Default, v.Values)
		}
		for _, place := range v.Read {
			if file, line, ok := strings.Cut(place, ":"); !ok || file == "" || strings.Trim(line, "0123456789") != "" {
				t.Errorf("%s: %q is no place in the framework", v.Name, place)
			}
		}
	})
}

// Numbers have a unit, and nothing else has one, but for texts in which a number stands.
func TestUnits(t *testing.T) {
	units := []string{
		"accelerators", "blocks", "bytes", "checks", "CPUs", "devices", "duration", "GB", "level", "milliseconds", "per pod", "pods", "ranks", "seconds",
		"sequences", "share", "threads", "tokens",
	}
	numbers := []string{"duration-seconds", "float", "int", "quantity"}
	each(t, func(t *testing.T, v *catalog.Variable) {
		switch number := slices.Contains(numbers, v.Kind); {
		case v.Unit != "" && !slices.Contains(units, v.Unit):
			t.Errorf("%s is counted in %q", v.Name, v.Unit)
		case number && v.Unit == "":
			t.Errorf("%s is a number without a unit", v.Name)
		case !number && v.Unit != "" && v.Kind != "string":
			t.Errorf("%s is of the kind %s and has a unit", v.Name, v.Kind)
		case (v.Kind == "duration-seconds") != (v.Unit == "seconds") && v.Kind != "string":
			t.Errorf("%s is of the kind %s and is counted in %s", v.Name, v.Kind, v.Unit)
		}
	})
}

func TestDerivations(t *testing.T) {
	each(t, func(t *testing.T, v *catalog.Variable) {
		seen := map[string]bool{}
		for at := v; at.Derives != ""; at = catalog.Builtin().Lookup(at.Derives) {
			if seen[at.Name] {
				t.Fatalf("%s derives from itself", v.Name)
			}
			seen[at.Name] = true
			if catalog.Builtin().Lookup(at.Derives) == nil {
				t.Fatalf("%s derives from %s, which is no variable", at.Name, at.Derives)
			}
		}
	})
}

// Whatever else is known of the framework speaks of variables that the table has.
func TestNamedVariablesExist(t *testing.T) {
	exists := func(name, by string) {
		if catalog.Builtin().Lookup(name) == nil {
			t.Errorf("%s names %s, which is no variable", by, name)
		}
	}
	for _, i := range catalog.Injections {
		exists(i.Var, i.Name)
	}
	for _, f := range catalog.EngineFlags() {
		for _, stage := range []string{"DECODE", "PREFILL"} {
			if f.Variable != "" {
				exists(strings.ReplaceAll(f.Variable, "{STAGE}", stage), f.Name)
			}
		}
	}
}

func TestNearest(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"LLMDBENCH_DEPLOY_MODEL_LISTT", "LLMDBENCH_DEPLOY_MODEL_LIST"},
		{"LLMDBENCH_DEPLOY_MODLE_LIST", "LLMDBENCH_DEPLOY_MODEL_LIST"},
		{"LLMDBENCH_HARNES_NAME", "LLMDBENCH_HARNESS_NAME"},
		{"LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICA", "LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS"},
		{"LLMDBENCH_vllm_COMMON_BLOCK_SIZE", "LLMDBENCH_VLLM_COMMON_BLOCK_SIZE"},
		{"LLMDBENCH_SOMETHING_ELSE_ENTIRELY", ""},
		{"LLMDBENCH_", ""},
		{"", ""},
	} {
		if got, ok := catalog.Builtin().Nearest(tt.name); ok != (tt.want != "") || ok && got != tt.want {
			t.Errorf("nearest to %q is %q, %v; want %q", tt.name, got, ok, tt.want)
		}
	}
}

func TestNearestOf(t *testing.T) {
	known := map[string]bool{"LLMDBENCH_FIRST_NAME": true, "LLMDBENCH_FIRST_GAME": true, "LLMDBENCH_OTHER": true}
	for _, tt := range []struct{ name, want string }{
		{"LLMDBENCH_FIRST_NAME", "LLMDBENCH_FIRST_NAME"},
		{"LLMDBENCH_FIRST_NAMEE", "LLMDBENCH_FIRST_NAME"},
		{"LLMDBENCH_FIRST_FAME", ""}, // as near to one as to the other
		{"LLMDBENCH_OTEHR", "LLMDBENCH_OTHER"},
		{"LLMDBENCH_OXXER", ""}, // two letters of five
	} {
		if got, ok := catalog.NearestOf(tt.name, known); ok != (tt.want != "") || ok && got != tt.want {
			t.Errorf("nearest to %q is %q, %v; want %q", tt.name, got, ok, tt.want)
		}
	}
}

func TestDefault(t *testing.T) {
	for _, tt := range []struct {
		name, want string
		ok         bool
	}{
		{"LLMDBENCH_BASE64_ARGS", "-w0", true},
		{"LLMDBENCH_VLLM_MODELSERVICE_DECODE_INFERENCE_PORT", "8000", true}, // from the shared port
		{"LLMDBENCH_BASE64_CONTEXT_CONTENTS", "", false},
		{"LLMDBENCH_NOT_A_VARIABLE", "", false},
	} {
		if got, ok := catalog.Builtin().Default(tt.name); got != tt.want || ok != tt.ok {
			t.Errorf("default of %s is %q, %v; want %q, %v", tt.name, got, ok, tt.want, tt.ok)
		}
	}
}

func TestWithDefaults(t *testing.T) {
	const shared, derived, computed, added = "LLMDBENCH_VLLM_COMMON_INFERENCE_PORT", "LLMDBENCH_VLLM_MODELSERVICE_DECODE_INFERENCE_PORT",
		"LLMDBENCH_BASE64_ARGS", "LLMDBENCH_BRAND_NEW"
	c := catalog.Builtin().WithDefaults(map[string]string{shared: "9000", computed: "-w1", added: "new"}, "a checkout")
	for name, want := range map[string]string{shared: "9000", derived: "9000", computed: "-w0", added: "new"} {
		if got, _ := c.Default(name); got != want {
			t.Errorf("default of %s is %q, want %q", name, got, want)
		}
	}
	if c.Origin != "a checkout" || !slices.IsSorted(c.Names()) || !slices.Contains(c.Names(), added) {
		t.Errorf("the new catalogue comes from %q and has %d names", c.Origin, len(c.Names()))
	}
	if got, _ := catalog.Builtin().Default(shared); got != "8000" || catalog.Builtin().Lookup(added) != nil {
		t.Error("the catalogue that the program carries has changed")
	}
}
