package analysis

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"llmdbench-ls/convert/source"
)

// bands draws tokens: a letter for each byte that one covers, its kind by the letter, and a blank for none.
func bands(drawn string) []Token {
	var list []Token
	for i := 0; i < len(drawn); i++ {
		if last := len(list) - 1; last >= 0 && list[last].At.End == i && list[last].Kind == TokenKind(drawn[i]) {
			list[last].At.End++
		} else if drawn[i] != ' ' {
			list = append(list, Token{At: source.Span{Start: i, End: i + 1}, Kind: TokenKind(drawn[i])})
		}
	}
	return list
}

func draw(list []Token, size int) string {
	drawn := []byte(strings.Repeat(" ", size))
	for _, t := range list {
		for i := t.At.Start; i < t.At.End; i++ {
			drawn[i] = byte(t.Kind)
		}
	}
	return string(drawn)
}

func TestOverlay(t *testing.T) {
	for _, test := range []struct{ below, above, want string }{
		{"aaaa", "    ", "aaaa"},
		{"    ", "xxxx", "xxxx"},
		{"aaaa", " xx ", "axxa"},
		{"aaaa", "x  y", "xaay"},
		{"aabb", " xx ", "axxb"},
		{"aabbcc", " xxxx ", "axxxxc"},
		{"a b c d", "xxxxxxx", "xxxxxxx"},
		{"aaaaaa", "xx yyy", "xxayyy"},
		{"aa  bb", "  xx  ", "aaxxbb"},
		{"  aa  ", "xx  yy", "xxaayy"},
		{"aabbcc", "x yyyz", "xayyyz"},
	} {
		got := overlay(bands(test.below), bands(test.above))
		if drawn := draw(got, len(test.want)); drawn != test.want {
			t.Errorf("%q over %q is %q, want %q", test.above, test.below, drawn, test.want)
		}
		checkApart(t, fmt.Sprintf("%q over %q", test.above, test.below), got)
	}
}

func checkApart(t *testing.T, where string, list []Token) {
	t.Helper()
	end := 0
	for _, token := range list {
		if token.At.Start < end || token.At.End <= token.At.Start {
			t.Fatalf("%s: %v comes after %d", where, token, end)
		}
		end = token.At.End
	}
}

func TestRuntimeVariables(t *testing.T) {
	for text, want := range map[string]string{
		"$HOME":           "$HOME",
		"a ${HOME}/x":     "${HOME}",
		"${HOME:-x}":      "${HOME",
		"$(POD_IP):1":     "$(POD_IP)",
		"$(nproc)":        "",
		"$(POD_IP -x)":    "",
		"$1 $? $$ ${1}":   "",
		"$A$B ${C}$(D_1)": "$A $B ${C} $(D_1)",
		"$":               "",
		"${":              "",
		"$(":              "",
		"$(A":             "",
		"${A":             "${A",
		"größe$GRÖSSE 🦜":  "$GR",
		"$_x9":            "$_x9",
	} {
		var got []string
		for _, at := range runtimeVariables(text) {
			got = append(got, text[at.Start:at.End])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q has %q, want %q", text, got, want)
		}
	}
}

func TestPartsOf(t *testing.T) {
	if got := strings.Join(partsOf("/w/guides/parrot/ms.yaml"), " "); got != "w/guides/parrot/ms.yaml w/ w/guides/ w/guides/parrot/ "+
		"guides/parrot/ms.yaml guides/ guides/parrot/ parrot/ms.yaml parrot/ ms.yaml" {
		t.Errorf("got %q", got)
	}
	if n := len(partsOf("/" + strings.Repeat("a/", 10_000))); n > 1000 {
		t.Errorf("%d parts of one path", n)
	}
}

// TestTokensOfBrokenTexts keeps tokens in order, apart, on one line and within the text, and hints in order, whatever
// was taken out of a scenario.
func TestTokensOfBrokenTexts(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "testdata", "conversions", "*.sh"))
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no scenarios: %v", err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			text := string(raw)
			for range 3 {
				start := random.IntN(len(text))
				text = text[:start] + []string{"", "\r", "'", "🦜$(", "\x00", "REPLACE_ENV_"}[random.IntN(6)] + text[min(len(text), start+random.IntN(60)):]
			}
			checkTokens(t, text)
		}
	}
}

func checkTokens(t *testing.T, text string) {
	t.Helper()
	s := NewSnapshot(nil, DefaultSettings).With(source.New("/x.sh", 1, text))
	list := Tokens(s, "/x.sh")
	checkApart(t, text, list)
	for _, token := range list {
		if token.At.End > len(text) || strings.ContainsAny(text[token.At.Start:token.At.End], "\r\n") {
			t.Fatalf("%v in\n%s", token, text)
		}
	}
	last := 0
	for _, h := range InlayHints(s, "/x.sh") {
		if h.At < last || h.At > len(text) || h.Label == "" {
			t.Fatalf("%v in\n%s", h, text)
		}
		last = h.At
	}
}
