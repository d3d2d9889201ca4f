package main

import (
	"runtime/debug"
	"strings"
)

// version and commit are set by the linker for releases, see .goreleaser.yaml.
var version, commit string

// development is the version of a program that is no release.
const development = "development"

// build tells which program this is.
type build struct {
	Version string `json:"version"` // such as 1.2.0, or development
	Commit  string `json:"commit"`  // the hash of the commit, "" where it is not known
	Changed bool   `json:"changed"` // the sources had changes that no commit has
}

// thisBuild is what the linker has stamped in, and for the rest what the Go command has noted.
func thisBuild() build {
	info, _ := debug.ReadBuildInfo()
	return buildFrom(version, commit, info)
}

// buildFrom tells the same of what was stamped in and noted; info is nil where nothing was noted.
func buildFrom(version, commit string, info *debug.BuildInfo) build {
	b := build{Version: strings.TrimPrefix(version, "v"), Commit: commit}
	if info != nil && commit == "" {
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				b.Commit = s.Value
			case "vcs.modified":
				b.Changed = s.Value == "true"
			}
		}
	}
	if b.Version == "" && info != nil {
		b.Version = taggedVersion(info.Main.Version, b.Commit)
	}
	if b.Version == "" {
		b.Version = development
	}
	return b
}

// abbreviated is how much of a commit's hash the Go command puts into the version that it makes up for a commit
// without a tag.
const abbreviated = 12

// taggedVersion is the version by which the Go command knows a module, "" where it is made up.
func taggedVersion(noted, commit string) string {
	noted, _, _ = strings.Cut(noted, "+") // +dirty says what vcs.modified says
	if !strings.HasPrefix(noted, "v") || strings.HasPrefix(noted, "v0.0.0-") || len(commit) >= abbreviated && strings.HasSuffix(noted, commit[:abbreviated]) {
		return ""
	}
	return noted[1:]
}

// String is the build in one line.
func (b build) String() string {
	text := b.Version
	if b.Commit != "" {
		text += ", commit " + b.Commit
	}
	if b.Changed {
		text += " with changes"
	}
	return text
}
