package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"go.lsp.dev/protocol"

	"llmdbench-ls/analysis/complete"
	"llmdbench-ls/convert/source"
)

// completionTriggers are the characters behind which something may fit: expansions, names joined by underscores, values,
// flags, and what follows a word that calls for it. Where nothing fits there is no list, so that none is in the way.
var completionTriggers = []string{"$", "{", "_", "=", "-", " "}

// completionAbilities are what a client can do with completions.
type completionAbilities struct {
	snippets, tags, insertReplace, asIs bool
	defaults                            bool // it takes what all items share from the list
	plain                               bool // it shows no Markdown
}

// completionAbilitiesOf reads what a client can do with completions.
func completionAbilitiesOf(c *protocol.CompletionClientCapabilities) (can completionAbilities) {
	if c == nil {
		return can
	}
	if l := c.CompletionList; l != nil {
		can.defaults = slices.Contains(l.ItemDefaults, "editRange")
	}
	i := c.CompletionItem
	if i == nil {
		return can
	}
	on := func(b *bool) bool { return b != nil && *b }
	can.snippets, can.insertReplace = on(i.SnippetSupport), on(i.InsertReplaceSupport)
	can.tags = slices.Contains(i.TagSupport.ValueSet, protocol.CompletionItemTagDeprecated)
	can.asIs = slices.Contains(i.InsertTextModeSupport.ValueSet, protocol.InsertTextModeAsIs)
	can.plain = len(i.DocumentationFormat) > 0 && !slices.Contains(i.DocumentationFormat, protocol.MarkupKindMarkdown)
	return can
}

// Completion implements protocol.Server.
func (s *server) Completion(ctx context.Context, params *protocol.CompletionParams) (protocol.CompletionResult, error) {
	snapshot, e := s.view(ctx)
	p := pathOf(params.TextDocument.URI)
	f, err := snapshot.File(p)
	if p == "" || err != nil {
		return nil, nil
	}
	trigger := ""
	if c := params.Context; c.TriggerKind == protocol.CompletionTriggerKindTriggerCharacter && c.TriggerCharacter != nil {
		trigger = *c.TriggerCharacter
	}
	at := offsetOf(f, params.Position, e)
	found := complete.At(snapshot, p, at, trigger)
	if len(found.Items) == 0 {
		return nil, nil
	}
	w := completionWriter{can: s.abilities().completion, replace: rangeOf(f, found.Word, e)}
	w.insert = rangeOf(f, source.Span{Start: found.Word.Start, End: at}, e)
	return w.list(found), nil
}

// completionWriter puts items into the form that the client knows.
type completionWriter struct {
	can             completionAbilities
	insert, replace protocol.Range // the half-typed word up to the cursor, and all of it
}

func (w *completionWriter) list(found complete.List) *protocol.CompletionList {
	made := &protocol.CompletionList{IsIncomplete: found.Cut, Items: make([]protocol.CompletionItem, 0, len(found.Items))}
	if w.can.defaults {
		made.ItemDefaults = &protocol.CompletionItemDefaults{EditRange: w.editRange()}
	}
	for n := range found.Items {
		made.Items = append(made.Items, w.item(n, &found.Items[n]))
	}
	return made
}

func (w *completionWriter) editRange() protocol.CompletionItemDefaultsEditRange {
	if w.can.insertReplace {
		return &protocol.EditRangeWithInsertReplace{Insert: w.insert, Replace: w.replace}
	}
	return &w.replace
}

// item writes the item at a place of the list. Its place is the text that it is sorted by.
func (w *completionWriter) item(n int, i *complete.Item) protocol.CompletionItem {
	made := protocol.CompletionItem{Label: i.Label, Kind: completionKinds[i.Kind], SortText: protocol.NewOptional(fmt.Sprintf("%03d", n))}
	if i.Detail != "" {
		made.Detail = protocol.NewOptional(i.Detail)
	}
	if i.Filter != i.Label {
		made.FilterText = protocol.NewOptional(i.Filter)
	}
	if i.Gone && w.can.tags {
		made.Tags = []protocol.CompletionItemTag{protocol.CompletionItemTagDeprecated}
	}
	if i.About.Kind != "" {
		about := i.About
		if about.Name == i.Label { // as nearly everywhere, and a list is long
			about.Name = ""
		}
		made.Data, _ = json.Marshal(about)
	}
	w.edit(&made, i)
	return made
}

// edit adds what the item does to the text.
func (w *completionWriter) edit(made *protocol.CompletionItem, i *complete.Item) {
	text := i.Text
	if i.Snippet != "" && w.can.snippets {
		text = i.Snippet
		made.InsertTextFormat = protocol.InsertTextFormatSnippet
	}
	if i.Kind == complete.Block && w.can.asIs {
		made.InsertTextMode = protocol.InsertTextModeAsIs
	}
	switch {
	case w.can.defaults && text == i.Label:
	case w.can.defaults:
		made.TextEditText = protocol.NewOptional(text)
	case w.can.insertReplace:
		made.TextEdit = &protocol.InsertReplaceEdit{NewText: text, Insert: w.insert, Replace: w.replace}
	default:
		made.TextEdit = &protocol.TextEdit{NewText: text, Range: w.replace}
	}
}

var completionKinds = map[complete.Kind]protocol.CompletionItemKind{
	complete.Variable:  protocol.CompletionItemKindVariable,
	complete.Value:     protocol.CompletionItemKindValue,
	complete.Flag:      protocol.CompletionItemKindProperty,
	complete.Type:      protocol.CompletionItemKindClass,
	complete.Key:       protocol.CompletionItemKindField,
	complete.Reference: protocol.CompletionItemKindReference,
	complete.File:      protocol.CompletionItemKindFile,
	complete.Block:     protocol.CompletionItemKindSnippet,
}

// CompletionResolve implements protocol.Server: it adds what is known of an item that was looked at. The item names what
// it is about, which holds whatever has been typed since.
func (s *server) CompletionResolve(ctx context.Context, item *protocol.CompletionItem) (*protocol.CompletionItem, error) {
	snapshot, _ := s.view(ctx)
	var about complete.Topic
	if err := json.Unmarshal(item.Data, &about); err != nil {
		return item, nil // there is no more to say about it
	}
	if about.Name == "" {
		about.Name = item.Label
	}
	text := complete.Explain(snapshot, about)
	switch {
	case text == "":
	case s.abilities().completion.plain:
		item.Documentation = protocol.String(text)
	default:
		item.Documentation = &protocol.MarkupContent{Kind: protocol.MarkupKindMarkdown, Value: text}
	}
	return item, nil
}
