package guide

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"text/template"
)

// What the functions of a template may make and read, all calls of one guide together. A variable may hold what a
// function gave, so that a few turns of a loop would otherwise double it out of the memory.
const (
	maxMade   = 16 << 20 // bytes that functions return; an element of a list or map counts as elementSize of them
	maxRead   = 128 << 20
	maxData   = 64 << 20 // the values of an environment, which a template sees under three names
	maxNested = 200      // levels of lists and maps: what holds itself has no end

	elementSize = 16
)

// limitError says that a template asks for more than there is.
type limitError string

func (e limitError) Error() string { return string(e) }

const (
	errTooMuch = limitError("the template makes more text and lists than any guide needs")
	errTooLong = limitError("the template works on more text and lists than any guide needs")
)

// budget is what the functions of a template have made and read so far.
type budget struct{ made, read int }

// builtins are the functions of text/template itself that make text.
var builtins = template.FuncMap{
	"print": fmt.Sprint, "printf": fmt.Sprintf, "println": fmt.Sprintln,
	"html": template.HTMLEscaper, "js": template.JSEscaper, "urlquery": template.URLQueryEscaper,
}

// wrap makes every function of a map count what it is given and what it returns. Functions keep their types, since
// templates match arguments by them.
func (b *budget) wrap(m template.FuncMap) {
	for name, f := range builtins {
		if m[name] == nil {
			m[name] = f
		}
	}
	for name, f := range m {
		if name != enterFunction && name != leaveFunction && name != stepFunction {
			m[name] = b.counted(name, reflect.ValueOf(f))
		}
	}
}

// counted is a function that keeps to the budget. It says so by a panic, which templates turn into the error of the
// call, because not every function returns errors.
func (b *budget) counted(name string, f reflect.Value) any {
	estimate := estimates[name]
	return reflect.MakeFunc(f.Type(), func(args []reflect.Value) []reflect.Value {
		size := sizes(args, maxRead-b.read)
		if b.read += size; b.read > maxRead {
			panic(errTooLong)
		}
		if estimate != nil && estimate(flat(f, args), size) > maxMade-b.made {
			panic(errTooMuch)
		}
		var results []reflect.Value
		if f.Type().IsVariadic() {
			results = f.CallSlice(args)
		} else {
			results = f.Call(args)
		}
		b.made += sizes(results, maxMade-b.made) - elementSize*len(results) // a number or a boolean is free
		if b.made > maxMade {
			panic(errTooMuch)
		}
		return results
	}).Interface()
}

// reads counts the values that a template is given: it can write them without a function.
func (b *budget) reads(data any) error {
	size := sizeOf(reflect.ValueOf(&data).Elem(), maxData, 0)
	b.read += size
	if size > maxData || b.read > maxRead {
		return errTooLong
	}
	return nil
}

// sizes adds up the sizes of values; it stops at a limit.
func sizes(values []reflect.Value, limit int) int {
	size := 0
	for _, v := range values {
		size += sizeOf(v, limit-size, 0)
	}
	return size
}

// sizeOf is what a value takes when it is written out, indented, so that what is shared counts wherever it is named.
func sizeOf(v reflect.Value, limit, depth int) int {
	if depth > maxNested {
		return maxRead + 1
	}
	size := elementSize + depth
	switch v.Kind() {
	case reflect.Interface:
		if !v.IsNil() {
			return sizeOf(v.Elem(), limit, depth)
		}
	case reflect.String:
		size += v.Len()
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return size + v.Len()
		}
		for i := 0; i < v.Len() && size <= limit; i++ {
			size += sizeOf(v.Index(i), limit-size, depth+1)
		}
	case reflect.Map:
		for entries := v.MapRange(); size <= limit && entries.Next(); {
			size += sizeOf(entries.Key(), limit-size, depth+1) + sizeOf(entries.Value(), limit-size, depth+1)
		}
	}
	return size
}

// flat are the arguments of a call, those of a variable number one by one, and out of their interfaces.
func flat(f reflect.Value, args []reflect.Value) []any {
	var list []any
	for i, a := range args {
		if f.Type().IsVariadic() && i == len(args)-1 {
			for j := range a.Len() {
				list = append(list, a.Index(j).Interface())
			}
			continue
		}
		list = append(list, a.Interface())
	}
	return list
}

// estimates bound, from above and before they are called, what functions return whose results are not about as large as
// their arguments, or how long those take that compare everything with everything.
var estimates = map[string]func(args []any, size int) int{
	"replace":                    func(a []any, _ int) int { return times(strings.Count(text(a, 2), text(a, 0)), len(text(a, 1))) },
	"regexReplaceAll":            matches,
	"mustRegexReplaceAll":        matches,
	"regexReplaceAllLiteral":     matches,
	"mustRegexReplaceAllLiteral": matches,
	"join":                       func(a []any, size int) int { return times(size/elementSize, len(text(a, 0))) },
	"wrapWith":                   func(a []any, _ int) int { return times(len(text(a, 2)), len(text(a, 1))) },
	"indent":                     indented,
	"nindent":                    indented,
	"split":                      pieces,
	"splitList":                  pieces,
	"splitn":                     func(a []any, _ int) int { return times(strings.Count(text(a, 2), text(a, 0)), 4*elementSize) },
	"printf":                     formatted,
	"uniq":                       squared,
	"mustUniq":                   squared,
	"without":                    squared,
	"mustWithout":                squared,
	"regexFind":                  regexWork,
	"mustRegexFind":              regexWork,
	"regexMatch":                 regexWork,
	"mustRegexMatch":             regexWork,
	"regexFindAll":               regexWork,
	"mustRegexFindAll":           regexWork,
	"regexSplit":                 regexWork,
	"mustRegexSplit":             regexWork,
}

func text(args []any, i int) string {
	if i >= len(args) {
		return ""
	}
	s, _ := args[i].(string)
	return s
}

// times multiplies without an overflow: anything beyond maxMade is as much as anything else.
func times(a, b int) int {
	if a > maxMade || b > maxMade {
		return min(a, b) * (maxMade + 1)
	}
	return a * b
}

func squared(_ []any, size int) int { return times(size/elementSize, size/elementSize) }

func pieces(a []any, _ int) int { return times(strings.Count(text(a, 1), text(a, 0)), 4*elementSize) }

func indented(a []any, _ int) int {
	n, _ := a[0].(int)
	return times(strings.Count(text(a, 1), "\n")+1, min(max(n, 0), maxRepeat))
}

// matches is for replacements: the expression may match between any two characters, and each match may be named often.
func matches(a []any, size int) int {
	return max(regexWork(a, size), times(len(text(a, 1))+1, len(text(a, 2))*(1+strings.Count(text(a, 2), "$"))))
}

// regexWork is the expression's length for each character: no match takes longer.
func regexWork(a []any, _ int) int { return times(len(text(a, 0)), len(text(a, 1))) }

var widths = regexp.MustCompile(`[0-9]+|\*`)

// formatted is for printf: each verb may write the largest argument, at the largest width that the format names.
func formatted(a []any, size int) int {
	const widest = 1_000_000 // fmt takes no larger one
	format, width := text(a, 0), 0
	for _, number := range widths.FindAllString(format, -1) {
		n, err := strconv.Atoi(number)
		if err != nil {
			n = widest
		}
		width = max(width, min(n, widest))
	}
	return times(strings.Count(format, "%"), size+width)
}
