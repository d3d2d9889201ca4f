package analysis

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// ignoreMark begins the comments that silence rules:
//
//	# llmdbench:ignore RULE[,RULE] -- reason
//	# llmdbench:ignore-file RULE[,RULE] -- reason
const ignoreMark = "llmdbench:ignore"

// Ignore is a comment that silences rules: in the statement below it or, behind code, in its line, or in the file. One
// with a mistake in it silences nothing.
type Ignore struct {
	At      source.Span // the comment, from its sign to the end of the line
	Whole   source.Span // what goes when the comment goes: its line, or the blanks in front of it too
	RulesAt source.Span // the list of rules
	Rules   []string
	Unused  []string // those that it silences nothing of, where it has no mistake
	Mistake string   // a sentence, "" for none
	Wrong   string   // the rule in it that does not exist
	Near    string   // the rule that was most likely meant, "" where none is near

	file bool
	over []source.Span
}

// parseIgnore reads a comment, from its sign on. ok is false where it is about something else. Its places are offsets
// in the comment.
func parseIgnore(comment string) (made Ignore, ok bool) {
	text := strings.TrimLeft(comment, "# \t")
	if !strings.HasPrefix(text, ignoreMark) {
		return Ignore{}, false
	}
	start := len(comment) - len(text)
	word, rest := text, ""
	if i := strings.IndexAny(text, " \t"); i >= 0 {
		word, rest = text[:i], text[i:]
	}
	list, reason, _ := strings.Cut(rest, "--")
	made.Rules = strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
	trimmed := strings.TrimLeft(list, " \t")
	from := start + len(word) + len(list) - len(trimmed)
	made.RulesAt = source.Span{Start: from, End: from + len(strings.TrimRight(trimmed, " \t"))}
	made.file = word == ignoreMark+"-file"
	switch {
	case !made.file && word != ignoreMark:
		made.Mistake = fmt.Sprintf("there is no %s; there are %s and %s-file", word, ignoreMark, ignoreMark)
	case len(made.Rules) == 0:
		made.Mistake = "this names no rule to ignore"
	case strings.TrimSpace(reason) == "":
		made.Mistake = "this gives no reason; write it behind --"
	}
	return made, true
}

// silence takes out the findings that comments silence, and notes which comments silence nothing.
func (p *Pass) silence(rules []*Rule, levels levels) {
	if !strings.Contains(p.File.Text, ignoreMark) {
		return
	}
	p.Ignores = ignoresIn(p.File, p.Script, rules)
	used := make([]map[string]bool, len(p.Ignores))
	for i := range used {
		used[i] = map[string]bool{}
	}
	p.findings = slices.DeleteFunc(p.findings, func(f Finding) (silenced bool) {
		for i := range p.Ignores {
			if p.Ignores[i].silences(&f) {
				used[i][f.Rule.ID], silenced = true, true
			}
		}
		return silenced
	})
	for i := range p.Ignores {
		p.Ignores[i].note(used[i], rules, levels)
	}
}

func (i *Ignore) silences(f *Finding) bool {
	return i.Mistake == "" && slices.Contains(i.Rules, f.Rule.ID) &&
		slices.ContainsFunc(i.over, func(at source.Span) bool { return at.Contains(f.At.Start) })
}

// note lists the rules that were silenced for nothing. Of those that are off, nobody knows.
func (i *Ignore) note(used map[string]bool, rules []*Rule, levels levels) {
	if i.Mistake != "" {
		return
	}
	for _, id := range i.Rules {
		at := slices.IndexFunc(rules, func(r *Rule) bool { return r.ID == id })
		if !used[id] && levels.of(rules[at]) != Off {
			i.Unused = append(i.Unused, id)
		}
	}
}

// ignoresIn reads the comments that silence rules, in a scenario that was read or, without one, in YAML.
func ignoresIn(f *source.File, script *scenario.Script, rules []*Rule) []Ignore {
	var list []Ignore
	for _, start := range ignoreComments(f, script != nil) {
		at := source.Span{Start: start, End: f.LineSpan(f.Line(start)).End}
		made, ok := parseIgnore(f.Slice(at))
		if !ok {
			continue
		}
		made.At = at
		made.RulesAt = source.Span{Start: start + made.RulesAt.Start, End: start + made.RulesAt.End}
		made.place(f, script)
		made.lookUp(rules)
		list = append(list, made)
	}
	return list
}

// lookUp finds the first rule of the comment that does not exist.
func (i *Ignore) lookUp(rules []*Rule) {
	for _, id := range i.Rules {
		if i.Mistake == "" && !slices.ContainsFunc(rules, func(r *Rule) bool { return r.ID == id }) {
			i.Wrong, i.Mistake = id, "there is no rule "+id
			i.Near, _ = NearestRule(id, rules)
		}
	}
}

// place works out where the comment silences, and what goes with it.
func (i *Ignore) place(f *source.File, script *scenario.Script) {
	line := f.Line(i.At.Start)
	whole := f.LineSpan(line)
	before := f.Text[lineStart(f, i.At.Start):i.At.Start]
	alone := strings.TrimSpace(before) == ""
	if alone {
		i.Whole = source.Span{Start: i.At.Start - len(before), End: len(f.Text)}
		if line+1 < f.Lines() {
			i.Whole.End = f.LineSpan(line + 1).Start
		}
	} else {
		i.Whole = source.Span{Start: i.At.Start - len(before) + len(strings.TrimRight(before, " \t")), End: i.At.End}
	}
	switch {
	case i.file:
		i.over = []source.Span{{End: len(f.Text)}}
		if i.Mistake == "" && !atHead(f, line) {
			i.Mistake = "this stands below the head of the file; " + ignoreMark + "-file belongs above everything but comments"
		}
	case alone:
		i.over = below(f, script, i.At.End)
	default:
		i.over = []source.Span{whole}
	}
}

// atHead says that nothing but comments and blank lines, or the mark of a YAML document, stands above a line and in it.
func atHead(f *source.File, line int) bool {
	for l := range line + 1 {
		text := strings.TrimSpace(strings.TrimPrefix(f.LineText(l), "\ufeff"))
		if text != "" && text != "---" && !strings.HasPrefix(text, "#") {
			return false
		}
	}
	return true
}
