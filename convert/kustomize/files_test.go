package kustomize_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"llmdbench-ls/convert/kustomize"
	"llmdbench-ls/convert/source"
)

// Neither git nor the network is asked for what a kustomization names, however it names it.
func TestNothingIsFetched(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	bin := t.TempDir()
	ran := filepath.Join(bin, "ran")
	if err := os.WriteFile(filepath.Join(bin, "git"), []byte("#!/bin/sh\ntouch "+ran+"\nexit 1\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	for _, name := range []string{
		server.URL + "/manifest.yaml", server.URL, "git@" + strings.TrimPrefix(server.URL, "http://") + ":a/b.git",
		"github.com/example/repository", "github.com/example/repository//path?ref=main", "https://github.com/example/repository",
		"git::https://code.example.com/repository", "code.example.com/repository.git", "file:///etc", "ssh://code.example.com/x",
		"gitlab.com/example/repository", "gone", "gone.yaml", "../gone", "dir/gone",
	} {
		for field, entry := range map[string]string{
			"resources": "- " + name, "bases": "- " + name, "components": "- " + name, "crds": "- " + name, "configurations": "- " + name,
			"transformers": "- " + name, "generators": "- " + name, "validators": "- " + name, "patchesStrategicMerge": "- " + name,
			"patches": "- path: " + name, "replacements": "- path: " + name, "openapi": "  path: " + name,
			"patchesJson6902": "- {target: {version: v1, kind: ConfigMap, name: a}, path: \"" + name + "\"}", "configMapGenerator": "- {name: b, files: [\"" + name + "\"]}",
			"secretGenerator": "- {name: c, envs: [\"" + name + "\"]}", "helmCharts": "- {name: x, repo: \"" + name + "\"}",
		} {
			if field == "resources" {
				entry += "\n- a.yaml"
			} else {
				entry += "\nresources: [a.yaml]"
			}
			files := memory{
				"/repo/kustomization.yaml": field + ":\n" + entry + "\n",
				"/repo/a.yaml":             "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
			}
			built, err := kustomize.Build(files, "/repo")
			switch {
			case err != nil:
				t.Errorf("%s %s: the rest was not built: %v", field, name, err)
			case len(built.Problems) != 1:
				t.Errorf("%s %s: the problems are %v, want one", field, name, built.Problems)
			case field == "configMapGenerator" && strings.Contains(name, "="): // what stands before the sign is a key
			case field != "helmCharts" && field != "openapi" && !strings.Contains(built.Problems[0].Message, name):
				t.Errorf("%s %s: the problem does not name it: %s", field, name, built.Problems[0].Message)
			}
		}
	}
	if _, err := os.Stat(ran); err == nil {
		t.Error("git was run")
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("the network was asked %d times", n)
	}
}

// Transformers and generators that stand in files of their own may name things too.
func TestPluginsFetchNothing(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		_, _ = w.Write([]byte("- {op: add, path: /data, value: {x: fetched}}\n"))
	}))
	defer server.Close()
	for field, plugin := range map[string]string{
		"transformers": "apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: p}\ntarget: {kind: ConfigMap}\npath: " + server.URL + "/p.yaml\n",
		"generators":   "apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: g}\nfiles: [\"x=" + server.URL + "/p.yaml\"]\n",
	} {
		files := memory{
			"/repo/a.yaml":             "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
			"/repo/plugin.yaml":        plugin,
			"/repo/kustomization.yaml": "resources: [a.yaml]\n" + field + ":\n- plugin.yaml\n- |\n  " + strings.ReplaceAll(strings.Replace(plugin, "metadata: {name: ", "metadata: {name: in-place-", 1), "\n", "\n  ") + "\n",
		}
		built, err := kustomize.Build(files, "/repo")
		if err != nil || len(built.Problems) != 2 || len(built.Resources) != 1 {
			t.Errorf("%s: got %s", field, listing(built, err))
		}
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("the network was asked %d times", n)
	}
}

// edited is a disk with unsaved text over it.
type edited struct {
	memory
	open memory
}

func (e edited) File(name string) (*source.File, error) {
	if text, ok := e.open[name]; ok {
		return source.New(name, 1, text), nil
	}
	return e.memory.File(name)
}

// Text that is not saved yet wins over the disk, in the kustomization, in manifests and in patches.
func TestUnsaved(t *testing.T) {
	const manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {x: DISK, y: disk}\n"
	disk := memory{
		"/repo/kustomization.yaml": "resources: [a.yaml]\n",
		"/repo/a.yaml":             manifest,
		"/repo/patch.yaml":         "- {op: replace, path: /data/y, value: saved}\n",
	}
	open := memory{
		"/repo/kustomization.yaml": "resources: [a.yaml]\npatches: [{path: patch.yaml, target: {kind: ConfigMap}}]\n",
		"/repo/a.yaml":             "# unsaved\n" + strings.Replace(manifest, "DISK", "unsaved", 1),
		"/repo/patch.yaml":         "- {op: replace, path: /data/y, value: patched}\n",
	}
	got := listing(kustomize.Build(edited{disk, open}, "/repo"))
	for _, want := range []string{"data.x = unsaved @ a.yaml:5", "data.y = patched @ patch.yaml:1"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in\n%s", want, got)
		}
	}
}

// A folder without end above or beside does no harm, and neither does a very long chain.
func TestDepth(t *testing.T) {
	files := memory{"/repo/d000/kustomization.yaml": "resources: [a.yaml]\n", "/repo/d000/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"}
	last := 0
	for i := 1; i <= 250; i++ {
		last = i
		files["/repo/d"+number(i)+"/kustomization.yaml"] = "resources: [../d" + number(i-1) + "]\n"
	}
	if _, err := kustomize.Build(files, "/repo/d020"); err != nil {
		t.Errorf("twenty levels: %v", err)
	}
	if _, err := kustomize.Build(files, "/repo/d"+number(last)); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("%d levels give %v, want an error that names the bound", last, err)
	}
}

func number(i int) string {
	return string(rune('0'+i/100)) + string(rune('0'+i/10%10)) + string(rune('0'+i%10))
}
