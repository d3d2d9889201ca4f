package scenario_test

import (
	"testing"

	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// TestHidden looks for uses of a variable A that the shell does not see as such.
func TestHidden(t *testing.T) {
	for _, tt := range []struct {
		name, script string
		line         int // from 1, 0 where there is none
	}{
		{"what the shell sees", "A=1\necho $A ${#A} ${!A} $((A))\nread A; exec {A}>x; wait -p A; [[ A -ge 1 ]]", 0},
		{"comments", "A=1 # $A\n# $A\ncat <<'EOF'\n  # $A\nEOF", 0},
		{"words", "A=1\necho A 'the A'\ncat <<EOF >x\nA \\A\nEOF\nrun --A x-A AB 'a A b'", 0},
		{"a function", "A=1\nA() { :; }\nexport -f A\nunset -f A\nA", 0},
		{"a value", "A=1\nB=A\necho $B", 0},
		{"single quotes", "A=1\necho '$A'", 2},
		{"the length", "A=1\ncat <<'EOF'\n${#A}\nEOF", 3},
		{"a longer name", "A=1\necho '$AB ${A_}'", 0},
		{"a reference", "A=1\nB=A\necho ${!B}", 2},
		{"a list of names", "A=1\nfor B in A; do echo ${!B}; done", 2},
		{"an array of names", "A=1\nB=(C A)\ndeclare -n D=C", 2},
		{"names that begin so", "AB=1 A=1\necho ${!A@} ${!B*}", 2},
		{"a value of arithmetic", "A=1\ndeclare -i B=A", 2},
		{"an argument", "A=1\nrun 'A'", 2},
		{"a quoted name", "A=1\nunset \"A\"", 2},
		{"a quoted assignment", "A=1\nexport \"A=2\"", 2},
		{"a quoted expression", "A=1\nlet \"B = A + 1\"", 2},
		{"a quoted test", "A=1\n[[ -v \"A\" ]]", 2},
		{"a calculation in a test", "A=1\n[[ A+1 -ge 2 ]]", 2},
		{"evaluated", "A=1\neval 'A=2'", 2},
		{"another program", "A=1\npython3 - <<EOF\n\n  os.environ[\"A\"]\nEOF", 4},
		{"its argument", "A=1\ntimeout 5 /usr/bin/python3 -c 'os.environ[\"A\"]'", 2},
		{"its line", "A=1\nbash <<< 'echo $((A))'", 2},
		{"through a pipe", "A=1\ncat <<EOF | bash\n((A++))\nEOF", 3},
	} {
		f := source.New("s.sh", 0, tt.script)
		script, _ := scenario.Read(f, nil)
		at, ok := script.Hidden("A")
		line := 0
		if ok {
			line = f.Line(at.Start) + 1
		}
		if line != tt.line {
			t.Errorf("%s: in line %d, want %d", tt.name, line, tt.line)
		}
	}
}
