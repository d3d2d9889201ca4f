package source_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"llmdbench-ls/convert/source"
)

// settings are ways in which one document may reach us; none of them may move a span.
var settings = []struct {
	name   string
	change func(string) string
}{
	{"as it is", func(s string) string { return s }},
	{"Windows line breaks", func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }},
	{"byte order mark", func(s string) string { return "\ufeff" + s }},
	{"no final line break", func(s string) string { return strings.TrimRight(s, "\n") }},
	{"behind a document", func(s string) string { return "# first\n---\n" + s }},
	{"behind a line break of YAML 1.1", func(s string) string { return "# one\u2028# two\u0085" + s }},
	{"behind a version", func(s string) string { return "%YAML 1.2\n---\n" + s }},
}

func TestSpans(t *testing.T) {
	archive, err := txtar.ParseFile(filepath.Join("testdata", "spans.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range archive.Files {
		for _, s := range settings {
			t.Run(c.Name+"/"+s.name, func(t *testing.T) {
				text, want := marked(s.change(string(c.Data)))
				f := source.New("f", 0, text)
				n, problems := f.YAML()
				if len(problems) > 0 {
					t.Fatalf("problems: %v", problems)
				}
				here := find(n, "here")
				if here == nil {
					t.Fatal("there is no key here")
				}
				if got := here.At; got != want {
					t.Errorf("span of %q, want %q", f.Slice(got), f.Slice(want))
				}
				slicesBack(t, n)
			})
		}
	}
}

// marked takes the marks out of a text and gives the last span between two of them.
func marked(text string) (string, source.Span) {
	var at source.Span
	for {
		i := strings.Index(text, "«")
		if i < 0 {
			return text, at
		}
		text = text[:i] + text[i+len("«"):]
		j := strings.Index(text, "»")
		text = text[:j] + text[j+len("»"):]
		at = source.Span{Start: i, End: j}
	}
}

// find is the first value under a key, anywhere in a tree.
func find(n *source.Node, key string) *source.Node {
	for _, p := range n.Pairs {
		if p.Key.Text == key {
			return p.Value
		}
		if found := find(p.Value, key); found != nil {
			return found
		}
	}
	for _, item := range n.Items {
		if found := find(item, key); found != nil {
			return found
		}
	}
	return nil
}

// slicesBack checks that the span of every node holds text that reads as that node again. What an alias stands for is
// written elsewhere, so a node with one inside is left out; so is a block scalar by itself, whose indentation counts
// from its parent.
func slicesBack(t *testing.T, n *source.Node) {
	t.Helper()
	slice := n.File.Slice(n.At)
	if n.At.End < len(n.File.Text) { // a block scalar at the end counts its line break, which no span holds
		slice += "\n"
	}
	if whole(n, n.At) && n.Style != source.Literal && n.Style != source.Folded && strings.TrimSpace(slice) != "" {
		docs, problems := source.ParseYAML("slice", column(n)+slice, nil)
		switch {
		case len(problems) > 0:
			t.Errorf("the slice %q has problems: %v", slice, problems)
		case len(docs) == 0:
			t.Errorf("the slice %q of %s reads as nothing", slice, tree(n))
		case tree(docs[0]) != tree(n):
			t.Errorf("the slice %q reads as %s, want %s", slice, tree(docs[0]), tree(n))
		}
	}
	for _, p := range n.Pairs {
		slicesBack(t, p.Key)
		slicesBack(t, p.Value)
	}
	for _, item := range n.Items {
		slicesBack(t, item)
	}
}

// column is blank text that puts a slice at the column that it had.
func column(n *source.Node) string {
	blank := ""
	for _, r := range n.File.Text[:n.At.Start] {
		switch r {
		case '\n', '\u0085', '\u2028':
			blank = ""
		case '\ufeff':
		default:
			blank += " "
		}
	}
	return blank
}

func whole(n *source.Node, within source.Span) bool {
	if n.At.Start < within.Start || n.At.End > within.End {
		return false
	}
	for _, p := range n.Pairs {
		if !whole(p.Key, within) || !whole(p.Value, within) {
			return false
		}
	}
	for _, item := range n.Items {
		if !whole(item, within) {
			return false
		}
	}
	return true
}

// tree writes a node's value, free of its place and spelling.
func tree(n *source.Node) string {
	switch n.Kind {
	case source.Mapping:
		parts := make([]string, len(n.Pairs))
		for i, p := range n.Pairs {
			parts[i] = tree(p.Key) + ": " + tree(p.Value)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case source.Sequence:
		parts := make([]string, len(n.Items))
		for i, item := range n.Items {
			parts[i] = tree(item)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return fmt.Sprintf("%s %q", n.Tag, n.Text)
}

func TestResolve(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"alias", "a: &x {k: 1}\nb: *x", `{a: {k: 1}, b: {k: 1}}`},
		{"merge", "a: &x {k: 1, l: 2}\nb: {<<: *x, l: 3}", `{a: {k: 1, l: 2}, b: {l: 3, k: 1}}`},
		{"merge of several, the first wins", "a: &x {k: 1}\nb: &y {k: 2, l: 2}\nc: {<<: [*x, *y]}", `{a: {k: 1}, b: {k: 2, l: 2}, c: {k: 1, l: 2}}`},
		{"merge of a merge", "a: &x {k: 1}\nb: &y {<<: *x, l: 2}\nc: {<<: *y}", `{a: {k: 1}, b: {l: 2, k: 1}, c: {l: 2, k: 1}}`},
		{"quoted merge key is a key", `a: {"<<": 1}`, `{a: {"<<": 1}}`},
		{"the later of equal keys", "a: 1\nb: 2\na: 3", `{a: 3, b: 2}`},
		{"first document", "a: 1\n---\nb: 2", `{a: 1}`},
		{"nothing", "", `{}`},
		{"comments only", "# a\n# b\n", `{}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n, problems := source.New("f", 0, tt.text).YAML()
			want, _ := source.New("want", 0, tt.want).YAML()
			if len(problems) > 0 {
				t.Fatalf("problems: %v", problems)
			}
			if diff := cmp.Diff(tree(want), tree(n)); diff != "" {
				t.Errorf("tree (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAliasKeepsItsPlace(t *testing.T) {
	text, anchor := marked("base: «&b {k: 1}»\nhere: *b\n")
	n, _ := source.New("f", 0, text).YAML()
	pair, _ := n.Pair("here")
	if pair.Value.At != anchor {
		t.Errorf("the value stands at %v, want the anchor's place %v", pair.Value.At, anchor)
	}
	if got := n.File.Slice(pair.At()); got != "here" {
		t.Errorf("the pair spans %q, want its key alone", got)
	}
}

func TestRefused(t *testing.T) {
	bomb := "a: &a [x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c < 'k'; c++ {
		bomb += fmt.Sprintf("%c: &%c [%s*%c]\n", c, c, strings.Repeat(fmt.Sprintf("*%c, ", c-1), 8), c-1)
	}
	for _, tt := range []struct{ name, text, want string }{
		{"alias bomb", bomb, "more than 200000 values"},
		{"anchor inside itself", "a: &a [*a]", "contains itself"},
		{"merge of itself", "a: &a\n  <<: *a", "contains itself"},
		{"deep flow", strings.Repeat("[", 400) + strings.Repeat("]", 400), "more than 200 levels"},
		{"deep block", strings.Repeat("- ", 400) + "x", "more than 200 levels"},
		{"alias without an anchor", "a: *nowhere", "nowhere"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := source.New("f", 0, tt.text).YAML()
			if len(problems) != 1 || !strings.Contains(problems[0].Message, tt.want) {
				t.Errorf("problems %v, want one that says %q", problems, tt.want)
			}
		})
	}
}

func TestPathAt(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"a:\n  b: «x»", "a.b"},
		{"a:\n  «b»: x", "a.b"},
		{"«a»:\n  b: x", "a"},
		{"a:\n- x\n- «y»", "a[1]"},
		{"a:\n- k: 1\n  l: «2»", "a[0].l"},
		{"a: [{k: [1, «2»]}]", "a[0].k[1]"},
		{"a: 1\n\n«»\n\nb: 2", ""},
		{"a: |\n  text «»\nb: 2", "a"},
	} {
		text, at := marked(tt.text)
		n, _ := source.New("f", 0, text).YAML()
		if got, _ := n.PathAt(at.Start); got != tt.want {
			t.Errorf("path in %q is %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestBool(t *testing.T) {
	for text, want := range map[string]string{
		"true": "true", "Yes": "true", "ON": "true", "'true'": "true",
		"false": "false", "no": "false", "Off": "false", "1": "none", "~": "none", "[]": "none", "": "none",
	} {
		n, _ := source.New("f", 0, "a: "+text).YAML()
		value, ok := n.Get("a").Bool()
		got := fmt.Sprint(value)
		if !ok {
			got = "none"
		}
		if got != want {
			t.Errorf("%q reads as %s, want %s", text, got, want)
		}
	}
}

// Looking into a tree never fails, whatever is or is not there.
func TestAbsent(t *testing.T) {
	n, _ := source.New("f", 0, "a: 1\nb: [x]").YAML()
	var none *source.Node
	for _, missing := range []*source.Node{n.Get("a", "b", "c"), n.Get("x"), none.Get("a"), n.Get("b", "0")} {
		if missing != nil || !missing.Null() || missing.Value() != "" {
			t.Errorf("found %v where there is nothing", missing)
		}
	}
}
