package analysis

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Lost is what is not true any more in a SOURCE comment.
type Lost struct {
	At      source.Span  // the part of the comment
	Message string       // a sentence without its end
	File    *source.File // the guide's file, nil where it is not there any more
}

// Citations holds SOURCE comments against the files of a guide. Each file is looked for once, however many cite it.
type Citations struct {
	snapshot *Snapshot
	guide    *guide.Guide
	files    map[string]*source.File // by path, nil for those that cannot be read
}

// Citations begins to look at the SOURCE comments of a scenario.
func (s *Snapshot) Citations(g *guide.Guide) *Citations {
	return &Citations{s, g, map[string]*source.File{}}
}

func (l *Citations) file(name string) *source.File {
	f, known := l.files[name]
	if !known {
		f, _ = l.snapshot.File(path.Join(l.guide.Root, name))
		l.files[name] = f
	}
	return f
}

// Stale says what is not true any more in a SOURCE comment. ok is false where all of it is, and where that cannot be
// told.
func (l *Citations) Stale(c scenario.Source) (lost Lost, ok bool) {
	if c.Path == "" || len(c.Ranges) == 0 {
		return lost, false
	}
	g, file := l.guide, l.file(c.Path)
	if file == nil {
		own := g.Dir != g.Root && strings.HasPrefix(c.Path, g.Rel(g.Dir)+"/")
		beside := guide.IsYAML(c.Path) && len(l.snapshot.Dir(path.Join(g.Root, path.Dir(c.Path)))) > 0
		switch {
		case strings.Contains(c.Path, ".."):
		case own:
			return Lost{c.PathAt, "the guide has no such file any more", nil}, true
		case beside:
			return Lost{c.PathAt, "the folder has no such file", nil}, true
		}
		return lost, false
	}
	for _, r := range c.Ranges {
		switch lost := lostLine(file, r, c.Ranges); {
		case r.First < 1 || r.Last < r.First:
		case r.Last > file.Lines():
			return Lost{r.At, fmt.Sprintf("%s has %d lines only", c.Path, file.Lines()), file}, true
		case lost != "":
			return Lost{r.At, fmt.Sprintf("these lines of %s do not say %s%s", c.Path, lost, whereElse(file, lost)), file}, true
		}
	}
	return lost, false
}

// lostLine is the first quoted line that the cited lines of a file do not have. Margins, the dash of a list's entry, and
// comments behind a value do not count, and neither does what a quotation leaves out. Ranges that one comment line names
// share what is quoted.
func lostLine(f *source.File, r scenario.Range, all []scenario.Range) string {
	for _, quoted := range r.Quoted {
		quoted = bareLine(quoted)
		if quoted == "" || strings.Contains(quoted, "...") || strings.Contains(quoted, "…") {
			continue
		}
		there := func(other scenario.Range) bool {
			for line := max(0, other.First-1); other.At == r.At && line < min(other.Last, f.Lines()); line++ {
				if says(bareLine(f.LineText(line)), quoted) {
					return true
				}
			}
			return false
		}
		if !slices.ContainsFunc(all, there) {
			return quoted
		}
	}
	return ""
}

func bareLine(line string) string { return strings.TrimLeft(strings.TrimSpace(line), "- ") }

// says says that a line is a quoted one, whatever comment may stand behind it.
func says(line, quoted string) bool {
	rest, ok := strings.CutPrefix(line, quoted)
	return ok && (rest == "" || strings.HasPrefix(strings.TrimSpace(rest), "#"))
}

// standing is the line of a file, from 0, that says what a comment quotes from it: the cited one, else the nearest of
// those that do, for lines move when others are put above them. It is the cited one where none does.
func standing(f *source.File, cited int, quoted string) int {
	quoted = bareLine(quoted)
	best := -1
	for line := range f.Lines() {
		if quoted != "" && says(bareLine(f.LineText(line)), quoted) && (best < 0 || distance(line, cited) < distance(best, cited)) {
			best = line
		}
	}
	if best < 0 {
		return cited
	}
	return best
}

func distance(a, b int) int { return max(a-b, b-a) }

// whereElse says where a quoted line stands now, if that is one place.
func whereElse(f *source.File, quoted string) string {
	found := 0
	for line := range f.Lines() {
		if says(bareLine(f.LineText(line)), quoted) {
			if found > 0 {
				return ""
			}
			found = line + 1
		}
	}
	if found == 0 {
		return ""
	}
	return fmt.Sprintf(" any more: it stands in line %d", found)
}
