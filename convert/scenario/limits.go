package scenario

import "mvdan.cc/sh/v3/syntax"

// A few lines of shell can double a text until it fills any memory. No scenario comes near these limits.
const (
	maxValue   = 1 << 20  // bytes of a variable's value, and of what expansions add to a here-document
	maxSpent   = 64 << 20 // bytes that all expansions of one script read and make
	maxPattern = 8 << 10  // bytes that an expansion with a pattern looks at

	tooLong    = "it is longer than 1 MiB"
	tooMuch    = "the script expands more text than any scenario needs"
	badPattern = "it replaces within a replacement"
	bigPattern = "it looks for a pattern in a text of more than 8 KiB"

	copyCost  = 64 // bytes that looking at one body counts as
	matchCost = 16 // steps of matching that count as one byte
)

// limits bound what one word may read while it is worked out.
type limits struct {
	read    int
	pattern bool   // what is read is held against a pattern, or put in place of each match
	why     string // the limit that was hit, or what bash itself would stop at; "" where there was none
	spent   *int   // bytes that the whole script has spent
}

// limits looks at a word for what makes more of a text than it reads.
func (r *scriptReader) limits(w *syntax.Word) limits {
	l := limits{spent: &r.spent}
	if r.spent > maxSpent {
		l.why = tooMuch
	}
	syntax.Walk(w, func(n syntax.Node) bool {
		if sum, ok := n.(*syntax.ArithmExp); ok && l.why == "" {
			if bad := r.badNumber(sum.X); bad != "" {
				l.why = "it counts with " + bad + ", which bash does not read as a number"
			}
		}
		p, ok := n.(*syntax.ParamExp)
		if !ok {
			return true
		}
		if p.Repl != nil || p.Exp != nil && p.Exp.Op >= syntax.RemSmallSuffix {
			l.pattern = true
			l.read += int(p.End().Offset() - p.Pos().Offset())
		}
		if p.Repl != nil && p.Repl.With != nil && replaces(p.Repl.With) {
			l.why = badPattern
		}
		return true
	})
	return l
}

func replaces(w *syntax.Word) (found bool) {
	syntax.Walk(w, func(n syntax.Node) bool {
		p, ok := n.(*syntax.ParamExp)
		found = found || ok && p.Repl != nil
		return !found
	})
	return found
}

// take hands a variable's text out, or nothing where that is more than there is room for.
func (l *limits) take(text string) string {
	l.read += len(text)
	*l.spent += len(text)
	switch {
	case l.pattern && l.read > maxPattern:
		l.why = bigPattern
	case l.read > maxValue:
		l.why = tooLong
	case *l.spent > maxSpent:
		l.why = tooMuch
	}
	if l.why != "" {
		return ""
	}
	return text
}

// charge counts what a word has made. Matching a pattern takes its length for every character.
func (r *scriptReader) charge(l *limits, made int) {
	r.spent += made
	if l.pattern {
		r.spent += l.read * l.read / matchCost
	}
	if made > maxValue {
		l.why = tooLong
	}
}

// copied fills a body with the content of another variable's file, at its places in the script. Where that is too much,
// it is not known.
func (r *scriptReader) copied(b *Body, name string) {
	b.pieces, b.unknown = []piece{{at: b.At}}, true
	if r.spent += copyCost * len(r.script.Bodies); r.spent > maxSpent {
		return
	}
	bodies := r.script.BodiesOf(name)
	size := 0
	for _, from := range bodies {
		size += len(from.Text)
		r.spent += len(from.Text) + copyCost*len(from.pieces)
	}
	if size > maxValue || r.spent > maxSpent {
		return
	}
	whole := joined(bodies)
	b.Text, b.unknown = whole.Text, whole.unknown
	if len(whole.pieces) > 0 {
		b.pieces = whole.pieces
	}
	for i := range b.pieces {
		b.pieces[i].unset = false // told where it stands
	}
}
