package lsp

import (
	"context"
	"encoding/json"
	"slices"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/deploy"
)

// lensData is what a lens needs to be resolved: nothing that could be out of date.
type lensData struct {
	URI  string            `json:"uri"`
	Kind analysis.LensKind `json:"kind"`
}

// CodeLens implements protocol.Server. Titles that cost something are made when the client asks for them.
func (s *server) CodeLens(ctx context.Context, params *protocol.CodeLensParams) ([]protocol.CodeLens, error) {
	snapshot, _ := s.view(ctx)
	can := s.abilities()
	var list []protocol.CodeLens
	for _, kind := range analysis.Lenses(snapshot, pathOf(params.TextDocument.URI)) {
		if kind == analysis.ScenariosLens && !can.showDocument {
			continue // there is nothing that it could do
		}
		var lens protocol.CodeLens
		var err error
		if kind == analysis.PreviewLens || !can.resolveLens {
			lens.Command, err = s.lensCommand(ctx, snapshot, params.TextDocument.URI, kind)
		} else {
			lens.Data, err = json.Marshal(lensData{string(params.TextDocument.URI), kind})
		}
		if err != nil {
			return nil, protocol.ErrRequestCancelled
		}
		list = append(list, lens)
	}
	return list, nil
}

// CodeLensResolve implements protocol.Server.
func (s *server) CodeLensResolve(ctx context.Context, lens *protocol.CodeLens) (*protocol.CodeLens, error) {
	snapshot, _ := s.view(ctx)
	var data lensData
	if json.Unmarshal(lens.Data, &data) != nil || pathOf(uri.URI(data.URI)) == "" {
		return lens, nil // not one of those that have something to resolve
	}
	command, err := s.lensCommand(ctx, snapshot, uri.URI(data.URI), data.Kind)
	if err != nil {
		return nil, protocol.ErrRequestCancelled
	}
	lens.Command = command
	return lens, nil
}

// maxOpened is how many files a lens opens at once.
const maxOpened = 8

// lensCommand gives a lens its title, and what it does. The error is the context's.
func (s *server) lensCommand(ctx context.Context, snapshot *analysis.Snapshot, u uri.URI, kind analysis.LensKind) (protocol.Command, error) {
	lens, err := analysis.TitledLens(ctx, snapshot, pathOf(u), kind)
	argument := commandArgument{URI: string(u)}
	command := protocol.Command{Title: lens.Title}
	switch kind {
	case analysis.PreviewLens:
		command.Command, argument.View = commandPreview, string(deploy.Everything)
	case analysis.CompareLens:
		command.Command = commandCompare
	default:
		command.Command = commandShow
		for i, file := range lens.Files[:min(len(lens.Files), maxOpened)] {
			if i == 0 {
				argument.URI = string(uriOf(file))
				continue
			}
			argument.More = append(argument.More, string(uriOf(file)))
		}
	}
	raw, _ := json.Marshal(argument) // of texts alone, which always can be written
	command.Arguments = []protocol.LSPAny{raw}
	return command, err
}

// show opens files in the editor, the first one last, so that it is in front.
func (s *server) show(ctx context.Context, file string, more []string) error {
	for _, u := range slices.Backward(more[:min(len(more), maxOpened)]) {
		if _, err := s.client.ShowDocument(ctx, &protocol.ShowDocumentParams{URI: uri.URI(u)}); err != nil {
			return err
		}
	}
	_, err := s.client.ShowDocument(ctx, &protocol.ShowDocumentParams{URI: uriOf(file)})
	return err
}
