package lsp_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// The claims about completion. The text has the cursor in it as its last |, and what stands in front of it must be on the
// claim's line; blanks before the cursor that the line lacks are typed first. A claim whose text is followed by a
// character behind | is about a list that the typing of that character in front of the cursor brings up.
//
//	complete("text|", "first", "other", ...)   what is offered: the first, and anywhere in the list the others
//	nocomplete("text|", "label", ...)          none of these is offered, or without labels nothing at all
//	accept("text|", "label", "line\nline")     what the line is, and those below, once the item is chosen
//	resolve("text|", "label", "part")          what is said about the item

var completionClaims = []string{"complete", "nocomplete", "accept", "resolve"}

// completionPlace is where a claim has its cursor, once the blanks are there.
type completionPlace struct {
	text, where string
	lineStart   int
	at          int
	undo        func()
}

func checkCompletion(t *testing.T, s *session, path string, file featureFile, c featureClaim) {
	t.Helper()
	p, trigger := s.typeBlanks(t, path, file, c)
	defer p.undo()
	list := s.completion(path, positionAt(p.text, p.at, s.client.encoding), trigger)
	checkShape(t, p, list, s.client.encoding)
	list.Items = slices.DeleteFunc(list.Items, func(i protocol.CompletionItem) bool { return !matches(p, list, i, s.client.encoding) })
	switch c.name {
	case "complete":
		for n, label := range c.args[1:] {
			i := slices.IndexFunc(list.Items, func(i protocol.CompletionItem) bool { return i.Label == label })
			if i < 0 || n == 0 && i != 0 {
				t.Errorf("%s: %q is in place %d of %s", p.where, label, i, labels(list))
			}
		}
	case "nocomplete":
		for _, i := range list.Items {
			if len(c.args) == 1 || slices.Contains(c.args[1:], i.Label) {
				t.Errorf("%s: there is %q", p.where, i.Label)
				break
			}
		}
	case "accept":
		checkAccept(t, s, p, list, c)
	case "resolve":
		text := documentation(t, s, itemOf(t, p, list, c.args[1]))
		if !strings.Contains(text, c.args[2]) {
			t.Errorf("%s: %q is said", p.where, text)
		}
	}
}

// typeBlanks finds the place of a claim, and types what the line lacks in front of the cursor.
func (s *session) typeBlanks(t *testing.T, path string, file featureFile, c featureClaim) (p completionPlace, trigger string) {
	t.Helper()
	p = completionPlace{text: file.text, where: fmt.Sprintf("%s:%d: %s(%q)", file.name, c.line+1, c.name, c.args[0]), undo: func() {}}
	for range c.line {
		p.lineStart += strings.IndexByte(file.text[p.lineStart:], '\n') + 1
	}
	line, _, _ := strings.Cut(file.text[p.lineStart:], "\n")
	line = strings.TrimSuffix(line, "\r")
	cursor := strings.LastIndexByte(c.args[0], '|')
	if cursor < 0 {
		t.Fatalf("%s: no cursor", p.where)
	}
	before, trigger := c.args[0][:cursor], c.args[0][cursor+1:]
	if i := strings.Index(line, before); i >= 0 {
		p.at = p.lineStart + i + len(before)
		return p, trigger
	}
	typed := before[len(strings.TrimRight(before, " ")):]
	if !strings.HasSuffix(line, strings.TrimRight(before, " ")) {
		t.Fatalf("%s: the line does not have %q", p.where, before)
	}
	end := p.lineStart + len(line)
	p.at = end + len(typed)
	p.text = file.text[:end] + typed + file.text[end:]
	s.change(path, p.text, 2)
	p.undo = func() { s.change(path, file.text, 3) }
	return p, trigger
}

// completion asks for a list.
func (s *session) completion(path string, at protocol.Position, trigger string) *protocol.CompletionList {
	s.t.Helper()
	params := &protocol.CompletionParams{}
	params.TextDocument.URI, params.Position = uri.File(path), at
	params.Context.TriggerKind = protocol.CompletionTriggerKindInvoked
	if trigger != "" {
		params.Context = protocol.CompletionContext{TriggerKind: protocol.CompletionTriggerKindTriggerCharacter, TriggerCharacter: &trigger}
	}
	// Not through s.server, for the reason that actions gives.
	var raw jsonrpc2.RawMessage
	if _, err := s.conn.Call(s.ctx, protocol.MethodTextDocumentCompletion, params, &raw); err != nil {
		s.t.Fatal(err)
	}
	list := &protocol.CompletionList{}
	if string(raw) != "null" {
		if err := protocol.Unmarshal(raw, list); err != nil {
			s.t.Fatal(err)
		}
	}
	return list
}

// checkShape insists on what every list must keep: the ranges hold the cursor and stay on its line, the order is told,
// and what has been typed fits what it is compared with.
func checkShape(t *testing.T, p completionPlace, list *protocol.CompletionList, e protocol.PositionEncodingKind) {
	t.Helper()
	cursor := positionAt(p.text, p.at, e)
	last := ""
	for _, i := range list.Items {
		_, insert, replace := editOf(list, i)
		if insert.Start != replace.Start || insert.End != cursor || replace.Start.Line != cursor.Line || replace.End.Line != cursor.Line ||
			replace.Start.Character > cursor.Character || replace.End.Character < cursor.Character {
			t.Fatalf("%s: %s replaces %v, or %v up to the cursor at %v", p.where, i.Label, replace, insert, cursor)
		}
		sort, _ := i.SortText.Get()
		if sort <= last {
			t.Fatalf("%s: %s is sorted by %q, behind %q", p.where, i.Label, sort, last)
		}
		last = sort
		if i.Documentation != nil {
			t.Fatalf("%s: %s is explained before anybody asks", p.where, i.Label)
		}
	}
}

// matches says that an item holds the half-typed word as it is in the text that it is filtered by. Editors show others
// too, but these before them.
func matches(p completionPlace, list *protocol.CompletionList, i protocol.CompletionItem, e protocol.PositionEncodingKind) bool {
	_, _, replace := editOf(list, i)
	text, given := i.FilterText.Get()
	if !given {
		text = i.Label
	}
	return strings.Contains(strings.ToLower(text), strings.ToLower(p.text[offsetAt(p.text, replace.Start, e):p.at]))
}

// editOf is what an item does: its text, and what it replaces in either way.
func editOf(list *protocol.CompletionList, i protocol.CompletionItem) (text string, insert, replace protocol.Range) {
	switch edit := i.TextEdit.(type) {
	case *protocol.TextEdit:
		return edit.NewText, edit.Range, edit.Range
	case *protocol.InsertReplaceEdit:
		return edit.NewText, edit.Insert, edit.Replace
	}
	text, given := i.TextEditText.Get()
	if !given {
		text = i.Label
	}
	switch r := list.ItemDefaults.EditRange.(type) {
	case *protocol.Range:
		return text, *r, *r
	case *protocol.EditRangeWithInsertReplace:
		return text, r.Insert, r.Replace
	}
	return text, insert, replace
}

func itemOf(t *testing.T, p completionPlace, list *protocol.CompletionList, label string) protocol.CompletionItem {
	t.Helper()
	i := slices.IndexFunc(list.Items, func(i protocol.CompletionItem) bool { return i.Label == label })
	if i < 0 {
		t.Fatalf("%s: %q is not in %s", p.where, label, labels(list))
	}
	return list.Items[i]
}

// checkAccept chooses an item as an editor does that replaces whole words.
func checkAccept(t *testing.T, s *session, p completionPlace, list *protocol.CompletionList, c featureClaim) {
	t.Helper()
	item := itemOf(t, p, list, c.args[1])
	text, _, replace := editOf(list, item)
	if item.InsertTextFormat == protocol.InsertTextFormatSnippet {
		text = filledIn(text)
	}
	e := s.client.encoding
	made := p.text[:offsetAt(p.text, replace.Start, e)] + text + p.text[offsetAt(p.text, replace.End, e):]
	ends := "\n"
	if strings.Contains(p.text, "\r\n") {
		ends = "\r\n"
	}
	want := strings.ReplaceAll(c.args[2], "\n", ends)
	got := made[p.lineStart:]
	if rest, ok := strings.CutPrefix(got, want); !ok || rest != "" && !strings.HasPrefix(rest, ends) {
		t.Errorf("%s: got %q, want %q", p.where, got[:min(len(got), len(want)+80)], want)
	}
}

// filledIn is the text of a snippet whose places are left as they are: one that occurs again has the text of the first.
func filledIn(text string) string {
	var b strings.Builder
	places := map[byte]string{}
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\':
			i++
			b.WriteByte(text[i])
		case strings.HasPrefix(text[i:], "${"):
			number := text[i+len("${")]
			i += len("${0")
			if text[i] == ':' {
				end := i + strings.IndexByte(text[i:], '}')
				places[number] = strings.ReplaceAll(text[i+1:end], "\\", "")
				i = end
			}
			b.WriteString(places[number])
		default:
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

func documentation(t *testing.T, s *session, item protocol.CompletionItem) string {
	t.Helper()
	resolved, err := s.server.CompletionResolve(s.ctx, &item)
	if err != nil {
		t.Fatal(err)
	}
	if resolved.Label != item.Label {
		t.Fatalf("%q became %q", item.Label, resolved.Label)
	}
	switch d := resolved.Documentation.(type) {
	case *protocol.MarkupContent:
		return d.Value
	case protocol.String:
		return string(d)
	}
	return ""
}

// labels are the first labels of a list.
func labels(list *protocol.CompletionList) string {
	var b strings.Builder
	for n, i := range list.Items {
		if n == 12 {
			fmt.Fprintf(&b, " and %d others", len(list.Items)-n)
			break
		}
		fmt.Fprintf(&b, " %q", i.Label)
	}
	return b.String()
}

// completingClient can do everything with completions that the server makes use of.
func completingClient() *protocol.CompletionClientCapabilities {
	return &protocol.CompletionClientCapabilities{
		CompletionItem: &protocol.ClientCompletionItemOptions{
			SnippetSupport: on(), InsertReplaceSupport: on(),
			DocumentationFormat:   []protocol.MarkupKind{protocol.MarkupKindMarkdown, protocol.MarkupKindPlainText},
			TagSupport:            protocol.CompletionItemTagOptions{ValueSet: []protocol.CompletionItemTag{protocol.CompletionItemTagDeprecated}},
			InsertTextModeSupport: protocol.ClientCompletionItemInsertTextModeOptions{ValueSet: []protocol.InsertTextMode{protocol.InsertTextModeAsIs}},
		},
		CompletionList: &protocol.CompletionListCapabilities{ItemDefaults: []string{"editRange"}},
	}
}
