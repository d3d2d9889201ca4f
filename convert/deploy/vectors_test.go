package deploy_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

const vectors = "../../../shared/reference/render-vectors"

func render(t *testing.T, name, text string) *deploy.Preview {
	t.Helper()
	c := catalog.Builtin()
	script, _ := scenario.Read(source.New(name, 0, text), c.Default)
	return deploy.Render(script, c, deploy.DefaultCluster, nil)
}

// Each render vector is a scenario about one feature or fault, named by its folder, and what the framework made of it.
func TestRenderVectors(t *testing.T) {
	folders, _ := filepath.Glob(vectors + "/*/scenario.sh")
	if len(folders) == 0 {
		t.Skip("the render vectors are not here: they lie in ../shared beside the repository")
	}
	if len(folders) != 40 {
		t.Errorf("there are %d render vectors, want 40", len(folders))
	}
	for _, file := range folders {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			p := render(t, file, string(text))
			outcome, err := os.ReadFile(filepath.Join(dir, "outcome.txt"))
			if err != nil {
				t.Fatal(err)
			}
			ms := p.Document(deploy.ModelService)
			switch {
			case strings.HasPrefix(string(outcome), "exit: 1"):
				if ms.Failure == nil {
					t.Fatalf("rendered, want: %s", outcome)
				}
				if _, reason, _ := strings.Cut(string(outcome), "framework failed: "); !strings.HasPrefix(ms.Failure.Message, strings.TrimSpace(reason)) {
					t.Errorf("fails with %q, want %q", ms.Failure.Message, reason)
				}
				return
			case strings.HasPrefix(string(outcome), "exit: 2"):
				if ms.Problem == nil {
					t.Errorf("valid YAML, want: %s", outcome)
				}
			default:
				if ms.Problem != nil {
					t.Errorf("not valid YAML: %+v", ms.Problem)
				}
			}
			want, err := os.ReadFile(filepath.Join(dir, "ms-values.yaml"))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want)+"\n", ms.Text); d != "" {
				t.Errorf("ms-values.yaml (-framework +preview):\n%s", d)
			}
			wantGAIE, err := os.ReadFile(filepath.Join(dir, "gaie-values.yaml"))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(parsed(t, wantGAIE), parsed(t, []byte(p.Document(deploy.InferencePool).Text))); d != "" {
				t.Errorf("gaie-values.yaml (-framework +preview):\n%s", d)
			}
		})
	}
}

// parsed reads YAML as Helm does. The plugin configs in it are read too: a preset's own comments are not kept here.
func parsed(t *testing.T, text []byte) any {
	t.Helper()
	var v map[string]any
	if err := yaml.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	extension, _ := v["inferenceExtension"].(map[string]any)
	configs, _ := extension["pluginsCustomConfig"].(map[string]any)
	for name, config := range configs {
		var inner any
		if err := yaml.Unmarshal([]byte(config.(string)), &inner); err != nil {
			t.Fatal(err)
		}
		configs[name] = inner
	}
	return v
}
