package analysis

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"llmdbench-ls/convert/guide"
)

// BenchmarkNavigation puts the requests to a workspace of 10,000 files, half of them guides' and half the scenarios made
// from them, beside what it takes to read the bytes of all scenarios.
func BenchmarkNavigation(b *testing.B) {
	s, dir := largeWorkspace(b, 5000)
	ctx := context.Background()
	scenario, values := dir+"/scenarios/guides/g17.sh", dir+"/guides/g17/ms-g17/values.yaml"
	offset := func(file, text string) int {
		f, err := s.File(file)
		if err != nil {
			b.Fatal(err)
		}
		at := strings.LastIndex(f.Text, text)
		if at < 0 {
			b.Fatalf("%s has no %s", file, text)
		}
		return at
	}
	f, _ := s.File(scenario)
	s = s.With(f)
	common, use := offset(scenario, "LLMDBENCH_DEPLOY_MODEL_LIST"), offset(scenario, "LLMDBENCH_VLLM_COMMON_INFERENCE_PORT")
	for _, request := range []struct {
		name string
		do   func() int
	}{
		{"definition in the file", func() int { return len(Definition(ctx, s, scenario, use)) }},
		{"highlights", func() int { return len(Highlights(s, scenario, use)) }},
		{"definition from the guide", func() int { return len(Definition(ctx, s, values, offset(values, "replicas"))) }},
		{"references of a common variable", func() int { return len(References(ctx, s, scenario, common, true)) }},
		{"references of a flag", func() int { return len(References(ctx, s, scenario, offset(scenario, "--port"), true)) }},
		{"symbols", func() int { return len(WorkspaceSymbols(ctx, s, "decode replicas")) }},
		{"bytes", func() int {
			n := 0
			for _, file := range s.index.Scenarios {
				n += len(bytesOf(file))
			}
			return n
		}},
	} {
		b.Run(request.name, func(b *testing.B) {
			for range b.N {
				if request.do() == 0 {
					b.Fatal("there is no answer")
				}
			}
		})
	}
}

// largeWorkspace makes so many guides, and the scenario of each.
func largeWorkspace(b *testing.B, guides int) (*Snapshot, string) {
	b.Helper()
	from := filepath.Join("..", "testdata", "guides", "chat-routing")
	one := NewSnapshot([]string{from}, DefaultSettings).Unbounded()
	full, err := filepath.Abs(from)
	if err != nil {
		b.Fatal(err)
	}
	made, err := Generate(one, filepath.ToSlash(full), guide.DefaultEnvironment)
	if err != nil {
		b.Fatal(err)
	}
	values, err := os.ReadFile(filepath.Join(from, "ms-chat-routing", "values.yaml"))
	if err != nil {
		b.Fatal(err)
	}
	files := map[string]string{}
	for i := range guides {
		name := fmt.Sprintf("g%d", i)
		files["scenarios/guides/"+name+".sh"] = strings.ReplaceAll(strings.ReplaceAll(made.Text, "guides/chat-routing", "guides/"+name), "chat-routing", name)
		files["guides/"+name+"/ms-"+name+"/values.yaml"] = string(values)
	}
	return newWorkspace(b, files)
}
