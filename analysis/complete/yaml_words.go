package complete

import (
	"strings"
)

// keyEnd is the place of the colon that ends a key, -1 where a text does not begin with a key.
func keyEnd(text string) int {
	i := 0
	if c := text[0]; c == '"' || c == '\'' {
		if i = strings.IndexByte(text[1:], c) + 2; i < 2 || i >= len(text) || text[i] != ':' {
			return -1
		}
	} else if strings.IndexByte("{[|>&*!%@`", c) >= 0 {
		return -1
	}
	for ; i < len(text); i++ {
		switch {
		case text[i] == ':' && (i+1 == len(text) || text[i+1] == ' '):
			return i
		case text[i] == '#' && i > 0 && text[i-1] == ' ':
			return -1
		}
	}
	return -1
}

// plainEnd is the end of a scalar without quotes that begins at an offset of a line.
func plainEnd(text string, from, end int) int {
	if i := strings.Index(text[from:end], " #"); i >= 0 {
		end = from + i
	}
	return from + len(strings.TrimRight(text[from:end], " \t"))
}

func first(text string) byte {
	if text == "" {
		return 0
	}
	return text[0]
}

func unquoted(text string) (plain string, quoted bool) {
	if n := len(text); n >= 2 && (text[0] == '"' || text[0] == '\'') && text[n-1] == text[0] {
		return text[1 : n-1], true
	}
	return text, false
}

// join adds a key to a path.
func join(in, key string) string {
	if in == "" || key == "" {
		return in + key
	}
	return in + "." + key
}
