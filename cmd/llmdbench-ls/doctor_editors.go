package main

import (
	"context"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// editor is what can be seen of an editor that speaks the protocol.
type editor struct {
	name       string
	programs   []string
	version    string   // the flag that makes it say its version; "" where asking takes long or opens something
	extensions []string // folders of VS Code's extensions, in the home folder
	plugin     bool     // it has the Neovim plugin
}

// editors lists what is looked for.
var editors = []editor{
	{name: "VS Code", programs: []string{"code"}, extensions: []string{".vscode/extensions", ".vscode-server/extensions"}},
	{name: "VS Code Insiders", programs: []string{"code-insiders"}, extensions: []string{".vscode-insiders/extensions", ".vscode-server-insiders/extensions"}},
	{name: "VSCodium", programs: []string{"codium"}, extensions: []string{".vscode-oss/extensions"}},
	{name: "code-server", programs: []string{"code-server"}, extensions: []string{".local/share/code-server/extensions"}},
	{name: "Neovim", programs: []string{"nvim"}, version: "--version", plugin: true},
	{name: "Helix", programs: []string{"hx", "helix"}, version: "--version"},
	{name: "Emacs", programs: []string{"emacs"}, version: "--version"},
	{name: "Zed", programs: []string{"zed", "zeditor"}, version: "--version"},
	{name: "Sublime Text", programs: []string{"subl"}, version: "--version"},
	{name: "Kakoune", programs: []string{"kak"}, version: "-version"},
	{name: "IntelliJ IDEA", programs: []string{"idea"}},
}

// editorSeen is an editor that is on PATH, or has our side of it.
type editorSeen struct {
	Name    string     `json:"name"`
	Program string     `json:"program"` // its program on PATH, "" for none
	Version string     `json:"version"` // "" where it was not asked or did not answer
	Sides   []sideSeen `json:"sides"`   // what of ours is installed in it, as far as that shows
	ours    string     // what could be installed: extension, plugin, or "" where it is set up by hand
}

// sideSeen is an installed extension for VS Code, or plugin for Neovim.
type sideSeen struct {
	Path    string `json:"path"`
	Version string `json:"version"` // of an extension, with the platform that it is for; "" for plugins
	Program bool   `json:"program"` // it carries the program
}

func (d *diagnosis) seeEditors(ctx context.Context) {
	for _, e := range editors {
		seen := editorSeen{Name: e.name, Sides: []sideSeen{}}
		for _, name := range e.programs {
			if found, err := exec.LookPath(name); err == nil && seen.Program == "" {
				seen.Program, seen.Version = d.home.short(found), askVersion(ctx, found, e.version)
			}
		}
		switch {
		case e.plugin:
			seen.ours, seen.Sides = "plugin", append(seen.Sides, d.plugins()...)
			d.checkPlugin(seen)
		case e.extensions != nil:
			seen.ours, seen.Sides = "extension", append(seen.Sides, d.extensions(e.extensions)...)
		}
		if seen.Program != "" || len(seen.Sides) > 0 {
			d.Editors = append(d.Editors, seen)
		}
	}
}

// patience is how long an editor may take to say its version.
const patience = 3 * time.Second

func askVersion(ctx context.Context, program, flag string) string {
	if flag == "" {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, flag)
	cmd.WaitDelay = time.Second // what it has started may hold on to its output
	answer, err := cmd.Output()
	if err != nil {
		return ""
	}
	return versionIn(string(answer))
}

// versionIn is the first word on an answer's first line that begins with a digit, or with a v and a digit.
func versionIn(answer string) string {
	line, _, _ := strings.Cut(answer, "\n")
	for _, word := range strings.Fields(line) {
		if number := strings.TrimPrefix(word, "v"); number != "" && number[0] >= '0' && number[0] <= '9' {
			return number
		}
	}
	return ""
}

// extensionPrefix begins the names of the folders of our extension: its publisher and name, as its package.json has
// them.
const extensionPrefix = "llmdbench-ls.llmdbench-ls-"

func (d *diagnosis) extensions(folders []string) []sideSeen {
	var sides []sideSeen
	for _, folder := range folders {
		for _, at := range glob(path.Join(string(d.home), folder, extensionPrefix+"*")) {
			programs := glob(path.Join(at, "bin/llmdbench-ls*"))
			sides = append(sides, sideSeen{d.home.short(at), strings.TrimPrefix(path.Base(at), extensionPrefix), len(programs) > 0})
		}
	}
	return sides
}

// pluginFile marks a folder as our plugin.
const pluginFile = "lua/llmdbench/init.lua"

// plugins looks where Neovim and its plugin managers keep plugins. One that a user's settings name elsewhere does not
// show.
func (d *diagnosis) plugins() []sideSeen {
	config, data := neovimFolders(string(d.home))
	folders := []string{
		config, path.Join(config, "pack/*/start/*"), path.Join(config, "pack/*/opt/*"), path.Join(config, "plugged/*"),
		path.Join(data, "site"), path.Join(data, "site/pack/*/start/*"), path.Join(data, "site/pack/*/opt/*"),
		path.Join(data, "lazy/*"), path.Join(data, "plugged/*"), path.Join(string(d.home), ".vim/plugged/*"),
	}
	var sides []sideSeen
	for _, folder := range folders {
		for _, inside := range []string{"", "editors/nvim"} { // a manager may have cloned the whole repository
			for _, found := range glob(path.Join(folder, inside, pluginFile)) {
				at := strings.TrimSuffix(found, "/"+pluginFile)
				sides = append(sides, sideSeen{Path: d.home.short(at)})
			}
		}
	}
	return sides
}

// neovimFolders are where Neovim keeps what the user has written, and what was installed.
func neovimFolders(home string) (config, data string) {
	if runtime.GOOS == "windows" {
		local := filepath.ToSlash(os.Getenv("LOCALAPPDATA"))
		return path.Join(local, "nvim"), path.Join(local, "nvim-data")
	}
	of := func(variable, usual string) string {
		if dir := os.Getenv(variable); dir != "" {
			return path.Join(dir, "nvim")
		}
		return path.Join(home, usual, "nvim")
	}
	return of("XDG_CONFIG_HOME", ".config"), of("XDG_DATA_HOME", ".local/share")
}

// glob lists what there is of a name with wildcards, slash-separated.
func glob(pattern string) []string {
	names, _ := filepath.Glob(filepath.FromSlash(pattern)) // the only error is a bad pattern, which a folder's name can make of ours
	for i, name := range names {
		names[i] = filepath.ToSlash(name)
	}
	return names
}

// tooOld are the beginnings of versions of Neovim that the plugin does not run on.
var tooOld = []string{"0.1.", "0.2.", "0.3.", "0.4.", "0.5.", "0.6."}

func (d *diagnosis) checkPlugin(seen editorSeen) {
	old := slices.ContainsFunc(tooOld, func(prefix string) bool { return strings.HasPrefix(seen.Version, prefix) })
	if old && len(seen.Sides) > 0 {
		d.wrong("Neovim is %s, and the plugin needs 0.7", seen.Version)
	}
}
