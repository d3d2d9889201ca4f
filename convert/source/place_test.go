package source_test

import (
	"strings"
	"testing"

	"llmdbench-ls/convert/source"
)

// The word «here» is one value of each document; between the marks stands the word that is looked for in it.
var placed = []struct{ name, text string }{
	{"plain", "a: one «here» two\n"},
	{"plain over lines", "a: one\n  two «here»\n  three\n"},
	{"single quotes", "a: 'it''s «here»'\n"},
	{"double quotes", `a: "x \"y\" «here»"` + "\n"},
	{"an escaped line break", `a: "x\n«here» y"` + "\n"},
	{"literal", "a: |\n  one\n    «here» two\n"},
	{"literal with a blank line", "a: |-\n  one\n\n  two «here»\n"},
	{"literal behind a comment", "a: | # x\n  «here»\n"},
	{"folded", "a: >-\n  one\n  two\n  «here»\n"},
	{"an anchor", "a: &he «here»\n"},
	{"an anchor and quotes", "a: &h 'one «here»'\n"},
	{"a tag and an anchor", "a: !!str &h\n  «here»\n"},
	{"an anchored block", "a: &h\n  |-\n  «here»\n"},
	{"an item", "a:\n- 'x'\n- one «here»\n"},
	{"not ASCII before it", "ü: |\n  größe 日 🦙 «here»\n"},
}

func TestPlace(t *testing.T) {
	for _, tt := range placed {
		for name, ending := range map[string]string{"LF": "\n", "CRLF": "\r\n"} {
			t.Run(tt.name+" "+name, func(t *testing.T) {
				text := strings.ReplaceAll(tt.text, "\n", ending)
				start := strings.Index(text, "«")
				text = strings.NewReplacer("«", "", "»", "").Replace(text)
				root, problems := source.New("a.yaml", 0, text).YAML()
				if len(problems) > 0 {
					t.Fatal(problems)
				}
				n := holding(root, "here")
				i := strings.Index(n.Text, "here")
				want := source.Span{Start: start, End: start + len("here")}
				if got := n.Place(source.Span{Start: i, End: i + len("here")}); got != want {
					t.Errorf("the place is %q, want %q", text[got.Start:got.End], text[want.Start:want.End])
				}
				if got, ok := n.TextOffset(want.Start); !ok || got != i {
					t.Errorf("the offset is %d, %v, want %d", got, ok, i)
				}
			})
		}
	}
}

// holding finds the scalar that holds a text.
func holding(n *source.Node, text string) *source.Node {
	if n.Kind == source.Scalar && strings.Contains(n.Text, text) {
		return n
	}
	for _, p := range n.Pairs {
		if found := holding(p.Value, text); found != nil {
			return found
		}
	}
	for _, item := range n.Items {
		if found := holding(item, text); found != nil {
			return found
		}
	}
	return nil
}

// TestPlacer gives the same places as the nodes themselves, in whatever order it is asked.
func TestPlacer(t *testing.T) {
	root, _ := source.New("a.yaml", 0, "a: |\n  größe 🦜 one\n  two\nb: 'it''s three'\nc: four\n").YAML()
	var p source.Placer
	for range 2 {
		for _, pair := range root.Pairs {
			for end := range len(pair.Value.Text) + 1 {
				at := source.Span{Start: end / 2, End: end}
				if got, want := p.Place(pair.Value, at), pair.Value.Place(at); got != want {
					t.Errorf("%v of %s is at %v, want %v", at, pair.Key.Text, got, want)
				}
			}
		}
	}
	if got := p.Place(nil, source.Span{}); got != (source.Span{}) {
		t.Errorf("nothing is at %v", got)
	}
}
