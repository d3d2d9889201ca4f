package lsp_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// manyFiles is how many scenarios and guide files a large workspace has beside the file that is edited.
const manyFiles = 10_000

// generatedWorkspace is a folder with a guide and its scenario, and with some other guides and scenarios, half of them
// each. All scenarios lie in one folder, as those that conversions write do.
func generatedWorkspace(b *testing.B, others int) (dir, scenario, values string) {
	b.Helper()
	dir = realTempDir(b)
	write := func(i int) (scenario, values string) {
		scenario = filepath.Join(dir, "scenarios", "guides", fmt.Sprintf("guide-%05d.sh", i))
		values = filepath.Join(dir, "guides", fmt.Sprintf("guide-%05d", i), "ms-guide", "values.yaml")
		writeFile(b, values, fmt.Sprintf("modelArtifacts: {name: lab/parrot-%db}\ndecode:\n  replicas: 2\n  parallelism: {tensor: 4}\n", i))
		writeFile(b, scenario, fmt.Sprintf("# Scenario %d\n# Based on: guides/guide-%05d (environment: default)\nexport LLMDBENCH_DEPLOY_MODEL_LIST=lab/parrot-%db\nexport LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS=2\nexport LLMDBENCH_VLLM_MODELSERVICE_DECODE_TENSOR_PARALLELISM=4\n", i, i, i))
		return scenario, values
	}
	for i := 1; i <= others/2; i++ {
		write(i)
	}
	scenario, values = write(0)
	before := time.Now().Add(-time.Minute) // folders that have just changed are listed anew for a while
	for _, folder := range []string{"scenarios/guides", "guides", "guides/guide-00000", "guides/guide-00000/ms-guide", "scenarios", "."} {
		if err := os.Chtimes(filepath.Join(dir, folder), before, before); err != nil {
			b.Fatal(err)
		}
	}
	return dir, scenario, values
}

// BenchmarkWorkspaceKeystroke is the time from a change to the diagnostics that it leads to, in a workspace with nothing
// else and in one with very many other files: the two are to be the same. What is changed is a scenario, or the guide that
// an open scenario is held against.
func BenchmarkWorkspaceKeystroke(b *testing.B) {
	for _, others := range []int{0, manyFiles} {
		dir, scenario, values := generatedWorkspace(b, others)
		for _, changed := range []string{scenario, values} {
			b.Run(fmt.Sprintf("%s/others=%d", filepath.Ext(changed)[1:], others), func(b *testing.B) {
				s := benchSession(b, []string{dir})
				s.open(scenario, readFile(b, scenario))
				s.client.awaitLast(b, 1)
				text := readFile(b, changed)
				if changed != scenario {
					s.open(values, text)
				}
				lines := uint32(strings.Count(text, "\n"))
				b.ResetTimer()
				for i := range b.N {
					// Every other keystroke makes the two differ, so that there always is something to say of the scenario.
					edit := &protocol.TextDocumentContentChangePartial{Text: faultOf(changed)}
					edit.Range.Start.Line, edit.Range.End.Line = lines, lines
					if i%2 == 1 {
						edit = &protocol.TextDocumentContentChangePartial{}
						edit.Range.Start.Line, edit.Range.End.Line = lines, lines+1
					}
					s.client.note(func() { s.client.published = s.client.published[:0] })
					s.edit(changed, int32(i+2), edit)
					s.client.await(b, "diagnostics", func() bool {
						return slices.ContainsFunc(s.client.published, func(p protocol.PublishDiagnosticsParams) bool { return p.URI == uri.File(scenario) })
					})
				}
			})
		}
	}
}

// faultOf is a line by which a scenario differs from its guide, in a scenario or in a guide.
func faultOf(file string) string {
	if strings.HasSuffix(file, ".sh") {
		return "export LLMDBENCH_NO_SUCH_NAME=1\n"
	}
	return "prefill: {replicas: 7}\n"
}
