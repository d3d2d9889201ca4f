package deploy

import (
	"fmt"
	"strings"

	"llmdbench-ls/convert/guide"
)

// Command is the command line of a stage's model server.
type Command struct {
	Stage    string
	Deployed bool   // there are replicas
	How      string // who makes it up: custom, vllmServe, imageDefault
	Text     string // shell text, without the /bin/sh -c in front of it

	text text
}

// commands puts the command lines together. For custom it is the scenario's own; else the chart puts the server and
// what it knows itself in front of the list of arguments, see framework semantics 4.2.
func commands(p *Preview, r *run) []Command {
	d := p.Document(ModelService)
	if d.Failure != nil {
		return nil
	}
	var list []Command
	for _, stage := range guide.Stages {
		r.stage, r.step = stage, StepModelService
		n, _ := r.number(r.stageVar("REPLICAS"))
		c := Command{Stage: stage, Deployed: n > 0 || !r.get(r.stageVar("REPLICAS")).known, How: r.plain(r.stageVar("MODEL_COMMAND")).s}
		t := r.lines[stage]
		if c.How != "custom" {
			t = r.chartLine(c.How, t)
		}
		c.text, c.Text = t, t.s
		list = append(list, c)
	}
	return list
}

// chartLine is what the modelservice chart starts where the scenario brings arguments only.
func (r *run) chartLine(how string, args text) text {
	model := "/model-cache/models/" + r.model
	head := "vllm serve " + model
	if how == "imageDefault" {
		head = "--model " + model
	}
	var w writer
	w.say(head)
	flag := func(name string, value text) {
		w.say(" \\\n", name, " ")
		w.add(value)
	}
	flag("--port", r.enginePort())
	flag("--served-model-name", said(r.model, r.plain("LLMDBENCH_DEPLOY_MODEL_LIST").first()))
	for _, p := range []struct{ flag, suffix string }{
		{"--tensor-parallel-size", "TENSOR_PARALLELISM"}, {"--data-parallel-size", "DATA_PARALLELISM"}, {"--data-parallel-size-local", "DATA_LOCAL_PARALLELISM"},
	} {
		if value := r.plain(r.stageVar(p.suffix)); value.s != "1" {
			flag(p.flag, value)
		}
	}
	if args.s != "" {
		w.say(" \\\n")
		w.add(args)
	}
	return w.text()
}

// enginePort is where the chart lets the engine listen: behind the routing sidecar, decode has a port of its own.
func (r *run) enginePort() text {
	if r.stage == guide.Decode && !r.get("LLMDBENCH_LLMD_ROUTINGSIDECAR_ENABLED").isFalse() {
		return framework("8200")
	}
	return r.plain("LLMDBENCH_VLLM_COMMON_INFERENCE_PORT")
}

// CommandDocument is the command lines of both stages as one shell text.
func (p *Preview) CommandDocument() Document {
	var w writer
	for i, c := range p.Commands {
		if i > 0 {
			w.say("\n")
		}
		w.say("# ", c.Stage, ": ", c.about(), "\n")
		w.add(c.text)
		w.say("\n")
	}
	d := p.Document(ModelService)
	t := w.text()
	return Document{Kind: CommandLines, Name: "command.sh", Text: t.s, text: t, Failure: d.Failure}
}

func (c *Command) about() string {
	about := map[string]string{
		"custom":       "what the scenario has the shell run",
		"vllmServe":    "what the chart runs",
		"imageDefault": "what the chart gives the image's own command",
	}[c.How]
	if about == "" {
		about = fmt.Sprintf("an unknown command, %s", strings.TrimSpace(c.How))
	}
	if !c.Deployed {
		about += "; not deployed, there are no replicas"
	}
	return about
}
