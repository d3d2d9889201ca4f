package guide_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

func TestIsHelmfile(t *testing.T) {
	for name, want := range map[string]bool{
		"helmfile.yaml": true, "helmfile.yaml.gotmpl": true, "/a/b/helmfile.yml": true, "helmfile.gotmpl": true,
		"helmfile": false, "helmfile.json": false, "istio.helmfile.yaml": false, "helmfile.yaml.bak": false, "values.yaml": false,
	} {
		if guide.IsHelmfile(name) != want {
			t.Errorf("%s is a helmfile: want %v", name, want)
		}
	}
}

func TestIsYAML(t *testing.T) {
	for name, want := range map[string]bool{
		"a.yaml": true, "a.yml": true, "a.yaml.gotmpl": true, "a.yml.gotmpl": true, "a.gotmpl": false, "a.json": false, "yaml": false, "": false,
	} {
		if guide.IsYAML(name) != want {
			t.Errorf("%s may hold YAML: want %v", name, want)
		}
	}
}

func TestChartOf(t *testing.T) {
	for _, tt := range []struct {
		text string
		want guide.Chart
	}{
		{"modelArtifacts: {name: m}", guide.ModelService},
		{"decode: {containers: []}", guide.ModelService},
		{"prefill: {create: false, containers: []}", guide.ModelService},
		{"inferencePool: {}", guide.InferencePool},
		{"inferenceExtension: {}", guide.InferencePool},
		{"gateway: {}", guide.Infra},
		{"decode: base64", ""},
		{"containers: []", ""},
		{"- modelArtifacts", ""},
		{"", ""},
	} {
		f := source.New("f", 0, tt.text)
		if got, ok := guide.ChartOf(f); got != tt.want || ok != (tt.want != "") {
			t.Errorf("%q is for the chart %q, %v; want %q", tt.text, got, ok, tt.want)
		}
		if got, want := guide.IsValues(f), tt.want == guide.ModelService || tt.want == guide.InferencePool; got != want {
			t.Errorf("%q is a guide's values file: %v, want %v", tt.text, got, want)
		}
	}
}

func opened(t *testing.T, values string) *guide.Guide {
	t.Helper()
	g, err := guide.Open(memory{"/repo/values.yaml": "modelArtifacts: {name: m}\n" + values}, "/repo/values.yaml", "")
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestDeployed(t *testing.T) {
	for values, want := range map[string]bool{
		"":                                    false,
		"decode:":                             false,
		"decode: {replicas: 1}":               true,
		"decode: {replicas: 0}":               false,
		"decode: {create: false}":             false,
		"decode: {create: no, replicas: 3}":   false,
		"decode: {create: true}":              true,
		"decode: {create: null, replicas: 2}": true,
	} {
		if got := opened(t, values).Stage(guide.Decode).Deployed(); got != want {
			t.Errorf("%q is deployed: %v, want %v", values, got, want)
		}
	}
}

func TestContainer(t *testing.T) {
	for _, tt := range []struct {
		values string
		image  string
		index  int
	}{
		{"decode: {containers: [{name: a, image: one}, {name: vllm, image: two}]}", "two", 1},
		{"decode: {containers: [{name: a, image: one}, {name: modelserver, image: two}]}", "two", 1},
		{"decode: {containers: [{name: a, image: one}, {name: b, image: two}]}", "one", 0},
		{"decode: {containers: []}", "", -1},
		{"decode: {replicas: 1}", "", -1},
		{"", "", -1},
	} {
		c, i := opened(t, tt.values).Stage(guide.Decode).Container()
		if got := c.Get("image").Value(); got != tt.image || i != tt.index {
			t.Errorf("the server of %q has image %q at %d, want %q at %d", tt.values, got, i, tt.image, tt.index)
		}
	}
}

// neighbours is a repository with one guide in several environments, beside a guide without a helmfile.
var neighbours = memory{
	"/repo/guides/one/helmfile.yaml.gotmpl": "environments: {default: , xpu: , cpu: }\n---\nreleases:\n" +
		"- chart: x/modelservice\n  values: [ms/values{{ if eq .Environment.Name \"xpu\" }}_xpu{{ end }}.yaml]\n",
	"/repo/guides/one/ms/values.yaml":     "modelArtifacts: {name: m}",
	"/repo/guides/one/ms/values_xpu.yaml": "modelArtifacts: {name: x}",
	"/repo/guides/two/values.yaml":        "modelArtifacts: {name: m}",
	"/other/values.yaml":                  "modelArtifacts: {name: m}",
}

func TestEnvironments(t *testing.T) {
	for _, tt := range []struct {
		at   string
		want []string
	}{
		{"/repo/guides/one", []string{"one", "one.xpu", "one.cpu"}},
		{"/repo/guides/one/ms/values_xpu.yaml", []string{"one.xpu"}},
		{"/repo/guides/one/ms/values.yaml", []string{"one", "one.cpu"}},
		{"/repo/guides/two/values.yaml", []string{"two"}},
	} {
		guides, err := guide.Environments(neighbours, tt.at)
		if err != nil {
			t.Errorf("%s: %v", tt.at, err)
		}
		var got []string
		for _, g := range guides {
			got = append(got, g.FileName())
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.at, diff)
		}
	}
}

func TestBounds(t *testing.T) {
	for at, want := range map[string]string{
		"/repo/guides/one":                "/repo",
		"/repo/guides/one/ms/values.yaml": "/repo",
		"/other":                          "/",
	} {
		if got := guide.Bounds(neighbours, at); len(got) != 1 || got[0] != want {
			t.Errorf("the bounds of %s are %v, want %s", at, got, want)
		}
	}
}

func TestRel(t *testing.T) {
	g := guide.Guide{Root: "/src/repo"}
	for file, want := range map[string]string{
		"/src/repo/values.yaml": "values.yaml", "/src/repo/a/b.yaml": "a/b.yaml",
		"/src/shared/c.yaml": "../shared/c.yaml", "/src/repository/d.yaml": "../repository/d.yaml",
		"/elsewhere/e.yaml": "/elsewhere/e.yaml",
	} {
		if got := g.Rel(file); got != want {
			t.Errorf("%s is %s from %s, want %s", file, got, g.Root, want)
		}
	}
}
