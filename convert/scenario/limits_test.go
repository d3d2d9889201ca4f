package scenario_test

import (
	"fmt"
	"strings"
	"testing"

	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Scripts of a few lines whose values would fill any memory: they are not known, and it is said why.
func TestGrowth(t *testing.T) {
	doubled := "A0=xxxxxxxxxx\n"
	for i := 1; i <= 60; i++ {
		doubled += fmt.Sprintf("export A%d=${A%d}${A%d}\n", i, i-1, i-1)
	}
	long := "L=" + strings.Repeat("x", 6000) + "\n"
	half := "H=" + strings.Repeat("x", 600_000) + "\n"
	for _, tt := range []struct{ name, script, why string }{
		{"doubled", doubled + "export Z=${A16}${A16}\n", "it is longer than 1 MiB"},
		{"what follows", doubled + "Z=$A59\n", "it depends on A58"},
		{"appended", half + "Z=$H\nZ+=$H\n", "it is longer than 1 MiB"},
		{"appended often", half + "Z=$H\n" + strings.Repeat("Z+=x\n", 200), "it adds to a value that is not known"},
		{"copied often", half + strings.Repeat("Y=-$H\n", 200) + "Z=-$H\n", "the script expands more text than any scenario needs"},
		{"pattern", long + "Z=${L//x/$L}\n", "it looks for a pattern in a text of more than 8 KiB"},
		{"trimmed", long + long + "Z=${L%$L}\n", "it looks for a pattern in a text of more than 8 KiB"},
		{"pattern in a pattern", "L=xx\nZ=${L//x/${L//x/$L}}\n", "it replaces within a replacement"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			script, problems := scenario.Read(source.New("s.sh", 0, tt.script), nil)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			if v, _ := script.Value("Z"); v.Known || v.Why != tt.why {
				t.Errorf("known is %v, since %q, want %q", v.Known, v.Why, tt.why)
			}
			for _, e := range script.Exports {
				if len(e.Value.Text) > 1<<20 {
					t.Errorf("%s has %d bytes", e.Name, len(e.Value.Text))
				}
			}
		})
	}
}

// What expansions and copies add to files is bounded too.
func TestGrowingDocuments(t *testing.T) {
	head := "A=$(mktemp)\nB=$(mktemp)\nL=" + strings.Repeat("x", 1000) + "\n"
	for name, text := range map[string]string{
		"expansions": "cat << EOF > $A\n" + strings.Repeat("$L\n", 2000) + "EOF\n",
		"copies":     "cat << EOF > $A\n$L\nEOF\n" + strings.Repeat("cat $A >> $B\ncat $B >> $A\n", 60),
	} {
		t.Run(name, func(t *testing.T) {
			script, problems := scenario.Read(source.New("s.sh", 0, head+text), nil)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			last := script.Bodies[len(script.Bodies)-1]
			if last.Known() {
				t.Error("the last file is wholly known")
			}
			total := 0
			for _, b := range script.Bodies {
				total += len(b.Text)
			}
			if total > 64<<20 || total < 1000 {
				t.Errorf("the files have %d bytes", total)
			}
		})
	}
}
