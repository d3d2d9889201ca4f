package convert_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/source"
)

// values are texts that a guide may hold and that are easily damaged: by YAML, or by the framework on its way to Helm.
var values = []string{
	"plain", "", " ", "two words", "a: b", "# no comment", "x # y", "- x", "[a]", "{a}", "&a", "*a", "!a", "%a", "@a", "`a`", "'", `"`, `\`, `\n`,
	"yes", "no", "0755", "1.50", "~", "null", "true", "1e3", "0x1f", "2024-01-01", ".inf", "=", "<<",
	"one\ntwo", "one\ntwo\n", "one\n\ntwo\n", "one\ntwo\n\n", "\none", "\n", "\n\n", "  indented\nless", "one\n  two\n", "one\n\ttwo\n", "one \ntwo",
	"a\tb", "\t", "tab at end\t", "a\rb", "a\r\nb\n", "\x01\x7f", "\u0085", "\u2028x", "\ufeff", "größe 日本語 🦙", "\U000f0000",
	"____", "a____b", "_____", "x\n____y\n", "#noconfig", "a #noconfig b\n", "REPLACE_ENV_X", "REPLACE_ENV_", `{\n}`, `{\s}`, "{\n}", "a{\nb\n}", "\n{\n}",
	strings.Repeat("long ", 60),
}

// What block writes reads as what it was given, in its kind and its type, and has nothing in it that the framework
// would change.
func TestBlock(t *testing.T) {
	for seed := range uint64(300) {
		n := tree(rand.New(rand.NewPCG(seed, 0)), 0)
		if n.Kind == source.Scalar || len(n.Pairs)+len(n.Items) == 0 {
			continue
		}
		text := convert.Block(n)
		reads(t, n, text)
		reads(t, n, throughFramework(text))
		if t.Failed() {
			t.Fatalf("seed %d:\n%s", seed, text)
		}
	}
}

// Every value by itself, in every style.
func TestBlockValues(t *testing.T) {
	for _, v := range values {
		for _, style := range []source.Style{source.Plain, source.SingleQuoted, source.DoubleQuoted, source.Literal, source.Folded} {
			if style == source.Plain && (!plain(v) || v == "") {
				continue
			}
			n := &source.Node{Kind: source.Mapping, Tag: "!!map", Pairs: []source.Pair{{Key: scalar("first", source.Plain), Value: scalar(v, style)}, {Key: scalar("last", source.Plain), Value: scalar(v, style)}}}
			text := convert.Block(n)
			reads(t, n, text)
			reads(t, n, throughFramework(text))
			reads(t, n, strings.TrimRight(throughFramework(text), "\n"))
		}
	}
}

func reads(t *testing.T, n *source.Node, text string) {
	t.Helper()
	docs, problems := source.ParseYAML("block", text, nil)
	if len(problems) > 0 || len(docs) != 1 {
		t.Errorf("%d documents, problems %v in %q", len(docs), problems, text)
		return
	}
	ignore := cmpopts.IgnoreFields(source.Node{}, "File", "At", "Style")
	if diff := cmp.Diff(n, docs[0], ignore, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%q (-want +got):\n%s", text, diff)
	}
}

// throughFramework is what the framework does to a text on its way to Helm: some sequences become others, blank lines
// go, and so do lines with a certain mark.
func throughFramework(text string) string {
	text = strings.NewReplacer("____", " ", `{\n}`, "\n", `{\s}`, " ").Replace(text)
	var kept []string
	for _, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "#") && !strings.Contains(line, "#noconfig") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n") + "\n"
}

// plain says that a text may be written without quotes: it is one in the guide too.
func plain(text string) bool {
	docs, problems := source.ParseYAML("plain", "a: "+text+"\n", nil)
	return len(problems) == 0 && len(docs) == 1 && docs[0].Get("a") != nil && docs[0].Get("a").Text == text && docs[0].Get("a").Style == source.Plain &&
		docs[0].Get("a").Kind == source.Scalar
}

func scalar(text string, style source.Style) *source.Node {
	if style == source.Plain {
		docs, _ := source.ParseYAML("plain", "a: "+text+"\n", nil)
		return docs[0].Get("a")
	}
	return &source.Node{Kind: source.Scalar, Tag: "!!str", Text: text, Style: style}
}

// tree makes a random tree.
func tree(r *rand.Rand, depth int) *source.Node {
	switch kind := r.IntN(4); {
	case depth > 0 && kind > 1, depth > 3:
		v, style := values[r.IntN(len(values))], source.Style(r.IntN(5))
		if style == source.Plain && (!plain(v) || v == "") {
			style = source.DoubleQuoted
		}
		return scalar(v, style)
	case kind == 0:
		n := &source.Node{Kind: source.Sequence, Tag: "!!seq"}
		for range r.IntN(4) {
			n.Items = append(n.Items, tree(r, depth+1))
		}
		return n
	}
	n := &source.Node{Kind: source.Mapping, Tag: "!!map"}
	for _, key := range []string{"a", "b.c/d", "with blank", "yes"}[:r.IntN(5)] {
		style := source.Plain
		if key == "yes" {
			style = source.DoubleQuoted
		}
		n.Pairs = append(n.Pairs, source.Pair{Key: scalar(key, style), Value: tree(r, depth+1)})
	}
	return n
}

// A plain scalar stays as the guide spells it, since quotes would change its type for a chart.
func TestSpellingIsKept(t *testing.T) {
	const text = "mode: 0755\nflag: yes\nnumber: 1.50\nnothing: ~\nabsent:\nquoted: \"0755\"\nsingle: 'it''s'\nlist: []\nmap: {}\n"
	docs, _ := source.ParseYAML("f", text, nil)
	if diff := cmp.Diff(text, convert.Block(docs[0])); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
