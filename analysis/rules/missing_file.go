package rules

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
)

const (
	harnessName    = catalog.HarnessName
	harnessProfile = catalog.ProfileName
	profilesDir    = "LLMDBENCH_HARNESS_PROFILES_DIR"
)

var missingFile = &analysis.Rule{
	ID: "missing-file", Severity: analysis.Information, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("missing-file"),
	Check: func(p *analysis.Pass) {
		_, elsewhere := p.Script.Value(profilesDir)
		for _, e := range certain(p) {
			switch {
			case !e.Value.Known || e.Value.Text == "" || strings.ContainsAny(e.Value.Text, "/$"):
			case e.Name == harnessName:
				checkHarness(p, e)
			case e.Name == harnessProfile && !elsewhere:
				checkProfile(p, e)
			}
		}
	},
}

// checkHarness looks for a harness, in the checkout of the framework where there is one, which may have others.
func checkHarness(p *analysis.Pass, e scenario.Export) {
	name := e.Value.Text
	there, checkout := p.Snapshot.FrameworkDir("workload/harnesses")
	for _, file := range there {
		if harness, _, ok := strings.Cut(file, "-llm-d-benchmark."); ok && harness == name {
			return
		}
	}
	if slices.Contains(catalog.HarnessNames(), name) || p.Snapshot.Framework() != "" && !checkout {
		return
	}
	if profiles, _ := p.Snapshot.FrameworkDir("workload/profiles"); slices.Contains(profiles, name+"/") {
		return
	}
	p.Report(trimmed(p, e.ValueAt), fmt.Sprintf("%s harness %s; the release has %s", noneOf(checkout), name, strings.Join(catalog.HarnessNames(), ", ")))
}

// checkProfile looks for a profile among those of the harness, in the checkout of the framework where there is one. Without
// one it may be the user's own, unless it is a misspelt one of the framework's, or one of another harness.
func checkProfile(p *analysis.Pass, e scenario.Export) {
	harness, known := inEffect(p, harnessName)
	shipped := profileNames(harness)
	name := bareProfile(e.Value.Text)
	if !known || len(shipped) == 0 || slices.Contains(shipped, name) {
		return
	}
	near, isNear := catalog.NearestWord(name, shipped)
	isNear = isNear && !variant(name, near)
	var fixes []analysis.Fix
	if isNear && trimmed(p, e.ValueAt) == e.ValueAt && strings.Count(p.File.Slice(e.ValueAt), name) == 1 {
		fixes = []analysis.Fix{p.Replace("Change to "+near, false, e.ValueAt, strings.Replace(p.File.Slice(e.ValueAt), name, near, 1))}
	}
	checkout := p.Snapshot.Framework() != ""
	if checkout {
		files, there := p.Snapshot.FrameworkDir("workload/profiles/" + harness)
		if !there || slices.ContainsFunc(files, func(file string) bool { return strings.Contains(file, name) }) {
			return
		}
	} else if owners := owners(name); !isNear && len(owners) > 0 {
		p.Report(trimmed(p, e.ValueAt), fmt.Sprintf("%s ships the profile %s for %s, not for %s", catalog.FrameworkVersion, name, strings.Join(owners, " and "), harness))
		return
	} else if !isNear {
		return
	}
	p.Report(trimmed(p, e.ValueAt), fmt.Sprintf("%s profile %s for %s; the release has %s", noneOf(checkout), name, harness, strings.Join(shipped, ", ")), fixes...)
}

// noneOf begins a sentence about what the release lacks, and the checkout of the framework where there is one.
func noneOf(checkout bool) string {
	if checkout {
		return "neither " + catalog.FrameworkVersion + " nor the checkout at hand has a"
	}
	return catalog.FrameworkVersion + " ships no"
}

// bareProfile is a profile's name without the endings that it may be given with.
func bareProfile(name string) string {
	return strings.TrimSuffix(strings.TrimSuffix(name, ".in"), ".yaml")
}

// profileNames are the profiles that the framework ships for a harness.
func profileNames(harness string) []string {
	var names []string
	for _, profile := range catalog.Profiles(harness) {
		names = append(names, bareProfile(profile.File))
	}
	return names
}

// owners are the harnesses that the framework ships a profile for.
func owners(profile string) []string {
	return slices.DeleteFunc(catalog.HarnessNames(), func(harness string) bool { return !slices.Contains(profileNames(harness), profile) })
}

// variant says that a name is more likely one of somebody's own, made of another one, than a misspelt one.
func variant(name, of string) bool {
	const digits = "0123456789"
	return strings.HasPrefix(name, of) || strings.HasSuffix(name, of) || strings.HasPrefix(of, name) || strings.ContainsAny(name, digits) != strings.ContainsAny(of, digits)
}
