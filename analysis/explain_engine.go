package analysis

import (
	"fmt"
	"strings"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// programs are the owners of flags in words.
var programs = map[string]string{
	catalog.VLLM: "flag of vLLM", catalog.Sidecar: "flag of the routing sidecar", catalog.Picker: "flag of the endpoint picker",
	catalog.Simulator: "flag of the simulator", catalog.SGLang: "flag of SGLang", catalog.Istio: "flag of the gateway's proxy",
}

func (x *explanation) flag(f *catalog.EngineFlag) {
	if f == nil {
		return
	}
	x.title(f.Name, programs[f.Owner])
	x.say(f.Meaning)
	x.fact("kind", f.Kind)
	x.fact("value", map[string]string{"no": "none follows", "optional": "may follow"}[f.Value])
	x.fact("allowed", oneOf(f.Choices, f.Open))
	x.fact("allowed in older releases", oneOf(f.OlderChoices, false))
	x.fact("default", code(f.Default))
	for _, d := range f.OlderDefaults {
		x.fact("default in "+releases("vLLM", d.From, d.To), code(d.Value))
	}
	x.fact("other names", strings.Join(quoteAll(f.Aliases), ", "))
	if f.Negatable {
		x.fact("turned off by", code("--no-"+strings.TrimPrefix(f.Name, "--")))
	}
	x.fact("seen in", releases("vLLM", f.From, f.To))
	if f.Variable != "" {
		x.fact("variable", code(f.Variable)+", whose placeholder stands for the value in a scenario")
	}
}

func (x *explanation) environment(name string) {
	e := catalog.EnvironmentVariableOf(name)
	if e == nil {
		return
	}
	x.title(name, "container variable, "+e.Component)
	x.say(e.Meaning)
	x.fact("kind", e.Kind)
	x.fact("allowed", oneOf(e.Values, false))
	x.fact("read as", e.Reads())
	x.fact("default", code(e.Default))
	for _, d := range e.OlderDefaults {
		x.fact("default in "+releases("vLLM", d.From, d.To), code(d.Value))
	}
	x.fact("seen in", releases("vLLM", e.From, e.To))
}

// withCarrier explains a container variable, and says which variable of the framework brings it where the framework adds
// it itself.
func withCarrier(s *Snapshot, f *source.File, kind Kind, m Mention) string {
	text := Explain(s, ContainerVariable, m.Name)
	if text == "" {
		text = fmt.Sprintf("**%s**\n\n%s", m.Name, unknownNames[ContainerVariable])
	}
	carrier, added := catalog.Injected(m.Name)
	if !added {
		return text
	}
	text += fmt.Sprintf("\n\nThe framework adds this variable itself, behind those of a scenario, with the value of %s, and its own wins.", code(carrier))
	if kind == Scenario {
		script, _ := s.Script(f)
		if v, set := script.Value(carrier); set && v.Known {
			return text + fmt.Sprintf(" In this file that is %s.", code(v.Text))
		}
	}
	if def, ok := s.Catalog().Default(carrier); ok {
		text += fmt.Sprintf(" Its default is %s.", code(def))
	}
	return text
}
