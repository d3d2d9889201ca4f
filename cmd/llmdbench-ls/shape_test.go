package main

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "llmdbench-ls/"

// layers lists the packages from the bottom up. A package imports none of its own layer and none above it; those that
// are part of convert may import each other, where the compiler forbids circles.
var layers = [][]string{{"convert/source"}, {inConvert}, {"convert"}, {"analysis"}, {"analysis/complete"}, {"analysis/rules", "lsp"}, {"cmd/llmdbench-ls"}}

// inConvert stands for every package below convert but convert/source.
const inConvert = "convert/*"

// listed is what the go command says of a package.
type listed struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", "./...")
	cmd.Dir = filepath.Join("..", "..")
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var list []listed
	for d := json.NewDecoder(strings.NewReader(string(text))); ; {
		var p listed
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

func layerOf(path string) int {
	path = strings.TrimPrefix(path, module)
	layer := slices.IndexFunc(layers, func(l []string) bool { return slices.Contains(l, path) })
	if layer < 0 && strings.HasPrefix(path, "convert/") {
		return layerOf(inConvert)
	}
	return layer
}

// mayImport says whether a package of ours may import another one.
func mayImport(path, other string) bool {
	from, to := layerOf(path), layerOf(other)
	return to < from || to == from && to == layerOf(inConvert)
}

// TestImports holds the arrows: cmd to lsp to analysis to convert to convert/source, and never back.
func TestImports(t *testing.T) {
	list := packages(t)
	if len(list) == 0 {
		t.Fatal("there are no packages")
	}
	for _, p := range list {
		if layerOf(p.ImportPath) < 0 {
			t.Errorf("%s has no place among the layers", p.ImportPath)
		}
		for _, i := range p.Imports {
			if strings.HasPrefix(i, module) && !mayImport(p.ImportPath, i) {
				t.Errorf("%s imports %s", p.ImportPath, i)
			}
			if strings.HasPrefix(i, "go.uber.org/zap") && p.ImportPath != module+"lsp" && p.ImportPath != module+"cmd/llmdbench-ls" {
				t.Errorf("%s imports %s: only lsp and cmd log", p.ImportPath, i)
			}
		}
		for _, i := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			if strings.HasPrefix(i, "go.lsp.dev/") && p.ImportPath != module+"lsp" {
				t.Errorf("%s imports %s: only lsp speaks the protocol", p.ImportPath, i)
			}
		}
	}
}

// TestTopLevel allows the names that the repository is known by, and what its .gitignore keeps out of it.
func TestTopLevel(t *testing.T) {
	root := filepath.Join("..", "..")
	allowed := []string{"LICENSE", "README.md", "analysis", "cmd", "convert", "editors", "go.mod", "go.sum", "lsp", "testdata"}
	for _, line := range strings.Fields(read(t, filepath.Join(root, ".gitignore"))) {
		if name, ok := strings.CutPrefix(line, "/"); ok {
			allowed = append(allowed, strings.TrimSuffix(name, "/"))
		}
	}
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(allowed, e.Name()) {
			t.Errorf("%s does not belong at the top level", e.Name())
		}
	}
}
