package analysis

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"llmdbench-ls/convert/source"
)

// everywhere lists the files that a search through the workspace looks at: those of some lists of the index and those
// that are open, sorted, the given one first.
func (s *Snapshot) everywhere(first string, lists ...[]string) []string {
	all := slices.Concat(append(lists, s.OpenFiles())...)
	slices.Sort(all)
	all = slices.DeleteFunc(slices.Compact(all), func(p string) bool { return p == first })
	if first == "" {
		return all
	}
	return append([]string{first}, all...)
}

// search visits files in their order until one of them ends it by giving false, or the context does. Only files whose
// text may be of interest are visited; of the others nothing is read but the bytes. What the editor has open is
// seen as it is there; everything else is read anew and not kept, since there may be very much of it.
func (s *Snapshot) search(ctx context.Context, files []string, interesting func(text []byte) bool, visit func(f *source.File) bool) {
	for _, path := range files {
		if ctx.Err() != nil {
			return
		}
		f := s.open[path]
		if f == nil {
			if !interesting(bytesOf(path)) {
				continue
			}
			var err error
			if f, err = s.fresh(path); err != nil {
				continue // it has gone since the index was made, or is a link that leads out of the folders
			}
		} else if !interesting([]byte(f.Text)) || f.Binary() {
			continue
		}
		if !visit(f) {
			return
		}
	}
}

// fresh is a file of the workspace as the editor sees it; one that is not open is read anew, and not kept.
func (s *Snapshot) fresh(path string) (*source.File, error) {
	if f := s.open[path]; f != nil {
		return f, nil
	}
	return Disk{Within: s.folders}.File(path)
}

// holdsOne finds texts of interest by some words, one of which they hold.
func holdsOne(words ...string) func(text []byte) bool {
	return func(text []byte) bool {
		return slices.ContainsFunc(words, func(word string) bool { return bytes.Contains(text, []byte(word)) })
	}
}

// hasWord says that a text holds a word that is not part of a longer one.
func hasWord(text, word string) bool {
	part := func(b byte) bool {
		return b == '-' || b == '_' || b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z' || b >= 0x80
	}
	for from := 0; word != ""; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		start := from + i
		end := start + len(word)
		if (start == 0 || !part(text[start-1])) && (end == len(text) || !part(text[end])) {
			return true
		}
		from = end
	}
	return false
}

// bytesOf reads a regular file that is small enough, nothing where it is none.
func bytesOf(path string) []byte {
	name := filepath.FromSlash(path)
	info, err := os.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > source.MaxSize {
		return nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil
	}
	return text
}

// passing is the workspace with nothing remembered of its files, for a look at one that is not open: what is worked out
// of it is not kept.
func (s *Snapshot) passing(f *source.File) *Snapshot {
	if s.open[f.Path] == f {
		return s
	}
	return s.clone()
}
