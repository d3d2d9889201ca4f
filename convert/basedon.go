package convert

import (
	"strings"

	"llmdbench-ls/convert/source"
)

// basedOn begins the line at the head of a scenario that names its guide.
const basedOn = "Based on: "

// BasedOn reads the line at the head of a scenario that names its guide: the guide's folder relative to its repository,
// and the environment. ok is false where there is none.
func BasedOn(f *source.File) (dir, environment string, ok bool) {
	for line := range f.Lines() {
		text := f.LineText(line)
		if text != "" && !strings.HasPrefix(text, "#") {
			return "", "", false // the head is over
		}
		rest, found := strings.CutPrefix(strings.TrimSpace(strings.TrimPrefix(text, "#")), basedOn)
		if !found {
			continue
		}
		dir, tail, _ := strings.Cut(rest, " (environment: ")
		return strings.TrimSpace(dir), strings.TrimSuffix(tail, ")"), strings.TrimSpace(dir) != ""
	}
	return "", "", false
}
