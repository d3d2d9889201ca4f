package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"llmdbench-ls/analysis"
	"llmdbench-ls/analysis/rules"
	"llmdbench-ls/convert/source"
)

// reported is a finding, ready for a report.
type reported struct {
	File string `json:"file"`
	region
	Rule     string        `json:"rule"`
	Severity string        `json:"severity"`
	Message  string        `json:"message"`
	Fixes    []reportedFix `json:"fixes"`
}

// region is a place in a file: lines and columns from 1, columns in code points, the end behind the last.
type region struct {
	Line      int `json:"line"`
	Column    int `json:"column"`
	EndLine   int `json:"endLine"`
	EndColumn int `json:"endColumn"`
}

type reportedFix struct {
	Title string `json:"title"`
	Safe  bool   `json:"safe"`
	edits []reportedEdit
}

type reportedEdit struct {
	region
	text string
}

// file checks one file and, where that is asked for, mends it.
func (c *checker) file(ctx context.Context, t target) checked {
	result := checked{target: t}
	f, err := analysis.Disk{}.File(t.path)
	switch {
	case err != nil && t.named:
		result.err = fmt.Errorf("%s cannot be checked: %w", t.name, unwrapped(err))
		return result
	case errors.Is(err, fs.ErrPermission):
		fmt.Fprintf(c.stderr, "%s is left out: %s\n", t.name, unwrapped(err))
		return result
	case err != nil || analysis.KindOf(f) == analysis.Other:
		return result
	case analysis.KindOf(f) == analysis.ProjectConfig:
		return result // a mistake in one ends the run
	}
	result.ours = true
	before := f.Text
	findings, stale := c.findings(ctx, f)
	for range maxRounds {
		text, applied := c.mend(f, findings)
		if applied == 0 {
			break
		}
		f = source.New(f.Path, 0, text)
		result.fixed += applied
		findings, stale = c.findings(ctx, f)
	}
	if f.Text != before {
		result.err = writeFile(filepath.FromSlash(f.Path), f.Text)
	}
	result.stale = stale
	for i := range findings {
		result.findings = append(result.findings, report(t.name, f, &findings[i]))
	}
	if c.writing {
		result.known, result.findings = knownIn(f, findings), nil
	}
	return result
}

// findings are those that count, and what a baseline says of the file that is not found any more.
func (c *checker) findings(ctx context.Context, f *source.File) ([]analysis.Finding, map[knownFinding]int) {
	found := analysis.Check(ctx, c.snapshot.With(f), f.Path, rules.All)
	var stale map[knownFinding]int
	if b := c.folders[path.Dir(f.Path)].baseline; b != nil && !c.writing {
		found, stale = b.unknown(f, found)
	}
	var counting []analysis.Finding
	for _, finding := range found {
		if finding.Severity <= c.least {
			counting = append(counting, finding)
		}
	}
	return counting, stale
}

func report(name string, f *source.File, finding *analysis.Finding) reported {
	made := reported{
		File: name, region: regionOf(f, finding.At), Rule: finding.Rule.ID, Severity: finding.Severity.String(),
		Message: finding.Message, Fixes: []reportedFix{},
	}
	for _, fix := range finding.Fixes {
		r := reportedFix{Title: fix.Title, Safe: fix.Safe}
		for _, e := range fix.Edits {
			if e.Path == f.Path {
				r.edits = append(r.edits, reportedEdit{regionOf(f, e.At), strings.Clone(e.Text)})
			}
		}
		made.Fixes = append(made.Fixes, r)
	}
	return made
}

func regionOf(f *source.File, at source.Span) region {
	var r region
	r.Line, r.Column = lineAndColumn(f, at.Start)
	r.EndLine, r.EndColumn = lineAndColumn(f, at.End)
	return r
}

// lineAndColumn counts as editors show it: a byte order mark is no character.
func lineAndColumn(f *source.File, offset int) (line, column int) {
	line = f.Line(offset)
	before := f.Slice(source.Span{Start: f.LineSpan(line).Start, End: offset})
	return line + 1, utf8.RuneCountInString(strings.TrimPrefix(before, "\ufeff")) + 1
}

// unwrapped is what went wrong, without the name of the file, which the sentence around it gives.
func unwrapped(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}
