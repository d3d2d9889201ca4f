package analysis

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"llmdbench-ls/convert/source"
)

func TestSymbols(t *testing.T) {
	const deployment = "kind: Deployment\nspec: {template: {spec: {containers: [{args: [vllm]}]}}}\n"
	s, dir := newWorkspace(t, map[string]string{
		"scenarios/chat.sh":      "# LLMDBENCH_NOTE=1\nexport LLMDBENCH_PORT=1 # LLMDBENCH_PORTS=2\nLLMDBENCH_PORT_B=2\ncat <<EOF\n$LLMDBENCH_PORT_C=3\nEOF\n",
		"scenarios/chat-wide.sh": "export LLMDBENCH_PORT=1\n", "scenarios/notes.sh": "echo chat\n",
		"guides/chat/helmfile.yaml": "releases: []", "guides/chat/ms-chat/values.yaml": "modelArtifacts: {}", "guides/wide/base/chat.yaml": deployment,
		"guides/wide/base/kustomization.yaml": "resources: []", "chat-values/values.yaml": "decode: {containers: []}\nmodelArtifacts: {}",
		"chat-other/deployment.yaml": "spec: {containers: []}",
	})
	s = s.With(source.New(dir+"/scenarios/new.sh", 1, "export LLMDBENCH_PORT=1\n"))
	for _, tt := range []struct {
		query string
		want  []string
	}{
		{"chat", []string{"chat.sh", "chat", "chat-wide.sh", "chat-values"}},
		{"Chat WIDE", []string{"chat-wide.sh"}},
		{"wide", []string{"chat-wide.sh", "wide/base"}},
		{"llmdbench_port", []string{"LLMDBENCH_PORT", "LLMDBENCH_PORT", "LLMDBENCH_PORT", "LLMDBENCH_PORT_B"}},
		{"prtb", []string{"LLMDBENCH_PORT_B"}},
		{"note", nil}, {"ports", nil}, {"port_c", nil}, {"values.yaml", nil}, {".sh", nil},
		{"", []string{"chat-wide.sh", "chat.sh", "new.sh", "chat", "chat-values", "wide/base"}},
	} {
		var got []string
		for _, symbol := range WorkspaceSymbols(context.Background(), s, tt.query) {
			if symbol.File != nil && symbol.File.Slice(symbol.At) != symbol.Name {
				t.Errorf("%s stands at %q", symbol.Name, symbol.File.Slice(symbol.At))
			}
			got = append(got, symbol.Name)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.query, got, tt.want)
		}
	}
}

// There is room for the best however many others there are.
func TestSymbolsAreBounded(t *testing.T) {
	text := ""
	for i := range 2 * maxSymbols {
		text += fmt.Sprintf("export LLMDBENCH_P_O_R_T_%d=1\n", i)
	}
	s := NewSnapshot(nil, DefaultSettings).With(source.New("/nowhere/a.sh", 1, text), source.New("/nowhere/b.sh", 1, "export LLMDBENCH_PORT=1\n"))
	got := WorkspaceSymbols(context.Background(), s, "port")
	if len(got) != maxSymbols || got[0].Name != "LLMDBENCH_PORT" {
		t.Errorf("%d symbols, the first %s", len(got), got[0].Name)
	}
}
