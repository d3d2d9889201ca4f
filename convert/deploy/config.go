package deploy

import (
	"strings"

	"llmdbench-ls/convert/catalog"
)

// config is embedded YAML as add_config prepares it, functions.py lines 1920-1947 of v0.5.2: placeholders replaced and
// every line indented. It is empty where there is nothing to embed.
func (r *run) config(name string, indent int) (text, error) {
	t, ok := r.content(name)
	if !ok {
		r.outside(name, t)
		return text{}, nil
	}
	t, err := r.replaced(t)
	if err != nil {
		return text{}, err
	}
	switch strings.TrimSpace(t.s) {
	case "{}", "[]", "":
		return text{}, nil
	}
	r.embedded = append(r.embedded, embedded{name, func() text { return t }})
	return t.indent(indent), nil
}

// labelled writes a key and the embedded YAML below it, or nothing.
func (r *run) labelled(w *writer, label, name string, indent int) error {
	t, err := r.config(name, indent)
	if err != nil || t.s == "" {
		return err
	}
	w.say(label, "\n")
	w.add(t)
	w.say("\n")
	return nil
}

// podConfig writes the pod's extraConfig. v0.5.2 embeds the content under an empty label, so that a lone colon stands
// above it: render vector 23.
func (r *run) podConfig(w *writer) error {
	w.say("  extraConfig:\n")
	name := r.stageVar("EXTRA_POD_CONFIG")
	t, err := r.config(name, 4)
	if err != nil || t.s == "" {
		return err
	}
	r.certain(catalog.FaultPodConfig, t.first(), name+" is written below a lone colon")
	w.say("  :\n")
	w.add(t)
	w.say("\n")
	return nil
}

// containerConfig writes the stage's own settings behind the generated probes. The first line loses its margin.
func (r *run) containerConfig(w *writer) error {
	name := r.stageVar("EXTRA_CONTAINER_CONFIG")
	t, err := r.config(name, 6)
	if err != nil || t.s == "" {
		return err
	}
	w.say("      ")
	w.add(t.trimLeft())
	w.say("\n")
	return nil
}

func (t text) trimLeft() text {
	return t.slice(len(t.s)-len(strings.TrimLeft(t.s, blanks)), len(t.s))
}

// annotations writes a list of key:value pairs, functions.py lines 1296-1331 of v0.5.2.
func (r *run) annotations(w *writer, name string) {
	t := r.plain(name)
	left := t.without("auto")
	if strings.TrimSpace(left.s) == "" {
		return
	}
	if left.s != t.s {
		r.remark(catalog.FaultAutoAnnotation, t.origin(strings.Index(t.s, "auto")), name+" holds the letters auto")
	}
	for _, item := range left.split(",") {
		i := strings.IndexByte(item.s, ':')
		if i < 0 {
			r.remark(catalog.FaultAnnotations, item.first(), "this part of "+name+" has no colon and is left out")
			continue
		}
		if strings.ContainsAny(item.s, "\"\\\n") {
			r.hazard(catalog.FaultAnnotations, item.first(), "a quote, a backslash or a line break in "+name)
		}
		annotation(w, item.slice(0, i).trim(), item.slice(i+1, len(item.s)).trim())
	}
	annotation(w, framework("stood-up-by"), said(r.cluster.User, Origin{By: ByCluster}))
	annotation(w, framework("stood-up-from"), framework("llm-d-benchmark"))
	annotation(w, framework("stood-up-via"), framework("modelservice"))
}

func annotation(w *writer, key, value text) {
	w.say("      ")
	w.add(key)
	w.say(": \"")
	w.add(value)
	w.say("\"\n")
}
