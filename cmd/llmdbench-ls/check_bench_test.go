package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"mvdan.cc/sh/v3/syntax"
)

const benchFiles = 5000

// manyScenarios is a folder of scenarios.
func manyScenarios(b *testing.B) (dir string) {
	b.Helper()
	dir = b.TempDir()
	for i, text := range manyTexts(b) {
		name := filepath.Join(dir, fmt.Sprintf("%02d", i%50), fmt.Sprintf("scenario-%d.sh", i))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	return dir
}

// manyTexts are scenarios: those that conversions write, over and over, each a little different.
func manyTexts(b *testing.B) (texts []string) {
	b.Helper()
	var made []string
	files, _ := filepath.Glob(filepath.Join("..", "..", "testdata", "conversions", "*.sh"))
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		made = append(made, string(text))
	}
	for i := range benchFiles {
		texts = append(texts, fmt.Sprintf("# Copy %d.\n%s", i, made[i%len(made)]))
	}
	return texts
}

// BenchmarkCheck is the time of a check of many scenarios, beside the bare parse of the same texts, one after the other
// and with as many at once as the check has.
func BenchmarkCheck(b *testing.B) {
	b.Run("check", func(b *testing.B) {
		dir := manyScenarios(b)
		runtime.GC() // the texts that were written are not there in a run of the program
		for b.Loop() {
			root := rootCommand()
			root.SetArgs([]string{"check", "--format", "json", dir})
			root.SetOut(io.Discard)
			root.SetErr(io.Discard)
			if err := root.Execute(); err != nil {
				b.Fatal(err)
			}
		}
	})
	parse := func(b *testing.B, text string) {
		if _, err := syntax.NewParser(syntax.Variant(syntax.LangBash), syntax.KeepComments(true)).Parse(strings.NewReader(text), ""); err != nil {
			b.Error(err)
		}
	}
	b.Run("parse", func(b *testing.B) {
		texts := manyTexts(b)
		for b.Loop() {
			for _, text := range texts {
				parse(b, text)
			}
		}
	})
	b.Run("parse-parallel", func(b *testing.B) {
		texts := manyTexts(b)
		for b.Loop() {
			beside(len(texts), func(i int) { parse(b, texts[i]) })
		}
	})
}
