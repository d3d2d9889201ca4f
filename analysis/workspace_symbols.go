package analysis

import (
	"cmp"
	"context"
	"path"
	"slices"
	"strings"

	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// WorkspaceSymbolKind tells what a symbol of the workspace is.
type WorkspaceSymbolKind uint8

// The kinds of symbols, in the order in which equally good ones are listed.
const (
	ScenarioSymbol WorkspaceSymbolKind = iota // a scenario, by its file's name
	GuideSymbol                               // a guide, by its folder below "guides"
	ExportSymbol                              // a variable that a scenario sets
)

// WorkspaceSymbol is something in the workspace that has a name to be found by.
type WorkspaceSymbol struct {
	Kind      WorkspaceSymbolKind
	Name      string
	Container string       // the folder, or for a variable the scenario's name
	Path      string       // of the file that it stands in
	File      *source.File // nil where it stands at the file's start
	At        source.Span

	fits fit
}

// fit tells how well a name fits a query.
type fit uint8

// How well a name may fit.
const (
	unfit fit = iota
	loosely
	partly
	wholly
)

// maxSymbols is how many symbols are listed at most.
const maxSymbols = 500

// WorkspaceSymbols lists what the workspace has of scenarios, of variables that they set, and of guides, as far as the names fit a
// query, the best first. Every word of the query has to be in the name, whatever the case, in one piece or letter by
// letter. Without a query all scenarios and guides are listed, as many as there is room for. It gives what it has found
// so far when the context is done.
func WorkspaceSymbols(ctx context.Context, s *Snapshot, query string) []WorkspaceSymbol {
	q := symbolQuery{s: s, words: strings.Fields(strings.ToLower(query)), known: map[string]fit{}}
	scenarios := s.everywhere("", s.index.Scenarios)
	for _, file := range scenarios {
		if f := s.open[file]; f != nil && KindOf(f) != Scenario {
			continue
		}
		q.add(WorkspaceSymbol{Kind: ScenarioSymbol, Name: path.Base(file), Container: s.relative(path.Dir(file)), Path: file})
	}
	q.guides(ctx)
	if len(q.words) > 0 {
		q.exports(ctx, scenarios)
	}
	var list []WorkspaceSymbol
	for _, found := range slices.Backward(q.found[:]) {
		list = append(list, found...)
	}
	slices.SortStableFunc(list, func(a, b WorkspaceSymbol) int {
		return cmp.Or(cmp.Compare(b.fits, a.fits), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
	})
	return list[:min(len(list), maxSymbols)]
}

// symbolQuery collects the symbols that fit, with room for some of each fit.
type symbolQuery struct {
	s     *Snapshot
	words []string // in small letters
	known map[string]fit
	found [wholly + 1][]WorkspaceSymbol
}

// add takes a symbol if it fits. The name of a file counts without its ending.
func (q *symbolQuery) add(symbol WorkspaceSymbol) {
	symbol.fits = q.fit(strings.TrimSuffix(symbol.Name, ".sh"))
	if q.room(symbol.fits) {
		q.found[symbol.fits] = append(q.found[symbol.fits], symbol)
	}
}

// room says that one more symbol of a fit would be listed, for all that is known.
func (q *symbolQuery) room(how fit) bool { return how != unfit && len(q.found[how]) < maxSymbols }

// fit says how well a name fits. The same few names are met again and again.
func (q *symbolQuery) fit(name string) fit {
	how, ok := q.known[name]
	if !ok {
		how = fitOf(q.words, name)
		q.known[name] = how
	}
	return how
}

func fitOf(words []string, name string) fit {
	lower := strings.ToLower(name)
	if len(words) == 1 && words[0] == lower {
		return wholly
	}
	how := partly
	for _, word := range words {
		switch {
		case strings.Contains(lower, word):
		case spells(lower, word):
			how = loosely
		default:
			return unfit
		}
	}
	return how
}

// spells says that a text has the letters of a word in their order.
func spells(text, word string) bool {
	for _, letter := range word {
		_, rest, ok := strings.Cut(text, string(letter))
		if !ok {
			return false
		}
		text = rest
	}
	return true
}

// exports adds the variables that scenarios set. Of a scenario that has none that fits, only the names are looked at.
func (q *symbolQuery) exports(ctx context.Context, scenarios []string) {
	fitting := func(text string) []scenario.Name {
		return slices.DeleteFunc(scenario.FindNames(text), func(n scenario.Name) bool {
			return !strings.HasPrefix(text[n.At.End:], "=") || !q.room(q.fit(n.Text))
		})
	}
	interesting := func(text []byte) bool { return len(fitting(string(text))) > 0 }
	q.s.search(ctx, scenarios, interesting, func(f *source.File) bool {
		if KindOf(f) != Scenario {
			return true
		}
		for _, n := range fitting(f.Text) {
			if assigns(f, n.At) {
				q.add(WorkspaceSymbol{Kind: ExportSymbol, Name: n.Text, Container: path.Base(f.Path), Path: f.Path, File: f, At: n.At})
			}
		}
		return true
	})
}

// guides adds the folders that hold guides: those with a helmfile, and outside of these those with values or manifests.
func (q *symbolQuery) guides(ctx context.Context) {
	helmfiles, others := map[string]string{}, map[string][]string{}
	for _, file := range q.s.index.Guides {
		switch dir := path.Dir(file); {
		case !guide.IsHelmfile(path.Base(file)):
			others[dir] = append(others[dir], file)
		case helmfiles[dir] == "":
			helmfiles[dir] = file
		}
	}
	for _, dir := range sortedKeys(helmfiles) {
		q.guide(dir, helmfiles[dir])
	}
	for _, dir := range sortedKeys(others) {
		if ctx.Err() != nil {
			return
		}
		if slices.ContainsFunc(foldersAbove(dir), func(d string) bool { return helmfiles[d] != "" }) || !q.room(q.fit(q.s.guideName(dir))) {
			continue
		}
		if i := slices.IndexFunc(others[dir], q.isGuide); i >= 0 {
			q.guide(dir, others[dir][i])
		}
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// isGuide says that a file of the index is one of a guide, which the index goes by a few words for.
func (q *symbolQuery) isGuide(file string) bool {
	f, err := q.s.fresh(file)
	if err != nil {
		return false
	}
	kind := KindOf(f)
	return kind == GuideValues || kind == Manifest
}

func (q *symbolQuery) guide(dir, file string) {
	q.add(WorkspaceSymbol{Kind: GuideSymbol, Name: q.s.guideName(dir), Container: q.s.relative(path.Dir(dir)), Path: file})
}

// guideName is what a guide's folder is called: its path below a folder "guides", else below the workspace folder.
func (s *Snapshot) guideName(dir string) string {
	if i := strings.LastIndex(dir, "/guides/"); i >= 0 {
		return dir[i+len("/guides/"):]
	}
	if rel := s.relative(dir); rel != "" {
		return rel
	}
	return path.Base(dir)
}

// relative is a path below its workspace folder, "" for the folder itself, and the whole path outside of all.
func (s *Snapshot) relative(dir string) string {
	folder := s.folderOf(dir + "/")
	if folder == "" {
		return dir
	}
	return strings.TrimPrefix(strings.TrimPrefix(dir, folder), "/")
}
