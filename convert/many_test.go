package convert

import (
	"fmt"
	"slices"
	"testing"

	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

// Marking looks at what stands under a path and at nothing else, so that a guide of many values takes no longer for each.
func TestStartingWith(t *testing.T) {
	p := &planner{}
	for i, path := range []string{"a.b", "a", "ab", "a[0].c", "a.b.c", "a[10]", "b"} {
		p.entries = append(p.entries, Entry{Leaf: guide.Leaf{Chart: ms, Path: path}, Reason: fmt.Sprint(i)})
	}
	p.entries = append(p.entries, Entry{Leaf: guide.Leaf{Chart: pool, Path: "a.b"}})
	for _, tt := range []struct {
		text  string
		whole bool
		want  []int
	}{
		{"a", true, []int{1}}, {"a.", false, []int{0, 4}}, {"a[", false, []int{3, 5}}, {"b", true, []int{6}}, {"c", false, nil}, {"a.b", true, []int{0}},
	} {
		if got := p.startingWith(ms, tt.text, tt.whole); !slices.Equal(slices.Sorted(slices.Values(got)), tt.want) {
			t.Errorf("%s: %v, want %v", tt.text, got, tt.want)
		}
	}
	p.mark(place{chart: ms, path: "a"}, Carried, "V", "r")
	for i, e := range p.entries {
		if want := i != 2 && i < 6; (e.Outcome == Carried) != want {
			t.Errorf("%s of %s is marked: %v, want %v", e.Path, e.Chart, e.Outcome == Carried, want)
		}
	}
}

// Places that touch are cited as one, however many there are, and each line is noted once for each time it is cited.
func TestManyCitations(t *testing.T) {
	f := source.New("f", 0, "")
	c := citations{at: map[*source.File]map[int]int{}}
	const n = 50_000
	for i := range n {
		c.add(lines{f, i + 1, i + 1})
	}
	c.add(lines{f, n + 3, n + 4})
	c.add(lines{f, n + 2, n + 2})
	want := []lines{{f, 1, n}, {f, n + 2, n + 4}}
	if !slices.Equal(c.list, want) {
		t.Errorf("got %v, want %v", c.list, want)
	}
	if len(c.at[f]) != n+3 {
		t.Errorf("%d lines are noted, want %d", len(c.at[f]), n+3)
	}
}

// A verifier looks each list and mapping through once, not once for each value in it.
func TestVerifierIndexesOnce(t *testing.T) {
	docs, _ := source.ParseYAML("f", "m.a: {b: 1}\nm: {a: 2}\nenv: [{name: A, value: x}, {name: B}, {name: A, value: y}]\n", nil)
	v := &verifier{indexes: map[*source.Node]nodeIndex{}}
	if got := v.longestKey(docs[0], "m.a.b"); got != "m.a" {
		t.Errorf("the longest key is %s", got)
	}
	list := docs[0].Get("env")
	for range 2 {
		if got := v.in(bodyStep{identity: "name", value: "A"}, []*source.Node{list}); len(got) != 2 || got[1].Get("value").Value() != "y" {
			t.Errorf("the items of name A are %v", got)
		}
	}
	if v.lastItem(list, "name", "A") != list.Items[2] {
		t.Error("the last item of name A is another one")
	}
	if len(v.indexes) != 2 {
		t.Errorf("%d indexes for two nodes", len(v.indexes))
	}
}
