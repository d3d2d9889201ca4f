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

// ConfigMistake is something wrong in a project's config.
type ConfigMistake struct {
	At      source.Span
	Message string // a sentence
	Instead string // what was most likely meant there, "" where nothing is near
}

// configReader reads a config and keeps what is wrong with it.
type configReader struct {
	rules    []*Rule
	made     Config
	mistakes []ConfigMistake
}

// readConfig reads a config. The error is a sentence about the first mistake, with its place.
func readConfig(f *source.File, rules []*Rule) (Config, error) {
	made, mistakes := parseConfig(f, rules)
	if len(mistakes) == 0 {
		return made, nil
	}
	return made, fmt.Errorf("%s:%d: %s", f.Path, f.Line(mistakes[0].At.Start)+1, mistakes[0].Message)
}

// parseConfig reads a config, and lists what is wrong with it.
func parseConfig(f *source.File, rules []*Rule) (Config, []ConfigMistake) {
	r := &configReader{rules: rules, made: Config{Folder: path.Dir(f.Path)}}
	root, problems := f.YAML()
	for _, p := range problems {
		r.wrong(p.At, p.Message, "")
	}
	if !root.Null() {
		r.root(root)
	}
	return r.made, r.mistakes
}

func (r *configReader) wrong(at source.Span, message, instead string) {
	r.mistakes = append(r.mistakes, ConfigMistake{at, message, instead})
}

// configKeys are the keys of a config.
var configKeys = map[string]bool{"severity": true, "exclude": true, "baseline": true}

func (r *configReader) root(n *source.Node) {
	if n.Kind != source.Mapping {
		r.wrong(n.At, "a config has the keys severity, exclude and baseline", "")
	}
	for _, p := range n.Pairs {
		switch key := p.Key.Text; {
		case configKeys[key] && p.Value.Null(): // not filled in yet
		case key == "severity" && p.Value.Kind == source.Mapping:
			r.severity(p.Value)
		case key == "exclude" && p.Value.Kind == source.Sequence:
			r.exclude(p.Value)
		case key == "baseline" && p.Value.Kind == source.Scalar:
			r.made.Baseline = p.Value.Value()
		case key == "severity":
			r.wrong(p.Value.At, "severity maps rules to levels, such as unknown-variable: off", "")
		case key == "exclude":
			r.wrong(p.Value.At, "exclude is a list of globs", "")
		case key == "baseline":
			r.wrong(p.Value.At, "baseline is the name of a file", "")
		default:
			near, _ := catalog.NearestOf(key, configKeys)
			r.wrong(p.Key.At, fmt.Sprintf("there is no key %s; there are severity, exclude and baseline", key), near)
		}
	}
}

func (r *configReader) severity(n *source.Node) {
	r.made.Severity = map[string]string{}
	for _, p := range n.Pairs {
		rule, level := p.Key.Text, p.Value.Value()
		if known(rule, r.rules) {
			if err := checkLevel(rule, level); err != nil {
				r.wrong(p.Value.At, err.Error(), "")
			}
		} else {
			near, _ := NearestRule(rule, r.rules)
			r.wrong(p.Key.At, NoSuchRule(rule, r.rules).Error(), near)
		}
		r.made.Severity[rule] = level
	}
}

func (r *configReader) exclude(n *source.Node) {
	for _, item := range n.Items {
		glob := item.Value()
		if glob == "" || !doublestar.ValidatePattern(glob) {
			r.wrong(item.At, fmt.Sprintf("%q is no glob", glob), "")
			continue
		}
		r.made.Exclude = append(r.made.Exclude, glob)
	}
}

// CheckSeverity sees that severities by rule name rules and levels that exist. The error is a sentence.
func CheckSeverity(severity map[string]string, rules []*Rule) error {
	for _, rule := range slices.Sorted(maps.Keys(severity)) {
		if !known(rule, rules) {
			return NoSuchRule(rule, rules)
		}
		if err := checkLevel(rule, severity[rule]); err != nil {
			return err
		}
	}
	return nil
}

func known(id string, rules []*Rule) bool {
	return slices.ContainsFunc(rules, func(r *Rule) bool { return r.ID == id })
}

func checkLevel(rule, level string) error {
	if _, ok := ParseSeverity(level); !ok {
		return fmt.Errorf("%s cannot be %q; the levels are error, warning, information, hint and off", rule, level)
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
