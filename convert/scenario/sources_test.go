package scenario_test

import (
	"fmt"
	"strings"
	"testing"

	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

func TestCitedFiles(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "",
		"# SOURCE: a/b.yaml\nx=1\n": "a/b.yaml",
		"#  SOURCE:  a/b.yaml \r\n# Lines 1-2:\n#\tSOURCE: c.yml":        "a/b.yaml c.yml",
		"# SOURCE: a.yaml\n# SOURCE: a.yaml\n":                           "a.yaml",
		"# SOURCE: by hand\n# see SOURCE: a.yaml\necho SOURCE: b.yaml\n": "",
		"# SOURCE: größe-🦜/a.yaml":                                       "größe-🦜/a.yaml",
		"# SOURCE:":                                                      "",
	} {
		if got := strings.Join(scenario.CitedFiles(text), " "); got != want {
			t.Errorf("%q cites %q, want %q", text, got, want)
		}
	}
	var many strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&many, "# SOURCE: %d.yaml\n", i)
	}
	if n := len(scenario.CitedFiles(many.String())); n != 64 {
		t.Errorf("of very many there are %d", n)
	}
}

// TestCitedFilesAgree names the files that the comments name when the shell is read.
func TestCitedFilesAgree(t *testing.T) {
	text := "# SOURCE: a.yaml\n# Lines 1:\n#    x: SOURCE: b.yaml\nexport LLMDBENCH_A=1 # SOURCE: c.yaml\n# SOURCE: d.yaml\nexport LLMDBENCH_B=1\n"
	script, _ := scenario.Read(source.New("s.sh", 0, text), nil)
	cited := scenario.CitedFiles(text)
	for _, file := range cited {
		found := false
		for _, s := range script.Sources {
			found = found || s.Path == file
		}
		if !found {
			t.Errorf("no comment names %s", file)
		}
	}
	if strings.Join(cited, " ") != "a.yaml d.yaml" {
		t.Errorf("cited are %q", cited)
	}
}
