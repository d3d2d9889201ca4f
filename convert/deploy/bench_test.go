package deploy_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// longest is the longest scenario of the test guides whose values Helm can read, or cannot.
func longest(b *testing.B, valid bool) string {
	b.Helper()
	files, _ := filepath.Glob("../../testdata/conversions/*.sh")
	text := ""
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		script, _ := scenario.Read(source.New(name, 0, string(data)), catalog.Builtin().Default)
		p := deploy.Render(script, catalog.Builtin(), deploy.DefaultCluster, nil)
		if (p.Document(deploy.ModelService).Problem == nil) == valid && len(data) > len(text) {
			text = string(data)
		}
	}
	if text == "" {
		b.Fatal("there are no scenarios")
	}
	return text
}

// BenchmarkPreview is what a keystroke costs: the text is read and everything that it deploys is worked out and shown.
// The bare parse of the text stands beside it.
func BenchmarkPreview(b *testing.B) {
	c := catalog.Builtin()
	for _, valid := range []bool{true, false} {
		text := longest(b, valid)
		name := fmt.Sprintf("%d lines, valid %v", strings.Count(text, "\n"), valid)
		b.Run(name, func(b *testing.B) {
			for i := range b.N {
				script, _ := scenario.Read(source.New("s.sh", int32(i), text), c.Default)
				if len(deploy.Render(script, c, deploy.DefaultCluster, nil).View(deploy.Everything).Text) == 0 {
					b.Fatal("nothing is deployed")
				}
			}
		})
		b.Run(name+", parse alone", func(b *testing.B) {
			for i := range b.N {
				source.New("s.sh", int32(i), text).Shell()
			}
		})
	}
}
