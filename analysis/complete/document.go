package complete

import (
	"strings"

	"llmdbench-ls/convert/scenario"
)

// document answers in a here-document: what its variable's file holds.
func (r *request) document(doc *heredoc) {
	name := doc.name
	if doc.tabs {
		line := r.text[max(doc.at.Start, strings.LastIndexByte(r.text[:r.at], '\n')+1):r.at]
		r.margin = line[:len(line)-len(strings.TrimLeft(line, "\t"))]
	}
	switch y := r.yamlOf(doc); {
	case y == nil && isArguments(name):
		r.inArguments(doc)
	case y == nil:
		r.named(doc)
	case y.spot.kind == inComment:
		r.remark()
	case r.named(doc):
	default:
		r.inList(name, y)
	}
}

// inArguments answers in a command line.
func (r *request) inArguments(doc *heredoc) {
	if r.comments(doc) {
		r.remark()
		return
	}
	if r.named(doc) {
		return
	}
	if strings.TrimSpace(r.text[doc.at.Start:doc.at.End]) == "" && strings.HasSuffix(doc.name, "_EXTRA_ARGS") && stageOf(doc.name) != "" && r.trigger == "" {
		text := body(blockOf(doc.name))
		r.addBlock(Item{Label: "preprocess; vllm serve", Detail: "convention of the benchmark", About: Topic{AboutVariable, doc.name}}, text)
		return
	}
	r.arguments(shellWords(r.text, doc.at, r.at), strings.ToLower(stageOf(doc.name)), doc.name)
}

// named answers where a variable's name has been begun, as an expansion or as a placeholder. ok is false elsewhere.
func (r *request) named(doc *heredoc) (ok bool) {
	return !doc.quoted && r.expansion() || r.placeholder(doc.name)
}

// body is the text of a setting's here-document.
func body(s scenario.Setting) string {
	lines := strings.Split(strings.TrimSuffix(s.Assignment(), "\n"), "\n")
	return strings.Join(lines[2:len(lines)-1], "\n")
}

// comments says that the cursor is in a line of comment.
func (r *request) comments(doc *heredoc) bool {
	from := max(doc.at.Start, strings.LastIndexByte(r.text[:r.at], '\n')+1)
	return strings.HasPrefix(r.text[from+len(r.margin):r.at], "#")
}

// isArguments says that a variable's file holds a command line or commands.
func isArguments(name string) bool {
	return strings.HasSuffix(name, "_ARGS") || strings.HasSuffix(name, "_PREPROCESS")
}

// yamlOf reads a here-document as YAML, nil where its variable's file holds none.
func (r *request) yamlOf(doc *heredoc) *yamlText {
	if !r.s.Catalog().Lookup(doc.name).TakesYAML() {
		return nil
	}
	return readDocuments(r.text, r.outline.parts(doc), r.at)
}

// inList answers in the YAML of a here-document, by the variable whose file it is.
func (r *request) inList(name string, y *yamlText) {
	s := &y.spot
	if s.doc > 0 && name == customPlugins {
		r.config(y)
		return
	}
	switch {
	case strings.HasSuffix(name, "_ENVVARS_TO_YAML"):
		r.environment(y, "[]", name)
	case strings.HasSuffix(name, "_EXTRA_VOLUMES"):
		r.volumes(y, name)
	case strings.HasSuffix(name, "_EXTRA_VOLUME_MOUNTS"):
		r.mounts(y, name)
	case strings.HasSuffix(name, "_EXTRA_CONTAINER_CONFIG") && s.kind == atKey && s.pattern() == "":
		r.containerKeys(y, name)
	case strings.HasSuffix(name, "_GAIE_FLAGS"):
		r.pickerFlags(y, "")
	case strings.HasSuffix(name, "_INIT_CONTAINER_CONFIG"):
		r.container(y, "")
	}
}
