package rules

import (
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/source"
)

// placeholder is a name behind REPLACE_ENV_, with or without the framework's prefix.
type placeholder struct {
	variable string      // the variable whose value the framework puts in
	at       source.Span // the name as it is written
}

// placeholders lists the names that the framework looks up. What the shell puts in behind a name is part of it, so that
// such a name is not known.
func placeholders(text string) []placeholder {
	var list []placeholder
	for _, p := range deploy.Placeholders(text) {
		start := p.At.Start + len(catalog.PlaceholderPrefix)
		end := start + len(p.Name)
		if end < len(text) && (text[end] == '$' || text[end] == '`') {
			continue
		}
		list = append(list, placeholder{p.Variable(), source.Span{Start: start, End: end}})
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
