package scenario_test

import (
	"slices"
	"strings"
	"testing"

	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

const cited = `#!/usr/bin/env bash
# SOURCE: ms/values.yaml
# Lines 3-4:
#   decode:
#     replicas: 2
# Line 9:
#   tag: v1
# NOTE: üben 🦜
export LLMDBENCH_REPLICAS=2
export LLMDBENCH_TAG=v1

# SOURCE: ms/values.yaml
# Lines 3-7:
#   decode:
#     replicas: 2
#     args:
#     - --port 8000
#     - --song grüße
# SOURCE: other.yaml
# Line 4:
#   song: grüße
export LLMDBENCH_ARGS=$(mktemp)
cat <<EOF >$LLMDBENCH_ARGS
vllm serve \
--port 8000 \
--song grüße
EOF
# SOURCE: ms/values.yaml
# Line 5:
#   args:
`

func TestTakenFrom(t *testing.T) {
	for _, end := range []string{"\n", "\r\n"} {
		f := source.New("s.sh", 0, strings.ReplaceAll(cited, "\n", end))
		script, _ := scenario.Read(f, nil)
		for line, want := range map[int][]int{
			2: nil, 3: {9, 22}, 4: {9, 22}, 5: {22}, 6: {25}, 7: {26}, 8: nil, 9: {10}, 10: nil, 0: nil,
		} {
			var got []int
			for _, at := range script.TakenFrom(line, func(path string) bool { return path == "ms/values.yaml" }) {
				got = append(got, f.Line(at)+1)
			}
			if !slices.Equal(got, want) {
				t.Errorf("line %d went into %v, want %v", line, got, want)
			}
		}
	}
}

func TestLineAt(t *testing.T) {
	f := source.New("s.sh", 0, cited)
	script, _ := scenario.Read(f, nil)
	for line, want := range map[int]int{2: 3, 3: 3, 4: 3, 5: 4, 6: 9, 7: 9, 8: 9} {
		if got := script.Sources[0].LineAt(f, f.LineSpan(line-1).End); got != want {
			t.Errorf("line %d is about line %d of the guide, want %d", line, got, want)
		}
	}
}

// A hostile file has many comments above many settings, and is looked through in no more than their number.
func TestTakenFromIsBounded(t *testing.T) {
	text := strings.Repeat("# SOURCE: a.yaml\n# Line 1:\n#   x: 1\n", 20_000) + strings.Repeat("export LLMDBENCH_X=1\n", 20_000)
	script, _ := scenario.Read(source.New("s.sh", 0, text), nil)
	if got := script.TakenFrom(1, func(string) bool { return true }); len(got) != 1 {
		t.Errorf("%d places, want the one that all comments stand above", len(got))
	}
}
