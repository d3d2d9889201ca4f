package lsp

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
	"sync"

	"go.lsp.dev/protocol"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

// palette is what a client can show of the kinds and marks of tokens, in its own words.
type palette struct {
	types, modifiers []string                // the legend: what is sent are places in these lists
	kinds            [len(colourNames)]int   // by kind: the place of its type, -1 where the client has none for it
	marks            [len(modifierNames)]int // by mark: the place of its modifier, likewise
}

// colourNames are the protocol's types for each kind of token, the best first.
var colourNames = [...][]protocol.SemanticTokenTypes{
	analysis.KeyToken:         {protocol.SemanticTokenTypesProperty},
	analysis.TextToken:        {protocol.SemanticTokenTypesString},
	analysis.NumberToken:      {protocol.SemanticTokenTypesNumber},
	analysis.WordToken:        {protocol.SemanticTokenTypesKeyword},
	analysis.CommentToken:     {protocol.SemanticTokenTypesComment},
	analysis.FlagToken:        {protocol.SemanticTokenTypesParameter, protocol.SemanticTokenTypesProperty},
	analysis.PlaceholderToken: {protocol.SemanticTokenTypesMacro, protocol.SemanticTokenTypesVariable},
	analysis.VariableToken:    {protocol.SemanticTokenTypesVariable},
	analysis.PluginToken:      {protocol.SemanticTokenTypesClass, protocol.SemanticTokenTypesType},
}

// modifierNames are the protocol's modifiers for the marks of tokens.
var modifierNames = [...]struct {
	mark analysis.TokenMarks
	name protocol.SemanticTokenModifiers
}{
	{analysis.DeclaredMark, protocol.SemanticTokenModifiersDeclaration},
	{analysis.RuntimeMark, protocol.SemanticTokenModifiersReadonly},
	{analysis.InertMark, protocol.SemanticTokenModifiersDeprecated},
	{analysis.KnownMark, protocol.SemanticTokenModifiersDefaultLibrary},
}

// paletteOf reads what a client can show, nil where it shows no tokens in the one form that there is.
func paletteOf(c *protocol.SemanticTokensClientCapabilities) *palette {
	if !slices.Contains(c.Formats, protocol.TokenFormatRelative) {
		return nil
	}
	p := &palette{types: []string{}, modifiers: []string{}}
	for kind, names := range colourNames {
		p.kinds[kind] = -1
		for _, name := range names {
			if slices.Contains(c.TokenTypes, string(name)) {
				p.kinds[kind] = placeIn(&p.types, string(name))
				break
			}
		}
	}
	for i, m := range modifierNames {
		p.marks[i] = -1
		if slices.Contains(c.TokenModifiers, string(m.name)) {
			p.marks[i] = placeIn(&p.modifiers, string(m.name))
		}
	}
	if len(p.types) == 0 {
		return nil
	}
	return p
}

// placeIn is the place of a name in a list, where it is put if it is not there.
func placeIn(list *[]string, name string) int {
	if i := slices.Index(*list, name); i >= 0 {
		return i
	}
	*list = append(*list, name)
	return len(*list) - 1
}

// colourProvider says which requests about tokens the client may make, nil for none.
func colourProvider(c protocol.ClientCapabilities, p *palette) protocol.SemanticTokensProvider {
	if p == nil {
		return nil
	}
	yes := true
	made := &protocol.SemanticTokensOptions{Legend: protocol.SemanticTokensLegend{TokenTypes: p.types, TokenModifiers: p.modifiers}}
	switch full := c.TextDocument.SemanticTokens.Requests.Full.(type) {
	case protocol.Boolean:
		made.Full = full
	case *protocol.ClientSemanticTokensRequestFullDelta:
		made.Full = protocol.Boolean(true)
		if full.Delta != nil && *full.Delta {
			made.Full = &protocol.SemanticTokensFullDelta{Delta: &yes}
		}
	}
	switch part := c.TextDocument.SemanticTokens.Requests.Range.(type) {
	case protocol.Boolean:
		made.Range = part
	case *protocol.SemanticTokensOptionsRange:
		made.Range = protocol.Boolean(true)
	}
	return made
}

// kind gives the type of a kind of token, and ok false for one that the client cannot show.
func (p *palette) kind(k analysis.TokenKind) (place uint32, ok bool) {
	i := p.kinds[k]
	return uint32(max(i, 0)), i >= 0
}

// bits are the modifiers of a token.
func (p *palette) bits(marks analysis.TokenMarks) uint32 {
	var bits uint32
	for i, m := range modifierNames {
		if marks&m.mark != 0 && p.marks[i] >= 0 {
			bits |= 1 << p.marks[i]
		}
	}
	return bits
}

// perToken is how many numbers a token takes.
const perToken = 5

// encodeTokens writes tokens in the protocol's form: for each the lines from the one before it, the units from that or
// from the line's beginning, its units, type and modifiers. Each token stands on one line and none covers another, which
// every client can show.
func encodeTokens(f *source.File, list []analysis.Token, p *palette, e encoding) []uint32 {
	data := make([]uint32, 0, perToken*len(list))
	w := walker{file: f, encoding: e}
	var last protocol.Position
	for _, t := range list {
		kind, ok := p.kind(t.Kind)
		if !ok {
			continue
		}
		at := w.position(t.At.Start)
		column := at.Character
		if at.Line == last.Line {
			column -= last.Character
		}
		data = append(data, at.Line-last.Line, column, uint32(unitsOf(f.Slice(t.At), e)), kind, p.bits(t.Marks))
		last = at
	}
	return data
}

// colours are the tokens of a file, those of a part of it where there is one. They are empty for files that are not ours.
func (s *server) colours(snapshot *analysis.Snapshot, file string, part *protocol.Range, e encoding) []uint32 {
	f, err := snapshot.File(file)
	p := s.abilities().palette
	if err != nil || p == nil {
		return []uint32{}
	}
	list := analysis.Tokens(snapshot, file)
	if part != nil {
		at := spanOf(f, *part, e)
		from, _ := slices.BinarySearchFunc(list, at.Start, func(t analysis.Token, start int) int { return t.At.End - start - 1 })
		to, _ := slices.BinarySearchFunc(list, at.End, func(t analysis.Token, end int) int { return t.At.Start - end })
		list = list[from:max(from, to)]
	}
	return encodeTokens(f, list, p, e)
}

// SemanticTokensFull implements protocol.Server.
func (s *server) SemanticTokensFull(ctx context.Context, params *protocol.SemanticTokensParams) (*protocol.SemanticTokens, error) {
	snapshot, e := s.view(ctx)
	file := pathOf(params.TextDocument.URI)
	data := s.colours(snapshot, file, nil, e)
	_, id := s.painted.keep(s, file, data)
	return &protocol.SemanticTokens{ResultID: id, Data: data}, nil
}

// SemanticTokensFullDelta implements protocol.Server: what has changed since the last answer, or everything where the
// client means another one.
func (s *server) SemanticTokensFullDelta(ctx context.Context, params *protocol.SemanticTokensDeltaParams) (protocol.SemanticTokensDeltaResult, error) {
	snapshot, e := s.view(ctx)
	file := pathOf(params.TextDocument.URI)
	data := s.colours(snapshot, file, nil, e)
	before, id := s.painted.keep(s, file, data)
	if id == nil || before.id != params.PreviousResultID || before.id == "" {
		return &protocol.SemanticTokens{ResultID: id, Data: data}, nil
	}
	return &protocol.SemanticTokensDelta{ResultID: id, Edits: tokenEdits(before.data, data)}, nil
}

// SemanticTokensRange implements protocol.Server.
func (s *server) SemanticTokensRange(ctx context.Context, params *protocol.SemanticTokensRangeParams) (*protocol.SemanticTokens, error) {
	snapshot, e := s.view(ctx)
	return &protocol.SemanticTokens{Data: s.colours(snapshot, pathOf(params.TextDocument.URI), &params.Range, e)}, nil
}

// tokenEdits turns one list of tokens into another: what stands between the tokens that both begin with and those that
// both end with is replaced. Nothing is to be done where they are the same.
func tokenEdits(before, after []uint32) []protocol.SemanticTokensEdit {
	same := 0
	for same < min(len(before), len(after)) && before[same] == after[same] {
		same++
	}
	same -= same % perToken
	end := 0
	for end < min(len(before), len(after))-same && before[len(before)-1-end] == after[len(after)-1-end] {
		end++
	}
	end -= end % perToken
	if same+end == len(before) && len(before) == len(after) {
		return []protocol.SemanticTokensEdit{}
	}
	return []protocol.SemanticTokensEdit{{
		Start: uint32(same), DeleteCount: uint32(len(before) - same - end), Data: slices.Clone(after[same : len(after)-end]),
	}}
}

// paintings are the tokens that the client was last told of each open file.
type paintings struct {
	mu    sync.Mutex
	files map[string]painting
}

type painting struct {
	id   string
	data []uint32
}

// maxPainting is how many tokens are kept of a file, for some 4 MiB of memory. The client gets all of a larger one.
const maxPainting = 200_000

// keep notes what a client is told of a file, and gives what it was told before, and an ID that stands for the tokens.
// The ID is nil where nothing is kept: of a file that is not open, whose end nobody would tell, and of one with too much.
func (p *paintings) keep(s *server, file string, data []uint32) (before painting, id *string) {
	made := painting{idOf(data), data}
	p.mu.Lock()
	defer p.mu.Unlock()
	before = p.files[file]
	delete(p.files, file)
	if now, _ := s.current(); !now.IsOpen(file) || len(data) > maxPainting*perToken {
		return painting{}, nil
	}
	if p.files == nil {
		p.files = map[string]painting{}
	}
	p.files[strings.Clone(file)] = made
	return before, &made.id
}

// forget drops what is kept of a file that was closed.
func (p *paintings) forget(file string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.files, file)
}

// idOf stands for tokens: the same for the same ones.
func idOf(data []uint32) string {
	h := sha256.New()
	var b [4]byte
	for _, n := range data {
		binary.LittleEndian.PutUint32(b[:], n)
		h.Write(b[:])
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
