package analysis

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"

	"github.com/bmatcuk/doublestar/v4"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// ConfigName is the file by which a project sets what is checked, for everyone who works on it.
const ConfigName = ".llmdbench.yaml"

// Config is what a project's config says of the files in its folder and below. The zero Config says nothing.
type Config struct {
	Folder   string            // slash-separated and absolute
	Severity map[string]string // as Settings have it
	Exclude  []string          // globs of files that nothing is said about, relative to the folder; ** crosses folders
	Baseline string            // the file of known findings, relative to the folder, "" for none
}

// Excludes says that nothing is to be said about a file, given by its absolute path.
func (c Config) Excludes(file string) bool {
	name, below := relative(c.Folder, file)
	return below && slices.ContainsFunc(c.Exclude, func(glob string) bool { return doublestar.MatchUnvalidated(glob, name) })
}

// relative is a path as seen from a folder above it. below is false where it does not lie there.
func relative(folder, file string) (name string, below bool) {
	prefix := path.Join(folder, "/")
	if prefix != "/" {
		prefix += "/"
	}
	if folder == "" || len(file) <= len(prefix) || file[:len(prefix)] != prefix {
		return "", false
	}
	return file[len(prefix):], true
}

// ConfigOf reads the config that counts for a file: the nearest one in the folders above it, up to the workspace folder.
// The error is a sentence about the first mistake; what is readable in spite of it is given as well.
func ConfigOf(s *Snapshot, file string, rules []*Rule) (Config, error) {
	for dir := path.Dir(file); ; dir = path.Dir(dir) {
		f, err := s.File(path.Join(dir, ConfigName))
		if err == nil {
			return readConfig(f, rules)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return Config{}, fmt.Errorf("%s: %w", path.Join(dir, ConfigName), err)
		}
		if dir == s.folderOf(file) || dir == path.Dir(dir) {
			return Config{}, nil
		}
	}
}

// configReader reads a config and keeps the first mistake.
type configReader struct {
	file  *source.File
	rules []*Rule
	made  Config
	err   error
}

func readConfig(f *source.File, rules []*Rule) (Config, error) {
	r := &configReader{file: f, rules: rules, made: Config{Folder: path.Dir(f.Path)}}
	root, problems := f.YAML()
	for _, p := range problems {
		r.wrong(p.At, p.Message)
	}
	if !root.Null() {
		r.root(root)
	}
	return r.made, r.err
}

func (r *configReader) wrong(at source.Span, message string) {
	if r.err == nil {
		r.err = fmt.Errorf("%s:%d: %s", r.file.Path, r.file.Line(at.Start)+1, message)
	}
}

func (r *configReader) root(n *source.Node) {
	if n.Kind != source.Mapping {
		r.wrong(n.At, "a config has the keys severity, exclude and baseline")
	}
	for _, p := range n.Pairs {
		switch key := p.Key.Text; {
		case key == "severity" && p.Value.Kind == source.Mapping:
			r.severity(p.Value)
		case key == "exclude" && p.Value.Kind == source.Sequence:
			r.exclude(p.Value)
		case key == "baseline" && p.Value.Kind == source.Scalar:
			r.made.Baseline = p.Value.Value()
		case key == "severity":
			r.wrong(p.Value.At, "severity maps rules to levels, such as unknown-variable: off")
		case key == "exclude":
			r.wrong(p.Value.At, "exclude is a list of globs")
		case key == "baseline":
			r.wrong(p.Value.At, "baseline is the name of a file")
		default:
			r.wrong(p.Key.At, fmt.Sprintf("there is no key %s; there are severity, exclude and baseline", key))
		}
	}
}

func (r *configReader) severity(n *source.Node) {
	r.made.Severity = map[string]string{}
	for _, p := range n.Pairs {
		rule, level := p.Key.Text, p.Value.Value()
		if err := CheckSeverity(map[string]string{rule: level}, r.rules); err != nil {
			r.wrong(p.Key.At, err.Error())
		}
		r.made.Severity[rule] = level
	}
}

func (r *configReader) exclude(n *source.Node) {
	for _, item := range n.Items {
		glob := item.Value()
		if glob == "" || !doublestar.ValidatePattern(glob) {
			r.wrong(item.At, fmt.Sprintf("%q is no glob", glob))
			continue
		}
		r.made.Exclude = append(r.made.Exclude, glob)
	}
}

// CheckSeverity sees that severities by rule name rules and levels that exist. The error is a sentence.
func CheckSeverity(severity map[string]string, rules []*Rule) error {
	for _, rule := range slices.Sorted(maps.Keys(severity)) {
		if !slices.ContainsFunc(rules, func(r *Rule) bool { return r.ID == rule }) {
			return NoSuchRule(rule, rules)
		}
		if _, ok := ParseSeverity(severity[rule]); !ok {
			return fmt.Errorf("%s cannot be %q; the levels are error, warning, information, hint and off", rule, severity[rule])
		}
	}
	return nil
}

// NoSuchRule is the sentence about a rule that does not exist, with the one that was most likely meant.
func NoSuchRule(id string, rules []*Rule) error {
	if near, ok := NearestRule(id, rules); ok {
		return fmt.Errorf("there is no rule %s; did you mean %s?", id, near)
	}
	return fmt.Errorf("there is no rule %s", id)
}

// NearestRule is the ID of the rule that a misspelt one was most likely meant to be.
func NearestRule(id string, rules []*Rule) (near string, ok bool) {
	known := map[string]bool{}
	for _, r := range rules {
		known[r.ID] = true
	}
	return catalog.NearestOf(id, known)
}
