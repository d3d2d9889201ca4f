package complete_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"llmdbench-ls/analysis"
	"llmdbench-ls/analysis/complete"
	"llmdbench-ls/convert/source"
)

// benchLines is how long the scenario of the benchmarks is at least. The longest known has 745 lines.
const benchLines = 745

// benchScenario is a long scenario of a guide that is there, with a line put in behind another one.
func benchScenario(b *testing.B, behind, line string) (text string, at int) {
	b.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "conversions", "split-serving.sh"))
	if err != nil {
		b.Fatal(err)
	}
	text = string(data)
	for strings.Count(text, "\n") < benchLines {
		text += string(data)
	}
	i := strings.Index(text, behind)
	if i < 0 {
		b.Fatalf("there is no %q", behind)
	}
	i += len(behind)
	return text[:i] + line + "\n" + text[i:], i + len(line)
}

// BenchmarkComplete is what a list costs in a long scenario after a keystroke, which nothing has been worked out for.
func BenchmarkComplete(b *testing.B) {
	root, err := filepath.Abs(filepath.Join("..", "..", "testdata"))
	if err != nil {
		b.Fatal(err)
	}
	for _, bench := range []struct{ name, behind, line string }{
		{"name", "LLMDBENCH_LLMD_IMAGE_TAG=v0.4.2\n", "export LLMDBENCH_V"},
		{"expansion", "LLMDBENCH_LLMD_IMAGE_TAG=v0.4.2\n", `echo "${LLMDBENCH_V`},
		{"value", "LLMDBENCH_LLMD_IMAGE_TAG=v0.4.2\n", "export LLMDBENCH_HARNESS_NAME="},
		{"placeholder", "--block-size=REPLACE_ENV_LLMDBENCH_VLLM_COMMON_BLOCK_SIZE \\\n", "--x REPLACE_ENV_"},
		{"flag", "--block-size=REPLACE_ENV_LLMDBENCH_VLLM_COMMON_BLOCK_SIZE \\\n", "--"},
		{"environment", "_DECODE_ENVVARS_TO_YAML\n", "- name: "},
	} {
		b.Run(bench.name, func(b *testing.B) {
			text, at := benchScenario(b, bench.behind, bench.line)
			path := filepath.ToSlash(filepath.Join(root, "scenarios", "bench.sh"))
			s := analysis.NewSnapshot([]string{filepath.ToSlash(root)}, analysis.DefaultSettings)
			for i := range b.N {
				s = s.With(source.New(path, int32(i+1), text))
				if list := complete.At(s, path, at, ""); len(list.Items) == 0 {
					b.Fatal("nothing is offered")
				}
			}
		})
	}
}
