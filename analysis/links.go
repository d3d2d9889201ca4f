package analysis

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// Link is a text that leads somewhere else: to a file that exists, or to an address.
type Link struct {
	At   source.Span
	File string // path, "" for an address
	Line int    // of the file, counted from 1, 0 for none
	URL  string
}

// Links lists the links of a file, in order. In a scenario these are the guide that it is based on, the files and lines
// that comments name, and addresses in comments; in an experiment, the scenario that it is on. Where a checkout of the
// framework is in use, they are also the preset, the load generator and the workload profile that either names.
func Links(s *Snapshot, file string) []Link {
	f, err := s.File(file)
	if err != nil {
		return nil
	}
	r := linker{s: s, f: f, above: s.above(f), known: map[string]string{}}
	switch KindOf(f) {
	case Scenario:
		script, _ := s.Script(f)
		r.guide()
		r.comments(script)
		r.framework(script)
	case Experiment:
		r.scenario()
		r.framework(nil)
	}
	slices.SortStableFunc(r.list, func(a, b Link) int { return a.At.Start - b.At.Start })
	return r.list
}

// linker collects links.
type linker struct {
	s     *Snapshot
	f     *source.File
	above []string          // folders in which what a scenario names is looked for
	known map[string]string // what is known of paths that comments name: the file, or "" for none
	list  []Link
}

// maxPaths is how many different paths of one file are looked for.
const maxPaths = 500

// find looks for a file that a comment names, in the folders above the scenario and above the workspace folders.
func (r *linker) find(name string) string {
	found, ok := r.known[name]
	if ok || len(r.known) >= maxPaths || path.IsAbs(name) || strings.HasPrefix(path.Clean(name), "..") {
		return found
	}
	if f, ok := r.s.firstFile(r.above, name); ok {
		found = f.Path
	}
	r.known[name] = found
	return found
}

// guide links the folder of the guide that a scenario is based on, to the file in it that says most about the whole:
// editors cannot show a folder.
func (r *linker) guide() {
	at, ok := convert.BasedOnAt(r.f)
	if !ok {
		return
	}
	for _, dir := range r.above {
		folder := path.Join(dir, r.f.Slice(at))
		names := r.s.Dir(folder)
		for _, fits := range []func(string) bool{guide.IsHelmfile, isKustomization, isReadme, guide.IsYAML} {
			if i := slices.IndexFunc(names, fits); i >= 0 {
				r.list = append(r.list, Link{At: at, File: path.Join(folder, names[i])})
				return
			}
		}
	}
}

// scenario links the name of the scenario that an experiment says it is on. Of several of that name none is meant more
// than the others, so there is no link.
func (r *linker) scenario() {
	_, at, ok := convert.ExperimentOn(r.f)
	if files := ScenariosOf(r.s, r.f); ok && len(files) == 1 {
		r.list = append(r.list, Link{At: at, File: files[0]})
	}
}

func isKustomization(name string) bool {
	return name == "kustomization.yaml" || name == "kustomization.yml" || name == "Kustomization"
}

func isReadme(name string) bool { return name == "README.md" }

// comments links what a scenario's comments name.
func (r *linker) comments(script *scenario.Script) {
	heads := map[int]bool{} // where the path of a SOURCE comment stands
	for _, c := range script.Sources {
		if c.Path != "" {
			heads[c.PathAt.Start] = true
			r.source(c)
		}
	}
	for _, c := range script.Comments() {
		text := r.f.Slice(c)
		for from := 0; ; {
			word, at := nextWord(text, from)
			if word == "" {
				break
			}
			from = at + len(word)
			if start := c.Start + at; !heads[start] {
				r.word(word, start)
			}
		}
	}
}

// source links the file of a SOURCE comment at the first line that it cites, and each citation at its own.
func (r *linker) source(c scenario.Source) {
	file := r.find(c.Path)
	if file == "" {
		return
	}
	head := Link{At: c.PathAt, File: file}
	for i, cited := range c.Ranges {
		if i == 0 {
			head.Line = cited.First
		}
		text, _, _ := strings.Cut(r.f.Slice(cited.At), ":")
		bare := strings.TrimLeft(text, "# \t")
		start := cited.At.Start + len(text) - len(bare)
		r.list = append(r.list, Link{At: source.Span{Start: start, End: start + len(bare)}, File: file, Line: cited.First})
	}
	r.list = append(r.list, head)
}

// nextWord is the next word of a text, "" behind the last one.
func nextWord(text string, from int) (word string, at int) {
	rest := strings.TrimLeft(text[from:], " \t\r\n")
	at = len(text) - len(rest)
	if end := strings.IndexAny(rest, " \t\r\n"); end >= 0 {
		rest = rest[:end]
	}
	return rest, at
}

// word links a word of a comment: an address, or a path with or without a line behind it.
func (r *linker) word(word string, start int) {
	if url, at := urlIn(word); url != "" {
		r.list = append(r.list, Link{At: source.Span{Start: start + at, End: start + at + len(url)}, URL: url})
		return
	}
	bare := strings.Trim(word, "`'\"()[]<>,;")
	start += strings.Index(word, bare)
	name, rest, _ := strings.Cut(strings.TrimRight(bare, ".:"), ":")
	if !strings.Contains(name, "/") || !guide.IsYAML(name) && !slices.Contains([]string{".md", ".sh"}, path.Ext(name)) {
		return
	}
	number, _, _ := strings.Cut(rest, "-")
	line, err := strconv.Atoi(number)
	if err != nil || line < 1 {
		line, rest = 0, ""
	}
	if file := r.find(name); file != "" {
		end := start + len(name)
		if rest != "" {
			end += len(":") + len(rest)
		}
		r.list = append(r.list, Link{At: source.Span{Start: start, End: end}, File: file, Line: line})
	}
}

// urlIn finds an address of the web in a word, without the signs of the sentence around it.
func urlIn(word string) (url string, at int) {
	at = strings.Index(word, "https://")
	if at < 0 {
		at = strings.Index(word, "http://")
	}
	if at < 0 {
		return "", 0
	}
	url = word[at:]
	if end := strings.IndexAny(url, "<>\"'`|\\{}^"); end >= 0 {
		url = url[:end]
	}
	url = strings.TrimRight(url, ".,;:!?")
	if strings.HasSuffix(url, ")") && !strings.Contains(url, "(") || strings.HasSuffix(url, "]") && !strings.Contains(url, "[") {
		url = strings.TrimRight(url[:len(url)-1], ".,;:!?")
	}
	_, host, _ := strings.Cut(url, "://")
	if host == "" || strings.ContainsAny(host[:1], "/$*:") {
		return "", 0
	}
	return url, at
}

// framework links what a file names of the framework to the checkout in use.
func (r *linker) framework(script *scenario.Script) {
	dir := r.s.Framework()
	if dir == "" {
		return
	}
	own := map[string]bool{} // plugin configs that the scenario brings along; a preset of such a name is not what it means
	mentions := Mentions(r.s, r.f.Path)
	for _, m := range mentions {
		if m.Subject == ConfigFile && m.Role == Declares {
			own[m.Name] = true
		}
	}
	for _, m := range mentions {
		if m.Role == Declares || path.Base(m.Name) != m.Name {
			continue
		}
		var files []string
		switch m.Subject {
		case ConfigFile:
			if !own[m.Name] {
				files = []string{path.Join("setup/presets/gaie", m.Name)}
			}
		case Harness:
			if h := catalog.HarnessOf(m.Name); h != nil {
				files = []string{path.Join("workload/harnesses", h.Script)}
			}
		case Workload:
			folder := path.Join("workload/profiles", harnessOf(script))
			files = []string{path.Join(folder, m.Name+".in"), path.Join(folder, m.Name)}
		}
		for _, name := range files {
			if _, err := (Disk{}).File(path.Join(dir, name)); err == nil {
				r.list = append(r.list, Link{At: m.At, File: path.Join(dir, name)})
				break
			}
		}
	}
}

// harnessOf is the load generator that a scenario chooses, the default one where it names none.
func harnessOf(script *scenario.Script) string {
	if script != nil {
		if v, ok := script.Value(catalog.HarnessName); ok && v.Known {
			return path.Base(v.Text)
		}
	}
	return catalog.DefaultHarness().Name
}
