package complete

import (
	"fmt"
	"strings"
	"testing"
)

// TestOutline says what is known of a scenario with lines that are being typed.
func TestOutline(t *testing.T) {
	for _, test := range []struct{ text, assigned, docs string }{
		{"", "", ""},
		{"export A=1 B=\"x y\"; C=3\nD='ü'\n#E=1\necho F=1", "A=1 B=x y D=ü", ""},
		{"export A=\"${B\nexport C=1", "A=\"${B C=1", ""},
		{"export A=$(mktemp)\ncat <<EOF >$A\nx: ü\nB=1\nEOF\nexport C=1", "A=$(mktemp) C=1", "A:x: ü\nB=1"},
		{"cat << 'EOF' > \"${A}\"\nx\nEOF\n", "", "A':x"},
		{"cat <<-EOF >>$A\n\tx\n\tEOF\nB=1", "B=1", "A:\tx"},
		{"tee $A << EOF\nx\nEOF\nB=1", "B=1", "A:x"},
		{"cat <<EOF\nx\nEOF", "", ":x"},
		{"cat <<EOF >$A\nEOF\nB=1", "B=1", "A:"},
		{"cat <<EOF >$A\nx", "", "A:x"},
		{"cat <<EOF >$A", "", "A:"},
		{"cat <<EOF >$A\n", "", "A:"},
		{"cat <<EOF >$A\nx\nexport LLMDBENCH_B=$(mktemp)\ncat <<EOF >$LLMDBENCH_B\ny\nEOF\n", "LLMDBENCH_B=$(mktemp)", "A:x LLMDBENCH_B:y"},
		{"cat <<< x\ncat <<\nA=1", "A=1", ""},
		{"cat <", "", ""},
		{"\x00=\xff\nA=\xff", "A=\xff", ""},
	} {
		for _, ends := range []string{"\n", "\r\n"} {
			o := readOutline(strings.ReplaceAll(test.text, "\n", ends))
			var assigned, docs []string
			for _, a := range o.assigned {
				assigned = append(assigned, a.name+"="+a.value)
				if o.text[a.at.Start:a.at.End] != a.name {
					t.Errorf("%q: %s stands at %v", test.text, a.name, a.at)
				}
			}
			for _, d := range o.docs {
				quoted := map[bool]string{true: "'"}[d.quoted]
				docs = append(docs, fmt.Sprintf("%s%s:%s", d.name, quoted, o.text[d.at.Start:max(d.at.Start, d.at.End)]))
			}
			if got := strings.Join(assigned, " "); got != test.assigned {
				t.Errorf("%q assigns %q, not %q", test.text, got, test.assigned)
			}
			if got, want := strings.Join(docs, " "), strings.ReplaceAll(test.docs, "\n", ends); got != want {
				t.Errorf("%q has %q, not %q", test.text, got, want)
			}
		}
	}
}
