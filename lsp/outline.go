package lsp

import (
	"context"
	"fmt"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

// outlineAbilities are what a client can do with the structure of a document.
type outlineAbilities struct {
	trees     bool // it shows symbols within symbols
	wholeFold bool // it folds whole lines only
	maxFolds  int  // how many folds it wants at most
}

func outlineAbilitiesOf(t *protocol.TextDocumentClientCapabilities) outlineAbilities {
	can := outlineAbilities{maxFolds: maxFolds}
	if t == nil {
		return can
	}
	on := func(b *bool) bool { return b != nil && *b }
	can.trees = t.DocumentSymbol != nil && on(t.DocumentSymbol.HierarchicalDocumentSymbolSupport)
	if r := t.FoldingRange; r != nil {
		can.wholeFold = on(r.LineFoldingOnly)
		if r.RangeLimit != nil {
			can.maxFolds = int(min(*r.RangeLimit, maxFolds))
		}
	}
	return can
}

// maxFolds is how many folds a client gets that names no limit.
const maxFolds = 50_000

// offerOutlines announces what the client knows of the requests in this file.
func offerOutlines(offer *protocol.ServerCapabilities, t *protocol.TextDocumentClientCapabilities) {
	if t == nil {
		return
	}
	if d := t.DocumentSymbol; d != nil {
		options := &protocol.DocumentSymbolOptions{}
		if d.LabelSupport != nil && *d.LabelSupport {
			label := "llm-d-benchmark" // beside the outline of a shell server
			options.Label = &label
		}
		offer.DocumentSymbolProvider = options
	}
	if t.FoldingRange != nil {
		offer.FoldingRangeProvider = protocol.Boolean(true)
	}
	if t.SelectionRange != nil {
		offer.SelectionRangeProvider = protocol.Boolean(true)
	}
	if t.DocumentLink != nil {
		offer.DocumentLinkProvider = &protocol.DocumentLinkOptions{}
	}
	if t.OnTypeFormatting != nil {
		offer.DocumentOnTypeFormattingProvider = protocol.DocumentOnTypeFormattingOptions{FirstTriggerCharacter: "\n"}
	}
}

// fileOf pins the snapshot of the moment and finds a document in it, nil where there is none of that URI.
func (s *server) fileOf(ctx context.Context, u uri.URI) (*analysis.Snapshot, *source.File, encoding) {
	snapshot, e := s.view(ctx)
	f, err := snapshot.File(pathOf(u))
	if err != nil {
		return snapshot, nil, e
	}
	return snapshot, f, e
}

// DocumentSymbol implements protocol.Server.
func (s *server) DocumentSymbol(ctx context.Context, params *protocol.DocumentSymbolParams) (protocol.DocumentSymbolResult, error) {
	snapshot, f, e := s.fileOf(ctx, params.TextDocument.URI)
	if f == nil {
		return nil, nil
	}
	list := analysis.Outline(snapshot, f.Path)
	switch {
	case len(list) == 0:
		return nil, nil
	case s.abilities().outlines.trees:
		return protocol.DocumentSymbolSlice(symbolTree(f, list, e)), nil
	}
	return protocol.SymbolInformationSlice(flatSymbols(f, list, "", e)), nil
}

// symbolKinds are the protocol's kinds for ours, all among the eighteen that every client knows.
var symbolKinds = map[analysis.SymbolKind]protocol.SymbolKind{
	analysis.SectionSymbol:   protocol.SymbolKindNamespace,
	analysis.VariableSymbol:  protocol.SymbolKindVariable,
	analysis.FileSymbol:      protocol.SymbolKindModule,
	analysis.FlagSymbol:      protocol.SymbolKindProperty,
	analysis.ContainerSymbol: protocol.SymbolKindConstant,
	analysis.ItemSymbol:      protocol.SymbolKindField,
	analysis.KeySymbol:       protocol.SymbolKindProperty,
	analysis.ConfigSymbol:    protocol.SymbolKindFile,
	analysis.PluginSymbol:    protocol.SymbolKindClass,
	analysis.ProfileSymbol:   protocol.SymbolKindFunction,
	analysis.ReferenceSymbol: protocol.SymbolKindField,
	analysis.CommandSymbol:   protocol.SymbolKindFunction,
}

func symbolTree(f *source.File, list []analysis.Symbol, e encoding) []protocol.DocumentSymbol {
	var made []protocol.DocumentSymbol
	for _, sym := range list {
		one := protocol.DocumentSymbol{
			Name: sym.Name, Kind: symbolKinds[sym.Kind], Range: rangeOf(f, sym.At, e), SelectionRange: rangeOf(f, sym.NameAt, e),
			Children: symbolTree(f, sym.Children, e),
		}
		if sym.Detail != "" {
			one.Detail = &sym.Detail
		}
		made = append(made, one)
	}
	return made
}

func flatSymbols(f *source.File, list []analysis.Symbol, in string, e encoding) []protocol.SymbolInformation {
	var made []protocol.SymbolInformation
	for _, sym := range list {
		one := protocol.SymbolInformation{Location: protocol.Location{URI: uriOf(f.Path), Range: rangeOf(f, sym.At, e)}}
		one.Name, one.Kind = sym.Name, symbolKinds[sym.Kind]
		if in != "" {
			one.ContainerName = &in
		}
		made = append(made, one)
		made = append(made, flatSymbols(f, sym.Children, sym.Name, e)...)
	}
	return made
}

// FoldingRanges implements protocol.Server. A file without folds gets null: an editor that is given an empty list stops
// folding by margins.
func (s *server) FoldingRanges(ctx context.Context, params *protocol.FoldingRangeParams) ([]protocol.FoldingRange, error) {
	snapshot, f, e := s.fileOf(ctx, params.TextDocument.URI)
	if f == nil {
		return nil, nil
	}
	can := s.abilities().outlines
	var list []protocol.FoldingRange
	for _, fold := range analysis.Outermost(analysis.Folds(snapshot, f.Path, can.wholeFold), can.maxFolds) {
		list = append(list, foldingRange(f, fold, can.wholeFold, e))
	}
	return list, nil
}

// foldKinds are the protocol's kinds for ours.
var foldKinds = map[analysis.FoldKind]protocol.FoldingRangeKind{
	analysis.CommentFold: protocol.FoldingRangeKindComment,
	analysis.SectionFold: protocol.FoldingRangeKindRegion,
}

func foldingRange(f *source.File, fold analysis.Fold, whole bool, e encoding) protocol.FoldingRange {
	at := rangeOf(f, fold.At, e)
	made := protocol.FoldingRange{StartLine: at.Start.Line, EndLine: at.End.Line, Kind: foldKinds[fold.Kind]}
	if !whole {
		made.StartCharacter, made.EndCharacter = &at.Start.Character, &at.End.Character
	}
	return made
}

// SelectionRange implements protocol.Server. A place that has nothing around it gets an empty range.
func (s *server) SelectionRange(ctx context.Context, params *protocol.SelectionRangeParams) ([]protocol.SelectionRange, error) {
	snapshot, f, e := s.fileOf(ctx, params.TextDocument.URI)
	if f == nil {
		return nil, nil
	}
	offsets := make([]int, len(params.Positions))
	for i, p := range params.Positions {
		offsets[i] = offsetOf(f, p, e)
	}
	var list []protocol.SelectionRange
	for i, chain := range analysis.Selections(snapshot, f.Path, offsets) {
		list = append(list, selectionRange(f, chain, params.Positions[i], e))
	}
	return list, nil
}

func selectionRange(f *source.File, chain []source.Span, p protocol.Position, e encoding) protocol.SelectionRange {
	var outer *protocol.SelectionRange
	for i := len(chain) - 1; i >= 0; i-- {
		outer = &protocol.SelectionRange{Range: rangeOf(f, chain[i], e), Parent: outer}
	}
	if outer == nil {
		return protocol.SelectionRange{Range: protocol.Range{Start: p, End: p}}
	}
	return *outer
}

// DocumentLink implements protocol.Server. Whether a target exists is looked up at once, so nothing is left to resolve.
func (s *server) DocumentLink(ctx context.Context, params *protocol.DocumentLinkParams) ([]protocol.DocumentLink, error) {
	snapshot, f, e := s.fileOf(ctx, params.TextDocument.URI)
	if f == nil {
		return nil, nil
	}
	var list []protocol.DocumentLink
	for _, link := range analysis.Links(snapshot, f.Path) {
		target := uri.URI(link.URL)
		if link.URL == "" {
			target = uriOf(link.File)
		}
		if link.Line > 0 {
			target += uri.URI(fmt.Sprintf("#L%d", link.Line))
		}
		list = append(list, protocol.DocumentLink{Range: rangeOf(f, link.At, e), Target: &target})
	}
	return list, nil
}

// OnTypeFormatting implements protocol.Server: it goes on with a command line over a line break that was typed.
func (s *server) OnTypeFormatting(ctx context.Context, params *protocol.DocumentOnTypeFormattingParams) ([]protocol.TextEdit, error) {
	snapshot, f, e := s.fileOf(ctx, params.TextDocument.URI)
	if f == nil || params.Ch != "\n" {
		return nil, nil
	}
	var list []protocol.TextEdit
	for _, edit := range analysis.Continue(snapshot, f.Path, int(params.Position.Line)) {
		list = append(list, protocol.TextEdit{Range: rangeOf(f, edit.At, e), NewText: edit.Text})
	}
	return list, nil
}
