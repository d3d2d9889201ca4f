package scenario_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

var update = flag.Bool("update", false, "rewrite what testdata/evaluate.txtar expects")

func TestEvaluate(t *testing.T) {
	name := filepath.Join("testdata", "evaluate.txtar")
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(archive.Files); i += 2 {
		file, want := archive.Files[i], &archive.Files[i+1]
		t.Run(file.Name, func(t *testing.T) {
			got := left(string(file.Data))
			if windows := left(strings.ReplaceAll(string(file.Data), "\n", "\r\n")); windows != got {
				t.Errorf("with Windows line breaks (-LF +CRLF):\n%s", cmp.Diff(got, windows))
			}
			if diff := cmp.Diff(string(want.Data), got); diff != "" && !*update {
				t.Errorf("(-want +got):\n%s", diff)
			}
			want.Data = []byte(got)
		})
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// left lists what a script leaves behind.
func left(text string) string {
	script, problems := scenario.Read(source.New("s.sh", 0, text), func(name string) (string, bool) {
		return "from the catalogue", name == "LLMDBENCH_HARNESS_NAME"
	})
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintf(&b, "problem: %s\n", p)
	}
	var seen []string
	for _, e := range script.Exports {
		if slices.Contains(seen, e.Name) {
			continue
		}
		seen = append(seen, e.Name)
		value, ok := script.Value(e.Name)
		switch {
		case !ok:
			fmt.Fprintf(&b, "%s: not set\n", e.Name)
		case !value.Known:
			fmt.Fprintf(&b, "%s: not known, since %s\n", e.Name, value.Why)
		case value.Temp > 0:
			fmt.Fprintf(&b, "%s: file %d\n", e.Name, value.Temp)
		default:
			fmt.Fprintf(&b, "%s: %q\n", e.Name, value.Text)
		}
		if content, ok := script.Content(e.Name); ok {
			fmt.Fprintf(&b, "%s holds %q\n", e.Name, content)
		}
	}
	for _, body := range script.Bodies {
		if !body.Known() {
			fmt.Fprintf(&b, "the file of %s is not wholly known\n", body.Var)
		}
	}
	return b.String()
}
