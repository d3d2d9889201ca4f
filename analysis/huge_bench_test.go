package analysis

import (
	"fmt"
	"strings"
	"testing"

	"llmdbench-ls/convert/source"
)

// BenchmarkHuge is what the first hover, outline and colours of a file cost that is far larger than any in use, beside the
// reading of its shell alone.
func BenchmarkHuge(b *testing.B) {
	for name, text := range hugeScenarios() {
		at := strings.LastIndex(text, "LLMDBENCH_")
		for what, do := range map[string]func(s *Snapshot, f *source.File){
			"shell":   func(_ *Snapshot, f *source.File) { _, _ = f.Shell() },
			"hover":   func(s *Snapshot, f *source.File) { Hover(s, f.Path, at) },
			"second":  func(s *Snapshot, f *source.File) { Hover(s, f.Path, at); Hover(s, f.Path, at) },
			"symbols": func(s *Snapshot, f *source.File) { Outline(s, f.Path) },
			"colours": func(s *Snapshot, f *source.File) { Tokens(s, f.Path) },
		} {
			b.Run(name+"/"+what, func(b *testing.B) {
				for i := range b.N {
					f := source.New("/w/scenarios/huge.sh", int32(i), text) //nolint:gosec // a small number
					do(NewSnapshot([]string{"/w"}, DefaultSettings).With(f), f)
				}
			})
		}
	}
}

// hugeScenarios are scenarios with very much of one thing.
func hugeScenarios() map[string]string {
	const head = "export LLMDBENCH_DEPLOY_MODEL_LIST=a/b\n"
	file := func(name, content string) string {
		return head + "export " + name + "=$(mktemp)\ncat << EOF > $" + name + "\n" + content + "EOF\n"
	}
	each := func(n int, format string) string {
		var text strings.Builder
		for i := range n {
			text.WriteString(strings.ReplaceAll(format, "%", fmt.Sprint(i)))
		}
		return text.String()
	}
	return map[string]string{
		"flags": file("LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS", "vllm serve x "+strings.Repeat("--port 3 ", 20_000)+"\n"),
		"plugins": file("LLMDBENCH_VLLM_MODELSERVICE_GAIE_CUSTOM_PLUGINS", "p.yaml: |\n  kind: EndpointPickerConfig\n  plugins:\n"+
			each(3000, "  - type: queue-scorer\n    name: q%\n")+"  schedulingProfiles:\n  - name: d\n    plugins:\n"+each(3000, "    - pluginRef: q%\n")),
		"environment": file("LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML", each(4000, "- name: V%\n  value: \"x\"\n")),
		"sources":     head + each(3000, "# SOURCE: guides/x/values.yaml\n# Line 3:\n#   replicas: %\nexport LLMDBENCH_X%=1\n\n"),
	}
}
