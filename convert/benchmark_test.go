package convert_test

import (
	"testing"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

// largest is the test guide with the most text.
func largest(b *testing.B) *guide.Guide {
	var found *guide.Guide
	most := 0
	for _, g := range all(b) {
		size := 0
		for _, f := range g.Files {
			size += len(f.Text)
		}
		if size > most {
			found, most = g, size
		}
	}
	return found
}

// BenchmarkConvert reads a guide's files, converts it and writes the scenario; compare it with BenchmarkParseOnly.
func BenchmarkConvert(b *testing.B) {
	g := largest(b)
	for b.Loop() {
		g, err := guide.Open(disk(testdata), g.Dir, g.Environment)
		if err != nil {
			b.Fatal(err)
		}
		r, err := convert.Convert(g, catalog.Builtin(), convert.Options{})
		if err != nil {
			b.Fatal(err)
		}
		r.Scenario.Shell()
	}
}

// BenchmarkParseOnly parses the same files and does nothing else.
func BenchmarkParseOnly(b *testing.B) {
	g := largest(b)
	for b.Loop() {
		for _, f := range g.Files {
			source.New(f.Path, 0, f.Text).YAML()
		}
	}
}
