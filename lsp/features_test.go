package lsp_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"go.lsp.dev/protocol"
)

// A feature is a workspace with claims at the ends of its lines, behind #@:
//
//	hover("text", "part", ...)   a hover anywhere on the text covers it and says all parts
//	nohover("text")              there is nothing to say about the text
//	diag("text", "part")         the text is marked with a diagnostic that says the part
//	fix("text", "title", "new")  a quick fix replaces the text
//	token("text", "type", "modifier", ...)  the text has this colour as a whole; notoken("text"): nothing of it has one
//	hint("text", "label", "part", ...)  behind the text stands a hint, which says all parts; an empty label: none
//	lens("text", "title")        above the line is a lens whose title begins so; an empty title: none
//	scenario("text", "x.sh:1")   a text of an experiment leads to these lines of scenarios, to none without any
//	complete("text|", ...)       see features_completion_test.go
//	actions("text", "a | b")     the titles of the scenario actions offered at the text, "" for none at all
//
// Others stand where they are checked, in files beside this one.
//
// The text is the first such text of its line. A file with claims is open in the editor; where a file name@disk is
// there too, that is what the disk holds meanwhile. A file that is open has the diagnostics that are claimed, no others.

const claimMark = "#@"

type feature struct {
	files []featureFile
}

type featureFile struct {
	name, text, disk string
	claims           []featureClaim
}

type featureClaim struct {
	line int // counted from 0
	name string
	args []string
}

// TestFeatures runs each feature in every position encoding and with both kinds of line ends.
func TestFeatures(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "testdata", "features", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no features: %v", err)
	}
	encodings := []protocol.PositionEncodingKind{protocol.PositionEncodingKindUTF8, protocol.PositionEncodingKindUTF16, protocol.PositionEncodingKindUTF32}
	for _, file := range files {
		for _, e := range encodings {
			for ends, lineEnd := range map[string]string{"LF": "\n", "CRLF": "\r\n"} {
				name := fmt.Sprintf("%s/%s/%s", strings.TrimSuffix(filepath.Base(file), ".txtar"), e, ends)
				t.Run(name, func(t *testing.T) { runFeature(t, file, e, lineEnd) })
			}
		}
	}
}

func runFeature(t *testing.T, file string, e protocol.PositionEncodingKind, lineEnd string) {
	f := readFeature(t, file, lineEnd)
	dir := realTempDir(t)
	for _, file := range f.files {
		writeFile(t, filepath.Join(dir, file.name), file.disk)
	}
	s := newSession(t, []string{dir}, withEncoding(e))
	for _, file := range f.files {
		if len(file.claims) > 0 {
			s.open(filepath.Join(dir, file.name), file.text)
		}
	}
	s.client.logged(t, "in the workspace") // what other files hold is found by the index
	for _, file := range f.files {
		if len(file.claims) > 0 {
			checkClaims(t, s, filepath.Join(dir, file.name), file)
		}
	}
}

func realTempDir(t testing.TB) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// readFeature reads a feature, its texts with the given line ends.
func readFeature(t *testing.T, name, lineEnd string) feature {
	t.Helper()
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	disk := map[string]string{}
	for _, f := range archive.Files {
		if base, ok := strings.CutSuffix(f.Name, "@disk"); ok {
			disk[base] = strings.ReplaceAll(string(f.Data), "\n", lineEnd)
		}
	}
	var found feature
	for _, f := range archive.Files {
		if strings.HasSuffix(f.Name, "@disk") {
			continue
		}
		file := featureFile{name: f.Name}
		file.text, file.claims = readClaims(t, f.Name, string(f.Data))
		file.text = strings.ReplaceAll(file.text, "\n", lineEnd)
		file.disk = file.text
		if text, ok := disk[f.Name]; ok {
			file.disk = text
		}
		found.files = append(found.files, file)
	}
	return found
}

func readClaims(t *testing.T, name, text string) (string, []featureClaim) {
	t.Helper()
	var claims []featureClaim
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		body, rest, ok := strings.Cut(line, claimMark)
		if !ok {
			continue
		}
		lines[i] = strings.TrimRight(body, " ")
		for rest = strings.TrimSpace(rest); rest != ""; rest = strings.TrimSpace(rest) {
			c := featureClaim{line: i}
			if c, rest, ok = readClaim(c, rest); !ok {
				t.Fatalf("%s:%d: not a claim: %s", name, i+1, rest)
			}
			claims = append(claims, c)
		}
	}
	return strings.Join(lines, "\n"), claims
}

// readClaim reads name("text", ...) and gives what stands behind it.
func readClaim(c featureClaim, text string) (featureClaim, string, bool) {
	name, rest, ok := strings.Cut(text, "(")
	c.name = name
	for ok {
		quoted, err := strconv.QuotedPrefix(rest)
		if err != nil {
			return c, rest, false
		}
		arg, _ := strconv.Unquote(quoted)
		c.args = append(c.args, arg)
		rest = rest[len(quoted):]
		if behind, done := strings.CutPrefix(rest, ")"); done {
			return c, behind, true
		}
		rest, ok = strings.CutPrefix(rest, ", ")
	}
	return c, rest, false
}

func checkClaims(t *testing.T, s *session, path string, file featureFile) {
	t.Helper()
	marked := 0
	for _, c := range file.claims {
		if slices.Contains(completionClaims, c.name) {
			checkCompletion(t, s, path, file, c)
			continue
		}
		start, end := placeOf(t, file, c)
		at := rangeAt(file.text, start, end, s.client.encoding)
		where := fmt.Sprintf("%s:%d: %s(%q)", file.name, c.line+1, c.name, c.args[0])
		switch c.name {
		case "hover":
			checkHover(t, s, path, file.text, start, end, where, c.args[1:])
		case "nohover":
			if h := s.hover(path, at.Start); h != nil {
				t.Errorf("%s: %v", where, h.Contents)
			}
		case "diag":
			marked++
			checkDiagnostic(t, s, path, at, where, c.args[1])
		case "fix":
			checkFix(t, s, path, at, where, c.args[1], c.args[2])
		case "token":
			checkToken(t, s, path, file.text, at, where, c.args[1:])
		case "notoken":
			checkNoToken(t, s, path, file.text, at, where)
		case "hint":
			checkHint(t, s, path, at.End, where, c.args[1], c.args[2:])
		case "lens":
			checkLens(t, s, path, at.Start.Line, where, c.args[1])
		case "scenario":
			checkScenario(t, s, path, at, where, c.args[1:])
		case "actions":
			checkActions(t, s, path, at, where, c.args[1])
		default:
			if !checkNavigation(t, s, path, file, c, where) && !checkStructure(t, s, path, file, c, start, end, where) {
				t.Errorf("%s: there is no such claim", where)
			}
		}
	}
	if marked > 0 {
		got := slices.DeleteFunc(slices.Clone(s.client.diagnostics(t, path, 1)), func(d protocol.Diagnostic) bool {
			return d.Code == protocol.String("crlf") // what half of the runs are about
		})
		if len(got) != marked {
			t.Errorf("%s: %d diagnostics, %d claimed: %v", file.name, len(got), marked, got)
		}
	}
}

// placeOf is where a claim's text stands.
func placeOf(t *testing.T, file featureFile, c featureClaim) (start, end int) {
	t.Helper()
	for range c.line {
		start += strings.IndexByte(file.text[start:], '\n') + 1
	}
	line, _, _ := strings.Cut(file.text[start:], "\n")
	i := strings.Index(line, c.args[0])
	if i < 0 {
		t.Fatalf("%s:%d: the line has no %q", file.name, c.line+1, c.args[0])
	}
	return start + i, start + i + len(c.args[0])
}

// checkHover hovers over the start, the middle and the end of a text.
func checkHover(t *testing.T, s *session, path, text string, start, end int, where string, parts []string) {
	t.Helper()
	for _, offset := range []int{start, (start + end) / 2, end} {
		h := s.hover(path, positionAt(text, offset, s.client.encoding))
		if h == nil {
			t.Errorf("%s: nothing is said", where)
			return
		}
		content, ok := h.Contents.(*protocol.MarkupContent)
		if !ok || content.Kind != protocol.MarkupKindMarkdown || len(parts) == 0 {
			t.Fatalf("%s: content of type %T, %d parts claimed", where, h.Contents, len(parts))
		}
		if h.Range == nil || *h.Range != rangeAt(text, start, end, s.client.encoding) {
			t.Errorf("%s: the hover covers %v", where, h.Range)
		}
		for _, part := range parts {
			if !strings.Contains(content.Value, part) {
				t.Errorf("%s does not say %q but:\n%s", where, part, content.Value)
			}
		}
	}
}

func checkDiagnostic(t *testing.T, s *session, path string, at protocol.Range, where, part string) {
	t.Helper()
	for _, d := range s.client.diagnostics(t, path, 1) {
		message, _ := d.Message.(protocol.String)
		source, _ := d.Source.Get()
		if d.Range == at && strings.Contains(string(message), part) && source == "llmdbench-ls" && d.Code != nil && d.Severity != 0 {
			return
		}
	}
	t.Errorf("%s: not among %v", where, s.client.diagnostics(t, path, 1))
}

func checkFix(t *testing.T, s *session, path string, at protocol.Range, where, title, text string) {
	t.Helper()
	list := s.actions(path, protocol.Range{Start: at.Start, End: at.Start}, protocol.CodeActionKindQuickFix)
	for _, a := range list {
		fix, ok := a.(*protocol.CodeAction)
		if !ok || fix.Title != title {
			continue
		}
		if *fix.Kind != protocol.CodeActionKindQuickFix || fix.Edit == nil || len(fix.Diagnostics) != 1 || fix.Diagnostics[0].Range != at {
			t.Fatalf("%s: %+v", where, fix)
		}
		change := fix.Edit.DocumentChanges[0].(*protocol.TextDocumentEdit)
		edit := change.Edits[0].(*protocol.TextEdit)
		if edit.Range != at || edit.NewText != text || change.TextDocument.URI.Path() != path || *change.TextDocument.Version != 1 {
			t.Errorf("%s: the fix is %+v of %+v", where, edit, change.TextDocument)
		}
		return
	}
	t.Errorf("%s: not among %s", where, titles(list))
}

// checkActions compares the offered actions with and without a filter.
func checkActions(t *testing.T, s *session, path string, at protocol.Range, where, want string) {
	t.Helper()
	for _, only := range []protocol.CodeActionKind{"refactor.rewrite.scenario", "refactor.rewrite", "refactor"} {
		if got := titles(s.actions(path, at, only)); got != want {
			t.Errorf("%s: with only %s there are %q, want %q", where, only, got, want)
		}
	}
	for _, only := range []protocol.CodeActionKind{"source.organizeImports", "refactor.rewrite.scenario.other", "refactor.rew"} {
		if got := titles(s.actions(path, at, only)); got != "" {
			t.Errorf("%s: with only %s there are %q", where, only, got)
		}
	}
	if got := titles(s.actions(path, at)); want == "" && got != "" {
		t.Errorf("%s: there are %q", where, got)
	}
}
