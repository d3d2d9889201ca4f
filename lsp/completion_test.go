package lsp_test

import (
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
)

const halfTyped = "export LLMDBENCH_DEPLOY_MODEL_LIST=x # 🦜\nexport LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_AR_TAIL"

// completing opens a file with a half-typed name, the cursor in front of its tail, for a client that can do so much.
func completing(t *testing.T, c *protocol.CompletionClientCapabilities) (*session, *protocol.CompletionList) {
	t.Helper()
	s := newSession(t, nil, func(st *start) { st.params.Capabilities.TextDocument.Completion = c })
	s.open("/nowhere/x.sh", halfTyped)
	at := len(halfTyped) - len("_TAIL")
	list := s.completion("/nowhere/x.sh", positionAt(halfTyped, at, s.client.encoding), "")
	checkShapeOf(t, s, list, at)
	return s, list
}

func checkShapeOf(t *testing.T, s *session, list *protocol.CompletionList, at int) {
	t.Helper()
	if len(list.Items) < 400 {
		t.Fatalf("there are %d items", len(list.Items))
	}
	start := strings.LastIndex(halfTyped, " ") + 1
	for _, i := range list.Items {
		_, insert, replace := editOf(list, i)
		whole, typed := rangeAt(halfTyped, start, len(halfTyped), s.client.encoding), rangeAt(halfTyped, start, at, s.client.encoding)
		if replace != whole || insert != typed && insert != whole {
			t.Fatalf("%s replaces %v, or %v", i.Label, replace, insert)
		}
	}
}

// TestCompletionOfClients makes lists for clients that can do much, little and nothing.
func TestCompletionOfClients(t *testing.T) {
	const block = "LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS << EOF"
	inert := "LLMDBENCH_VLLM_MODELSERVICE_DECODE_IMAGE"
	place := completionPlace{where: "the half-typed name"}
	for name, c := range map[string]*protocol.CompletionClientCapabilities{"nothing": nil, "little": {}, "much": completingClient(), "items": {CompletionItem: completingClient().CompletionItem}} {
		t.Run(name, func(t *testing.T) {
			s, list := completing(t, c)
			much := name == "much" || name == "items"
			b, v := itemOf(t, place, list, block), itemOf(t, place, list, inert)
			text, _, _ := editOf(list, b)
			if snippet := b.InsertTextFormat == protocol.InsertTextFormatSnippet; snippet != much || strings.Contains(text, "${") != much {
				t.Errorf("a snippet: %v, %q", snippet, text)
			}
			if asIs := b.InsertTextMode == protocol.InsertTextModeAsIs; asIs != much {
				t.Errorf("as it is: %v", asIs)
			}
			if gone := slices.Contains(v.Tags, protocol.CompletionItemTagDeprecated); gone != much {
				t.Errorf("marked as deprecated: %v", gone)
			}
			if (list.ItemDefaults != nil) != (name == "much") || (v.TextEdit == nil) != (name == "much") {
				t.Errorf("shared: %+v, own: %v", list.ItemDefaults, v.TextEdit)
			}
			if _, both := v.TextEdit.(*protocol.InsertReplaceEdit); both != (name == "items") {
				t.Errorf("the edit is %T", v.TextEdit)
			}
			if said := documentation(t, s, v); !strings.HasPrefix(said, "**"+inert+"**") {
				t.Errorf("it says %q", said)
			}
		})
	}
}

// TestCompletionResolve resolves what has nothing more to say: as it came, without an error.
func TestCompletionResolve(t *testing.T) {
	plain := &protocol.CompletionClientCapabilities{CompletionItem: &protocol.ClientCompletionItemOptions{DocumentationFormat: []protocol.MarkupKind{protocol.MarkupKindPlainText}}}
	s := newSession(t, nil, func(st *start) { st.params.Capabilities.TextDocument.Completion = plain })
	for _, data := range []string{"", "null", "1", `"x"`, `{"kind":"variable"}`, `{"kind":"variable","name":"LLMDBENCH_NO_SUCH_NAME"}`, `{"kind":1}`} {
		if said := documentation(t, s, protocol.CompletionItem{Label: "x", Data: protocol.LSPAny(data)}); said != "" {
			t.Errorf("of %s is said %q", data, said)
		}
	}
	item := protocol.CompletionItem{Label: "x", Data: protocol.LSPAny(`{"kind":"harness","name":"guidellm"}`)}
	resolved, err := s.server.CompletionResolve(s.ctx, &item)
	if text, ok := resolved.Documentation.(protocol.String); err != nil || !ok || text == "" {
		t.Errorf("got %+v, %v", resolved, err)
	}
}

// TestCompletionNowhere asks about files that are not there, not files, or not text.
func TestCompletionNowhere(t *testing.T) {
	s := newSession(t, nil)
	for path, text := range map[string]string{"/nowhere/binary.sh": "\x00export LLMDBENCH_A=1\n\xff\xfe\x00", "/nowhere/empty.sh": "", "/nowhere/empty.yaml": ""} {
		s.open(path, text)
		for _, at := range []protocol.Position{{}, {Line: 1}, {Line: 1, Character: 2}, {Line: 9, Character: 9}} {
			if list := s.completion(path, at, ""); len(list.Items) > 0 {
				t.Errorf("in %s there is %q", path, list.Items[0].Label)
			}
		}
	}
	if list := s.completion("/nowhere/none.sh", protocol.Position{}, "$"); len(list.Items) > 0 {
		t.Errorf("in no file there is %q", list.Items[0].Label)
	}
}
