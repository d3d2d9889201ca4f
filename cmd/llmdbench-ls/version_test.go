package main

import (
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

const someCommit = "0123456789abcdef0123456789abcdef01234567"

// noted is what the Go command notes of a build.
func noted(version string, settings ...string) *debug.BuildInfo {
	info := &debug.BuildInfo{Main: debug.Module{Version: version}}
	for i := 0; i < len(settings); i += 2 {
		info.Settings = append(info.Settings, debug.BuildSetting{Key: settings[i], Value: settings[i+1]})
	}
	return info
}

func TestBuild(t *testing.T) {
	for _, tt := range []struct {
		version, commit string
		info            *debug.BuildInfo
		want            string
	}{
		{"", "", nil, "development"},
		{"", "", noted("(devel)"), "development"},
		{"", "", noted(""), "development"},
		{"1.2.0", someCommit, noted("(devel)"), "1.2.0, commit " + someCommit},
		{"v1.2.0", someCommit, noted("(devel)", "vcs.revision", "other", "vcs.modified", "true"), "1.2.0, commit " + someCommit},
		{"1.2.0", "", noted("(devel)", "vcs.revision", someCommit), "1.2.0, commit " + someCommit},
		{"", "", noted("v1.3.0", "vcs.revision", someCommit, "vcs.modified", "false"), "1.3.0, commit " + someCommit},
		{"", "", noted("v1.3.0+dirty", "vcs.revision", someCommit, "vcs.modified", "true"), "1.3.0, commit " + someCommit + " with changes"},
		{"", "", noted("v1.3.0"), "1.3.0"}, // installed from a module proxy, which knows no repository
		{"", "", noted("v1.3.1-0.20260102030405-0123456789ab", "vcs.revision", someCommit), "development, commit " + someCommit},
		{"", "", noted("v1.4.0-rc.1", "vcs.revision", someCommit), "1.4.0-rc.1, commit " + someCommit},
		{"", "", noted("v0.0.0-20260102030405-0123456789ab"), "development"},
	} {
		if got := buildFrom(tt.version, tt.commit, tt.info).String(); got != tt.want {
			t.Errorf("stamped %q and %q, noted %+v: %s, want %s", tt.version, tt.commit, tt.info, got, tt.want)
		}
	}
}

// TestStamp builds the program with the linker's flags of a release, and asks it who it is.
func TestStamp(t *testing.T) {
	if testing.Short() {
		t.Skip("it links the program anew")
	}
	root := filepath.Join("..", "..")
	var release struct {
		Builds []struct{ Ldflags []string }
	}
	if err := yaml.Unmarshal([]byte(read(t, filepath.Join(root, ".goreleaser.yaml"))), &release); err != nil || len(release.Builds) != 1 {
		t.Fatalf("%v: %+v", err, release)
	}
	flags := strings.NewReplacer("{{ .Version }}", "9.8.7", "{{ .FullCommit }}", someCommit).Replace(strings.Join(release.Builds[0].Ldflags, " "))
	program := filepath.Join(t.TempDir(), "llmdbench-ls.exe")
	build := exec.Command("go", "build", "-ldflags", flags, "-o", program, ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	out, err := exec.Command(program, "--version").Output()
	if want := "llmdbench-ls version 9.8.7, commit " + someCommit + "\n"; err != nil || string(out) != want {
		t.Errorf("%v: %q, want %q", err, out, want)
	}
}
