package lsp

import (
	"context"

	"go.lsp.dev/protocol"

	"llmdbench-ls/analysis"
)

// InlayHint implements protocol.Server. Hints come whole, since nothing about them costs enough to be asked for later.
func (s *server) InlayHint(ctx context.Context, params *protocol.InlayHintParams) ([]protocol.InlayHint, error) {
	snapshot, e := s.view(ctx)
	file := pathOf(params.TextDocument.URI)
	f, err := snapshot.File(file)
	if err != nil {
		return nil, nil
	}
	part := spanOf(f, params.Range, e)
	w := walker{file: f, encoding: e}
	padded := true
	var list []protocol.InlayHint
	for _, h := range analysis.InlayHints(snapshot, file) {
		if !part.Contains(h.At) {
			continue
		}
		list = append(list, protocol.InlayHint{
			Position: w.position(h.At), Label: protocol.String(h.Label), PaddingLeft: &padded,
			Tooltip: &protocol.MarkupContent{Kind: protocol.MarkupKindMarkdown, Value: h.Tooltip},
		})
	}
	return list, nil
}
