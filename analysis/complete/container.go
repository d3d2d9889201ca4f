package complete

import (
	"strings"
)

// container answers in a container's arguments and variables. ok is false elsewhere in a container.
func (r *request) container(y *yamlText, name string) (ok bool) {
	s := &y.spot
	list := s.pattern()
	switch lastKey(list) {
	case "args", "command":
		var w words
		switch {
		case s.kind == inText:
			w = shellWords(r.text, s.text.at, r.at)
		case s.kind == atKey && s.item:
			w = listWords(y, r.text, r.at)
		default:
			return true
		}
		in := strings.TrimSuffix(s.in[:strings.LastIndex(s.in, lastKey(list))], ".")
		w.program += " " + y.get(s.doc, in, "name") + " " + y.get(s.doc, in, "image")
		r.arguments(w, "", "")
		return true
	case "env":
		r.environment(y, strings.TrimSuffix(list, "[]")+"[]", name)
		return true
	}
	if before, _, in := strings.Cut(list, "env[]."); in && (before == "" || strings.HasSuffix(before, ".")) {
		r.environment(y, before+"env[]", name)
		return true
	}
	return false
}

// lastKey is the last key of a pattern.
func lastKey(pattern string) string {
	pattern = strings.TrimSuffix(pattern, "[]")
	return pattern[strings.LastIndexByte(pattern, '.')+1:]
}
