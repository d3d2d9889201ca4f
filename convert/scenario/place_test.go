package scenario_test

import (
	"strings"
	"testing"

	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// In each script the text between the marks stands in a here-document, and becomes the given text in the file.
var places = []struct{ name, script, becomes string }{
	{"first line", "cat <<EOF >$A\n«one»\ntwo\nEOF\n", "one"},
	{"last line", "cat <<EOF >$A\none\n«two»\nEOF\n", "two"},
	{"over lines", "cat <<EOF >$A\no«ne\nt»wo\nEOF\n", "ne\nt"},
	{"everything", "cat <<EOF >$A\n«one\ntwo\n»EOF\n", "one\ntwo\n"},
	{"behind an escape", "cat <<EOF >$A\n\\$x \\\\ «here»\nEOF\n", "here"},
	{"with an escape inside", "cat <<EOF >$A\n«a \\$x b»\nEOF\n", "a $x b"},
	{"backslash that stays", "cat <<EOF >$A\n\\n «here»\nEOF\n", "here"},
	{"behind a joined line", "cat <<EOF >$A\none \\\ntwo «here»\nEOF\n", "here"},
	{"over a joined line", "cat <<EOF >$A\none «a \\\nb»\nEOF\n", "a b"},
	{"behind an expansion", "X=long-value\ncat <<EOF >$A\n$X «here»\nEOF\n", "here"},
	{"an expansion", "X=long-value\ncat <<EOF >$A\na «${X}» b\nEOF\n", "long-value"},
	{"quoted delimiter", "cat <<'EOF' >$A\n$X \\$ «here»\nEOF\n", "here"},
	{"tabs taken out", "cat <<-EOF >$A\n\t\tone\n\t«two»\n\tEOF\n", "two"},
	{"tabs taken out of a quoted one", "cat <<-'EOF' >$A\n\t\tone\n\t«two»\n\tEOF\n", "two"},
	{"not ASCII before it", "cat <<EOF >$A\nü日🦙 «größe»\nEOF\n", "größe"},
	{"second of two on a line", "cat <<EOF >$A\nx\nEOF\ncat <<EOF >>$A\ny «here»\nEOF\n", "here"},
}

func TestPlaces(t *testing.T) {
	for _, tt := range places {
		for _, ending := range []string{"\n", "\r\n"} {
			t.Run(tt.name+map[string]string{"\n": "", "\r\n": " (Windows)"}[ending], func(t *testing.T) {
				text, at := marked(strings.ReplaceAll(tt.script, "\n", ending))
				body := bodyAt(t, text, at.Start)
				start, ok := body.TextOffset(at.Start)
				if !ok || !strings.HasPrefix(body.Text[start:], tt.becomes) {
					t.Fatalf("%q leads to %d, %v, in %q", text[at.Start:], start, ok, body.Text)
				}
				got := body.Locate(source.Span{Start: start, End: start + len(tt.becomes)})
				if got != at {
					t.Errorf("it is found at %q, want %q", text[got.Start:got.End], text[at.Start:at.End])
				}
			})
		}
	}
}

// marked takes the marks out of a text and gives the span between them.
func marked(text string) (string, source.Span) {
	before, rest, _ := strings.Cut(text, "«")
	inside, after, _ := strings.Cut(rest, "»")
	return before + inside + after, source.Span{Start: len(before), End: len(before) + len(inside)}
}

func bodyAt(t *testing.T, text string, offset int) *scenario.Body {
	t.Helper()
	script, _ := scenario.Read(source.New("s.sh", 0, text), nil)
	for i := range script.Bodies {
		if script.Bodies[i].At.Contains(offset) {
			return &script.Bodies[i]
		}
	}
	t.Fatalf("no here-document holds offset %d", offset)
	return nil
}

// What several here-documents put into one file is one text, and each part of it is found where it stands.
func TestPlacesInWholeFile(t *testing.T) {
	for _, tt := range []struct{ name, script, becomes, whole string }{
		{"the second", "A=$(mktemp)\ncat <<EOF >$A\none\nEOF\ncat <<EOF >>$A\n«two»\nEOF\n", "two", "one\ntwo\n"},
		{"written anew", "A=$(mktemp)\ncat <<EOF >$A\none\nEOF\ncat <<EOF >$A\n«two»\nEOF\ncat <<EOF >>$A\nx\nEOF\n", "two", "two\nx\n"},
		{"copied", "A=$(mktemp)\nB=$(mktemp)\ncat <<EOF >$B\n«one»\nEOF\ncat $B >>$A\ncat <<EOF >>$A\ntwo\nEOF\n", "one", "one\ntwo\n"},
		{"the only one", "A=$(mktemp)\ncat <<EOF >>$A\n«one»\nEOF\n", "one", "one\n"},
	} {
		text, at := marked(tt.script)
		script, _ := scenario.Read(source.New("s.sh", 0, text), nil)
		whole := script.Whole("A")
		if whole == nil || whole.Text != tt.whole || !whole.Known() {
			t.Errorf("%s: the whole is %+v", tt.name, whole)
			continue
		}
		start := strings.Index(whole.Text, tt.becomes)
		if got := whole.Locate(source.Span{Start: start, End: start + len(tt.becomes)}); got != at {
			t.Errorf("%s: it is found at %q", tt.name, text[got.Start:got.End])
		}
	}
}

func TestNoWholeFile(t *testing.T) {
	for name, text := range map[string]string{
		"no text":               "A=$(mktemp)\n",
		"a command":             "A=$(mktemp)\ncat <<EOF >$A\none\nEOF\nmake-more >>$A\n",
		"a condition":           "A=$(mktemp)\ncat <<EOF >$A\none\nEOF\nif true; then\ncat <<EOF >>$A\ntwo\nEOF\nfi\n",
		"a file that was there": "A=/tmp/there\ncat <<EOF >>$A\none\nEOF\n",
	} {
		script, _ := scenario.Read(source.New("s.sh", 0, text), nil)
		if whole := script.Whole("A"); whole != nil {
			t.Errorf("%s: %q", name, whole.Text)
		}
	}
	const unknown = "A=$(mktemp)\nB=$(mktemp)\ncat <<EOF >$B\n$HOME\nEOF\ncat $B >>$A\n"
	script, _ := scenario.Read(source.New("s.sh", 0, unknown), nil)
	if whole := script.Whole("A"); whole == nil || whole.Known() {
		t.Errorf("what is copied from a text that is not known is %+v", whole)
	}
}

func TestOutsideOfABody(t *testing.T) {
	text, at := marked("export X=1 «»\ncat <<EOF >$A\none\nEOF\n")
	script, _ := scenario.Read(source.New("s.sh", 0, text), nil)
	if _, ok := script.Bodies[0].TextOffset(at.Start); ok {
		t.Error("an offset above the here-document leads into it")
	}
}

// The places of an export: its name, its value, its statement.
func TestExportPlaces(t *testing.T) {
	const text = "A=0\n  export LLMDBENCH_A=\"x y\" B=\nif true; then C=1; fi\nfor x in F G; do export D_${x}=\"$A\"; done\n"
	script, _ := scenario.Read(source.New("s.sh", 0, text), nil)
	type export struct {
		name, value, statement string
		exported, nested       bool
	}
	want := []export{
		{"A", "0", "A=0", false, false},
		{"LLMDBENCH_A", `"x y"`, `export LLMDBENCH_A="x y" B=`, true, false},
		{"B", "", `export LLMDBENCH_A="x y" B=`, true, false},
		{"C", "1", "C=1;", false, true},
		{"D_${x}", `"$A"`, `export D_${x}="$A";`, true, true},
		{"D_${x}", `"$A"`, `export D_${x}="$A";`, true, true},
	}
	for i, e := range script.Exports {
		got := export{text[e.NameAt.Start:e.NameAt.End], text[e.ValueAt.Start:e.ValueAt.End], text[e.At.Start:e.At.End], e.Exported, e.Nested}
		if i >= len(want) || got != want[i] {
			t.Errorf("export %d is %+v, want %+v", i, got, want[min(i, len(want)-1)])
		}
	}
	if len(script.Exports) != len(want) {
		t.Errorf("%d exports, want %d", len(script.Exports), len(want))
	}
}

func TestSources(t *testing.T) {
	const text = `# SOURCE: guides/a/values.yaml
# Lines 3-5:
#   a:
#     b: 1
# Lines 9-11:
#   c: 2
#
#   d: 3
# NOTE: a remark that
#       is no quotation
export A=1

# SOURCE: convention: no file
export B=2

# SOURCE: broken/lines.yaml
# Lines x-y:
# Line 4
#   kept

# SOURCE: guides/a/more.yaml
# Lines 3-4, 9:
#   a:
#     b: 1
#   c: 2
#   d: 3
# Lines 1-2, or so:
#   not quoted

# text SOURCE: not at the start.yaml
#   not quoted
`
	script, _ := scenario.Read(source.New("s.sh", 0, text), nil)
	var got []string
	for _, s := range script.Sources {
		line := "path " + s.Path
		if at := text[s.PathAt.Start:s.PathAt.End]; s.Path != "" && at != s.Path {
			t.Errorf("the path %q stands at %q", s.Path, at)
		}
		for _, r := range s.Ranges {
			line += "; " + strings.TrimPrefix(text[r.At.Start:r.At.End], "# ") + " " + strings.Join(r.Quoted, "|")
		}
		last := strings.Split(text[s.At.Start:s.At.End], "\n")
		got = append(got, line+"; until "+last[len(last)-1])
	}
	want := []string{
		"path guides/a/values.yaml; Lines 3-5: a:|  b: 1; Lines 9-11: c: 2||d: 3; until #   d: 3",
		"path ; until # SOURCE: convention: no file",
		"path broken/lines.yaml; Line 4 kept; until #   kept",
		"path guides/a/more.yaml; Lines 3-4, 9: a:|  b: 1; Lines 3-4, 9: c: 2|d: 3; until #   d: 3",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if r := script.Sources[0].Ranges; r[0].First != 3 || r[0].Last != 5 || r[1].First != 9 || r[1].Last != 11 {
		t.Errorf("the ranges are %v", r)
	}
}

func TestIsScenario(t *testing.T) {
	for text, want := range map[string]bool{
		"export LLMDBENCH_A=1\n":                       true,
		"#!/bin/bash\n\n  export LLMDBENCH_A=1":        true,
		"LLMDBENCH_A=1":                                true,
		"# export LLMDBENCH_A=1":                       true,
		"echo $LLMDBENCH_A\nexport LLMDBENCH_DEPLOY=x": true,
		"export LLMDBENCH_A=":                          true,
		"echo $LLMDBENCH_A":                            false,
		"echo LLMDBENCH_A=1":                           false,
		"export MY_LLMDBENCH_A=1":                      false,
		"export LLMDBENCH_=1":                          false,
		"export LLMDBENCH_a=1":                         false,
		"export LLMDBENCH_A":                           false,
		"LLMDBENCH_A=x run --now":                      false,
		"LLMDBENCH_A=x LLMDBENCH_B=y run":              false,
		"LLMDBENCH_A= run --with=x":                    false,
		"LLMDBENCH_A=x run\nexport LLMDBENCH_B=":       true,
		"LLMDBENCH_A=x LLMDBENCH_B=y":                  true,
		"LLMDBENCH_A=x # a remark":                     true,
		"LLMDBENCH_A=x && run":                         true,
		"LLMDBENCH_A='x y'":                            true,
		"LLMDBENCH_A=x \r\nrun":                        true,
		"":                                             false,
	} {
		if scenario.IsScenario(text) != want {
			t.Errorf("%q is a scenario: want %v", text, want)
		}
	}
}

func TestNames(t *testing.T) {
	const text = `# about LLMDBENCH_REMARKED
export LLMDBENCH_ASSIGNED="$LLMDBENCH_EXPANDED/${LLMDBENCH_DEFAULTED:-x}${LLMDBENCH_TESTED+y}"
MY_LLMDBENCH_OTHER=1
cat <<EOF >$LLMDBENCH_FILE
--port REPLACE_ENV_LLMDBENCH_PLACED "\$LLMDBENCH_MENTIONED" ${LLMDBENCH_INSIDE} # LLMDBENCH_NO_REMARK
EOF
export LLMDBENCH_lower=1 # LLMDBENCH_BEHIND
`
	uses := map[scenario.Use]string{
		scenario.Mentioned: "mentioned", scenario.Assigned: "assigned", scenario.Expanded: "expanded",
		scenario.Placeholder: "placeholder", scenario.Remarked: "remarked",
	}
	script, _ := scenario.Read(source.New("s.sh", 0, text), nil)
	var got []string
	for _, n := range script.Names() {
		line := strings.TrimPrefix(n.Text, "LLMDBENCH_") + " " + uses[n.Use]
		if n.Default {
			line += " with a default"
		}
		if at := text[n.At.Start:n.At.End]; at != n.Text {
			t.Errorf("%s stands at %q", n.Text, at)
		}
		got = append(got, line)
	}
	want := []string{
		"REMARKED remarked", "ASSIGNED assigned", "EXPANDED expanded", "DEFAULTED expanded with a default", "TESTED expanded with a default",
		"FILE expanded", "PLACED placeholder", "MENTIONED mentioned", "INSIDE expanded", "NO_REMARK mentioned", "lower assigned", "BEHIND remarked",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestWritten gives the literal parts of a body's text as they stand in the script, and nothing of what is brought in.
func TestWritten(t *testing.T) {
	text := "X=long\ncat <<EOF >$A\nü 🦜 \\$a $X \\\nb ${X}c\nEOF\n"
	body := bodyAt(t, text, strings.Index(text, "ü"))
	if want := "ü 🦜 $a long b longc\n"; body.Text != want {
		t.Fatalf("the body is %q", body.Text)
	}
	parts := func(at source.Span) (list []string) {
		for _, p := range body.Written(at) {
			list = append(list, text[p.Start:p.End])
		}
		return list
	}
	for _, test := range []struct{ from, want string }{
		{"ü 🦜 ", "ü 🦜 "}, {"🦜 $a ", "🦜 |$a "}, {"long b", " |b"}, {" long b long", " | |b "}, {"ongc\n", "c\n"}, {"long", ""},
	} {
		i := strings.Index(body.Text, test.from)
		want := strings.Join(parts(source.Span{Start: i, End: i + len(test.from)}), "|")
		if want != test.want {
			t.Errorf("%q is written %q, want %q", test.from, want, test.want)
		}
	}
	for _, at := range []source.Span{{}, {Start: 99, End: 99}, {Start: len(body.Text), End: 99}} {
		if got := parts(at); len(got) > 0 {
			t.Errorf("%v is written %q", at, got)
		}
	}
}
