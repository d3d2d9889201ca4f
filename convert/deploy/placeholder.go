package deploy

import (
	"fmt"
	"sort"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// Placeholder is a REPLACE_ENV_ name in a text, as far as the framework reads it.
type Placeholder struct {
	Name       string      // what stands behind REPLACE_ENV_
	Default    string      // what stands behind ++++default=
	HasDefault bool        // a default is given
	At         source.Span // the whole
}

// Variable is the variable that the framework looks up: the first LLMDBENCH_ is left out of the name, wherever it is.
func (p Placeholder) Variable() string {
	return catalog.Prefix + strings.Replace(p.Name, catalog.Prefix, "", 1)
}

const (
	gap          = catalog.Gap // becomes a blank
	defaultMark  = "++++default="
	newlineMark  = `{\n}`
	blankMark    = `{\s}`
	noconfigMark = "#noconfig"
)

// Placeholders lists the placeholders of a text. Names go on over capitals, digits and underscores, a gap excepted, and
// a default over everything but blanks and double quotes. From functions.py lines 1352-1355 of v0.5.2.
func Placeholders(text string) []Placeholder {
	var list []Placeholder
	for from := 0; ; {
		i := strings.Index(text[from:], catalog.PlaceholderPrefix)
		if i < 0 {
			return list
		}
		start := from + i
		at := start + len(catalog.PlaceholderPrefix)
		end := nameEnd(text, at)
		from = max(end, at)
		if end == at {
			continue
		}
		p := Placeholder{Name: text[at:end]}
		if rest, ok := strings.CutPrefix(text[end:], defaultMark); ok {
			n := len(rest)
			if i := strings.IndexAny(rest, "\" \t\n\r\v\f"); i >= 0 {
				n = i
			}
			if i := strings.Index(rest[:n], gap); i >= 0 {
				n = i
			}
			if n > 0 {
				p.Default, p.HasDefault = rest[:n], true
				end += len(defaultMark) + n
			}
		}
		p.At = source.Span{Start: start, End: end}
		list = append(list, p)
		from = end
	}
}

func nameEnd(text string, at int) int {
	for at < len(text) {
		c := text[at]
		if c != '_' && (c < 'A' || c > 'Z') && (c < '0' || c > '9') || strings.HasPrefix(text[at:], gap) {
			break
		}
		at++
	}
	return at
}

// Failure is why a step of the framework stops.
type Failure struct {
	Step    string // 07, 08 or 09
	Message string
	Fault   string // the ID of the catalogue's fault, "" where it is none
	Origin  Origin

	Elsewhere bool // nothing fails, but the scenario deploys in another way
}

// Error says in words why there are no values.
func (f *Failure) Error() string {
	if f.Elsewhere {
		return fmt.Sprintf("step %s is left out: %s", f.Step, f.Message)
	}
	return fmt.Sprintf("step %s stops: %s", f.Step, f.Message)
}

// replaced puts the values of variables in the place of placeholders, as render_string does: functions.py lines
// 1333-1388 of v0.5.2. Where one placeholder is the beginning of another, v0.5.2 sometimes replaces the shorter one in
// both; here the longer one comes first.
func (r *run) replaced(t text) (text, error) {
	t = t.replace(gap, " ").replace(newlineMark, "\n").replace(blankMark, " ")
	found := Placeholders(t.s)
	if len(found) == 0 {
		return t, nil
	}
	if a, b, ok := nested(found); ok && r.exists(a) && r.exists(b) {
		r.remark(catalog.FaultRandomOrder, t.slice(a.At.Start, a.At.End).origin(0), fmt.Sprintf("%s is the beginning of %s in the same text", a.Name, b.Name))
	}
	var w writer
	from := 0
	for _, p := range found {
		value, err := r.placeholder(p, t.slice(p.At.Start, p.At.End).origin(0))
		if err != nil {
			return text{}, err
		}
		w.add(t.slice(from, p.At.Start), value)
		from = p.At.End
	}
	w.add(t.slice(from, len(t.s)))
	if w.full {
		return text{}, &Failure{Message: "replacing the placeholders makes more than 4 MiB of text", Origin: t.first()}
	}
	return cleared(w.text()), nil
}

func (r *run) exists(p Placeholder) bool {
	_, ok := r.lookup(p.Variable())
	return ok
}

// nested finds a placeholder that is the beginning of another one.
func nested(list []Placeholder) (short, long Placeholder, ok bool) {
	sorted := append([]Placeholder(nil), list...)
	sort.Slice(sorted, func(i, j int) bool { return sorted[i].Name < sorted[j].Name })
	for i := 1; i < len(sorted); i++ {
		a, b := sorted[i-1], sorted[i]
		if a.Name != b.Name && !a.HasDefault && strings.HasPrefix(b.Name, a.Name) {
			return a, b, true
		}
	}
	return Placeholder{}, Placeholder{}, false
}

// placeholder is what is put in the place of one placeholder.
func (r *run) placeholder(p Placeholder, at Origin) (text, error) {
	v, ok := r.lookup(p.Variable())
	switch {
	case !ok:
		return text{}, &Failure{
			Message: fmt.Sprintf("KeyError '%s': there is no variable %s", key(p.Variable()), p.Variable()), Fault: catalog.FaultUnknownHolder, Origin: at,
		}
	case !v.known && v.text.s == "":
		r.remark("", at, "the value of "+p.Variable()+" is not known before the run")
		return said(catalog.PlaceholderPrefix+p.Name, at), nil
	case v.isTrue():
		return said("True", v.text.first()), nil
	case v.text.s != "" && !v.isFalse():
		return v.text, nil
	case p.HasDefault:
		return said(p.Default, at), nil
	}
	return text{}, &Failure{Message: fmt.Sprintf("%s is empty or false, and its placeholder has no default", p.Variable()), Fault: catalog.FaultFalseHolder, Origin: at}
}

// key is the name by which the framework's steps know a variable.
func key(variable string) string {
	return strings.ToLower(strings.Replace(variable, catalog.Prefix, "", 1))
}

// cleared takes out blank lines, lines that begin with #, and lines with #noconfig: clear_string, functions.py lines
// 189-196.
func cleared(t text) text {
	var w writer
	kept := 0 // where the lines begin that are not copied yet
	for from := 0; from < len(t.s); {
		end := len(t.s)
		if i := strings.IndexByte(t.s[from:], '\n'); i >= 0 {
			end = from + i + 1
		}
		if line := t.s[from:end]; strings.TrimSpace(line) == "" || line[0] == '#' || strings.Contains(line, noconfigMark) {
			if w.b.Len() == 0 {
				w.prepare(len(t.s), len(t.marks))
			}
			w.add(t.slice(kept, from))
			kept = end
		}
		from = end
	}
	if kept > 0 {
		w.add(t.slice(kept, len(t.s)))
		t = w.text()
	}
	return t.slice(0, len(strings.TrimSuffix(t.s, "\n")))
}
