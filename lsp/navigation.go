package lsp

import (
	"context"

	"go.lsp.dev/protocol"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

// Definition implements protocol.Server. From a preview it leads to the scenario and its guide.
func (s *server) Definition(ctx context.Context, params *protocol.DefinitionParams) (protocol.DefinitionResult, error) {
	snapshot, e := s.view(ctx)
	if p, ok := previewOf(params.TextDocument.URI); ok {
		return protocol.LocationSlice(locations(previewDefinition(snapshot, p, int(params.Position.Line)), e)), nil
	}
	f, at, ok := placeOf(snapshot, params.TextDocumentPositionParams, e)
	if !ok {
		return protocol.LocationSlice(nil), nil
	}
	places := analysis.Definition(ctx, snapshot, f.Path, at)
	if ctx.Err() != nil {
		return nil, protocol.ErrRequestCancelled
	}
	return protocol.LocationSlice(locations(places, e)), nil
}

func previewDefinition(snapshot *analysis.Snapshot, p preview, line int) []analysis.Place {
	if p.view == analysis.GuideSide || p.view == analysis.DeployedSide {
		return analysis.CompareDefinition(snapshot, p.file, p.view, line)
	}
	return analysis.PreviewDefinition(snapshot, p.file, p.view, line)
}

// placeOf is the file and the offset that a request is about. ok is false where there is no such file.
func placeOf(snapshot *analysis.Snapshot, params protocol.TextDocumentPositionParams, e encoding) (f *source.File, at int, ok bool) {
	f, err := snapshot.File(pathOf(params.TextDocument.URI))
	if err != nil {
		return nil, 0, false
	}
	return f, offsetOf(f, params.Position, e), true
}

func locations(places []analysis.Place, e encoding) []protocol.Location {
	var list []protocol.Location
	for _, p := range places {
		list = append(list, protocol.Location{URI: uriOf(p.File.Path), Range: rangeOf(p.File, p.At, e)})
	}
	return list
}

// References implements protocol.Server.
func (s *server) References(ctx context.Context, params *protocol.ReferenceParams) ([]protocol.Location, error) {
	snapshot, e := s.view(ctx)
	f, at, ok := placeOf(snapshot, params.TextDocumentPositionParams, e)
	if !ok {
		return nil, nil
	}
	places := analysis.References(ctx, snapshot, f.Path, at, params.Context.IncludeDeclaration)
	if ctx.Err() != nil {
		return nil, protocol.ErrRequestCancelled
	}
	return locations(places, e), nil
}

// DocumentHighlight implements protocol.Server.
func (s *server) DocumentHighlight(ctx context.Context, params *protocol.DocumentHighlightParams) ([]protocol.DocumentHighlight, error) {
	snapshot, e := s.view(ctx)
	f, at, ok := placeOf(snapshot, params.TextDocumentPositionParams, e)
	if !ok {
		return nil, nil
	}
	var list []protocol.DocumentHighlight
	for _, m := range analysis.Highlights(snapshot, f.Path, at) {
		list = append(list, protocol.DocumentHighlight{Range: rangeOf(f, m.At, e), Kind: highlightKinds[m.Role]})
	}
	return list, nil
}

var highlightKinds = map[analysis.Role]protocol.DocumentHighlightKind{
	analysis.Declares: protocol.DocumentHighlightKindWrite, analysis.Uses: protocol.DocumentHighlightKindRead,
	analysis.Asks: protocol.DocumentHighlightKindRead, analysis.Remarks: protocol.DocumentHighlightKindText,
}

// PrepareRename implements protocol.Server.
func (s *server) PrepareRename(ctx context.Context, params *protocol.PrepareRenameParams) (protocol.PrepareRenameResult, error) {
	snapshot, e := s.view(ctx)
	f, at, ok := placeOf(snapshot, params.TextDocumentPositionParams, e)
	if !ok {
		return nil, nil
	}
	m, ok, err := analysis.Renameable(ctx, snapshot, f.Path, at)
	switch {
	case err != nil:
		return nil, failed(err)
	case !ok:
		return nil, nil
	}
	return &protocol.PrepareRenamePlaceholder{Range: rangeOf(f, m.At, e), Placeholder: m.Name}, nil
}

// Rename implements protocol.Server.
func (s *server) Rename(ctx context.Context, params *protocol.RenameParams) (*protocol.WorkspaceEdit, error) {
	snapshot, e := s.view(ctx)
	f, at, ok := placeOf(snapshot, params.TextDocumentPositionParams, e)
	if !ok {
		return nil, nil
	}
	edits, ok, err := analysis.Rename(ctx, snapshot, f.Path, at, params.NewName)
	switch {
	case err != nil:
		return nil, failed(err)
	case !ok:
		return nil, nil
	case len(edits) == 0:
		return &protocol.WorkspaceEdit{}, nil
	}
	return s.workspaceEdit(f, edits, e), nil
}

// Symbols implements protocol.Server.
func (s *server) Symbols(ctx context.Context, params *protocol.WorkspaceSymbolParams) (protocol.WorkspaceSymbolResult, error) {
	snapshot, e := s.view(ctx)
	var list protocol.WorkspaceSymbolSlice
	for _, found := range analysis.WorkspaceSymbols(ctx, snapshot, params.Query) {
		symbol := protocol.WorkspaceSymbol{}
		symbol.Name, symbol.Kind = found.Name, workspaceSymbolKinds[found.Kind]
		if found.Container != "" {
			symbol.ContainerName = &found.Container
		}
		location := &protocol.Location{URI: uriOf(found.Path)}
		if found.File != nil {
			location.Range = rangeOf(found.File, found.At, e)
		}
		symbol.Location = location
		list = append(list, symbol)
	}
	if ctx.Err() != nil {
		return nil, protocol.ErrRequestCancelled
	}
	return list, nil
}

var workspaceSymbolKinds = map[analysis.WorkspaceSymbolKind]protocol.SymbolKind{
	analysis.ScenarioSymbol: protocol.SymbolKindFile, analysis.GuideSymbol: protocol.SymbolKindPackage, analysis.ExportSymbol: protocol.SymbolKindVariable,
}

// renames says how the server renames: it is only asked in advance by clients that can do so.
func (c capabilities) renames() protocol.RenameProvider {
	if !c.preparesRename {
		return protocol.Boolean(true)
	}
	yes := true
	return &protocol.RenameOptions{PrepareProvider: &yes}
}
