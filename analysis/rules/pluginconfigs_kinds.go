package rules

import (
	"strconv"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// mistyped says that a value cannot be what a parameter of a kind holds. Pickers read YAML in its older version, where
// more words are numbers and booleans, so plain words that may be are let through.
func mistyped(n *source.Node, kind string) bool {
	switch kind {
	case "list":
		return n.Kind != source.Sequence
	case "map", "object":
		return n.Kind != source.Mapping
	}
	if n.Kind != source.Scalar {
		return true
	}
	switch kind {
	case "bool":
		return n.Tag != "!!bool" && !(n.Style == source.Plain && oldBool(n.Text))
	case "int", "float":
		return n.Tag == "!!bool" || n.Tag == "!!str" && (n.Style != source.Plain || !strings.ContainsAny(n.Text[:min(1, len(n.Text))], "0123456789+-.")) ||
			kind == "int" && n.Tag == "!!float" && fraction(n.Text)
	case "string", "enum", "duration-string", catalog.NamesPlugin:
		return n.Tag == "!!int" || n.Tag == "!!float" || n.Tag == "!!bool"
	}
	return false
}

// oldBool says that a word was a boolean in YAML 1.1.
func oldBool(text string) bool {
	switch strings.ToLower(text) {
	case "true", "false", "yes", "no", "on", "off", "y", "n":
		return true
	}
	return false
}

func fraction(text string) bool {
	v, err := strconv.ParseFloat(text, 64)
	return err == nil && v != float64(int64(v))
}

// fitsPlain says that a text is what a parameter of a kind holds once it stands without quotes.
func fitsPlain(text, kind string) bool {
	docs, problems := source.ParseYAML("", text, nil)
	return len(problems) == 0 && len(docs) == 1 && docs[0].Tag != "!!str" && docs[0].Text == text && !mistyped(docs[0], kind)
}
