package lsp

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"go.lsp.dev/protocol"

	"llmdbench-ls/convert/source"
)

// Incremental edits are held against a model of a document that knows no offsets: lines of runes. It is written down
// the way the protocol describes positions, without regard to speed.

var units = []encoding{protocol.PositionEncodingKindUTF8, protocol.PositionEncodingKindUTF16, protocol.PositionEncodingKindUTF32}

// modelSpan gives the text before and behind a range.
func modelSpan(text string, r protocol.Range, e encoding) (before, behind string) {
	start, end := modelOffset(text, r.Start, e), modelOffset(text, r.End, e)
	return text[:start], text[max(start, end):]
}

// modelOffset walks to a position rune by rune; past the end of a line means its end, past the last line the text's.
func modelOffset(text string, p protocol.Position, e encoding) int {
	var line, column uint32
	for i := 0; i < len(text); {
		lineEnd := text[i] == '\n' || text[i] == '\r'
		if line == p.Line && (column >= p.Character || lineEnd) {
			return i
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case text[i] == '\r' && strings.HasPrefix(text[i:], "\r\n"):
			size = 2
			fallthrough
		case lineEnd:
			line, column = line+1, 0
		case e == protocol.PositionEncodingKindUTF8:
			column += uint32(size)
		case e == protocol.PositionEncodingKindUTF16:
			column += uint32(max(1, utf16.RuneLen(r)))
		default:
			column++
		}
		i += size
	}
	return len(text)
}

// edit applies one change both ways, and checks that offsets and positions agree.
func edit(t *testing.T, text string, r protocol.Range, inserted string, e encoding) string {
	t.Helper()
	f := source.New("/nowhere/x.sh", 1, text)
	got := splice(f, &protocol.TextDocumentContentChangePartial{Range: r, Text: inserted}, e)
	before, behind := modelSpan(text, r, e)
	if want := before + inserted + behind; got != want {
		t.Fatalf("%s: %q with %q at %v is %q, want %q", e, text, inserted, r, got, want)
	}
	for i := range len(text) + 1 {
		atLineEnd := i > 0 && i < len(text) && text[i-1] == '\r' && text[i] == '\n' // between the two there is no position
		if utf8.ValidString(text) && (i == len(text) || utf8.RuneStart(text[i])) && !atLineEnd {
			if back := offsetOf(f, position(f, i, e), e); back != i {
				t.Fatalf("%s: offset %d of %q is %v, which is offset %d", e, i, text, position(f, i, e), back)
			}
		}
	}
	return got
}

var pieces = []string{"", "a", "ü", "€", "🦜", "\n", "\r\n", "\r", "x🦜y", "export A=1\n", "é\u0301", "\u2028", "\t", "𝔘𝔫\r\n"}

// TestEdits makes long series of random edits, positions beyond the ends of lines and of the text among them.
func TestEdits(t *testing.T) {
	for _, e := range units {
		t.Run(string(e), func(t *testing.T) {
			for seed := range uint64(60) {
				random := rand.New(rand.NewPCG(seed, 1))
				text := ""
				for range 40 {
					a, b := somewhere(random, text), somewhere(random, text)
					if b.Line < a.Line || b.Line == a.Line && b.Character < a.Character {
						a, b = b, a
					}
					text = edit(t, text, protocol.Range{Start: a, End: b}, pieces[random.IntN(len(pieces))]+pieces[random.IntN(len(pieces))], e)
				}
			}
		})
	}
}

func somewhere(random *rand.Rand, text string) protocol.Position {
	lines := strings.Count(text, "\n") + strings.Count(text, "\r") + 2
	return protocol.Position{Line: uint32(random.IntN(lines)), Character: uint32(random.IntN(12))}
}

// TestWholeText takes a text over as it is.
func TestWholeText(t *testing.T) {
	f := source.New("/nowhere/x.sh", 1, "old")
	for _, text := range pieces {
		if got := splice(f, &protocol.TextDocumentContentChangeWholeDocument{Text: text}, protocol.PositionEncodingKindUTF16); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
}

// TestSurrogates names the one case by hand: a position in the middle of a pair means behind it, since no rune may be
// torn apart.
func TestSurrogates(t *testing.T) {
	f := source.New("/nowhere/x.sh", 1, "a🦜b")
	for character, want := range []int{0, 1, 5, 5, 6, 6} {
		if got := offsetOf(f, protocol.Position{Character: uint32(character)}, protocol.PositionEncodingKindUTF16); got != want {
			t.Errorf("character %d is offset %d, want %d", character, got, want)
		}
	}
}

// FuzzEdits holds single edits of any text against the model.
func FuzzEdits(f *testing.F) {
	for i, piece := range pieces {
		f.Add(piece+"export 🦜=ü\r\nb", piece, uint8(i), uint16(i), uint8(i+1), uint16(3), uint8(i))
	}
	f.Fuzz(func(t *testing.T, text, inserted string, line uint8, character uint16, line2 uint8, character2 uint16, unit uint8) {
		r := protocol.Range{Start: protocol.Position{Line: uint32(line), Character: uint32(character)}, End: protocol.Position{Line: uint32(line2), Character: uint32(character2)}}
		got := edit(t, text, r, inserted, units[int(unit)%len(units)])
		if utf8.ValidString(text) && utf8.ValidString(inserted) && !utf8.ValidString(got) {
			t.Errorf("%q with %q at %v is torn apart: %q", text, inserted, r, got)
		}
	})
}
