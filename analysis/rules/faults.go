package rules

import (
	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
)

// These rules tell of what a preview remarks about one fault of the framework, and have no fix: what to do instead depends
// on what the author wants.
var (
	providerConfigMisplaced  = faultRule(catalog.FaultProvider, analysis.Warning)
	mountOverrideBackwards   = faultRule(catalog.FaultMountOverride, analysis.Warning)
	oneModelOnly             = faultRule(catalog.FaultModels, analysis.Error)
	uriProtocolUnread        = faultRule(catalog.FaultProtocol, analysis.Information)
	annotationsCut           = faultRule(catalog.FaultAnnotations, analysis.Warning)
	autoInAnnotations        = faultRule(catalog.FaultAutoAnnotation, analysis.Warning)
	placeholderInPlaceholder = faultRule(catalog.FaultRandomOrder, analysis.Warning)
)

// faultRule is a rule about one fault, under the fault's own ID.
func faultRule(fault string, severity analysis.Severity) *analysis.Rule {
	return &analysis.Rule{
		ID: fault, Severity: severity, Kinds: []analysis.Kind{analysis.Scenario}, Page: page(fault),
		Check: func(p *analysis.Pass) {
			for _, r := range remarks(p, fault) {
				p.Report(trimmed(p, r.Origin.At), note(r.Message, fault))
			}
		},
	}
}
