package rules

import (
	"regexp"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// placeholder is a name behind REPLACE_ENV_, with or without the framework's prefix.
type placeholder struct {
	variable string      // the variable whose value the framework puts in
	at       source.Span // the name as it is written
}

var placeholderForm = regexp.MustCompile(catalog.PlaceholderPrefix + `([A-Z0-9_]+)`)

// gap is what the framework turns into a blank before it looks for placeholders.
const gap = "____"

// placeholders lists the names that the framework looks up: it takes capitals, digits and underscores as far as they
// go, and leaves the prefix of its variables out. What the shell puts in behind a name is part of it, so that such a
// name is not known.
func placeholders(text string) []placeholder {
	var list []placeholder
	text = strings.ReplaceAll(text, gap, strings.Repeat(" ", len(gap)))
	for _, m := range placeholderForm.FindAllStringSubmatchIndex(text, -1) {
		start, end := m[2], m[3]
		if end < len(text) && (text[end] == '$' || text[end] == '`') {
			continue
		}
		variable := catalog.Prefix + strings.Replace(text[start:end], catalog.Prefix, "", 1)
		list = append(list, placeholder{variable, source.Span{Start: start, End: end}})
	}
	return list
}

// listed says that a scenario names a plain variable in a list of container variables: the framework takes those over
// beside its own.
func listed(p *analysis.Pass, name string) bool {
	for _, e := range p.Script.Exports {
		if strings.HasSuffix(e.Name, "_ENVVARS_TO_YAML") && slices.Contains(strings.Split(e.Value.Text, ","), name) {
			return true
		}
	}
	return false
}
