package deploy

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/source"
)

// The container variables of a stage: functions.py lines 1803-1918 of v0.5.2.

const sideChannelHost = "VLLM_NIXL_SIDE_CHANNEL_HOST"

// env writes the list below env.
func (r *run) env(w *writer) error {
	role := "VLLM_IS_DECODE"
	if r.stage == guide.Prefill {
		role = "VLLM_IS_PREFILL"
	}
	w.say("      - name: ", role, "\n        value: \"1\"\n")
	w.say("      - name: LLMDBENCH_POD_LABELS\n        value: ")
	w.add(r.plain(r.stageVar("POD_LABELS")))
	w.say("\n      - name: LLMDBENCH_POD_NS\n        value: ")
	w.add(r.namespace())
	w.say("\n")
	known, err := r.scenarioEnv(w)
	if err != nil {
		return err
	}
	for _, i := range catalog.Injections {
		if slices.Contains(known, i.Var) {
			continue
		}
		value, err := r.replaced(r.plain(i.Var))
		if err != nil {
			return err
		}
		r.overrides(i, value)
		entry(w, framework(i.Name), value)
	}
	if !slices.Contains(known, sideChannelHost) {
		w.say("      - name: ", sideChannelHost, "\n        valueFrom:\n          fieldRef:\n            fieldPath: status.podIP\n")
		w.say("      - name: POD_IP\n        valueFrom:\n          fieldRef:\n            apiVersion: v1\n            fieldPath: status.podIP\n")
	}
	return nil
}

func entry(w *writer, name, value text) {
	w.say("      - name: ")
	w.add(name)
	w.say("\n        value: \"")
	w.add(value)
	w.say("\"\n")
}

// overrides remarks that an entry of the scenario's file loses against the framework's own of the same name.
func (r *run) overrides(i catalog.Injection, value text) {
	theirs, ok := r.entries[i.Name]
	if ok && theirs.s != value.s {
		r.remark(catalog.FaultEnv, theirs.first(), fmt.Sprintf("%s is %s here, but the framework adds it again as %s, the value of %s",
			i.Name, theirs.s, value.s, i.Var))
	}
}

// namespace is where the framework deploys to.
func (r *run) namespace() text {
	t := r.plain("LLMDBENCH_VLLM_COMMON_NAMESPACE")
	if t.first().By == ByDefault && r.cluster.Namespace != "" {
		return said(r.cluster.Namespace, Origin{By: ByCluster})
	}
	return t
}

// scenarioEnv writes the scenario's own entries, and gives the names that the framework then knows of.
func (r *run) scenarioEnv(w *writer) (known []string, err error) {
	name := r.stageVar("ENVVARS_TO_YAML")
	r.entries = nil
	t, ok := r.content(name)
	switch {
	case !ok:
		r.outside(name, t)
		return nil, nil
	case r.get(name).file:
		return r.envFile(w, name, t)
	}
	return r.envList(w, t)
}

// envFile copies a YAML list line by line. Any line with name: counts as an entry of the name at its end.
func (r *run) envFile(w *writer, name string, t text) (known []string, err error) {
	var list []text
	whole := sync.OnceValue(func() text { return ended(list) })
	defer func() {
		r.embedded = append(r.embedded, embedded{name, whole})
		r.readEntries(known, whole)
	}()
	for _, line := range t.lines() {
		if strings.HasPrefix(line.s, "#") {
			continue
		}
		if line, err = r.replaced(line); err != nil {
			return nil, err
		}
		if strings.Contains(line.s, "name:") {
			words := strings.Split(strings.TrimRight(line.s, "\r\n"), " ")
			known = append(known, words[len(words)-1])
		}
		w.say("      ")
		w.add(line)
		w.say("\n")
		list = append(list, line)
	}
	return known, nil
}

// ended joins lines, each with a line break behind it.
func ended(lines []text) text {
	var w writer
	for _, line := range lines {
		w.add(line)
		w.say("\n")
	}
	return w.text()
}

// shortened are the prefixes that are left out of a listed name.
var shortened = []string{
	"LLMDBENCH_VLLM_COMMON_VLLM_", "LLMDBENCH_VLLM_STANDALONE_VLLM_", "LLMDBENCH_VLLM_MODELSERVICE_PREFILL_VLLM_", "LLMDBENCH_VLLM_MODELSERVICE_DECODE_VLLM_",
}

// envList writes an entry for each variable of a list of names.
func (r *run) envList(w *writer, list text) (known []string, err error) {
	for _, item := range list.split(",") {
		item = item.trim()
		if item.s == "" {
			continue
		}
		value, err := r.listed(item)
		if err != nil {
			return nil, err
		}
		known = append(known, item.s)
		entry(w, shortName(item), value)
	}
	return known, nil
}

func shortName(item text) text {
	for _, prefix := range shortened {
		if strings.HasPrefix(item.s, prefix) {
			return item.slice(len(prefix)-len("VLLM_"), len(item.s))
		}
	}
	if rest, ok := strings.CutPrefix(item.s, "LLMDBENCH_VLLM_STANDALONE_"); ok {
		return item.slice(len(item.s)-len(rest), len(item.s))
	}
	if strings.HasPrefix(item.s, "_") {
		return item.slice(1, len(item.s))
	}
	return item
}

// listed is the value of a variable that a list names.
func (r *run) listed(item text) (text, error) {
	if !strings.HasPrefix(item.s, catalog.Prefix) {
		return r.foreign(item)
	}
	v, ok := r.lookup(item.s)
	switch {
	case !ok:
		return text{}, &Failure{Message: fmt.Sprintf("KeyError '%s': there is no variable %s", key(item.s), item.s), Fault: catalog.FaultUnknownHolder, Origin: item.first()}
	case v.isTrue():
		return text{}, &Failure{Message: fmt.Sprintf("TypeError: %s is true, which cannot be listed", item.s), Origin: item.first()}
	case v.isFalse():
		return text{}, nil
	}
	return r.replaced(v.text)
}

// foreign is the value of a listed variable that is none of the framework's. The framework takes these over from its
// environment, except for those that only prefill lists.
func (r *run) foreign(item text) (text, error) {
	if r.stage == guide.Prefill && !r.elsewhere(item.s) {
		return text{}, &Failure{Message: fmt.Sprintf("KeyError '%s': only prefill lists this variable", strings.ToLower(item.s)), Origin: item.first()}
	}
	if e, ok := r.script.Last(item.s); ok && r.script.Exported(item.s) {
		v := r.scenarioValue(item.s, e)
		if v.isTrue() {
			return text{}, &Failure{Message: fmt.Sprintf("TypeError: %s is true, which cannot be listed", item.s), Origin: item.first()}
		}
		return v.text, nil
	}
	r.remark("", item.first(), item.s+" is taken from the environment that the framework runs in, which is not known here")
	return text{}, nil
}

func (r *run) elsewhere(name string) bool {
	for _, list := range []string{
		"LLMDBENCH_VLLM_COMMON_ENVVARS_TO_YAML", "LLMDBENCH_VLLM_STANDALONE_ENVVARS_TO_YAML", "LLMDBENCH_HARNESS_ENVVARS_TO_YAML", stageVar(guide.Decode, "ENVVARS_TO_YAML"),
	} {
		if slices.Contains(strings.Split(r.get(list).text.s, ","), name) {
			return true
		}
	}
	return false
}

// readEntries reads the values of the entries that the framework adds again, where there are any. Of several of one
// name the last counts.
func (r *run) readEntries(known []string, list func() text) {
	if !slices.ContainsFunc(known, func(name string) bool { _, ok := catalog.Injected(name); return ok }) {
		return
	}
	t := list()
	docs, _ := source.ParseYAML("env", t.s, nil)
	r.entries = map[string]text{}
	for _, doc := range docs {
		for _, item := range doc.Items {
			if n := item.Get("value"); n != nil {
				at := n.At
				if n.Style == source.DoubleQuoted || n.Style == source.SingleQuoted {
					at = source.Span{Start: at.Start + 1, End: at.End - 1}
				}
				r.entries[item.Get("name").Value()] = said(n.Text, t.slice(at.Start, at.End).first())
			}
		}
	}
}
