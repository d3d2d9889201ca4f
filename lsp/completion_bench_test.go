package lsp_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// BenchmarkCompletion is the time of one completion in a scenario of 700 lines and more, right behind the keystroke
// that asks for it, and the time that 99 of 100 stay under.
func BenchmarkCompletion(b *testing.B) {
	text := largestScenario(b)
	for strings.Count(text, "\n") < 700 {
		text += text
	}
	for _, bench := range []struct{ name, behind, line, letter string }{
		{"name", "export LLMDBENCH_DEPLOY_MODEL_LIST=", "\nexport LLMDBENCH_", "V"},
		{"flag", "--host 0.0.0.0 \\\n", "-", "-"},
	} {
		i := strings.Index(text, bench.behind) + len(bench.behind)
		b.Run(bench.name, func(b *testing.B) {
			benchCompletion(b, text[:i]+bench.line+"\n"+text[i:], i+len(bench.line), bench.letter)
		})
	}
	parse(b, text)
}

// pause is what lies between two keystrokes at least, so that what follows from one is done before the next.
const pause = 10 * time.Millisecond

// benchCompletion types a letter at an offset, asks, and takes the letter back.
func benchCompletion(b *testing.B, text string, at int, letter string) {
	s := benchSession(b, nil)
	s.open("/nowhere/x.sh", text)
	s.client.awaitLast(b, 1)
	place := positionAt(text, at, s.client.encoding)
	behind := place
	behind.Character++
	params := &protocol.CompletionParams{}
	params.TextDocument.URI, params.Position = uri.File("/nowhere/x.sh"), behind
	params.Context.TriggerKind = protocol.CompletionTriggerKindInvoked
	var times []time.Duration
	b.ResetTimer()
	for i := range b.N {
		version := int32(2*i + 2)
		s.edit("/nowhere/x.sh", version, &protocol.TextDocumentContentChangePartial{Range: protocol.Range{Start: place, End: place}, Text: letter})
		var raw jsonrpc2.RawMessage
		start := time.Now()
		if _, err := s.conn.Call(s.ctx, protocol.MethodTextDocumentCompletion, params, &raw); err != nil || len(raw) < 100 {
			b.Fatalf("got %s, %v", raw, err)
		}
		times = append(times, time.Since(start))
		b.StopTimer()
		s.edit("/nowhere/x.sh", version+1, &protocol.TextDocumentContentChangePartial{Range: protocol.Range{Start: place, End: behind}})
		time.Sleep(pause)
		b.StartTimer()
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds()), "p99-µs/op")
}
