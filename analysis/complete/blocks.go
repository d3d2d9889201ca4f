package complete

import (
	"strings"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/scenario"
)

// blockEnds are the ends of the names of a stage's variables that whole blocks are offered for, with what they hold.
var blockEnds = []struct{ end, detail string }{
	{"EXTRA_ARGS", "preprocess, vllm serve, host, name, port"},
	{"ENVVARS_TO_YAML", "container variables"},
	{"EXTRA_VOLUMES", "preprocesses first, shared memory"},
	{"EXTRA_VOLUME_MOUNTS", "preprocesses first, shared memory"},
	{"EXTRA_CONTAINER_CONFIG", "ports"},
}

// blockMark is what the label of a block has behind the name of its variable.
const blockMark = " << EOF"

// blocks adds the blocks that the scenario has not got yet: an export with a here-document, and the settings without
// which it would have no effect.
func (r *request) blocks(lead string, have map[string]bool, near string) {
	for _, stage := range stages {
		for _, b := range blockEnds {
			r.block(stagePrefix+stage+"_"+b.end, b.detail, lead, have, near)
		}
	}
	r.block(customPlugins, "plugin config with its file name", lead, have, near)
}

func (r *request) block(name, detail, lead string, have map[string]bool, near string) {
	if have[name] {
		return
	}
	var text strings.Builder
	for _, s := range append(r.needed(name, have), blockOf(name)) {
		text.WriteString(s.Assignment())
	}
	written := strings.TrimSuffix(text.String(), "\n")
	if lead == "" {
		written = strings.TrimPrefix(written, "export ")
	}
	rank := 0
	if v := r.s.Catalog().Lookup(name); v != nil {
		rank = r.settingRank(v, have, near)
	}
	r.addBlock(Item{Label: name + blockMark, Detail: detail, Filter: name, About: Topic{AboutVariable, name}, rank: rank}, written)
}

// fileValue adds what the value of a variable that names a file may be: a new one, and its content below.
func (r *request) fileValue(v *catalog.Variable, quote byte) {
	if !v.TakesFile() || quote != 0 {
		return
	}
	rest := r.text[r.list.Word.End:lineEnd(r.text, r.list.Word.End, len(r.text))]
	if hasBlock(v.Name) && strings.TrimSpace(rest) == "" && r.outline.doc(v.Name) == nil {
		s := blockOf(v.Name)
		text := strings.TrimPrefix(strings.TrimSuffix(s.Assignment(), "\n"), "export "+v.Name+"=")
		r.addBlock(Item{Label: makesFile + blockMark, Filter: makesFile, About: Topic{AboutVariable, v.Name}}, text)
	}
	r.add(Item{Label: makesFile, Detail: "a new file", Kind: Value, rank: 1})
}

func hasBlock(name string) bool {
	for _, b := range blockEnds {
		if stageOf(name) != "" && strings.HasSuffix(name, "_"+b.end) {
			return true
		}
	}
	return name == customPlugins
}

// addBlock adds an item whose text has places to fill in.
func (r *request) addBlock(i Item, text string) {
	i.Kind, i.Text, i.Snippet = Block, plain(text), snippet(text)
	r.add(i)
}

// needed lists what must be set for a block to have an effect and is not.
func (r *request) needed(name string, have map[string]bool) []scenario.Setting {
	var list []scenario.Setting
	add := func(s scenario.Setting) {
		if !have[s.Var] {
			list = append(list, s)
		}
	}
	switch stage := stageOf(name); {
	case name == customPlugins:
		add(scenario.Setting{Var: configFile, Text: fill(1, pluginsFile)})
	case strings.HasSuffix(name, "_EXTRA_ARGS"):
		add(scenario.Setting{Var: commonPreprocess, Text: convert.Preprocess})
		add(scenario.Setting{Var: stagePrefix + stage + "_MODEL_COMMAND", Text: "custom"})
		add(scenario.Setting{Var: stagePrefix + stage + "_PREPROCESS", Ref: commonPreprocess})
	}
	return list
}

// pluginsFile is a name for a plugin config that none of the framework's presets has, since such a preset would win.
const pluginsFile = "custom-plugins.yaml"

// blockOf is a variable with the content of its file.
func blockOf(name string) scenario.Setting {
	s := scenario.Setting{Var: name, File: true}
	stage := stageOf(name)
	switch end := strings.TrimPrefix(name, stagePrefix+stage+"_"); end {
	case "EXTRA_ARGS":
		s.Lines = argumentLines(stage)
	case "ENVVARS_TO_YAML":
		s.Text = "- name: " + fill(1, "NAME") + "\n  value: \"" + fill(2, "value") + "\"" + fill(0, "") + "\n"
	case "EXTRA_VOLUMES":
		s.Text = convert.ScriptsVolume() + "- name: " + sharedMemory + "\n  emptyDir:\n    medium: Memory\n    sizeLimit: " +
			catalog.PlaceholderPrefix + stagePrefix + stage + "_SHM_MEM" + fill(0, "") + "\n"
	case "EXTRA_VOLUME_MOUNTS":
		s.Text = convert.ScriptsMount() + "- name: " + sharedMemory + "\n  mountPath: " + sharedMemoryPath + fill(0, "") + "\n"
	case "EXTRA_CONTAINER_CONFIG":
		s.Text = "ports:\n  - containerPort: " + fill(1, portOf(stage)) + "\n    name: " + fill(2, "vllm") + "\n    protocol: TCP" + fill(0, "") + "\n"
	default:
		s.Text = pluginConfig
	}
	return s
}

// The volume for memory that processes of a pod share.
const (
	sharedMemory     = "dshm"
	sharedMemoryPath = "/dev/shm"
)

// portOf is where the server of a stage listens, as a placeholder.
func portOf(stage string) string {
	for _, line := range convert.ServeLines(strings.ToLower(stage)) {
		if port, ok := strings.CutPrefix(line, "--port "); ok {
			return port
		}
	}
	return ""
}

// argumentLines is a stage's command line, with a line to fill in.
func argumentLines(stage string) []string {
	name := strings.ToLower(stage)
	lines := append([]string{convert.PreprocessLine(name)}, convert.ServeLines(name)...)
	return append(lines, "--max-model-len "+catalog.PlaceholderPrefix+catalog.FlagVariable("--max-model-len"), fill(0, ""), convert.TensorLine(name))
}

// pluginConfig is a plugin config that loads in every picker.
var pluginConfig = fill(1, pluginsFile) + `: |
  apiVersion: ` + configVersions[0] + `
  kind: EndpointPickerConfig
  plugins:
    - type: single-profile-handler
    - type: ` + fill(2, "queue-scorer") + `
    - type: max-score-picker
  schedulingProfiles:
    - name: default
      plugins:
        - pluginRef: ` + fill(2, "queue-scorer") + `
          weight: ` + fill(3, "1") + `
        - pluginRef: max-score-picker` + fill(0, "") + `
`

// A place to fill in is written with characters that no scenario has, so that the text around it is quoted and escaped
// as any other. The places are numbered; 0 is where the cursor is in the end.
const (
	fillStart = '\x01'
	fillEnd   = '\x02'
)

func fill(number int, text string) string {
	return string(fillStart) + string(rune('0'+number)) + text + string(fillEnd)
}

// plain takes the places to fill in out of a text: their own text stays, and a line that has nothing else goes.
func plain(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, string(fillStart)+"0"+string(fillEnd)) {
			continue
		}
		for i := 0; i < len(line); i++ {
			switch line[i] {
			case fillStart:
				i++
			case fillEnd:
			default:
				b.WriteByte(line[i])
			}
		}
	}
	return b.String()
}

// snippet writes a text with places to fill in as the protocol has it. A place that occurs again is filled in with it.
func snippet(text string) string {
	var b strings.Builder
	seen := map[byte]bool{}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case fillStart:
			i++
			end := i + strings.IndexByte(text[i:], fillEnd)
			if seen[text[i]] || end == i+1 {
				b.WriteString("${" + text[i:i+1] + "}")
				i = end
				continue
			}
			seen[text[i]] = true
			b.WriteString("${" + text[i:i+1] + ":")
		case fillEnd:
			b.WriteByte('}')
		case '$', '}', '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
