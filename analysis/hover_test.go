package analysis

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// TestHoverCovers asks at every offset of the test guides: what a hover is about is of one line, covers the place, and is
// no comment.
func TestHoverCovers(t *testing.T) {
	dir, err := filepath.Abs(filepath.Join("..", "testdata", "guides"))
	if err != nil {
		t.Fatal(err)
	}
	s := NewSnapshot([]string{dir}, DefaultSettings)
	hovers := 0
	err = filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(file) != ".yaml" {
			return err
		}
		f, err := s.File(filepath.ToSlash(file))
		if err != nil {
			return err
		}
		if kind := KindOf(f); kind != GuideValues && kind != Manifest {
			return nil
		}
		open := s.With(f)
		for at := range f.Text {
			_, over, ok := Hover(open, f.Path, at)
			if !ok {
				continue
			}
			hovers++
			line := f.LineText(f.Line(at))
			if !over.Contains(at) || f.Line(over.Start) != f.Line(over.End) || strings.HasPrefix(strings.TrimSpace(line), "#") {
				t.Errorf("%s:%d, byte %d: the hover covers %v", file, f.Line(at)+1, at, over)
				break
			}
		}
		return nil
	})
	if err != nil || hovers == 0 {
		t.Errorf("%d hovers: %v", hovers, err)
	}
}
