package convert

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"
)

// A command line passes through the framework before it reaches a shell: the text is cut before every "--", square
// brackets turn it into a list, and the hazards of every text apply. What is written here survives that: a value is
// quoted in two parts that meet in the middle of a sequence which must not be seen, and what cannot be written so goes
// through a container variable.

// commandHazards are the sequences that must not stand inside a value on the command line.
var commandHazards = append([]string{"--"}, hazards...)

// quoteWord writes a value as one word of a shell command. ok is false where the value cannot be written there: it has
// square brackets, or characters that do not fit on a line.
func quoteWord(text string) (word string, ok bool) {
	if strings.ContainsAny(text, "[]") || strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) >= 0 {
		return "", false
	}
	if text == "" {
		return "''", true
	}
	parts := cutHazards(text)
	if len(parts) == 1 && strings.IndexFunc(text, func(r rune) bool { return !bare(r) }) < 0 {
		return text, true
	}
	for _, part := range parts {
		word += quotePart(part)
	}
	return word, true
}

// cutHazards cuts a text inside of every hazardous sequence.
func cutHazards(text string) []string {
	var parts []string
	start := 0
	for i := range text {
		for _, h := range commandHazards {
			if i+1 > start && strings.HasPrefix(text[i:], h) {
				parts = append(parts, text[start:i+1])
				start = i + 1
				break
			}
		}
	}
	return append(parts, text[start:])
}

// quotePart puts text between single quotes. No backslash is used, since the framework drops those in the last part of
// the line.
func quotePart(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'"'"'`) + "'"
}

func bare(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-./:@%+,=", r)
}

// oneLine writes JSON that runs over several lines on one; any other text stays as it is.
func oneLine(text string) string {
	if !strings.ContainsAny(text, "\n\r\t") {
		return text
	}
	var b bytes.Buffer
	if err := json.Compact(&b, []byte(text)); err != nil {
		return text
	}
	return b.String()
}
