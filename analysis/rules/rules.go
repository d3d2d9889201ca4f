// Package rules holds the rules, one in a file, each with a page of the same name beside it: why the rule exists, and
// examples that it speaks or is silent about. To add a rule, add both files and a line to All, and have the
// schema of the project settings written anew: go test -run TestSchema -update .
package rules

import (
	"embed"
	"strings"

	"llmdbench-ls/analysis"
)

// All lists the rules.
var All = []*analysis.Rule{
	acceleratorResource,
	annotationsCut,
	autoInAnnotations,
	autoLwsFlag,
	backslashInLastFlag,
	blockSizeMismatch,
	bracketsInArgs,
	brokenContinuation,
	commonNotDerived,
	crlf,
	danglingPluginRef,
	doubleDashInValue,
	duplicateName,
	envDiffers,
	envValueNotString,
	factorWithoutLevels,
	frameworkOverridesEnv,
	gaieFlagsLost,
	heredocTarget,
	heredocYAML,
	ignoredContainerSetting,
	inertVariable,
	invalidConfig,
	invalidIgnore,
	invalidValues,
	kvConfigDiffers,
	kvRole,
	literalInsteadOfPlaceholder,
	lwsUnsupportedComment,
	missingChartVersion,
	missingContainerConfig,
	missingCustomPlugins,
	missingEnv,
	missingFile,
	missingFlag,
	missingImage,
	missingMount,
	missingParallelismFlag,
	missingPreprocess,
	missingServe,
	missingSource,
	missingVolume,
	modelCommandNotCustom,
	mountOverrideBackwards,
	multinodeNotSet,
	oneModelOnly,
	parallelismAccelerators,
	placeholderInPlaceholder,
	pluginConfigInvalid,
	pluginParameter,
	pluginsConfigfileMismatch,
	pluginsConfigfileWithoutContent,
	podConfigBreaksValues,
	preprocessesMount,
	preprocessesVolume,
	presetShadowsCustomPlugins,
	providerConfigMisplaced,
	quotedArgsHeredoc,
	reassignedExport,
	shellSyntax,
	staleSource,
	stepStops,
	treatmentLength,
	unescapedRuntimeVariable,
	unknownPlaceholder,
	unknownPluginType,
	unknownVariable,
	unlistedLevel,
	unmappedValue,
	unsetPlaceholder,
	unusedIgnore,
	unusedPlugin,
	unusedPrefill,
	uriProtocolUnread,
	valueDiffers,
	workersNotDeployed,
	wrongKind,
	xpuRequiredEnv,
}

//go:embed *.txtar
var pages embed.FS

// page reads a rule's page. TestPages insists that there is one for each rule.
func page(id string) string {
	text, err := pages.ReadFile(strings.ReplaceAll(id, "-", "_") + ".txtar")
	if err != nil {
		return ""
	}
	return string(text)
}

// Lookup finds a rule by its ID, nil where there is none.
func Lookup(id string) *analysis.Rule {
	for _, r := range All {
		if r.ID == id {
			return r
		}
	}
	return nil
}
