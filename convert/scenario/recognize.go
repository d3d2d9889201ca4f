package scenario

import (
	"strings"

	"llmdbench-ls/convert/catalog"
)

// IsScenario tells a scenario from any other shell text, by its content: it assigns variables of the framework. What
// is assigned for one command only, before its name, does not count.
func IsScenario(text string) bool {
	for rest := text; ; {
		i := strings.Index(rest, catalog.Prefix)
		if i < 0 {
			return false
		}
		before := strings.TrimLeft(lastLine(rest[:i]), " \t#")
		name := rest[i:]
		end := strings.IndexFunc(name, func(r rune) bool {
			return r != '_' && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
		})
		if end > len(catalog.Prefix) && name[end] == '=' && (before == "export " || before == "" && !beforeCommand(name[end+1:])) {
			return true
		}
		rest = rest[i+len(catalog.Prefix):]
	}
}

// beforeCommand says that the name of a command follows an assignment on its line, given from the value on. A value
// with quotes or expansions, which may hold blanks, is not looked into.
func beforeCommand(text string) bool {
	line, _, _ := strings.Cut(text, "\n")
	for {
		value, rest, _ := strings.Cut(line, " ")
		word := strings.TrimLeft(rest, " \t\r")
		if word == "" || strings.ContainsAny(value, "'\"`$()\\;&|") || strings.ContainsAny(word[:1], "#;&|\\<>") {
			return false
		}
		name, next, assigns := strings.Cut(word, "=")
		if !assigns || strings.ContainsAny(name, " \t") {
			return true
		}
		line = next
	}
}

func lastLine(text string) string { return text[strings.LastIndexByte(text, '\n')+1:] }
