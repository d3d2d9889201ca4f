package analysis

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"llmdbench-ls/convert/guide"
)

// Bounds of a look through folders: how many files and folders are seen, and how deep.
const (
	maxIndexed = 50_000
	maxDepth   = 12
)

// skipped are folders that hold no files of ours but may hold very many.
var skipped = []string{".git", "node_modules", "vendor", ".venv", "venv", "__pycache__", "target", "dist"}

// Walk visits the files below a folder that may be ours by their names, in the order of the names. Paths are
// slash-separated and relative to the folder. Symbolic links are not followed, and the bounds of the index hold:
// truncated says that there was more. The error says why the folder itself cannot be read.
func Walk(ctx context.Context, folder string, visit func(file string)) (truncated bool, err error) {
	w := walker{}
	err = w.folder(ctx, folder, func(name string, _ fs.DirEntry) { visit(name) })
	return w.truncated, err
}

// walker looks through folders. The bound on what it sees is one for all of them together.
type walker struct {
	skip      []string       // folders to leave out, by their absolute paths
	progress  func(seen int) // told now and then, nil for nobody
	seen      int
	truncated bool
}

// folder visits the files below a folder that may be ours by their names.
func (w *walker) folder(ctx context.Context, folder string, visit func(name string, entry fs.DirEntry)) error {
	return fs.WalkDir(os.DirFS(filepath.FromSlash(folder)), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && name == ".":
			return err
		case err != nil:
			return nil // a folder that may not be read holds nothing for us
		case name == ".":
			return nil
		case w.full():
			return fs.SkipAll
		case entry.IsDir() && (passedOver(name) || slices.Contains(w.skip, path.Join(folder, name))):
			return fs.SkipDir
		case entry.Type().IsRegular() && mayBeOurs(entry.Name()):
			visit(name, entry)
		}
		return nil
	})
}

// full counts what is seen, and says that it is enough.
func (w *walker) full() bool {
	if w.seen++; w.seen > maxIndexed {
		w.truncated = true
		return true
	}
	if w.progress != nil && w.seen%progressEvery == 0 {
		w.progress(w.seen)
	}
	return false
}

const progressEvery = 500

// passedOver says that a folder, by its path below the one that is looked through, is not looked into.
func passedOver(name string) bool {
	return slices.Contains(skipped, path.Base(name)) || strings.Count(name, "/")+1 > maxDepth
}

// mayBeOurs goes by a file's name alone.
func mayBeOurs(name string) bool {
	return path.Ext(name) == ".sh" || path.Ext(name) == ".bash" || guide.IsYAML(name) || guide.IsHelmfile(name)
}
