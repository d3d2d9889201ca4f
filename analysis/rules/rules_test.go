package rules_test

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"llmdbench-ls/analysis"
	"llmdbench-ls/analysis/rules"
	"llmdbench-ls/convert/source"
)

var update = flag.Bool("update", false, "rewrite the @fixed files of the pages")

const (
	fixedSuffix = "@fixed"
	marker      = "#@"
)

// example is a file of a page without its markers, and what they claim.
type example struct {
	file  *source.File
	wants []want
}

// want is one claim: on a line, a finding that covers a text and says something.
type want struct {
	line          int
	text, message string
}

// TestPages runs each page's examples: every marker is met and every finding claimed, and the fixes hold what they
// promise.
func TestPages(t *testing.T) {
	for _, rule := range rules.All {
		t.Run(rule.ID, func(t *testing.T) {
			page := txtar.Parse([]byte(rule.Page))
			for i := range page.Files {
				name := page.Files[i].Name
				if !strings.HasSuffix(name, fixedSuffix) {
					t.Run(name, func(t *testing.T) { checkExample(t, page, name) })
				}
			}
			if *update {
				writePage(t, rule.ID, page)
			}
		})
	}
}

func checkExample(t *testing.T, page *txtar.Archive, name string) {
	e, err := parseExample(page, name)
	if err != nil {
		t.Fatal(err)
	}
	s := workspace(t, page, name)
	findings := check(s, e.file.Path)
	claim(t, e, findings)
	for _, f := range findings {
		for _, fix := range f.Fixes {
			tryFix(t, s, e.file, findings, f, fix)
		}
	}
	checkFixed(t, page, name, e.file, findings)
}

// workspace opens the files of an example's folder, those below it included, and nothing else. The page's own rule is on.
func workspace(t *testing.T, page *txtar.Archive, name string) *analysis.Snapshot {
	t.Helper()
	settings := analysis.DefaultSettings
	title, _, _ := strings.Cut(string(page.Comment), "\n")
	if rule := rules.Lookup(strings.TrimPrefix(title, "# ")); rule != nil && rule.Off {
		settings.Severity = map[string]string{rule.ID: rule.Severity.String()}
	}
	s := analysis.NewSnapshot([]string{"/nowhere/" + folderOf(name)}, settings)
	for _, f := range page.Files {
		if folderOf(f.Name) == folderOf(name) && !strings.HasSuffix(f.Name, fixedSuffix) {
			e, err := parseExample(page, f.Name)
			if err != nil {
				t.Fatal(err)
			}
			s = s.With(e.file)
		}
	}
	return s
}

// folderOf is the folder of an example: the first part of a file's name.
func folderOf(name string) string {
	folder, _, _ := strings.Cut(name, "/")
	return folder
}

func check(s *analysis.Snapshot, path string) []analysis.Finding {
	return analysis.Check(context.Background(), s, path, rules.All)
}

// parseExample cuts the markers out of a page's file.
func parseExample(page *txtar.Archive, name string) (*example, error) {
	var e example
	var text strings.Builder
	for i, line := range strings.Split(string(content(page, name)), "\n") {
		if i > 0 {
			text.WriteByte('\n')
		}
		body, claims, marked := strings.Cut(line, marker)
		if !marked {
			text.WriteString(line)
			continue
		}
		text.WriteString(strings.TrimRight(body, " \t"))
		if strings.HasSuffix(line, "\r") {
			text.WriteByte('\r')
		}
		wants, err := parseClaims(claims, i)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, i+1, err)
		}
		e.wants = append(e.wants, wants...)
	}
	e.file = source.New("/nowhere/"+name, 1, text.String())
	return &e, nil
}

// parseClaims reads diag("text", "message") once or more.
func parseClaims(text string, line int) ([]want, error) {
	var list []want
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		w := want{line: line}
		rest, ok := strings.CutPrefix(text, "diag(")
		for i, to := range []*string{&w.text, &w.message} {
			quoted, err := strconv.QuotedPrefix(strings.TrimSpace(rest))
			if !ok || err != nil {
				return nil, fmt.Errorf("not a marker: %s", text)
			}
			*to, _ = strconv.Unquote(quoted)
			rest, ok = strings.CutPrefix(strings.TrimSpace(rest)[len(quoted):], []string{",", ")"}[i])
		}
		if !ok || w.message == "" {
			return nil, fmt.Errorf("not a marker: %s", text)
		}
		list, text = append(list, w), rest
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("a marker without a claim")
	}
	return list, nil
}

func content(page *txtar.Archive, name string) []byte {
	for _, f := range page.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

// claim compares the findings with the markers, both ways.
func claim(t *testing.T, e *example, findings []analysis.Finding) {
	t.Helper()
	left := slices.Clone(e.wants)
	for _, f := range findings {
		line, text := e.file.Line(f.At.Start), e.file.Slice(f.At)
		i := slices.IndexFunc(left, func(w want) bool {
			return w.line == line && w.text == text && strings.Contains(f.Message, w.message)
		})
		if i < 0 {
			t.Errorf("line %d: no marker claims %s on %q: %s", line+1, f.Rule.ID, text, f.Message)
			continue
		}
		left = slices.Delete(left, i, i+1)
	}
	for _, w := range left {
		t.Errorf("line %d: nothing found on %q that says %q", w.line+1, w.text, w.message)
	}
}

// tryFix applies one fix: its finding goes away, and no other comes.
func tryFix(t *testing.T, s *analysis.Snapshot, f *source.File, before []analysis.Finding, mended analysis.Finding, fix analysis.Fix) {
	t.Helper()
	if fix.Title == "" || len(fix.Edits) == 0 {
		t.Errorf("a fix of %q has no title or no edits", mended.Message)
		return
	}
	fixed := source.New(f.Path, 2, apply(t, f, fix.Edits))
	var known []string
	for _, b := range before {
		known = append(known, b.Rule.ID+": "+b.Message)
	}
	own := mended.Rule.ID + ": " + mended.Message
	known = slices.Delete(known, slices.Index(known, own), slices.Index(known, own)+1)
	for _, after := range check(s.With(fixed), f.Path) {
		said := after.Rule.ID + ": " + after.Message
		i := slices.Index(known, said)
		if i < 0 {
			t.Errorf("after %q: %s", fix.Title, said)
			continue
		}
		known = slices.Delete(known, i, i+1)
	}
}

// checkFixed compares the text that all first fixes make with the page's, where the rules offer any.
func checkFixed(t *testing.T, page *txtar.Archive, name string, f *source.File, findings []analysis.Finding) {
	t.Helper()
	var edits []analysis.Edit
	for _, finding := range findings {
		if len(finding.Fixes) > 0 {
			edits = append(edits, finding.Fixes[0].Edits...)
		}
	}
	got := []byte(apply(t, f, edits))
	i := slices.IndexFunc(page.Files, func(p txtar.File) bool { return p.Name == name+fixedSuffix })
	switch {
	case len(edits) == 0 && i >= 0:
		t.Errorf("%s%s: there is no fix", name, fixedSuffix)
	case len(edits) == 0:
	case *update && i >= 0:
		page.Files[i].Data = got
	case *update:
		at := slices.IndexFunc(page.Files, func(p txtar.File) bool { return p.Name == name })
		page.Files = slices.Insert(page.Files, at+1, txtar.File{Name: name + fixedSuffix, Data: got})
	case i < 0:
		t.Errorf("%s%s is missing; -update writes it", name, fixedSuffix)
	case string(page.Files[i].Data) != string(got):
		t.Errorf("%s%s should be:\n%s", name, fixedSuffix, got)
	}
}

// apply makes edits of one file, whatever their order; they must not overlap and must stay inside the file.
func apply(t *testing.T, f *source.File, edits []analysis.Edit) string {
	t.Helper()
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b analysis.Edit) int { return cmp.Compare(a.At.Start, b.At.Start) })
	var b strings.Builder
	at := 0
	for _, e := range edits {
		if e.Path != f.Path || e.At.Start < at || e.At.End < e.At.Start || e.At.End > len(f.Text) {
			t.Fatalf("the edit of %s at %v does not fit behind offset %d of %s", e.Path, e.At, at, f.Path)
		}
		b.WriteString(f.Text[at:e.At.Start] + e.Text)
		at = e.At.End
	}
	return b.String() + f.Text[at:]
}

func writePage(t *testing.T, id string, page *txtar.Archive) {
	t.Helper()
	name := strings.ReplaceAll(id, "-", "_") + ".txtar"
	if err := os.WriteFile(name, txtar.Format(page), 0o644); err != nil {
		t.Fatal(err)
	}
}

var idForm = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

// TestAll insists that each rule has a page that explains it, and examples of both kinds.
func TestAll(t *testing.T) {
	seen := map[string]bool{}
	for _, rule := range rules.All {
		t.Run(rule.ID, func(t *testing.T) {
			if seen[rule.ID] || !idForm.MatchString(rule.ID) || rules.Lookup(rule.ID) != rule {
				t.Error("the ID is not unique, not of the usual form, or not found")
			}
			seen[rule.ID] = true
			if rule.Severity < analysis.Error || rule.Severity > analysis.Hint || len(rule.Kinds) == 0 || rule.Check == nil {
				t.Error("severity, kinds or check are missing")
			}
			page := txtar.Parse([]byte(rule.Page))
			checkPreamble(t, rule, string(page.Comment))
			checkKinds(t, rule, page)
		})
	}
	if rules.Lookup("no-such-rule") != nil {
		t.Error("a rule was found that does not exist")
	}
}

// checkPreamble wants a title, and paragraphs that say what, why and what to do.
func checkPreamble(t *testing.T, rule *analysis.Rule, text string) {
	t.Helper()
	title, rest, _ := strings.Cut(text, "\n")
	if title != "# "+rule.ID {
		t.Errorf("the page begins with %q", title)
	}
	if paragraphs := strings.Split(strings.TrimSpace(rest), "\n\n"); len(paragraphs) < 3 {
		t.Errorf("the page has %d paragraphs; it should say what, why, and what to do", len(paragraphs))
	}
	for _, line := range strings.Split(text, "\n") {
		if len(line) > 120 {
			t.Errorf("too long a line: %s", line)
		}
	}
}

// checkKinds wants an example where the rule speaks, and a file that is the rule's concern where it does not.
func checkKinds(t *testing.T, rule *analysis.Rule, page *txtar.Archive) {
	t.Helper()
	var firing, silent int
	names := map[string]bool{}
	for _, f := range page.Files {
		if names[f.Name] {
			t.Errorf("%s is there twice", f.Name)
		}
		names[f.Name] = true
		e, err := parseExample(page, f.Name)
		if err != nil || strings.HasSuffix(f.Name, fixedSuffix) {
			continue
		}
		speaks := slices.ContainsFunc(check(workspace(t, page, f.Name), e.file.Path), func(f analysis.Finding) bool { return f.Rule == rule })
		switch {
		case speaks:
			firing++
		case slices.Contains(rule.Kinds, analysis.KindOf(e.file)):
			silent++
		}
	}
	if firing == 0 || silent == 0 {
		t.Errorf("%d examples where the rule speaks, %d where it is silent; both are needed", firing, silent)
	}
}

// TestUnchecked sees that nothing is said about a file that is missing, or once nobody waits any more.
func TestUnchecked(t *testing.T) {
	f := source.New("/nowhere/scenario.sh", 1, "export LLMDBENCH_NO_SUCH_NAME=1\n")
	s := analysis.NewSnapshot(nil, analysis.DefaultSettings)
	if got := check(s, f.Path); got != nil {
		t.Errorf("findings in a file that does not exist: %v", got)
	}
	if got := check(s.With(f), f.Path); len(got) != 1 {
		t.Fatalf("%d findings, want 1", len(got))
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if got := analysis.Check(ctx, s.With(f), f.Path, rules.All); got != nil {
		t.Errorf("findings after the end: %v", got)
	}
}

// TestBlankBehindBackslash has a blank that a page cannot hold, since a marker takes those at a line's end away.
func TestBlankBehindBackslash(t *testing.T) {
	const text = `export LLMDBENCH_VLLM_MODELSERVICE_DECODE_MODEL_COMMAND=custom
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS
vllm serve lab/parrot-7b \
--host 0.0.0.0 \ ` + `
--port 8200
EOF
`
	f := source.New("/nowhere/scenario.sh", 1, text)
	s := analysis.NewSnapshot([]string{"/nowhere"}, analysis.DefaultSettings).With(f)
	findings := check(s, f.Path)
	if len(findings) != 1 || findings[0].Rule.ID != "broken-continuation" || f.Line(findings[0].At.Start) != 4 {
		t.Fatalf("got %v; want broken-continuation on the line of --host", findings)
	}
	tryFix(t, s, f, findings, findings[0], findings[0].Fixes[0])
}
