package source_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"llmdbench-ls/convert/source"
)

func TestLines(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"empty", "", []string{""}},
		{"no final line break", "a\nb", []string{"a", "b"}},
		{"final line break", "a\nb\n", []string{"a", "b", ""}},
		{"only a line break", "\n", []string{"", ""}},
		{"Windows", "a\r\nb\r\n", []string{"a", "b", ""}},
		{"old Mac", "a\rb", []string{"a", "b"}},
		{"a lone CR at the end", "a\r", []string{"a", ""}},
		{"mixed", "a\rb\r\n\nc", []string{"a", "b", "", "c"}},
		{"CR before CRLF", "a\r\r\nb", []string{"a", "", "b"}},
		{"breaks of YAML 1.1 are no line breaks", "a\u2028b\u2029c\u0085d\n", []string{"a\u2028b\u2029c\u0085d", ""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := source.New("f", 0, tt.text)
			var got []string
			for line := range f.Lines() {
				got = append(got, f.LineText(line))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
		})
	}
}

// Line and LineSpan are each other's inverse at every offset, line breaks included.
func TestLineOfOffset(t *testing.T) {
	f := source.New("f", 0, "one\r\nzwö\rthree\n\nfive")
	for line := range f.Lines() {
		start, end := f.LineSpan(line).Start, len(f.Text)
		if line+1 < f.Lines() {
			end = f.LineSpan(line+1).Start - 1
		}
		for offset := start; offset <= end; offset++ {
			if got := f.Line(offset); got != line {
				t.Errorf("offset %d is in line %d, want %d", offset, got, line)
			}
		}
	}
}

func TestLinesOutsideTheText(t *testing.T) {
	f := source.New("f", 0, "ab\ncd")
	for _, tt := range []struct {
		line int
		want source.Span
	}{{-1, source.Span{}}, {2, source.Span{Start: 5, End: 5}}, {99, source.Span{Start: 5, End: 5}}} {
		if got := f.LineSpan(tt.line); got != tt.want {
			t.Errorf("LineSpan(%d) = %v, want %v", tt.line, got, tt.want)
		}
	}
	for at, want := range map[source.Span]string{{-5, 2}: "ab", {3, 99}: "cd", {4, 1}: "", {50, 60}: ""} {
		if got := f.Slice(at); got != want {
			t.Errorf("Slice(%v) = %q, want %q", at, got, want)
		}
	}
}

func TestSpanContains(t *testing.T) {
	at := source.Span{Start: 2, End: 4}
	for offset, want := range []bool{false, false, true, true, true, false} {
		if at.Contains(offset) != want {
			t.Errorf("%v contains %d: want %v", at, offset, want)
		}
	}
}

func TestUnreadable(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"huge", strings.Repeat("a: b # padding\n", source.MaxSize/15+1), "larger than 4 MiB"},
		{"a NUL byte", "a: b\x00\n", "not text"},
		{"not UTF-8", "a: \xff\xfe\n", "not text"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := source.New("f", 0, tt.text)
			n, yaml := f.YAML()
			script, shell := f.Shell()
			if len(n.Pairs) > 0 || len(script.File.Stmts) > 0 {
				t.Error("there is a tree")
			}
			for _, problems := range [][]source.Problem{yaml, shell} {
				if len(problems) != 1 || !strings.Contains(problems[0].Message, tt.want) {
					t.Errorf("problems %v, want one that says %q", problems, tt.want)
				}
			}
		})
	}
}
