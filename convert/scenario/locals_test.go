package scenario_test

import (
	"slices"
	"strings"
	"testing"

	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

func TestLocals(t *testing.T) {
	for _, tt := range []struct {
		name, script string
		want         []string // = for what is set, $ for what is read
	}{
		{"set and read", "A=1\necho $A ${A:-x} \"$A/${A}\"", []string{"=A", "$A", "$A", "$A", "$A"}},
		{"exported", "export A=1 B\nexport B=2", []string{"=A", "=B", "=B"}},
		{"not set here", "echo $HOME\nexport PATH", nil},
		{"the framework's", "export LLMDBENCH_A=1\nA=$LLMDBENCH_A", []string{"=A"}},
		{"for one command only", "A=1 run $A", nil},
		{"for one command too", "A=1\nA=2 run", []string{"=A", "=A"}},
		{"here-documents", "A=1\ncat <<EOF >$A\nü $A \\$A\nEOF\ncat <<'EOF'\n$A\nEOF\n", []string{"=A", "$A", "$A"}},
		{"single quotes", "A=1\necho '$A' A", []string{"=A"}},
		{"loop", "for A in 1 2; do echo $A; done", []string{"=A", "$A"}},
		{"arithmetic", "A=1\n((B = A + 1, C++))\necho $((A * (B - C))) ${A:B:1}\nlet C+=A", []string{"=A", "=B", "$A", "=C", "$A", "$B", "$C", "$A", "$B", "=C", "$A"}},
		{"comparison", "A=1\n((A == 1 && A <= 2))", []string{"=A", "$A", "$A"}},
		{"loop of numbers", "for ((A = 0; A < 3; A++)); do :; done", []string{"=A", "$A", "=A"}},
		{"commands", "read -r -p B A\nunset -f A\nunset A\nprintf -v B x\nmapfile -t C <f\ngetopts A A", []string{"=A", "=A", "=B", "=C", "=A"}},
		{"tests", "A=1\n[[ -v A && -n A ]]\n[ -v A ]\ntest -n A", []string{"=A", "$A", "$A"}},
		{"numbers in tests", "A=1\n[[ A -ge 3 || 3 -lt A || A == A ]]\n[ A -ge 3 ]", []string{"=A", "$A", "$A"}},
		{"numbers of files", "exec {A}>/dev/null {B}<&$A 3>x", []string{"=A", "=B", "$A"}},
		{"the end of a process", "wait -n -p A\necho $A", []string{"=A", "$A"}},
		{"references", "A=1\ndeclare -n B=A\nexport -n C=A\n[[ -R B ]]", []string{"=A", "=B", "$A", "=C", "$B"}},
		{"functions", "A=1\nA() { :; }\nexport -f A\ndeclare -pf A\ndeclare -p A", []string{"=A", "=A"}},
		{"names that begin so", "A=1\necho ${!A*} ${!A@} ${!A[@]}", []string{"=A", "$A"}},
		{"index", "A[B]=1\nB=1\necho ${A[B]}", []string{"=A", "$B", "=B", "$A", "$B"}},
		{"indirect", "A=B\nB=1\necho ${!A}", []string{"=A", "=B", "$A"}},
		{"default", "echo ${A:=1} ${B=$A} ${C:-1} $C", []string{"=A", "=B", "$A"}},
		{"unclosed", "A=1\ncat <<EOF >$A\n$A", []string{"=A", "$A", "$A"}},
		{"broken", "A=1\n)\necho $A", []string{"=A", "$A"}},
		{"nothing", "", nil},
		{"binary", "A=1\x00", nil},
	} {
		for _, end := range []string{"\n", "\r\n"} {
			text := strings.ReplaceAll(tt.script, "\n", end)
			script, _ := scenario.Read(source.New("s.sh", 0, text), nil)
			var got []string
			for _, n := range script.Locals() {
				if text[n.At.Start:n.At.End] != n.Text {
					t.Errorf("%s: %s stands at %q", tt.name, n.Text, text[n.At.Start:n.At.End])
				}
				got = append(got, map[bool]string{true: "=", false: "$"}[n.Use == scenario.Assigned]+n.Text)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
			}
		}
	}
}

// TestVariables is about what a script has from elsewhere.
func TestVariables(t *testing.T) {
	script, _ := scenario.Read(source.New("s.sh", 0, "A=$B\nexport C\necho $LLMDBENCH_A $1 '$D'"), nil)
	var got []string
	for _, n := range script.Variables() {
		got = append(got, n.Text)
	}
	if want := []string{"A", "B", "C"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
