package lsp_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// hostile are texts that are half-typed, broken or not ours, by the names of their files. Those at names with a plus
// sign in front may have answers.
var hostile = map[string]string{
	"empty.sh": "", "empty.yaml": "", "binary.sh": "export LLMDBENCH_A=1\n\x00\xff", "binary.yaml": "modelArtifacts: {name: \x00}",
	"other.sh": "echo $LLMDBENCH_A ${B}\nB=1", "other.yaml": "pluginRef: x\nLLMDBENCH_A: 1\n", "notes.md": "export LLMDBENCH_A=1",
	"+unclosed.sh":   "A=1\nexport LLMDBENCH_A=$A\ncat <<EOF >$LLMDBENCH_A\nü🦜 $A REPLACE_ENV_LLMDBENCH_A",
	"+unclosed2.sh":  "export LLMDBENCH_VLLM_MODELSERVICE_GAIE_CUSTOM_PLUGINS=$(mktemp)\ncat <<'EOF' >$LLMDBENCH_VLLM_MODELSERVICE_GAIE_CUSTOM_PLUGINS\na.yaml: |\n  kind: EndpointPickerConfig\n  plugins: [{type: a, name: b}",
	"+half.sh":       "export LLMDBENCH_A=1\nexport LLMDBENCH_B=${LLMDBENCH_A",
	"+half2.sh":      "export LLMDBENCH_A=1\n$",
	"+dollars.sh":    "export LLMDBENCH_A=1\n" + strings.Repeat("$", 3000),
	"+asks.sh":       "export LLMDBENCH_A=1\n" + strings.Repeat("REPLACE_ENV_", 500) + "LLMDBENCH_____REPLACE_ENV_",
	"+sources.sh":    "export LLMDBENCH_A=1\n# SOURCE: ../../../etc/values.yaml\n# Lines 9-1:\n#   x\n# Line 99999999999999999999:\n# SOURCE: a.yaml\n# Lines 0-0:\n",
	"+half.yaml":     "inferenceExtension:\n  pluginsConfigFile: \"\n  pluginsCustomConfig:\n    a.yaml: |\n      kind: EndpointPickerConfig\n      plugins: [{type: b, name: c}, {pluginRef:",
	"+speaks.yaml":   "modelArtifacts: {}\nnote: EndpointPickerConfig\nother: see EndpointPickerConfig\n",
	"+plugins.yaml":  "kind: EndpointPickerConfig\nplugins: &a [*a, {type: {}, name: []}, 1, null]\nschedulingProfiles: {plugins: x}\n",
	"+factors.yaml":  "setup: {factors: [LLMDBENCH_A, LLMDBENCH_], levels: LLMDBENCH_A}\n",
	"+helmfile.yaml": "releases: [{{ LLMDBENCH_A",
}

// Whatever stands in a file, and wherever the cursor, there is an answer, which is empty for files that are not ours.
func TestNavigationOfHostileTexts(t *testing.T) {
	dir := realTempDir(t)
	s := newSession(t, []string{dir})
	for name, text := range hostile {
		path := filepath.Join(dir, strings.TrimPrefix(name, "+"))
		writeFile(t, path, text)
		s.open(path, text)
	}
	for name, text := range hostile {
		for offset := 0; offset <= len(text); offset += 1 + len(text)/150 {
			place := protocol.TextDocumentPositionParams{}
			place.TextDocument.URI = uri.File(filepath.Join(dir, strings.TrimPrefix(name, "+")))
			place.Position = protocol.Position{Line: uint32(strings.Count(text[:offset], "\n")), Character: uint32(offset - strings.LastIndexByte(text[:offset], '\n') - 1)}
			checkAnswers(t, s, name, place)
		}
	}
	for _, u := range []uri.URI{"file:///nowhere/x.sh", "untitled:x", "llmdbench-preview:/ms/x?y", "::"} {
		for _, at := range []protocol.Position{{}, {Line: 1 << 31, Character: 1 << 31}} {
			place := protocol.TextDocumentPositionParams{Position: at}
			place.TextDocument.URI = u
			checkAnswers(t, s, "nowhere", place)
		}
	}
	s.alive(t)
}

// checkAnswers puts every request to a place.
func checkAnswers(t *testing.T, s *session, name string, at protocol.TextDocumentPositionParams) {
	t.Helper()
	prepare, rename := &protocol.PrepareRenameParams{TextDocumentPositionParams: at}, &protocol.RenameParams{TextDocumentPositionParams: at, NewName: "LLMDBENCH_Z"}
	for method, params := range map[string]any{
		protocol.MethodTextDocumentDefinition:        &protocol.DefinitionParams{TextDocumentPositionParams: at},
		protocol.MethodTextDocumentReferences:        &protocol.ReferenceParams{TextDocumentPositionParams: at, Context: protocol.ReferenceContext{IncludeDeclaration: true}},
		protocol.MethodTextDocumentDocumentHighlight: &protocol.DocumentHighlightParams{TextDocumentPositionParams: at},
		protocol.MethodTextDocumentPrepareRename:     prepare,
		protocol.MethodTextDocumentRename:            rename,
	} {
		var raw jsonrpc2.RawMessage
		_, err := s.conn.Call(s.ctx, method, params, &raw)
		refused := codeOf(err) == jsonrpc2.Code(protocol.LSPErrorCodesRequestFailed) && (params == any(prepare) || params == any(rename))
		switch empty := string(raw) == "null" || string(raw) == "[]"; {
		case err != nil && !(refused && strings.HasPrefix(name, "+")):
			t.Fatalf("%s at %v of %s: %v", method, at.Position, name, err)
		case err == nil && !empty && !strings.HasPrefix(name, "+"):
			t.Fatalf("%s at %v of %s: %s", method, at.Position, name, raw)
		}
	}
}

func TestWorkspaceSymbols(t *testing.T) {
	dir := realTempDir(t)
	writeFile(t, filepath.Join(dir, "scenarios", "parrot.sh"), "export LLMDBENCH_HARNESS_NAME=nop\n  export LLMDBENCH_ÜBER=1 LLMDBENCH_HARNESS_NAME=x\n")
	writeFile(t, filepath.Join(dir, "guides", "parrot", "helmfile.yaml"), "releases: []\n")
	s := newSession(t, []string{dir})
	s.client.logged(t, "in the workspace")
	s.open(filepath.Join(dir, "scenarios", "new.sh"), "# 🦜\nexport LLMDBENCH_HARNESS_NAME=nop\n")
	for query, want := range map[string][]string{
		"":             {"1 new.sh in scenarios 0:0-0:0", "1 parrot.sh in scenarios 0:0-0:0", "4 parrot in guides 0:0-0:0"},
		"PARROT":       {"1 parrot.sh in scenarios 0:0-0:0", "4 parrot in guides 0:0-0:0"},
		"harness name": {"13 LLMDBENCH_HARNESS_NAME in new.sh 1:7-1:29", "13 LLMDBENCH_HARNESS_NAME in parrot.sh 0:7-0:29"},
		"llmhn":        {"13 LLMDBENCH_HARNESS_NAME in new.sh 1:7-1:29", "13 LLMDBENCH_HARNESS_NAME in parrot.sh 0:7-0:29"},
		"nothing here": nil,
		"🦜":            nil,
	} {
		list, err := ask[protocol.WorkspaceSymbolSlice](t, s, protocol.MethodWorkspaceSymbol, &protocol.WorkspaceSymbolParams{Query: query})
		var got []string
		for _, symbol := range list {
			at := symbol.Location.(*protocol.Location).Range
			got = append(got, fmt.Sprintf("%d %s in %s %d:%d-%d:%d", symbol.Kind, symbol.Name, *symbol.ContainerName, at.Start.Line, at.Start.Character, at.End.Line, at.End.Character))
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %q, %v, want %q", query, got, err, want)
		}
	}
}

// A client that asks before a rename is told that it can; another one gets the refusal from the rename itself.
func TestRenameIsAnnounced(t *testing.T) {
	for _, prepares := range []bool{true, false} {
		t.Run(fmt.Sprint(prepares), func(t *testing.T) {
			s := newSession(t, nil, func(st *start) { st.bare = true })
			params := modernClient()
			if prepares {
				params.Capabilities.TextDocument.Rename = &protocol.RenameClientCapabilities{PrepareSupport: on()}
			}
			result, err := s.server.Initialize(s.ctx, &params)
			if err != nil {
				t.Fatal(err)
			}
			options, detailed := result.Capabilities.RenameProvider.(*protocol.RenameOptions)
			if detailed != prepares || detailed && (options.PrepareProvider == nil || !*options.PrepareProvider) {
				t.Errorf("announced %+v", result.Capabilities.RenameProvider)
			}
		})
	}
}

// A client without document changes gets the plain form of the edit.
func TestRenameWithoutDocumentChanges(t *testing.T) {
	s := newSession(t, nil, func(st *start) { st.params.Capabilities.Workspace.WorkspaceEdit = nil })
	const text = "A=1\nexport LLMDBENCH_A=$A\n"
	s.open("/nowhere/x.sh", text)
	params := &protocol.RenameParams{NewName: "B"}
	params.TextDocument.URI = uri.File("/nowhere/x.sh")
	edit, err := ask[*protocol.WorkspaceEdit](t, s, protocol.MethodTextDocumentRename, params)
	if err != nil || len(edit.DocumentChanges) != 0 {
		t.Fatalf("%+v, %v", edit, err)
	}
	texts := map[string]string{"/nowhere/x.sh": text}
	applyEdit(t, texts, edit, s.client.encoding)
	if want := "B=1\nexport LLMDBENCH_A=$B\n"; texts["/nowhere/x.sh"] != want {
		t.Errorf("it becomes %q, want %q", texts["/nowhere/x.sh"], want)
	}
	for name, wantEdits := range map[string]int{"A": 0, "C": 2} {
		params.NewName = name
		edit, err = ask[*protocol.WorkspaceEdit](t, s, protocol.MethodTextDocumentRename, params)
		if err != nil || len(edit.Changes[uri.File("/nowhere/x.sh")]) != wantEdits {
			t.Errorf("renamed to %s: %+v, %v", name, edit, err)
		}
	}
}
