package deploy

import (
	"fmt"
	"strings"

	"llmdbench-ls/convert/catalog"
)

// The arguments of a stage are written in one of two forms. Which one depends on nothing but whether a bracket of
// either kind is anywhere in the text: functions.py lines 1410-1507 of v0.5.2.

const dashes = "--"

// argsColumn is where the lines of a command line begin.
const argsColumn = "        "

// args writes the list below args.
func (r *run) args(w *writer) error {
	name := r.stageVar("EXTRA_ARGS")
	t, ok := r.content(name)
	if !ok {
		r.outside(name, t)
		return nil
	}
	t, err := r.replaced(t)
	if err != nil {
		return err
	}
	if strings.Contains(t.s, "[") && strings.Contains(t.s, "]") {
		r.listArgs(w, name, t)
		return nil
	}
	r.blockArgs(w, name, t)
	return nil
}

// listArgs writes a list of single words: of each piece behind a double dash two words are left.
func (r *run) listArgs(w *writer, name string, t text) {
	custom := r.get(r.stageVar("MODEL_COMMAND")).text.s == "custom"
	if custom {
		r.remark(catalog.FaultBrackets, t.origin(strings.IndexAny(t.s, "[]")), name+" holds a pair of square brackets")
	}
	var line writer
	for _, piece := range t.without("[").without("]").split(dashes) {
		words := fields(piece.trim())
		if len(words) == 0 {
			continue
		}
		if line.b.Len() > 0 {
			line.say(" \\\n")
		}
		line.say("--")
		line.add(words[0])
		if len(words) > 1 {
			line.say(" ")
			line.add(words[1])
		}
		if len(words) > 2 && !custom {
			r.remark(catalog.FaultBrackets, words[2].first(), fmt.Sprintf("%s keeps two words of --%s and leaves this one out", name, words[0].s))
		}
		w.say("      - \"--")
		w.add(words[0])
		w.say("\"\n")
		if len(words) == 1 {
			continue
		}
		word := words[1]
		if strings.HasPrefix(word.s, "'") && strings.HasSuffix(word.s, "'") {
			w.say("      - ")
			w.add(word)
			w.say("\n")
			continue
		}
		if word.s == `\` {
			r.hazard(catalog.FaultBrackets, word.first(), "a backslash is left as an item of the list of arguments")
		}
		w.say("      - \"")
		w.add(word)
		w.say("\"\n")
	}
	r.lines[r.stage] = line.text()
}

// fields cuts a text at runs of blanks.
func fields(t text) []text {
	var list []text
	for from := 0; from < len(t.s); {
		rest := strings.TrimLeft(t.s[from:], blanks)
		from = len(t.s) - len(rest)
		n := strings.IndexAny(rest, blanks)
		if n < 0 {
			n = len(rest)
		}
		if n > 0 {
			list = append(list, t.slice(from, from+n))
		}
		from += n
	}
	return list
}

// marksOfPiece is how many pieces of text with an origin of their own a line of arguments has as a rule: margin, dashes,
// words and line end.
const marksOfPiece = 4

// blockArgs writes a shell command line as one item: each double dash begins a line, and the last piece loses its
// backslashes.
func (r *run) blockArgs(w *writer, name string, t text) {
	w.say("     - |\n")
	if how := r.get(r.stageVar("MODEL_COMMAND")); how.text.s != "custom" && how.known {
		r.remark(catalog.FaultCrossed, t.firstOf(name), fmt.Sprintf("%s holds a command line, and %s is %s", name, r.stageVar("MODEL_COMMAND"), how.text.s))
	}
	pieces := t.split(dashes)
	var line writer
	if len(t.s) < maxText { // what the lines of the pieces add is bounded by their number
		w.room(len(t.s)+len(pieces)*len(argsColumn+dashes+" \\\n"), len(t.marks)+marksOfPiece*len(pieces))
		line.room(len(t.s)+len(pieces)*len(dashes+" \\\n"), len(t.marks)+marksOfPiece*len(pieces))
	}
	var quotes quoting
	for i, piece := range pieces {
		if quotes.damages() {
			r.remark(catalog.FaultDoubleDash, piece.before(len(dashes)), name+" holds a double dash inside of quotes")
		}
		quotes.read(piece.s)
		piece = piece.trim()
		r.checkPiece(name, pieces, i, piece)
		var head text
		if i > 0 {
			head = said(dashes, pieces[i].before(len(dashes)))
		}
		end := framework(" \\\n")
		if i == len(pieces)-1 {
			piece, end = piece.without(`\`), framework(" \n")
		}
		w.say(argsColumn)
		w.add(head, piece, end)
		line.add(head, piece, end)
	}
	r.lines[r.stage] = line.text().trim()
	if r.get(r.stageVar("MODEL_COMMAND")).text.s != "custom" { // no shell takes it apart
		quoted := r.lines[r.stage].replace("'", `'\''`)
		r.lines[r.stage] = joined(framework("'"), quoted, framework("'"))
	}
}

// checkPiece looks for what damages a command line, or ends its block.
func (r *run) checkPiece(name string, pieces []text, i int, piece text) {
	if i == 0 && piece.s == "" && len(pieces) > 1 {
		r.certain("", pieces[1].before(len(dashes)), name+" begins with a flag, so that its first line is deeper than the others; it must begin with the command")
	}
	for _, line := range rest(piece.lines()) {
		if len(r.hazards) > 0 {
			break // the first one counts
		}
		if !strings.HasPrefix(line.s, argsColumn) && strings.TrimSpace(line.s) != "" {
			fault, why := r.lineBreak(name)
			r.certain(fault, line.first(), why)
		}
	}
	if last := i == len(pieces)-1; last && i > 0 && strings.Contains(strings.TrimRight(piece.s, `\`), `\`) {
		r.remark(catalog.FaultLastBackslash, piece.origin(strings.IndexByte(piece.s, '\\')), "the last flag of "+name+" holds a backslash")
	}
}

// lineBreak says why a line of the command line is not joined with the one above.
func (r *run) lineBreak(name string) (fault, why string) {
	for _, b := range r.script.BodiesOf(name) {
		if b.Quoted && strings.Contains(b.Text, "\\\n") {
			return catalog.FaultQuotedHeredoc, "this line of " + name + " ends the list of arguments: with a quoted delimiter the shell joins no lines"
		}
	}
	return catalog.FaultLineBreak, "this line of " + name + " ends the list of arguments: the line above does not end in a backslash"
}

func rest(list []text) []text {
	if len(list) == 0 {
		return nil
	}
	return list[1:]
}

// quoting follows the quotes of a command line.
type quoting struct {
	quote   byte // the one that is open, 0 for none
	command bool // what stands in it is a command for another shell
	blank   bool // the last byte was a blank
	first   byte // of the word before it, 0 for none
	last    byte
}

// damages says that a line break in front of the next flag changes a value. A shell takes backslash and line break out
// of double quotes, so that only blanks are added there, and a shell that is given the whole as a command does the same.
func (q *quoting) damages() bool {
	return q.quote != 0 && !q.command && (q.quote == '\'' || !q.blank)
}

// read goes on over a part of the line.
func (q *quoting) read(s string) {
	for j := 0; j < len(s); j++ {
		c := s[j]
		switch {
		case c == '\\' && q.quote != '\'':
			j++
		case q.quote == 0 && (c == '\'' || c == '"'):
			q.quote, q.command = c, q.first == '-' && q.last == 'c'
		case c == q.quote:
			q.quote = 0
		}
		q.blank = strings.IndexByte(blanks, c) >= 0
		switch {
		case q.blank && j+1 < len(s) && strings.IndexByte(blanks, s[j+1]) < 0 && s[j+1] != '\'' && s[j+1] != '"':
			q.first = 0
		case !q.blank && q.quote == 0:
			if q.last = c; q.first == 0 {
				q.first = c
			}
		}
	}
}
