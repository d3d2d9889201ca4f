package rules

import (
	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

const (
	gaieFlags = "LLMDBENCH_VLLM_MODELSERVICE_GAIE_FLAGS"
	verbosity = "LLMDBENCH_VLLM_MODELSERVICE_GAIE_EPP_VERBOSITY"
)

var gaieFlagsLost = &analysis.Rule{
	ID: "gaie-flags-lost", Severity: analysis.Warning, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("gaie-flags-lost"),
	Check: func(p *analysis.Pass) {
		for _, r := range remarks(p, catalog.FaultFlags) {
			at := trimmed(p, r.Origin.At)
			p.Report(at, note(r.Message, catalog.FaultFlags), verbosityInstead(p)...)
		}
	},
}

// verbosityInstead says the verbosity by its own variable, where the flags hold nothing else.
func verbosityInstead(p *analysis.Pass) []analysis.Fix {
	b := bodyOf(p, gaieFlags)
	at, ok := removal(p, gaieFlags)
	if b == nil || !ok {
		return nil
	}
	docs, problems := source.New(p.File.Path, 0, b.Text).Documents()
	if len(problems) > 0 || len(docs) != 1 || len(docs[0].Pairs) != 1 || docs[0].Pairs[0].Key.Text != "v" || !plainWord(docs[0].Get("v").Value()) {
		return nil
	}
	value := docs[0].Get("v").Value()
	edit, plain := setting(p, verbosity, value, at.Start)
	if !plain {
		return nil
	}
	cut := analysis.Edit{Path: p.File.Path, At: at}
	if edit.At.Start == at.Start { // put it in place of what goes
		return []analysis.Fix{fix("Set "+verbosity+" instead", true, analysis.Edit{Path: p.File.Path, At: at, Text: edit.Text})}
	}
	return []analysis.Fix{fix("Set "+verbosity+" instead", true, edit, cut)}
}
