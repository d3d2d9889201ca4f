package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWriteThroughLinks: a link stays a link, and the file behind it keeps its mode.
func TestWriteThroughLinks(t *testing.T) {
	dir := guides(t)
	fresh := cli(t, dir, "convert", "guides/chat-routing").stdout
	file, link := filepath.Join(dir, "kept", "chat.sh"), filepath.Join(dir, "chat.sh")
	put(t, file, strings.Replace(fresh, "# Line", "# Lines 900-901: x", 1))
	if err := os.Chmod(file, 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join("kept", "chat.sh"), link); err != nil {
		t.Skip("this system has no symbolic links")
	}
	check := func(what string) {
		t.Helper()
		info, err := os.Lstat(link)
		if err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Errorf("%s: the link is no link any more: %v", what, err)
		}
		if info, err = os.Stat(file); err != nil || info.Mode().Perm() != 0o750 {
			t.Errorf("%s: the file's mode is %v, %v", what, info.Mode(), err)
		}
		if read(t, file) != fresh {
			t.Errorf("%s: the file is not written", what)
		}
		onlyFiles(t, filepath.Dir(file), "chat.sh")
	}
	if got := cli(t, dir, "verify", "--fix", "guides/chat-routing", "chat.sh"); got.code != exitOK {
		t.Errorf("exit code %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
	check("verify --fix")
	if err := os.WriteFile(file, []byte("mine\n"), 0o750); err != nil {
		t.Fatal(err)
	}
	if got := cli(t, dir, "convert", "guides/chat-routing", "-o", "chat.sh", "--force"); got.code != exitOK {
		t.Errorf("exit code %d:\n%s", got.code, got.stderr)
	}
	check("convert --force")
}

// TestWriteThroughDanglingLinks makes the file that a link is waiting for.
func TestWriteThroughDanglingLinks(t *testing.T) {
	dir := guides(t)
	if err := os.Symlink(filepath.Join("later", "chat.sh"), filepath.Join(dir, "chat.sh")); err != nil {
		t.Skip("this system has no symbolic links")
	}
	if got := cli(t, dir, "convert", "guides/chat-routing", "-o", "chat.sh", "--force"); got.code != exitOK {
		t.Errorf("exit code %d:\n%s", got.code, got.stderr)
	}
	if text := read(t, filepath.Join(dir, "later", "chat.sh")); !strings.Contains(text, "export LLMDBENCH_") {
		t.Errorf("the file behind the link holds %q", text)
	}
}
