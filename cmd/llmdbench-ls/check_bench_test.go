package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mvdan.cc/sh/v3/syntax"
)

const benchFiles = 5000

// manyScenarios is a folder of scenarios: those that conversions write, over and over, each a little different.
func manyScenarios(b *testing.B) (dir string, texts []string) {
	b.Helper()
	dir = b.TempDir()
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
		text := fmt.Sprintf("# Copy %d.\n%s", i, made[i%len(made)])
		name := filepath.Join(dir, fmt.Sprintf("%02d", i%50), fmt.Sprintf("scenario-%d.sh", i))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
		texts = append(texts, text)
	}
	return dir, texts
}

// BenchmarkCheck is the time of a check of many scenarios, beside the bare parse of the same texts, one after the other
// and with as many at once as the check has.
func BenchmarkCheck(b *testing.B) {
	dir, texts := manyScenarios(b)
	b.Run("check", func(b *testing.B) {
		for range b.N {
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
		for range b.N {
			for _, text := range texts {
				parse(b, text)
			}
		}
	})
	b.Run("parse-parallel", func(b *testing.B) {
		for range b.N {
			beside(len(texts), func(i int) { parse(b, texts[i]) })
		}
	})
}
