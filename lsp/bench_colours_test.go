package lsp_test

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"llmdbench-ls/analysis"
)

// longScenario is the largest scenario of the test guides, made 700 lines long by its own blocks, once more.
func longScenario(b *testing.B) string {
	b.Helper()
	text := largestScenario(b)
	body := text[strings.Index(text, "export "):]
	for strings.Count(text, "\n") < 700 {
		line, rest, _ := strings.Cut(body, "\n\n")
		text, body = text+"\n"+line+"\n", rest
	}
	return text
}

// BenchmarkTokens is the time of the tokens of a scenario of 700 lines: all of them, the difference after a keystroke,
// and a screen's. Before each the text changes, so that nothing is known of it.
func BenchmarkTokens(b *testing.B) {
	text := longScenario(b)
	b.Logf("%d lines", strings.Count(text, "\n"))
	const path = "/nowhere/x.sh"
	document := protocol.TextDocumentIdentifier{URI: uri.File(path)}
	type asked struct {
		*session
		id string
	}
	for name, ask := range map[string]func(*asked) error{
		"full": func(a *asked) error {
			_, err := a.server.SemanticTokensFull(a.ctx, &protocol.SemanticTokensParams{TextDocument: document})
			return err
		},
		"delta": func(a *asked) error {
			answer, err := a.server.SemanticTokensFullDelta(a.ctx, &protocol.SemanticTokensDeltaParams{TextDocument: document, PreviousResultID: a.id})
			if delta, ok := answer.(*protocol.SemanticTokensDelta); ok {
				a.id = *delta.ResultID
			} else if a.id != "" {
				return fmt.Errorf("the answer is %T", answer)
			}
			return err
		},
		"range": func(a *asked) error {
			_, err := a.server.SemanticTokensRange(a.ctx, &protocol.SemanticTokensRangeParams{TextDocument: document, Range: protocol.Range{Start: protocol.Position{Line: 300}, End: protocol.Position{Line: 350}}})
			return err
		},
		"hints": func(a *asked) error {
			_, err := a.server.InlayHint(a.ctx, &protocol.InlayHintParams{TextDocument: document, Range: protocol.Range{End: protocol.Position{Line: math.MaxInt32}}})
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			a := &asked{session: newSession(b, nil, withSettings("null"), withRules())}
			a.open(path, text)
			a.id = *a.full(b, path).ResultID
			b.ResetTimer()
			for i := range b.N {
				edit := &protocol.TextDocumentContentChangePartial{Text: "LLMDBENCH_NO_SUCH_NAME=1\n"}
				if i%2 == 1 {
					edit = &protocol.TextDocumentContentChangePartial{Range: protocol.Range{End: protocol.Position{Line: 1}}}
				}
				a.edit(path, int32(i+2), edit)
				if err := ask(a); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	parse(b, text)
}

// BenchmarkGuideLens is the time of the lens above a guide of which there are 30 scenarios, in a workspace of 3000:
// whether there is one, and what it counts, anew after a keystroke in the guide.
func BenchmarkGuideLens(b *testing.B) {
	c := newChat(b)
	made, err := analysis.Generate(analysis.NewSnapshot([]string{c.dir}, analysis.DefaultSettings), c.values, "")
	if err != nil {
		b.Fatal(err)
	}
	for i := range 3000 {
		text := "# Based on: guides/other-" + fmt.Sprint(i) + "\n" + small
		if i%100 == 0 {
			text = made.Text
		}
		writeFile(b, filepath.Join(c.dir, "scenarios", fmt.Sprintf("%d.sh", i)), text)
	}
	s := benchSession(b, []string{c.dir})
	text := readFile(b, c.values)
	s.open(c.values, text)
	version := int32(1)
	params := &protocol.CodeLensParams{TextDocument: protocol.TextDocumentIdentifier{URI: uri.File(c.values)}}
	press := func() {
		version++
		s.edit(c.values, version, &protocol.TextDocumentContentChangePartial{Text: "#\n"})
	}
	lens := protocol.CodeLens{}
	b.Run("lens", func(b *testing.B) {
		for range b.N {
			press()
			list, err := s.server.CodeLens(s.ctx, params)
			if err != nil || len(list) != 1 {
				b.Fatalf("%v, %v", list, err)
			}
			lens = list[0]
		}
	})
	b.Run("count", func(b *testing.B) {
		for range b.N {
			press()
			if got, err := s.server.CodeLensResolve(s.ctx, &lens); err != nil || !strings.HasPrefix(got.Command.Title, "30 scenarios") {
				b.Fatalf("%v, %v", got, err)
			}
		}
	})
	b.Run("known", func(b *testing.B) {
		for range b.N {
			if _, err := s.server.CodeLensResolve(s.ctx, &lens); err != nil {
				b.Fatal(err)
			}
		}
	})
	parse(b, made.Text)
}
