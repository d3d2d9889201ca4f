package source

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// Columns of long lines are counted from the nearest stride, and come out as if counted from the line's start.
func TestLongLines(t *testing.T) {
	line := strings.Repeat("aé世\U0001F600", stride)
	f := New("f", 0, bom+line+"\nshort\n"+line)
	if len(f.strides()) != 2 || len(f.strides()[len(bom)]) < 4 {
		t.Fatalf("the strides are %v", f.strides())
	}
	for number, start := range map[int]int{1: len(bom), 3: len(bom) + len(line) + len("\nshort\n")} {
		at := start
		for column := 1; column <= 4*stride; column++ {
			if got := f.offset(number, column); got != at {
				t.Fatalf("line %d, column %d: offset %d, want %d", number, column, got, at)
			}
			_, size := utf8.DecodeRuneInString(f.Text[at:])
			at += size
		}
	}
}
