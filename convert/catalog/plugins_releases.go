package catalog

import (
	"cmp"
	"strconv"
	"strings"
)

// The projects that make endpoint pickers. The scheduler was renamed to llm-d-router at 0.9; it is one history.
const (
	GAIE = "gaie"
	LLMD = "llm-d"
)

// bundled are the releases of GAIE whose types a release of the scheduler has beside its own. The one of 0.6 is a state
// between two releases. From 0.9 on there is none: the types that it took over are its own.
var bundled = []struct{ release, from, to string }{
	{"0.3", "1.0", "1.0"}, {"0.4", "1.2", "1.2"}, {"0.5", "1.3", "1.3"}, {"0.6", "1.3", "1.4"}, {"0.7", "1.4", "1.4"}, {"0.8", "1.5", "1.5"},
}

// The releases that were read, oldest and newest.
var (
	readGAIE = [2]string{"1.0", "1.5"}
	readLLMD = [2]string{"0.3", "0.10"}
)

// PickerProject tells from the last part of an image's name which project's picker it holds. ok is false for images of
// anyone's own, whose plugin types are not known.
func PickerProject(image string) (project string, ok bool) {
	switch {
	case image == "epp":
		return GAIE, true
	case image == "llm-d-inference-scheduler" || image == "llm-d-router" || strings.HasPrefix(image, "llm-d-router-"):
		return LLMD, true
	}
	return "", false
}

// Lacks says for certain that a release of a picker does not have the type. The tag is one of an image, such as v0.6.0,
// or auto for one that is not known but newer than all GAIE v0.5 could be in. It is false where the release was not read.
func (p *PluginType) Lacks(project, tag string) bool {
	if tag == "auto" {
		return project == LLMD && len(p.Releases) > 0 && !p.since10()
	}
	release := minor(tag)
	switch {
	case release == "":
		return false
	case project == GAIE:
		return within(release, readGAIE[0], readGAIE[1]) && !p.within(GAIE, release, release)
	case project != LLMD || !within(release, readLLMD[0], readLLMD[1]) || p.within(LLMD, release, release):
		return false
	}
	for _, b := range bundled {
		if b.release == release {
			return !p.within(GAIE, b.from, b.to)
		}
	}
	return older("0.8", release)
}

// parseReleases reads ranges such as gaie:1.3-1.4, joined by commas. An end of a range may be empty.
func parseReleases(cell string) []PluginReleases {
	var list []PluginReleases
	for _, text := range split(cell, ",") {
		project, releases, _ := strings.Cut(text, ":")
		from, to, _ := strings.Cut(releases, "-")
		list = append(list, PluginReleases{project, from, to})
	}
	return list
}

// since10 says that a release from GAIE v1.0 on has the type.
func (p *PluginType) since10() bool {
	for _, r := range p.Releases {
		if r.Project != GAIE || r.To == "" || !older(r.To, readGAIE[0]) {
			return true
		}
	}
	return false
}

// within says that a release from one to another of a project has the type.
func (p *PluginType) within(project, from, to string) bool {
	for _, r := range p.Releases {
		if r.Project == project && (r.From == "" || !older(to, r.From)) && (r.To == "" || !older(r.To, from)) {
			return true
		}
	}
	return false
}

func within(release, from, to string) bool { return !older(release, from) && !older(to, release) }

// minor is the minor release that an image's tag names, as "0.6", and "" for other tags.
func minor(tag string) string {
	parts := strings.Split(strings.TrimPrefix(tag, "v"), ".")
	if len(parts) < 2 || len(parts) > 3 {
		return ""
	}
	for _, part := range parts {
		if part == "" || strings.Trim(part, "0123456789") != "" {
			return ""
		}
	}
	return parts[0] + "." + parts[1]
}

// older compares two minor releases.
func older(a, b string) bool {
	aMajor, aMinor, _ := strings.Cut(a, ".")
	bMajor, bMinor, _ := strings.Cut(b, ".")
	return cmp.Or(cmp.Compare(number(aMajor), number(bMajor)), cmp.Compare(number(aMinor), number(bMinor))) < 0
}

func number(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}

// String is the range in words: "GAIE v1.3 to v1.4".
func (r PluginReleases) String() string {
	text := map[string]string{GAIE: "GAIE", LLMD: "llm-d"}[r.Project]
	switch {
	case r.From == r.To && r.From != "":
		return text + " v" + r.From
	case r.From != "" && r.To != "":
		return text + " v" + r.From + " to v" + r.To
	case r.From != "":
		return text + " v" + r.From + " and later"
	case r.To != "":
		return text + " up to v" + r.To
	}
	return "every " + text + " release read"
}
