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
	at, tail, ok := basedOnLine(f)
	return f.Slice(at), strings.TrimSuffix(tail, ")"), ok
}

// BasedOnAt is where the guide's folder stands in that line.
func BasedOnAt(f *source.File) (at source.Span, ok bool) {
	at, _, ok = basedOnLine(f)
	return at, ok
}

// basedOnLine finds the folder in that line, and what stands behind the opening of its parenthesis.
func basedOnLine(f *source.File) (at source.Span, tail string, ok bool) {
	for line := range f.Lines() {
		text := f.LineText(line)
		if text != "" && !strings.HasPrefix(text, "#") {
			return at, "", false // the head is over
		}
		rest, found := strings.CutPrefix(strings.TrimSpace(strings.TrimPrefix(text, "#")), basedOn)
		if !found {
			continue
		}
		dir, tail, _ := strings.Cut(rest, " (environment: ")
		dir = strings.TrimSpace(dir)
		start := f.LineSpan(line).Start + strings.Index(text, basedOn) + len(basedOn)
		start += strings.Index(f.Text[start:], dir)
		return source.Span{Start: start, End: start + len(dir)}, tail, dir != ""
	}
	return at, "", false
}
