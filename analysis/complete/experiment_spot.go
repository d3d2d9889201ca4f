package complete

import (
	"strings"

	"llmdbench-ls/convert/source"
)

// experimentSpot is a place in an experiment file, as the lines around it show it: a text that is being typed is no YAML
// most of the time.
type experimentSpot struct {
	path   string      // the keys above, joined by dots; of a value its own key too
	key    bool        // a key belongs here, not a value
	word   source.Span // what is half typed, on both sides of the cursor
	index  int         // of a value among those of one text or of one list in brackets, from 0
	others []string    // the values before it
}

// experimentSpotAt reads the lines up to an offset. ok is false in comments, and where nothing of ours belongs.
func experimentSpotAt(text string, at int) (spot experimentSpot, ok bool) {
	start := strings.LastIndexByte(text[:at], '\n') + 1
	line := text[start:at]
	if start == 0 {
		line = strings.TrimPrefix(line, "\ufeff")
		start = at - len(line)
	}
	body := strings.TrimLeft(line, " ")
	indent := len(line) - len(body)
	if strings.HasPrefix(body, "#") || strings.Contains(body, " #") || strings.Contains(body, "\t") {
		return spot, false
	}
	item := false
	for body == "-" || strings.HasPrefix(body, "- ") {
		rest := strings.TrimLeft(body[1:], " ")
		if item || body == "-" { // a list in a list, or no blank behind the dash
			return spot, false
		}
		item, body = true, rest
	}
	spot.path, ok = experimentPath(text[:start], indent, item)
	if !ok {
		return spot, false
	}
	key, value, isPair := cutKey(body)
	switch {
	case isPair:
		spot.path = under(spot.path, key)
		return spot.inValue(text, at, value, false)
	case item && !strings.HasSuffix(spot.path, "constants"):
		return spot.inValue(text, at, body, true)
	}
	spot.key = true
	return spot.at(text, at, body)
}

// inValue reads a value up to the cursor: a text, or brackets with texts or pairs in them. whole says that one text is
// one of a list, so that it holds several values if anything.
func (s experimentSpot) inValue(text string, at int, value string, whole bool) (spot experimentSpot, ok bool) {
	inTreatments := strings.HasSuffix(s.path, "treatments")
	for value != "" && (value[0] == '[' || value[0] == '{') {
		pieces := splitOpen(value[1:])
		last := strings.TrimLeft(pieces[len(pieces)-1], " ")
		if value[0] == '{' {
			key, rest, isPair := cutKey(last)
			if !isPair {
				s.key = true
				return s.at(text, at, last)
			}
			s.path, value = under(s.path, key), strings.TrimLeft(rest, " ")
			continue
		}
		if whole || !inTreatments { // the values of one treatment, or levels
			s.index, s.others = len(pieces)-1, bare(pieces[:len(pieces)-1])
			return s.at(text, at, last)
		}
		whole, value = true, last
	}
	value = strings.TrimLeft(value, `"'`)
	pieces := strings.Split(value, ",")
	s.index, s.others = len(pieces)-1, bare(pieces[:len(pieces)-1])
	return s.at(text, at, strings.TrimLeft(pieces[len(pieces)-1], " "))
}

// at sets the word that is half typed, given what of it stands before the cursor.
func (s experimentSpot) at(text string, at int, before string) (spot experimentSpot, ok bool) {
	before = strings.TrimLeft(before, `"'`)
	if strings.ContainsAny(before, " \"'[]{}") {
		return s, false
	}
	end := at
	for end < len(text) && !strings.ContainsRune(" \t\r\n,:\"'[]{}#", rune(text[end])) {
		end++
	}
	s.word = source.Span{Start: at - len(before), End: end}
	return s, true
}

// experimentPath is the path of the keys above a line, by their indents. Items of a list may stand as far to the left as
// the key of the list. ok is false where the lines above make no sense, or something else than keys is above.
func experimentPath(above string, indent int, item bool) (path string, ok bool) {
	var keys []string
	if item {
		indent++
	}
	for above != "" && indent > 0 {
		above = strings.TrimSuffix(strings.TrimSuffix(above, "\n"), "\r")
		i := strings.LastIndexByte(above, '\n')
		line := strings.TrimPrefix(above[i+1:], "\ufeff")
		above = above[:i+1]
		body := strings.TrimLeft(line, " ")
		depth := len(line) - len(body)
		if strings.TrimSpace(body) == "" || strings.HasPrefix(body, "#") || depth >= indent || strings.HasPrefix(body, "-") && item {
			continue
		}
		key, rest, isPair := cutKey(body)
		if bareRest, _, _ := strings.Cut(strings.TrimSpace(rest), "#"); !isPair || bareRest != "" {
			return "", false
		}
		keys = append([]string{key}, keys...)
		indent, item = depth, false
	}
	return strings.Join(keys, "."), true
}

// cutKey takes a key and its colon from the head of a text.
func cutKey(text string) (key, value string, ok bool) {
	i := strings.IndexByte(text, ':')
	if i < 0 || i+1 < len(text) && text[i+1] != ' ' && text[i+1] != '\r' {
		return "", "", false
	}
	key = strings.Trim(text[:i], `"'`)
	if strings.ContainsAny(key, " [{,\"'") {
		return "", "", false
	}
	return key, strings.TrimLeft(text[i+1:], " "), true
}

// splitOpen cuts what stands behind an open bracket at its own commas.
func splitOpen(text string) []string {
	var pieces []string
	depth, start, quote := 0, 0, byte(0)
	for i := range len(text) {
		switch c := text[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			depth--
		case c == ',' && depth == 0:
			pieces = append(pieces, text[start:i])
			start = i + 1
		}
	}
	return append(pieces, text[start:])
}

func bare(pieces []string) []string {
	var list []string
	for _, p := range pieces {
		list = append(list, strings.Trim(p, `"' `))
	}
	return list
}

func under(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
