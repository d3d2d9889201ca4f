package main

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// formats are the forms of the check command's result, by name.
var formats = map[string]func(w io.Writer, results []checked) error{
	"text": writeText, "json": writeJSON, "sarif": writeSARIF, "junit": writeJUnit, "github": writeGitHub,
}

// allFindings lists the findings of all files.
func allFindings(results []checked) []reported {
	list := []reported{}
	for _, r := range results {
		list = append(list, r.findings...)
	}
	return list
}

func writeText(w io.Writer, results []checked) error {
	b := bufio.NewWriter(w)
	for _, f := range allFindings(results) {
		fmt.Fprintf(b, "%s:%d:%d: %s: %s [%s]\n", f.File, f.Line, f.Column, f.Severity, f.Message, f.Rule)
	}
	return b.Flush()
}

func writeJSON(w io.Writer, results []checked) error {
	return encode(w, struct {
		Findings []reported `json:"findings"`
	}{allFindings(results)})
}

// encode writes JSON as people read it.
func encode(w io.Writer, v any) error {
	b := bufio.NewWriter(w)
	e := json.NewEncoder(b)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	return b.Flush()
}

// gitHubLevels are the workflow commands that annotate a line.
var gitHubLevels = map[string]string{"error": "error", "warning": "warning", "information": "notice", "hint": "notice"}

// What a workflow command's message may not hold as it is, and what one of its properties may not.
var (
	gitHubMessage  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	gitHubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func writeGitHub(w io.Writer, results []checked) error {
	b := bufio.NewWriter(w)
	for _, f := range allFindings(results) {
		message := gitHubMessage.Replace(f.Message + " [" + f.Rule + "]")
		fmt.Fprintf(b, "::%s file=%s,line=%d,col=%d::%s\n", gitHubLevels[f.Severity], gitHubProperty.Replace(f.File), f.Line, f.Column, message)
	}
	return b.Flush()
}

// junitSuites is a result in the form that CI servers know from test runs: a suite for each file, a case for each
// finding. A file without findings is a case that passes.
type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	File    string        `xml:"file,attr"`
	Line    int           `xml:"line,attr,omitempty"`
	Failure *junitFailure `xml:"failure"`
}

type junitFailure struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

func writeJUnit(w io.Writer, results []checked) error {
	all := junitSuites{Name: "llmdbench-ls check"}
	for _, r := range results {
		if !r.ours {
			continue
		}
		suite := junitSuite{Name: r.name, Failures: len(r.findings)}
		for _, f := range r.findings {
			place := fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column)
			suite.Cases = append(suite.Cases, junitCase{f.Rule + " at " + place, r.name, r.name, f.Line,
				&junitFailure{f.Severity, f.Message, place + ": " + f.Message}})
		}
		if len(suite.Cases) == 0 {
			suite.Cases = []junitCase{{Name: "no findings", Class: r.name, File: r.name}}
		}
		suite.Tests = len(suite.Cases)
		all.Tests, all.Failures = all.Tests+suite.Tests, all.Failures+suite.Failures
		all.Suites = append(all.Suites, suite)
	}
	b := bufio.NewWriter(w)
	_, _ = b.WriteString(xml.Header)
	e := xml.NewEncoder(b)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return err
	}
	_ = b.WriteByte('\n')
	return b.Flush()
}
