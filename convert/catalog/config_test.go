package catalog_test

import (
	"slices"
	"strings"
	"testing"

	"llmdbench-ls/convert/catalog"
)

func TestConfigKeys(t *testing.T) {
	kinds := []string{"string", "int", "float", "bool", "duration", "quantity", "list", "object", catalog.NamesPlugin}
	for i, cells := range read(t, "config_keys.tsv")[1:] {
		for _, path := range strings.Split(cells[0], ",") {
			k := catalog.ConfigKeyOf(path)
			if k == nil || k.Meaning != cells[5] || !slices.Contains(kinds, k.Kind) || len(k.Releases) == 0 {
				t.Fatalf("config_keys.tsv:%d: %s is read as %+v", i+2, path, k)
			}
			sound(t, path, k.Releases)
			if plugin := catalog.Plugin(k.Default); strings.HasSuffix(path, "Ref") && k.Default != "" && plugin == nil {
				t.Errorf("%s refers to %s by default, which is no type", path, k.Default)
			}
			above, last := path, strings.LastIndex(path, ".")
			if last > 0 {
				above = strings.TrimSuffix(path[:last], "[]")
			}
			if catalog.ConfigKeyOf(above) == nil {
				t.Errorf("%s stands below %s, which is no key", path, above)
			}
		}
	}
}

// sound checks that releases are those of a known project.
func sound(t *testing.T, of string, releases []catalog.PluginReleases) {
	t.Helper()
	for _, r := range releases {
		if r.Project != catalog.GAIE && r.Project != catalog.LLMD || strings.Trim(r.From+r.To, "0123456789.") != "" {
			t.Errorf("%s: strange releases %+v", of, r)
		}
	}
}

func TestConfigKeyOf(t *testing.T) {
	for _, tt := range []struct{ path, kind, def, releases string }{
		{"plugins[].type", "string", "", "every GAIE release read"},
		{"schedulingProfiles[].plugins[].weight", "float", "1", "every GAIE release read"},
		{"saturationDetector.queueDepthThreshold", "int", "5", "GAIE v1.2 to v1.4"},
		{"dataLayer.injectDefaults", "bool", "true", "llm-d v0.9 and later"},
		{"flowControl.defaultPriorityBand.orderingPolicyRef", catalog.NamesPlugin, "fcfs-ordering-policy", "GAIE v1.4 and later"},
		{"flowControl.priorityBands[].orderingPolicyRef", catalog.NamesPlugin, "fcfs-ordering-policy", "GAIE v1.4 and later"},
	} {
		if k := catalog.ConfigKeyOf(tt.path); k == nil || k.Kind != tt.kind || k.Default != tt.def || k.Releases[0].String() != tt.releases {
			t.Errorf("%s is %+v, want %+v", tt.path, k, tt)
		}
	}
	if k := catalog.ConfigKeyOf("plugins[].weight"); k != nil {
		t.Errorf("there is no such key, and it is %+v", k)
	}
}

func TestConfigFields(t *testing.T) {
	for _, tt := range []struct{ path, want string }{
		{"plugins[]", "type name parameters"},
		{"schedulingProfiles[]", "name plugins"},
		{"schedulingProfiles[].plugins[]", "pluginRef weight"},
		{"flowControl.priorityBands[]", "priority maxBytes maxRequests fairnessPolicyRef orderingPolicyRef"},
		{"plugins", ""},
	} {
		if got := strings.Join(catalog.ConfigFields(tt.path), " "); got != tt.want {
			t.Errorf("below %s there may be %q, want %q", tt.path, got, tt.want)
		}
	}
	if got := catalog.ConfigFields(""); len(got) != 11 || !slices.Contains(got, "requestHandler") {
		t.Errorf("a config has the keys %v", got)
	}
}

func TestFeatureGates(t *testing.T) {
	for _, name := range catalog.FeatureGateNames() {
		g := catalog.FeatureGateOf(name)
		if g == nil || g.Default != "on" && g.Default != "off" || len(g.Releases) == 0 {
			t.Fatalf("%s is read as %+v", name, g)
		}
		sound(t, name, g.Releases)
	}
	if g := catalog.FeatureGateOf("flowcontrol"); g != nil {
		t.Errorf("names of gates are told apart by case, and %+v was found", g)
	}
}
