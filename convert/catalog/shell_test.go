package catalog_test

import (
	"testing"

	"llmdbench-ls/convert/catalog"
)

func TestShellVariable(t *testing.T) {
	for name, want := range map[string]bool{
		"PATH": true, "_": true, "EUID": true, "PS4": true, "BASH": true, "BASH_ENV": true, "HISTSIZE": true, "LC_ALL": true, "PYTHONPATH": true,
		"PS": false, "PS5": false, "__": false, "path": false, "MODEL": false, "XBASH": false, "": false,
	} {
		if got := catalog.ShellVariable(name); got != want {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
	}
}
