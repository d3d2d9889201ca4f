package analysis

import (
	"cmp"
	"context"
	"slices"

	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Severity tells how bad a finding is.
type Severity uint8

// The severities, the worst first: an error makes the run fail or measure something else; a warning is probably not
// meant; information could be simpler; a hint is for who asks. A rule that is off finds nothing.
const (
	Off Severity = iota
	Error
	Warning
	Information
	Hint
)

var severityNames = []string{"off", "error", "warning", "information", "hint"}

// String is the name by which settings, flags and reports know a severity.
func (s Severity) String() string { return severityNames[s] }

// ParseSeverity reads the name of a severity. ok is false for any other text.
func ParseSeverity(name string) (severity Severity, ok bool) {
	i := slices.Index(severityNames, name)
	return Severity(max(i, 0)), i >= 0
}

// Rule finds one kind of mistake. What it is about, and examples, stand in its page, a txtar archive beside it.
type Rule struct {
	ID       string // reads well after the word "ignore"
	Severity Severity
	Kinds    []Kind
	Off      bool // only looked at where a user turns it on
	Guide    bool // it needs the comparison with the guide, see Against, which is made while others look at the file
	Last     bool // it is about what comments have made of the others' findings, and no comment silences it
	Page     string
	Check    func(*Pass)
}

// Pass is one run of a rule over one file.
type Pass struct {
	Snapshot *Snapshot
	File     *source.File
	Kind     Kind
	Script   *scenario.Script // of a scenario
	Names    []scenario.Name  // of a scenario
	Syntax   []source.Problem // what is wrong with the file's own syntax, so that it says something else than it shows
	Config   []ConfigMistake  // of a project's config: what is wrong with it
	Ignores  []Ignore         // for rules that come last

	against  func() *Against // see Against
	shared   map[any]any     // see Shared
	rule     *Rule
	severity Severity
	told     int // how often the rule had something to say
	begun    int // how many findings there were before it
	findings []Finding
}

// Finding is a mistake that a rule has found.
type Finding struct {
	Rule     *Rule
	Severity Severity // the rule's own, or what a user has set for it
	Path     string
	At       source.Span
	Message  string
	Fixes    []Fix
	Related  []Related
}

// Related is another place that a finding is about, such as the guide's line.
type Related struct {
	Place   Place
	Message string
}

// Fix mends a finding.
type Fix struct {
	Title string
	Safe  bool // may be applied unattended
	Edits []Edit
}

// Edit replaces a span of a file.
type Edit struct {
	Path string
	At   source.Span
	Text string
}

// Report adds a finding.
func (p *Pass) Report(at source.Span, message string, fixes ...Fix) {
	p.Add(Finding{At: at, Message: message, Fixes: fixes})
}

// maxFindings bounds how much one rule says about one file: nobody reads more, and a file that was made to be hostile
// would have no end.
const maxFindings = 500

// Add adds a finding that has more to it. Its rule, severity and file are filled in. What a rule has said of a place, as of
// a text that both stages share, is not said again.
func (p *Pass) Add(f Finding) {
	if slices.ContainsFunc(p.findings[p.begun:], func(said Finding) bool { return said.At == f.At && said.Message == f.Message }) {
		return
	}
	p.told++
	if p.told > maxFindings {
		return
	}
	if p.told == maxFindings {
		f.Message += "; what else there is of this kind is not listed"
	}
	f.Rule, f.Severity, f.Path = p.rule, p.severity, p.File.Path
	p.findings = append(p.findings, f)
}

// Replace is a fix that puts a text in a place of the file.
func (p *Pass) Replace(title string, safe bool, at source.Span, text string) Fix {
	return Fix{Title: title, Safe: safe, Edits: []Edit{{p.File.Path, at, text}}}
}

// Preview is what the framework would deploy from the scenario that is looked at. ok is false for other files.
func (p *Pass) Preview() (preview *deploy.Preview, ok bool) {
	preview, err := Preview(p.Snapshot, p.File.Path)
	return preview, err == nil
}

// Check runs rules over a file and gives the findings in the order of the text, without those that a comment silences.
// A file that is not ours has none, nor has one that the project's config excludes.
func Check(ctx context.Context, s *Snapshot, path string, rules []*Rule) []Finding {
	f, err := s.File(path)
	if err != nil {
		return nil
	}
	p := &Pass{Snapshot: s, File: f, Kind: KindOf(f)}
	if p.Kind == Other {
		return nil
	}
	config, _ := ConfigOf(s, path, rules) // what is wrong with it is told in its own file, not in each
	if config.Excludes(path) && p.Kind != ProjectConfig {
		return nil
	}
	switch p.Kind {
	case Scenario:
		p.Script, p.Syntax = s.Script(f)
		p.Names = p.Script.Names()
		if len(p.Syntax) == 0 {
			p.Syntax = p.Script.Swallowed()
		}
	case GuideValues, PluginConfig, Experiment:
		_, p.Syntax = f.YAML()
	case ProjectConfig:
		_, p.Config = parseConfig(f, rules)
	}
	defer p.compareBeside()()
	levels := levels{config.Severity, s.settings.Severity}
	alone := func(r *Rule) bool { return !r.Guide && !r.Last }
	withGuide := func(r *Rule) bool { return r.Guide && !r.Last }
	if !p.run(ctx, rules, levels, alone) || !p.run(ctx, rules, levels, withGuide) {
		return nil
	}
	p.silence(rules, levels)
	if !p.run(ctx, rules, levels, func(r *Rule) bool { return r.Last }) {
		return nil
	}
	slices.SortStableFunc(p.findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.At.Start, b.At.Start), cmp.Compare(a.Rule.ID, b.Rule.ID))
	})
	return p.findings
}

// run runs some of the rules. done is false where nobody waits any more.
func (p *Pass) run(ctx context.Context, rules []*Rule, levels levels, these func(*Rule) bool) (done bool) {
	for _, rule := range rules {
		if ctx.Err() != nil {
			return false
		}
		p.rule, p.severity, p.told, p.begun = rule, levels.of(rule), 0, len(p.findings)
		if these(rule) && p.severity != Off && slices.Contains(rule.Kinds, p.Kind) {
			rule.Check(p)
		}
	}
	return true
}

// levels are severities by rule, as users have set them; the earlier setting wins.
type levels []map[string]string

// of is how bad the findings of a rule are.
func (l levels) of(rule *Rule) Severity {
	for _, set := range l {
		if severity, ok := ParseSeverity(set[rule.ID]); ok {
			return severity
		}
	}
	if rule.Off {
		return Off
	}
	return rule.Severity
}
