package lsp_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
)

const foldable = `#!/usr/bin/env bash
export LLMDBENCH_VLLM_COMMON_EXTRA_VOLUMES=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_COMMON_EXTRA_VOLUMES # 🦜
- name: 🦜
  emptyDir: {
    medium: Memory } # 🦜
EOF
# grüße 🦜
# grüße
export LLMDBENCH_HARNESS_NAME=nop
`

func withFolding(can protocol.FoldingRangeClientCapabilities) with {
	return func(st *start) { st.params.Capabilities.TextDocument.FoldingRange = &can }
}

// foldsOf are the folds of a text as a client is told of them that can do something.
func foldsOf(t *testing.T, can protocol.FoldingRangeClientCapabilities) string {
	s := newSession(t, nil, withFolding(can), withEncoding(protocol.PositionEncodingKindUTF16))
	s.open("/nowhere/a.sh", foldable)
	var list []string
	for _, fold := range s.folds("/nowhere/a.sh") {
		text := fmt.Sprintf("%d-%d", fold.StartLine, fold.EndLine)
		if fold.StartCharacter != nil {
			text = fmt.Sprintf("%d:%d-%d:%d", fold.StartLine, *fold.StartCharacter, fold.EndLine, *fold.EndCharacter)
		}
		list = append(list, strings.TrimSpace(text+" "+string(fold.Kind)))
	}
	return strings.Join(list, ", ")
}

// TestFolding gives a client the folds that it can show, and of these as many as it wants.
func TestFolding(t *testing.T) {
	limit := func(n uint32) *uint32 { return &n }
	for _, c := range []struct {
		name string
		can  protocol.FoldingRangeClientCapabilities
		want string
	}{
		{"lines", protocol.FoldingRangeClientCapabilities{LineFoldingOnly: on()}, "2-5, 3-5, 7-8 comment"},
		{"characters", protocol.FoldingRangeClientCapabilities{}, "2:52-6:0, 3:10-5:25, 4:13-5:19, 7:10-8:7 comment"},
		{"few", protocol.FoldingRangeClientCapabilities{LineFoldingOnly: on(), RangeLimit: limit(2)}, "2-5, 7-8 comment"},
		{"none", protocol.FoldingRangeClientCapabilities{LineFoldingOnly: on(), RangeLimit: limit(0)}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := foldsOf(t, c.can); got != c.want {
				t.Errorf("got %s", got)
			}
		})
	}
}

// TestNoFolds answers null where there are none: an empty list keeps an editor from folding by margins.
func TestNoFolds(t *testing.T) {
	s := newSession(t, nil)
	s.open("/nowhere/values.yaml", "modelArtifacts:\n  name: a\ndecode:\n  replicas: 1\n")
	for _, path := range []string{"/nowhere/values.yaml", "/nowhere/missing.sh"} {
		if raw := s.ask(protocol.MethodTextDocumentFoldingRange, &protocol.FoldingRangeParams{TextDocument: named(path)}, nil); raw != "null" {
			t.Errorf("%s: %s", path, raw)
		}
	}
}

// TestFlatOutline is what a client gets that knows no trees.
func TestFlatOutline(t *testing.T) {
	s := newSession(t, nil, func(st *start) {
		st.params.Capabilities.TextDocument.DocumentSymbol = &protocol.DocumentSymbolClientCapabilities{}
	})
	s.open("/nowhere/a.sh", foldable)
	raw := s.ask(protocol.MethodTextDocumentDocumentSymbol, &protocol.DocumentSymbolParams{TextDocument: named("/nowhere/a.sh")}, nil)
	var list []struct {
		Name, ContainerName string
		Kind                protocol.SymbolKind
		Location            struct {
			URI   string
			Range struct{ Start, End struct{ Line int } }
		}
	}
	if err := json.Unmarshal([]byte(raw), &list); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, sym := range list {
		at := sym.Location.Range
		got = append(got, fmt.Sprintf("%s %s in %q %d-%d", kindNames[sym.Kind], sym.Name, sym.ContainerName, at.Start.Line, at.End.Line))
		if sym.Location.URI != "file:///nowhere/a.sh" {
			t.Errorf("%s stands in %s", sym.Name, sym.Location.URI)
		}
	}
	want := []string{
		`namespace Common in "" 1-6`, `module LLMDBENCH_VLLM_COMMON_EXTRA_VOLUMES in "Common" 1-6`,
		`field 🦜 in "LLMDBENCH_VLLM_COMMON_EXTRA_VOLUMES" 3-5`,
		`namespace Harness in "" 7-9`, `variable LLMDBENCH_HARNESS_NAME in "Harness" 7-9`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// TestOfferedStructure announces what a client knows of, and no more.
func TestOfferedStructure(t *testing.T) {
	offered := func(change with) protocol.ServerCapabilities {
		s := newSession(t, nil, func(st *start) { st.bare = true })
		st := start{params: modernClient()}
		change(&st)
		result, err := s.server.Initialize(s.ctx, &st.params)
		if err != nil {
			t.Fatal(err)
		}
		s.end()
		return result.Capabilities
	}
	all := offered(func(*start) {})
	symbols, ok := all.DocumentSymbolProvider.(*protocol.DocumentSymbolOptions)
	if !ok || symbols.Label == nil || *symbols.Label == "" {
		t.Errorf("the outline is offered as %+v", all.DocumentSymbolProvider)
	}
	if all.FoldingRangeProvider != protocol.Boolean(true) || all.SelectionRangeProvider != protocol.Boolean(true) ||
		all.DocumentLinkProvider == nil || all.DocumentLinkProvider.ResolveProvider != nil || all.DocumentOnTypeFormattingProvider.FirstTriggerCharacter != "\n" {
		t.Errorf("a client that can do all is offered %+v", all)
	}
	for name, change := range map[string]with{
		"knows of documents, but of none of this": func(st *start) { st.params.Capabilities.TextDocument = &protocol.TextDocumentClientCapabilities{} },
		"knows of nothing":                        func(st *start) { st.params.Capabilities.TextDocument = nil },
	} {
		none := offered(change)
		if none.DocumentSymbolProvider != nil || none.FoldingRangeProvider != nil || none.SelectionRangeProvider != nil ||
			none.DocumentLinkProvider != nil || none.DocumentOnTypeFormattingProvider.FirstTriggerCharacter != "" {
			t.Errorf("a client that %s is offered %+v", name, none)
		}
	}
}

// TestManySelections answers for each cursor in turn, with nothing for one that has nothing around it.
func TestManySelections(t *testing.T) {
	s := newSession(t, nil)
	text := "inferenceExtension:\n  pluginsCustomConfig:\n    a.yaml: |\n      kind: EndpointPickerConfig\n"
	s.open("/nowhere/values.yaml", text)
	places := []protocol.Position{{Line: 0, Character: 3}, {Line: 3, Character: 8}, {Line: 99, Character: 99}}
	list := s.selections("/nowhere/values.yaml", places...)
	if len(list) != 3 || list[0].Range != (protocol.Range{Start: places[0], End: places[0]}) || list[0].Parent != nil ||
		list[1].Range != (protocol.Range{Start: protocol.Position{Line: 3, Character: 6}, End: protocol.Position{Line: 3, Character: 10}}) || list[1].Parent == nil ||
		list[2].Parent != nil {
		t.Errorf("got %+v", list)
	}
	if raw := s.ask(protocol.MethodTextDocumentSelectionRange, &protocol.SelectionRangeParams{TextDocument: named("/nowhere/missing.sh"), Positions: places}, nil); raw != "[]" && raw != "null" {
		t.Errorf("a file that is not there has %s", raw)
	}
}
