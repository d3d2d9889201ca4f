package rules

import (
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

const configFile = catalog.ConfigFile

var pluginsConfigfileMismatch = &analysis.Rule{
	ID: "plugins-configfile-mismatch", Severity: analysis.Error, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("plugins-configfile-mismatch"),
	Check: func(p *analysis.Pass) {
		for _, r := range remarks(p, catalog.FaultConfigName) {
			at := trimmed(p, r.Origin.At)
			if name, rest, ok := strings.Cut(p.File.Slice(at), ":"); ok && strings.TrimSpace(rest) != "" && plainWord(name) {
				p.Report(source.Span{Start: at.Start, End: at.Start + len(name)}, note(r.Message, catalog.FaultConfigName),
					setTo(p, "Tell the picker to load "+name, true, configFile, name, statementOf(p, at))...)
				continue
			}
			p.Report(at, note(r.Message, catalog.FaultConfigName))
		}
	},
}
