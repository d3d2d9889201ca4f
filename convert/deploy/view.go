package deploy

import (
	"fmt"
	"slices"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// Everything is the view that shows all documents, one behind the other.
const Everything Kind = "all"

// Kinds lists what a preview can show.
var Kinds = []Kind{ModelService, InferencePool, Infra, CommandLines, Everything}

// View is a text of a preview for people: documents with what is to be said of them in comments, so that they are
// still what is deployed.
type View struct {
	Text string
	text text
}

// View gives a view of the preview. An unknown kind is empty.
func (p *Preview) View(k Kind) View {
	var w writer
	switch k {
	case Everything:
		p.remarksInto(&w)
		for i := range p.Documents {
			if i > 0 {
				w.say("---\n")
			}
			p.write(&w, &p.Documents[i])
		}
	case CommandLines:
		d := p.CommandDocument()
		p.write(&w, &d)
	default:
		if d := p.Document(k); d != nil {
			p.write(&w, d)
		}
	}
	t := w.text()
	return View{t.s, t}
}

// write adds a document below a comment that says what it is, and what is wrong with it.
func (p *Preview) write(w *writer, d *Document) {
	if d.Kind != CommandLines {
		w.say("# ", d.Name, ": ", about[d.Kind], "\n")
	}
	switch {
	case d.Failure != nil && d.Failure.Elsewhere:
		w.add(said(commented(d.Failure.Error()+p.where(d.Failure.Origin)), d.Failure.Origin))
		return
	case d.Failure != nil:
		w.add(said(commented(fmt.Sprintf("nothing is deployed: %s%s", d.Failure.Error(), p.where(d.Failure.Origin))), d.Failure.Origin))
		return
	case d.Problem != nil:
		w.add(said(commented(fmt.Sprintf("this is not valid YAML, so nothing is deployed: %s%s", d.Problem.Message, p.where(d.Problem.Origin))), d.Problem.Origin))
	case d.Text == "":
		w.say("# no values\n")
	}
	w.add(d.text)
	if !strings.HasSuffix(d.text.s, "\n") && d.text.s != "" {
		w.say("\n")
	}
}

var about = map[Kind]string{
	ModelService:  "values for the modelservice chart",
	InferencePool: "values for the inferencepool chart",
	Infra:         "values for the infra chart",
}

// commented makes a sentence a comment.
func commented(sentence string) string {
	return "# " + strings.Join(strings.Fields(sentence), " ") + "\n"
}

// where names the line of the scenario that something comes from.
func (p *Preview) where(o Origin) string {
	if o.By != ByScenario {
		return ""
	}
	return fmt.Sprintf(" (line %d of the scenario)", p.Line(o))
}

// Line is the line of the scenario, counted from 1, that something comes from; 0 where it comes from elsewhere.
func (p *Preview) Line(o Origin) int {
	if o.By != ByScenario {
		return 0
	}
	return p.Script.File.Line(o.At.Start) + 1
}

// remarksInto writes the remarks as comments.
func (p *Preview) remarksInto(w *writer) {
	for _, r := range p.Stops {
		w.add(said(commented("nothing is deployed: "+p.Sentence(r)), r.Origin))
	}
	for _, r := range p.Remarks {
		if !slices.Contains(p.Stops, r) {
			w.add(said(commented(p.Sentence(r)), r.Origin))
		}
	}
}

// Sentence is a remark in words, with its line.
func (p *Preview) Sentence(r Remark) string {
	if r.Fault == "" {
		return r.Message + p.where(r.Origin)
	}
	return r.Message + p.where(r.Origin) + ": " + catalog.FaultOf(r.Fault).Note()
}

// Origin is where the text at an offset of the view comes from.
func (v View) Origin(offset int) Origin {
	if offset < 0 || offset >= len(v.Text) {
		return Origin{}
	}
	return v.text.origin(offset)
}

// LineOrigin is where a line of the view comes from: of all that stands on it, what the scenario says.
func (v View) LineOrigin(f *source.File, line int) Origin {
	at := f.LineSpan(line)
	if at.End > len(v.Text) || at.Start >= at.End {
		return Origin{}
	}
	return v.text.slice(at.Start, at.End).first()
}

// Leaf is one value of a document.
type Leaf struct {
	Path   string
	Node   *source.Node
	Origin Origin
}

// Leaves lists every value of a document with where it comes from. It is worked out once for all who ask.
func (d *Document) Leaves() []Leaf {
	if d.leaves == nil {
		return d.findLeaves()
	}
	return d.leaves()
}

func (d *Document) findLeaves() []Leaf {
	var list []Leaf
	var walk func(path string, n *source.Node)
	walk = func(path string, n *source.Node) {
		for _, p := range n.Pairs {
			walk(strings.TrimPrefix(path+"."+p.Key.Text, "."), p.Value)
		}
		for i, item := range n.Items {
			walk(fmt.Sprintf("%s[%d]", path, i), item)
		}
		if len(n.Pairs)+len(n.Items) == 0 {
			list = append(list, Leaf{path, n, d.text.span(n.At)})
		}
	}
	if root := d.Root(); root != nil {
		walk("", root)
	}
	if d.Kind == CommandLines {
		return d.commandLines()
	}
	return list
}

// commandLines lists the lines of the command lines as values.
func (d *Document) commandLines() []Leaf {
	f := source.New(d.Name, 0, d.Text)
	var list []Leaf
	for line := range f.Lines() {
		at := f.LineSpan(line)
		if at.Start < at.End {
			n := &source.Node{Kind: source.Scalar, Tag: "!!str", Text: f.Slice(at), File: f, At: at}
			list = append(list, Leaf{fmt.Sprintf("line %d", line+1), n, d.text.span(at)})
		}
	}
	return list
}

// span is the origin of a span: of all that stands there, what the scenario says.
func (t text) span(at source.Span) Origin {
	start, end := min(at.Start, len(t.s)), min(at.End, len(t.s))
	if start >= end {
		return t.origin(start)
	}
	return t.slice(start, end).first()
}
