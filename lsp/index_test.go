package lsp_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"llmdbench-ls/analysis"
	"llmdbench-ls/analysis/rules"
)

// based is a scenario that is held against a guide of a generated workspace.
func based(guide, replicas string) string {
	return "# Based on: guides/" + guide + " (environment: default)\nexport LLMDBENCH_DEPLOY_MODEL_LIST=lab/parrot-7b\nexport LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS=" + replicas + "\n"
}

func valuesWith(replicas string) string {
	return "modelArtifacts: {name: lab/parrot-7b}\ndecode:\n  replicas: " + replicas + "\n"
}

// TestPullConcerned looks again at those files only that have read what changed on the disk.
func TestPullConcerned(t *testing.T) {
	dir := realTempDir(t)
	for _, name := range []string{"one", "two"} {
		writeFile(t, filepath.Join(dir, "guides", name, "ms-"+name, "values.yaml"), valuesWith("2"))
		writeFile(t, filepath.Join(dir, "scenarios", name+".sh"), based(name, "2"))
	}
	writeFile(t, filepath.Join(dir, "pickers", "none.txt"), "")
	looked := make(chan string, 99)
	probe := &analysis.Rule{ID: "probe", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Check: func(p *analysis.Pass) {
		looked <- filepath.Base(p.File.Path)
	}}
	s := newSession(t, []string{dir}, pulling, withRules(append(slices.Clone(rules.All), probe)...))
	s.client.await(t, "the index", func() bool { return slices.Contains(s.client.progress, "llmdbench-ls/index end") })
	known := map[uri.URI]string{}
	step := func(change func(), said string, again ...string) {
		t.Helper()
		for len(looked) > 0 {
			<-looked
		}
		answer := make(chan string, 1)
		change()
		go func() {
			got, err := s.pullWorkspace(s.ctx, known)
			answer <- fmt.Sprint(got, " ", err)
		}()
		s.answered(t, answer, said+" <nil>")
		var got []string
		for len(looked) > 0 {
			got = append(got, <-looked)
		}
		slices.Sort(got)
		if !slices.Equal(slices.Compact(got), again) {
			t.Errorf("looked at %v, want %v", got, again)
		}
	}
	one := filepath.Join(dir, "guides", "one", "ms-one", "values.yaml")
	touch := func(path, text string) func() {
		return func() {
			writeFile(t, path, text)
			s.watched(t, path)
		}
	}
	step(func() {}, "one.sh 0, two.sh 0, values.yaml 0, values.yaml 0", "one.sh", "two.sh")
	step(touch(one, valuesWith("33")), "one.sh 1", "one.sh")
	step(touch(one, valuesWith("2")), "one.sh 0", "one.sh")
	step(touch(filepath.Join(dir, "scenarios", "two.sh"), based("two", "33")), "two.sh 1", "two.sh")
	step(touch(filepath.Join(dir, "scenarios", ".llmdbench.yaml"), "severity: {value-differs: off}\n"), ".llmdbench.yaml 0, two.sh 0", "one.sh", "two.sh")
	step(touch(filepath.Join(dir, "scenarios", ".llmdbench.yaml"), "severity: {value-differs: loud}\n"), ".llmdbench.yaml 1, two.sh 1", "one.sh", "two.sh")
	step(touch(filepath.Join(dir, "pickers", "picker.yaml"), "kind: EndpointPickerConfig\nplugins: {}\n"), "picker.yaml 1")

	// An open guide counts as it is in the editor; closed, as it is on the disk.
	s.open(one, valuesWith("44"))
	step(func() {
		if err := s.server.DidSave(s.ctx, &protocol.DidSaveTextDocumentParams{TextDocument: protocol.TextDocumentIdentifier{URI: uri.File(one)}}); err != nil {
			t.Fatal(err)
		}
	}, "one.sh 1", "one.sh")
	step(func() { s.close(one) }, "one.sh 0", "one.sh")
}

// TestConfigPublished tells in the project's config what is wrong with it, open or not, until it is mended or gone.
func TestConfigPublished(t *testing.T) {
	dir := realTempDir(t)
	config := filepath.Join(dir, "deep", ".llmdbench.yaml")
	wrong := "# grüße 🦜\nseverity: {unknown-varable: off}\n"
	writeFile(t, config, wrong)
	writeFile(t, filepath.Join(dir, ".llmdbench.yaml"), "severity: {unknown-variable: off}\n")
	s := newSession(t, []string{dir})
	said := func(what string, messages ...string) {
		t.Helper()
		s.client.await(t, what, func() bool {
			for _, p := range slices.Backward(s.client.published) {
				if p.URI == uri.File(config) {
					return slices.EqualFunc(p.Diagnostics, messages, func(d protocol.Diagnostic, part string) bool {
						message, _ := d.Message.(protocol.String)
						return strings.Contains(string(message), part) && d.Code == protocol.String("invalid-config")
					})
				}
			}
			return false
		})
	}
	said("what is wrong with a config that is not open", "did you mean unknown-variable?")
	if got := s.client.published[0].Diagnostics[0].Range; got.Start != (protocol.Position{Line: 1, Character: 11}) || got.End.Character != 26 {
		t.Errorf("it is marked at %v", got)
	}
	s.client.logged(t, "did you mean unknown-variable?")
	s.open(config, strings.Replace(wrong, "varable", "variable", 1))
	said("nothing, as it is mended in the editor")
	s.close(config)
	said("what is wrong on the disk", "did you mean unknown-variable?")
	if err := os.Remove(config); err != nil {
		t.Fatal(err)
	}
	s.watched(t, config)
	said("nothing, as it is gone")
	if n := s.client.saidOf(filepath.Join(dir, ".llmdbench.yaml")); n != 0 {
		t.Errorf("%d messages about a config that is right and not open", n)
	}
}
