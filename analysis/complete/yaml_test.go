package complete

import (
	"fmt"
	"strings"
	"testing"

	"llmdbench-ls/convert/source"
)

// cursor marks the place in the texts of these tests.
const cursor = "¦"

// cut takes the mark out of a text.
func cut(t testing.TB, text string) (string, int) {
	t.Helper()
	before, after, ok := strings.Cut(text, cursor)
	if !ok {
		t.Fatalf("no cursor in %q", text)
	}
	return before + after, len(before)
}

// TestSpots says where the cursor is: what it is at, the path to it, the key whose value is typed, and the word.
func TestSpots(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"¦", "key in '' word '' fresh column 0"},
		{"na¦", "key in '' word 'na' fresh column 0"},
		{"-¦", "key in '' word '-' fresh column 0"},
		{"- ¦", "key in '[0]' word '' item column 2"},
		{"- na¦", "key in '[0]' word 'na' item column 2"},
		{"- name: A\n- n¦a", "key in '[1]' word 'na' item column 2"},
		{"- n¦ame: A", "key in '[0]' word 'name' item colon column 2"},
		{"- name¦: A", "key in '[0]' word 'name' item colon column 2"},
		{"- name:¦", "nowhere"},
		{"- name:¦ A", "nowhere"},
		{"- name: ¦", "value of name in '[0]' word ''"},
		{"- name: ¦ # über 🦜", "value of name in '[0]' word ''"},
		{"- name: V¦LLM # über 🦜", "value of name in '[0]' word 'VLLM'"},
		{"- name: VLLM # ü¦ber", "comment"},
		{"# ü¦ber", "comment"},
		{"- name: \"V¦L L\"", "value of name in '[0]' word 'VL L' after \""},
		{"- name: \"V¦", "value of name in '[0]' word 'V' after \""},
		{"- name: A\n  val¦", "key in '[0]' word 'val' fresh column 2"},
		{"- name: A\n  ¦", "key in '[0]' word '' fresh column 2"},
		{"- name: A\n  value: ¦\n- name: B", "value of value in '[0]' word ''"},
		{"a:\n  b:\n    c: ¦", "value of c in 'a.b' word ''"},
		{"a:\n  b: 1\n  ¦\n  c: 2", "key in 'a' word '' fresh column 2"},
		{"a:\n  b: 1\n¦", "key in '' word '' fresh column 0"},
		{"a:\n- b\n- c¦", "key in 'a[1]' word 'c' item column 2"},
		{"a:\n  - b\n  - \"--c¦\"", "key in 'a[1]' word '--c' after \" item column 4"},
		{"a:\n- b: 1\nc¦", "key in '' word 'c' fresh column 0"},
		{"a:\n- - b¦", "key in 'a[0][0]' word 'b' item column 4"},
		{"a: {b: 1, c¦}", "key in 'a' word 'c' flow column 0"},
		{"a: {b: 1, c: ¦}", "value of c in 'a' word '' flow"},
		{"a: {b: 1, c: x¦", "value of c in 'a' word 'x' flow"},
		{"a: {b¦: 1}", "key in 'a' word 'b' colon flow column 0"},
		{"a: {b: \"x¦y\"}", "value of b in 'a' word 'xy' after \" flow"},
		{"a: {b: 1} ¦", "nowhere"},
		{"a: [x, y¦, z]", "key in 'a[1]' word 'y' item flow column 0"},
		{"a: [x, ¦", "key in 'a[]' word '' item flow column 0"},
		{"a: [{b: 1}, {b: ¦}]", "value of b in 'a[1]' word '' flow"},
		{"a: [\n  {b: ü},\n  {b: z¦}\n]\nc: 1", "value of b in 'a[1]' word 'z' flow"},
		{"a: [x\nb: ¦", "value of b in '' word ''"},
		{"- {name: a, value: ¦}", "value of value in '[0]' word '' flow"},
		{"a: |\n  x\n  --y¦\nb: 1", "text of a: '  x\n  --y'"},
		{"a:\n- |\n  x ¦\n- b", "text of a[0]: '  x '"},
		{"a: |\n  x\n\nb: ¦", "value of b in '' word ''"},
		{"p.yaml: |\n  kind: ¦", "value of kind in '' word '' doc 1"},
		{"p.yaml: |\n  a:\n  - b: 1\n  ¦\nq: 1", "key in '' word '' doc 1 fresh column 2"},
		{"x:\n  p.yaml: |\n    a: 1\n  ¦", "key in 'x' word '' fresh column 2"},
		{"x:\n  p.yaml: |\n    a: 1\n  q.yaml: |\n    b: ¦", "value of b in '' word '' doc 2"},
		{"a: 1\n---\nb: ¦", "value of b in '' word '' doc 1"},
		{"a: &x ¦", "nowhere"},
		{"a: |¦", "nowhere"},
		{"\ta¦", "nowhere"},
		{"a: \x00¦\xff", "value of a in '' word '\x00\xff'"},
	} {
		for _, ends := range []string{"\n", "\r\n"} {
			text, at := cut(t, strings.ReplaceAll(test.text, "\n", ends))
			y := readYAML(text, source.Span{End: len(text)}, at)
			if got, want := describe(text, y.spot), strings.ReplaceAll(test.want, "\n", ends); got != want {
				t.Errorf("%q:\n got %s\nwant %s", test.text, got, want)
			}
		}
	}
}

func describe(text string, s spot) string {
	var b strings.Builder
	switch s.kind {
	case nowhere:
		return "nowhere"
	case inComment:
		return "comment"
	case inText:
		return fmt.Sprintf("text of %s: '%s'", s.in, text[s.text.at.Start:s.text.at.End])
	case atKey:
		fmt.Fprintf(&b, "key in '%s'", s.in)
	case atValue:
		fmt.Fprintf(&b, "value of %s in '%s'", s.key, s.in)
	}
	fmt.Fprintf(&b, " word '%s'", text[s.word.Start:s.word.End])
	if s.quote != 0 {
		fmt.Fprintf(&b, " after %c", s.quote)
	}
	if s.doc != 0 {
		fmt.Fprintf(&b, " doc %d", s.doc)
	}
	for _, flag := range []struct {
		on   bool
		name string
	}{{s.fresh, "fresh"}, {s.item, "item"}, {s.colon, "colon"}, {s.flow, "flow"}} {
		if flag.on {
			b.WriteString(" " + flag.name)
		}
	}
	if s.kind == atKey {
		fmt.Fprintf(&b, " column %d", s.column)
	}
	return b.String()
}

// TestEntries says what is known of the text around the cursor.
func TestEntries(t *testing.T) {
	const text = `plugins:
- type: queue-scorer # über
- type: "prefix-cache-scorer"
  name: 'at hand'
  parameters: {size: 3, on: true}
- {type: max-score-picker, name: best}
- ty¦
profiles:
  - name: default
    plugins: [{ref: a}, {ref: b}]
flags: [x, 'y']
`
	for _, ends := range []string{"\n", "\r\n"} {
		text, at := cut(t, strings.ReplaceAll(text, "\n", ends))
		y := readYAML(text, source.Span{End: len(text)}, at)
		for want, got := range map[string][]string{
			"queue-scorer prefix-cache-scorer max-score-picker": y.list(0, "plugins[]", "type"),
			"at hand best": y.list(0, "plugins[]", "name"),
			"a b":          y.list(0, "profiles[].plugins[]", "ref"),
			"x y":          y.list(0, "flags[]", ""),
			"3":            {y.get(0, "plugins[1].parameters", "size")},
			"default":      {y.get(0, "profiles[0]", "name")},
			"":             {y.get(0, "profiles[1]", "name")},
		} {
			if strings.Join(got, " ") != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	}
}
