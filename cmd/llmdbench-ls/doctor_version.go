package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"llmdbench-ls/analysis"
)

// checkoutVersion tells what a folder is a checkout of: a tag, else a branch or a commit, "" where nothing says it. Git
// is not run: it would obey what the folder's settings say.
func checkoutVersion(dir string) string {
	own, common := gitFolders(dir)
	head := firstLine(path.Join(own, "HEAD"))
	if head == "" {
		return versionInName(path.Base(dir))
	}
	refs := refsIn(common)
	ref, onBranch := strings.CutPrefix(head, "ref: ")
	commit := head
	if onBranch {
		commit = refs[ref]
	}
	if tag := tagOf(refs, commit); tag != "" {
		return tag
	}
	commit = commit[:min(len(commit), abbreviated)]
	switch branch := strings.TrimPrefix(ref, "refs/heads/"); {
	case onBranch && commit == "":
		return "branch " + branch
	case onBranch:
		return "branch " + branch + ", commit " + commit
	}
	return "commit " + commit
}

// gitFolders are the folders in which git keeps what belongs to a checkout alone, and what it shares with others of the
// same repository. Mostly they are the same.
func gitFolders(dir string) (own, common string) {
	own = path.Join(dir, ".git")
	if elsewhere, ok := strings.CutPrefix(firstLine(own), "gitdir: "); ok {
		own = seenFrom(dir, elsewhere)
	}
	if elsewhere := firstLine(path.Join(own, "commondir")); elsewhere != "" {
		return own, seenFrom(own, elsewhere)
	}
	return own, own
}

// seenFrom is a path as written in a folder.
func seenFrom(dir, name string) string {
	if name = filepath.ToSlash(name); path.IsAbs(name) || filepath.IsAbs(filepath.FromSlash(name)) {
		return name
	}
	return path.Join(dir, name)
}

// firstLine is the first line of a text file, "" where there is no such file.
func firstLine(name string) string {
	f, err := analysis.Disk{}.File(name)
	if err != nil {
		return ""
	}
	line, _, _ := strings.Cut(f.Text, "\n")
	return strings.TrimSpace(line)
}

// refsIn are the commits of branches and tags by their full names, as git has them in one file and in many.
func refsIn(common string) map[string]string {
	refs := map[string]string{}
	if f, err := (analysis.Disk{}).File(path.Join(common, "packed-refs")); err == nil {
		last := ""
		for line := range strings.Lines(f.Text) {
			hash, name, named := strings.Cut(strings.TrimSpace(line), " ")
			commit, ofTag := strings.CutPrefix(hash, "^") // the commit of the tag in the line before
			switch {
			case ofTag:
				refs[last] = commit
			case named && hash != "#":
				refs[name], last = hash, name
			}
		}
	}
	root := os.DirFS(filepath.FromSlash(common))
	for _, dir := range []string{"refs/heads", "refs/tags"} {
		_ = fs.WalkDir(root, dir, func(name string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Type().IsRegular() {
				refs[name] = firstLine(path.Join(common, name))
			}
			return nil
		})
	}
	return refs
}

// tagOf is the tag of a commit, the last by name where it has several, "" where it has none.
func tagOf(refs map[string]string, commit string) string {
	var tags []string
	for name, of := range refs {
		if tag, ok := strings.CutPrefix(name, "refs/tags/"); ok && of == commit && commit != "" {
			tags = append(tags, tag)
		}
	}
	if len(tags) == 0 {
		return ""
	}
	return slices.Max(tags)
}

// versionInName is the version in the name of a folder that an archive was unpacked into, such as
// llm-d-benchmark-0.5.2.
func versionInName(name string) string {
	last := name[strings.LastIndex(name, "-")+1:]
	if number := strings.TrimPrefix(last, "v"); number != "" && strings.Trim(number, "0123456789.") == "" {
		return "v" + number
	}
	return ""
}
