package kustomize_test

import (
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"llmdbench-ls/convert/kustomize"
	"llmdbench-ls/convert/source"
)

var update = flag.Bool("update", false, "rewrite what the archives in testdata expect")

// Each archive in testdata holds trees of kustomizations. A file "want DIR" lists every value of what the tree builds,
// with the place it was written at, and what was left out; or the error. A preamble says what the archive is about.
func TestBuild(t *testing.T) {
	for name, archive := range archives(t) {
		t.Run(name, func(t *testing.T) {
			for i, f := range archive.Files {
				dir, ok := strings.CutPrefix(f.Name, "want ")
				if !ok {
					continue
				}
				built, err := kustomize.Build(archived(archive), path.Join(root, dir))
				got := listing(built, err)
				if diff := cmp.Diff(string(f.Data), got); diff != "" && !*update {
					t.Errorf("%s (-want +got):\n%s", f.Name, diff)
				}
				archive.Files[i].Data = []byte(got)
				for _, fault := range untrue(built) {
					t.Errorf("%s: %s", f.Name, fault)
				}
			}
			if *update {
				if err := os.WriteFile(filepath.Join("testdata", name+".txtar"), txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// Line endings and a byte order mark change neither values nor places.
func TestEncodings(t *testing.T) {
	for _, encode := range []struct {
		name string
		of   func(string) string
	}{
		{"CRLF", func(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }},
		{"BOM", func(text string) string { return "\ufeff" + text }},
	} {
		for name, archive := range archives(t) {
			t.Run(encode.name+"/"+name, func(t *testing.T) {
				plain, encoded := archived(archive), memory{}
				for file, text := range plain {
					if encoded[file] = text; path.Ext(file) != ".txt" && path.Ext(file) != ".env" { // not what is data itself
						encoded[file] = encode.of(text)
					}
				}
				for _, f := range archive.Files {
					dir, ok := strings.CutPrefix(f.Name, "want ")
					if !ok {
						continue
					}
					want := listing(kustomize.Build(plain, path.Join(root, dir)))
					got := listing(kustomize.Build(encoded, path.Join(root, dir)))
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("%s (-plain +%s):\n%s", f.Name, encode.name, diff)
					}
				}
			})
		}
	}
}

func archives(t *testing.T) map[string]*txtar.Archive {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	all := map[string]*txtar.Archive{}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[strings.TrimSuffix(filepath.Base(name), ".txtar")] = archive
	}
	return all
}

func rel(file string) string { return strings.TrimPrefix(file, root+"/") }

// listing writes the values that a tree builds, each with its place.
func listing(b *kustomize.Built, err error) string {
	if err != nil {
		return "error: " + strings.ReplaceAll(err.Error(), root+"/", "") + "\n"
	}
	var text strings.Builder
	for _, line := range b.Hierarchy(rel) {
		fmt.Fprintf(&text, "| %s\n", line)
	}
	for _, r := range b.Resources {
		leaves(r, "", func(at string, n *source.Node) {
			fmt.Fprintf(&text, "%s = %s @ %s\n", at, value(n), place(n))
		})
	}
	for _, p := range b.Problems {
		fmt.Fprintf(&text, "! %s:%d %s\n", rel(p.Path), p.Line, p.Message)
	}
	return text.String()
}

func leaves(n *source.Node, at string, each func(string, *source.Node)) {
	switch {
	case len(n.Pairs) > 0:
		for _, p := range n.Pairs {
			leaves(p.Value, strings.TrimPrefix(at+"."+p.Key.Text, "."), each)
		}
	case len(n.Items) > 0:
		for i, item := range n.Items {
			leaves(item, fmt.Sprintf("%s[%d]", at, i), each)
		}
	default:
		each(at, n)
	}
}

func value(n *source.Node) string {
	switch {
	case n.Kind == source.Mapping:
		return "{}"
	case n.Kind == source.Sequence:
		return "[]"
	case strings.ContainsAny(n.Text, "\n\t") || n.Text == "":
		return fmt.Sprintf("%q", n.Text)
	}
	return n.Text
}

func place(n *source.Node) string {
	if n.File == nil {
		return "nowhere"
	}
	first, last := n.File.Line(n.At.Start)+1, n.File.Line(max(n.At.Start, n.At.End-1))+1
	if last > first {
		return fmt.Sprintf("%s:%d-%d", rel(n.File.Path), first, last)
	}
	return fmt.Sprintf("%s:%d", rel(n.File.Path), first)
}

// untrue lists the values whose place does not say them. Of what a generator makes, only the name need stand there.
func untrue(b *kustomize.Built) []string {
	if b == nil {
		return nil
	}
	var list []string
	for _, r := range b.Resources {
		leaves(r, "", func(at string, n *source.Node) {
			if n.File == nil {
				list = append(list, fmt.Sprintf("%s = %s has no place", at, value(n)))
				return
			}
			if !strings.Contains(r.File.Slice(r.At), "kind") && at != "metadata.name" {
				return
			}
			if n.Kind == source.Scalar && !says(indented(n), n.Text) {
				list = append(list, fmt.Sprintf("%s = %s is not what stands at %s: %q", at, value(n), place(n), n.File.Slice(n.At)))
			}
		})
	}
	return list
}

// indented is the text of a node's span with the margin that its first line has in the file.
func indented(n *source.Node) string {
	column := n.At.Start - n.File.LineSpan(n.File.Line(n.At.Start)).Start
	return strings.Repeat(" ", column) + n.File.Slice(n.At)
}

// says tells whether a text holds a value, or is a part of it: each line of the value stands there, or each word of the
// text that a short form gives is in the value.
func says(text, value string) bool {
	flat := func(s string) string { return strings.Join(strings.Fields(strings.Trim(s, `"' `)), " ") }
	if plain := flat(text); strings.Contains(flat(value), plain) && plain != "" {
		return true
	}
	all := true
	for _, line := range strings.Split(value, "\n") {
		all = all && strings.Contains(flat(text), flat(line))
	}
	if all {
		return true
	}
	if docs, problems := source.ParseYAML("entry", text, nil); len(problems) == 0 && len(docs) == 1 && docs[0].Kind == source.Scalar {
		return docs[0].Text == value // the same value in another spelling
	} else if len(docs) == 1 {
		given := false
		for _, key := range []string{"newName", "newTag", "digest", "count"} {
			if part := docs[0].Get(key).Value(); part != "" {
				given = given || strings.Contains(value, part)
			}
		}
		return given
	}
	return false
}
