package deploy_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"llmdbench-ls/convert/deploy"
)

// The cases of testdata/deployments are named after the points of how framework v0.5.2 reads a scenario. Each is a
// scenario, a line of equal signs, and claims:
//
//	ms PATH = VALUE        a value of the modelservice values; gaie and infra likewise
//	ms PATH absent         there is no such value
//	ms has TEXT            the text stands in the values; \n is a line break
//	ms lacks TEXT          it does not
//	ms stops TEXT          the step ends with this
//	ms invalid LINE TEXT   the values are not YAML, because of this line of the scenario
//	decode = TEXT          a stage's command line; prefill likewise
//	remark LINE FAULT      the line is remarked on; - stands for what is no fault
//	run stops LINE TEXT    the whole run ends
//	quiet                  nothing is remarked on

const claimsLine = "====\n"

func TestSemantics(t *testing.T) {
	files, err := filepath.Glob("../../testdata/deployments/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no cases: %v", err)
	}
	for _, name := range files {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range archive.Files {
			t.Run(c.Name, func(t *testing.T) {
				text, claims, ok := strings.Cut(string(c.Data), claimsLine)
				if !ok || strings.TrimSpace(claims) == "" {
					t.Fatal("the case claims nothing")
				}
				p := render(t, "s.sh", text)
				for _, claim := range strings.Split(strings.TrimSpace(claims), "\n") {
					if problem := checkClaim(p, claim); problem != "" {
						t.Errorf("%s: %s", claim, problem)
					}
				}
				if t.Failed() {
					t.Log(p.View(deploy.Everything).Text)
				}
			})
		}
	}
}

// checkClaim says what is wrong with a claim, "" where it holds.
func checkClaim(p *deploy.Preview, claim string) string {
	about, rest, _ := strings.Cut(claim, " ")
	switch about {
	case "decode", "prefill":
		return checkCommand(p, about, unescaped(strings.TrimPrefix(rest, "= ")))
	case "remark":
		return checkRemark(p, rest)
	case "run":
		return checkStop(p, strings.TrimPrefix(rest, "stops "))
	case "quiet":
		if len(p.Remarks)+len(p.Stops) > 0 {
			return fmt.Sprintf("%+v %+v", p.Remarks, p.Stops)
		}
		return ""
	}
	d := p.Document(deploy.Kind(about))
	if d == nil {
		return "not a claim"
	}
	verb, text, _ := strings.Cut(rest, " ")
	switch verb {
	case "has", "lacks":
		if found := strings.Contains(d.Text, unescaped(text)); found != (verb == "has") {
			return fmt.Sprintf("found: %v", found)
		}
		return ""
	case "stops":
		if d.Failure == nil || !strings.Contains(d.Failure.Error(), text) {
			return fmt.Sprintf("the failure is %v", d.Failure)
		}
		return ""
	case "invalid":
		if d.Problem == nil {
			return "it is valid"
		}
		if got := fmt.Sprintf("%d %s", p.Line(d.Problem.Origin), d.Problem.Message); !strings.HasPrefix(got, strings.Fields(text)[0]+" ") || !strings.Contains(got, strings.TrimSpace(text[strings.Index(text, " ")+1:])) {
			return "the problem is: line " + got
		}
		return ""
	}
	return checkValue(d, rest)
}

func unescaped(text string) string { return strings.ReplaceAll(text, `\n`, "\n") }

func checkValue(d *deploy.Document, rest string) string {
	if d.Failure != nil || d.Problem != nil {
		return fmt.Sprintf("there are no values: %v %+v", d.Failure, d.Problem)
	}
	path, want, equal := strings.Cut(rest, " = ")
	path = strings.TrimSuffix(path, " absent")
	for _, leaf := range d.Leaves() {
		if leaf.Path == path && (!equal || leaf.Node.Text != unescaped(want)) {
			return fmt.Sprintf("it is %q", leaf.Node.Text)
		}
		if leaf.Path == path {
			return ""
		}
	}
	if equal {
		return "there is no such value"
	}
	return ""
}

func checkCommand(p *deploy.Preview, stage, want string) string {
	for _, c := range p.Commands {
		switch {
		case c.Stage == stage && c.Text != want:
			return fmt.Sprintf("it is %q", c.Text)
		case c.Stage == stage:
			return ""
		}
	}
	return "there is none"
}

func checkRemark(p *deploy.Preview, rest string) string {
	var line int
	var fault string
	if _, err := fmt.Sscanf(rest, "%d %s", &line, &fault); err != nil {
		return err.Error()
	}
	if !slices.ContainsFunc(p.Remarks, func(r deploy.Remark) bool {
		return p.Line(r.Origin) == line && (r.Fault == fault || fault == "-" && r.Fault == "")
	}) {
		return fmt.Sprintf("the remarks are %+v", p.Remarks)
	}
	return ""
}

func checkStop(p *deploy.Preview, rest string) string {
	for _, r := range p.Stops {
		if strings.Contains(fmt.Sprintf("%d %s", p.Line(r.Origin), r.Message), rest) {
			return ""
		}
	}
	return fmt.Sprintf("the run stops: %+v", p.Stops)
}
