package analysis

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

// deployedAs adds what becomes of a variable in a deployment, where that is something else than what is written.
func deployedAs(b *strings.Builder, s *Snapshot, f *source.File, name string) {
	p, err := Preview(s, f.Path)
	if err != nil {
		return
	}
	if text := becameOf(p, name); text != "" {
		fmt.Fprintf(b, "\nDeployed as:\n\n%s\n", fenced("yaml", text))
	}
	for _, line := range stagesWithout(s, p, name) {
		fmt.Fprintf(b, "\n%s\n", line)
	}
	for _, r := range p.Remarks {
		if r.Origin.Var == name && r.Fault != "" {
			fmt.Fprintf(b, "\n%s: %s\n", r.Message, catalog.FaultOf(r.Fault).Note())
		}
	}
	for _, d := range p.Documents {
		switch {
		case d.Failure != nil && d.Failure.Origin.Var == name:
			fmt.Fprintf(b, "\nNothing is deployed: %s\n", d.Failure.Error())
		case d.Problem != nil && d.Problem.Origin.Var == name:
			fmt.Fprintf(b, "\nNothing is deployed, since %s is not valid YAML: %s\n", d.Name, d.Problem.Message)
		}
	}
}

// stagesWithout says of a shared variable which stages have a value of their own, taken over before the scenario was
// read.
func stagesWithout(s *Snapshot, p *deploy.Preview, name string) []string {
	if _, set := p.Script.Value(name); !set {
		return nil
	}
	var lines []string
	for _, v := range s.Catalog().Derived(name) {
		if _, own := p.Script.Value(v.Name); own || v.Stage != guide.Decode && v.Stage != guide.Prefill {
			continue
		}
		def, _ := s.Catalog().Default(v.Name)
		lines = append(lines, fmt.Sprintf("Not deployed in %s, whose %s took the default over before the scenario was read: %s.", v.Stage, code(v.Name), code(def)))
	}
	return lines
}

// becameOf is what stands in the deployed values because of a variable, "" where that is what is written.
func becameOf(p *deploy.Preview, name string) string {
	written, isFile := p.Script.Content(name)
	if !isFile {
		value, _ := p.Script.Value(name)
		return valueBecame(p, name, value.Text)
	}
	for _, c := range p.Commands {
		if strings.HasSuffix(name, "_"+strings.ToUpper(c.Stage)+"_EXTRA_ARGS") {
			return unlessSame(c.Text, written)
		}
	}
	for i := range p.Documents {
		if lines := linesOf(p, p.Documents[i].Kind, name); len(lines) > 0 {
			return unlessSame(strings.Join(lines, "\n"), written)
		}
	}
	return ""
}

// linesOf are the lines of a document that a variable's file says, without the margin that they share.
func linesOf(p *deploy.Preview, kind deploy.Kind, name string) []string {
	v := p.View(kind)
	f := source.New("", 0, v.Text)
	var lines []string
	margin := -1
	for line := range f.Lines() {
		text := f.LineText(line)
		if from := v.LineOrigin(f, line); from.By != deploy.ByScenario || from.Var != name || strings.HasPrefix(text, "#") {
			continue
		}
		lines = append(lines, text)
		if indent := len(text) - len(strings.TrimLeft(text, " ")); margin < 0 || indent < margin {
			margin = indent
		}
	}
	for i := range lines {
		lines[i] = lines[i][margin:]
	}
	return lines
}

// unlessSame is a deployed text, cut to what a hover has room for; "" where it has the words of what is written.
func unlessSame(deployed, written string) string {
	if slices.Equal(words(deployed), words(written)) {
		return ""
	}
	lines := strings.Split(strings.TrimRight(deployed, "\n"), "\n")
	if len(lines) > maxContentLines {
		lines = append(lines[:maxContentLines], "...")
	}
	return strings.Join(lines, "\n")
}

// words are the words of a text, without what joins lines.
func words(text string) []string {
	return slices.DeleteFunc(strings.Fields(text), func(w string) bool { return w == `\` })
}

// maxDeployedValues is how many values of one variable a hover shows.
const maxDeployedValues = 6

// maxDeployedText is how many characters of one of them it shows.
const maxDeployedText = 200

// valueBecame lists the deployed values that a variable's value became, where one of them is another than it, and not
// only a longer text with it inside.
func valueBecame(p *deploy.Preview, name, written string) string {
	var list []string
	differs := false
	for i := range p.Documents {
		for _, leaf := range p.Documents[i].Leaves() {
			if leaf.Origin.Var != name || leaf.Origin.By != deploy.ByScenario {
				continue
			}
			same := strings.EqualFold(leaf.Node.Text, written) || strings.Contains(leaf.Node.Text, written) && written != ""
			differs = differs || !same
			list = append(list, fmt.Sprintf("%s: %s", leaf.Path, cut(strings.Join(strings.Fields(leaf.Node.Text), " "), maxDeployedText)))
		}
	}
	if !differs {
		return ""
	}
	if len(list) > maxDeployedValues {
		list = append(list[:maxDeployedValues], "...")
	}
	return strings.Join(list, "\n")
}
