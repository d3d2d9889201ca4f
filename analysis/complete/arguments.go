package complete

import (
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// words are the words of a command line with the one that is being typed.
type words struct {
	before  []string // in front of the cursor
	others  []string // those in front and those behind
	typed   string
	word    source.Span
	program string // the whole text, which tells what program it starts
	foreign bool   // they belong to a command that starts no model server
}

// spacer stands for a blank in the bracketed form of arguments.
const spacer = "____"

// shellWords splits a part of a text, which is a command line.
func shellWords(text string, part source.Span, at int) words {
	l := lex(text, source.Span{Start: part.Start, End: at})
	w := words{program: text[part.Start:part.End], word: source.Span{Start: at, End: at}, foreign: foreign(commandAround(text, part, at))}
	if l.open {
		last := len(l.tokens) - 1
		w.word.Start = l.tokens[last].at.Start
		l.tokens = l.tokens[:last]
	}
	w.word.End = wordEnd(text, w.word.Start, at, part.End)
	for i := range l.tokens {
		w.before = append(w.before, pieces(l.word(i))...)
	}
	w.typed = text[w.word.Start:at]
	if i := strings.LastIndex(w.typed, spacer); i >= 0 {
		w.before = append(w.before, pieces(w.typed[:i])...)
		w.typed = w.typed[i+len(spacer):]
	}
	w.typed = strings.TrimPrefix(w.typed, "[")
	if q := first(w.typed); q == '"' || q == '\'' {
		w.typed = w.typed[1:]
	}
	w.word.Start = at - len(w.typed)
	behind := lex(text, source.Span{Start: min(w.word.End, part.End), End: part.End})
	w.others = w.before
	for i := range behind.tokens {
		w.others = append(w.others[:len(w.others):len(w.others)], pieces(behind.word(i))...)
	}
	return w
}

// commandAround is the one command that an offset is in, of a text that may have several.
func commandAround(text string, part source.Span, at int) string {
	at = min(max(at, part.Start), part.End)
	start, end := max(part.Start, statementStart(text, at)), lineEnd(text, at, part.End)
	for range maxJoined {
		if end >= part.End || end == 0 || text[end-1] != '\\' {
			break
		}
		end = lineEnd(text, end+strings.IndexByte(text[end:], '\n')+1, part.End)
	}
	l := lex(text, source.Span{Start: start, End: end})
	for i, t := range l.tokens {
		switch {
		case !t.operator || strings.ContainsAny(l.word(i), "<>"):
		case t.at.End <= at:
			start = t.at.End
		default:
			return text[start:t.at.Start]
		}
	}
	return text[start:end]
}

// foreign says that a command starts no model server. One that begins with a flag does, since the framework puts the
// server in front; of one that begins with a placeholder nothing is known.
func foreign(command string) bool {
	command = strings.TrimLeft(command, " \t\r\n\\")
	if command == "" || strings.IndexByte("-[$\"'", command[0]) >= 0 || strings.HasPrefix(command, catalog.PlaceholderPrefix) {
		return false
	}
	return !strings.Contains(command, "vllm") && programOf(command) == catalog.VLLM
}

// pieces are the arguments that a word holds: one, or several in the bracketed form.
func pieces(word string) []string {
	if !strings.Contains(word, spacer) && first(word) != '[' {
		return []string{word}
	}
	return strings.Split(strings.Trim(word, "[]"), spacer)
}

// wordEnd is the end of the word that begins at an offset.
func wordEnd(text string, from, at, limit int) int {
	end := at
	quote := first(text[from:limit])
	for end < limit && !blank(text[end]) && text[end] != ']' && !isOperator(text[end]) && !strings.HasPrefix(text[end:limit], spacer) {
		if c := text[end]; c == '\\' || (c == '"' || c == '\'') && c == quote {
			break
		}
		end++
	}
	return end
}

// arguments answers on a command line: with flags where one has been begun, and with values behind a flag that takes
// one. name is the variable whose file it is, "" in guides, where no placeholders are.
func (r *request) arguments(w words, stage, name string) {
	if w.foreign {
		return
	}
	r.list.Word = w.word
	owner := programOf(w.program)
	flag, value, inline := strings.Cut(w.typed, "=")
	switch {
	case inline && strings.HasPrefix(flag, "-"):
		r.list.Word.Start += len(flag) + 1
		r.flagValues(catalog.FlagOf(owner, flag), value, stage, name)
	case strings.HasPrefix(w.typed, "-"), w.typed == "" && r.trigger == "" && !takesValue(owner, w.before):
		r.flags(owner, w, stage, name)
	case takesValue(owner, w.before):
		r.flagValues(catalog.FlagOf(owner, w.before[len(w.before)-1]), w.typed, stage, name)
	}
}

// programOf tells what program a text starts: it names it, or else it is vLLM.
func programOf(text string) string {
	switch {
	case strings.Contains(text, "sglang"):
		return catalog.SGLang
	case strings.Contains(text, "inference-sim"):
		return catalog.Simulator
	case strings.Contains(text, "routing-proxy"), strings.Contains(text, "routing-sidecar"), strings.Contains(text, "disagg-sidecar"):
		return catalog.Sidecar
	}
	return catalog.VLLM
}

// takesValue says that the last of some words is a flag whose value comes next.
func takesValue(owner string, before []string) bool {
	if len(before) == 0 || !strings.HasPrefix(before[len(before)-1], "-") {
		return false
	}
	f := catalog.FlagOf(owner, before[len(before)-1])
	return f != nil && (f.Value == "yes" || f.Value == "optional")
}

// flags adds the flags of a program that the line does not have yet, under whatever name.
func (r *request) flags(owner string, w words, stage, name string) {
	have := map[string]bool{}
	for _, word := range w.others {
		flag, _, _ := strings.Cut(strings.Trim(word, `"'`), "=")
		if f := catalog.FlagOf(owner, flag); f != nil {
			have[f.Name] = true
		}
	}
	wanted := r.guideFlags(name)
	for _, f := range catalog.EngineFlags() {
		if f.Owner != owner || have[f.Name] {
			continue
		}
		i := Item{Label: f.Name, Kind: Flag, Detail: flagDetail(&f), Gone: f.To != "", About: Topic{AboutFlag, owner + "/" + f.Name}, rank: flagRank(&f, wanted)}
		r.add(i)
		if f.Negatable {
			i.Label, i.rank = "--no-"+strings.TrimPrefix(f.Name, "--"), i.rank+rankGroup
			r.add(i)
		}
	}
}

// flagRank puts the flags first that the guide has, then those whose values the framework knows.
func flagRank(f *catalog.EngineFlag, wanted map[string]bool) int {
	switch {
	case f.To != "":
		return rankSet
	case wanted[f.Name]:
		return 0
	case f.Variable != "":
		return 1
	}
	return 2
}

// flagDetail is what stands beside a flag.
func flagDetail(f *catalog.EngineFlag) string {
	detail := f.Kind
	switch {
	case f.To != "":
		return "last in " + f.To
	case f.From == catalog.NewestState:
		detail += ", in no release yet"
	case f.Default != "" && len(f.Default) <= maxDetail:
		detail += ", default " + f.Default
	}
	return detail
}

// guideFlags are the flags that the guide has where a variable's here-document is.
func (r *request) guideFlags(name string) map[string]bool {
	s, ok := r.guide()[name]
	if !ok {
		return nil
	}
	found := map[string]bool{}
	for _, line := range s.Lines {
		flag, _, _ := strings.Cut(line, " ")
		flag, _, _ = strings.Cut(flag, "=")
		if f := catalog.FlagOf(catalog.VLLM, flag); f != nil {
			found[f.Name] = true
		}
	}
	return found
}

// flagValues adds the values of a flag: the placeholder of its variable in a scenario, and its choices.
func (r *request) flagValues(f *catalog.EngineFlag, typed, stage, name string) {
	if f == nil {
		return
	}
	if q := first(typed); q == '"' || q == '\'' {
		r.list.Word.Start++
	}
	if f.Variable != "" && name != "" && (stage != "" || !strings.Contains(f.Variable, "{STAGE}")) {
		variable := strings.ReplaceAll(f.Variable, "{STAGE}", strings.ToUpper(stage))
		r.add(Item{Label: catalog.PlaceholderPrefix + variable, Detail: r.outline.value(variable), Kind: Variable, About: Topic{AboutVariable, variable}})
	}
	choices := f.Choices
	if f.Kind == "bool" && len(choices) == 0 && f.Owner != catalog.VLLM {
		choices = []string{"true", "false"}
	}
	for i, text := range choices {
		r.add(Item{Label: text, Kind: Value, Detail: isDefault(text, f.Default), rank: i + 1})
	}
}

// listWords are the words of a list of arguments in YAML, each an item of its own.
func listWords(y *yamlText, text string, at int) words {
	s := &y.spot
	w := words{word: s.word, typed: text[s.word.Start:at]}
	list := s.in[:strings.LastIndexByte(s.in, '[')]
	for _, e := range y.entries {
		if e.doc != s.doc || e.key != "" || !strings.HasPrefix(e.in, list+"[") || e.at == s.word {
			continue
		}
		w.others = append(w.others, e.value)
		if e.at.End <= s.word.Start {
			w.before = append(w.before, e.value)
		}
	}
	w.program = strings.Join(w.others, " ")
	w.before = slices.Clip(w.before)
	return w
}
