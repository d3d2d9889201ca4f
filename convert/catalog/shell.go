package catalog

import (
	"slices"
	"strings"
)

// shellVariables are names that shells give a meaning, or what they start: those of the manuals of Bash 5.3 and of POSIX,
// and of programs that every scenario may start. A star stands for any letters.
var shellVariables = strings.Fields(`
	_ BASH* CDPATH CHILD_MAX COLUMNS COMP_* COMPREPLY COPROC DIRSTACK ENV EPOCHREALTIME EPOCHSECONDS EUID EXECIGNORE FCEDIT
	FIGNORE FUNCNAME FUNCNEST GLOBIGNORE GLOBSORT GROUPS HIST* HOME HOSTFILE HOSTNAME HOSTTYPE IFS IGNOREEOF INPUTRC
	INSIDE_EMACS LANG LANGUAGE LC_* LINENO LINES MACHTYPE MAIL MAILCHECK MAILPATH MAPFILE NLSPATH OLDPWD OPTARG OPTERR
	OPTIND OSTYPE PATH PIPESTATUS POSIXLY_CORRECT PPID PROMPT_* PS0 PS1 PS2 PS3 PS4 PWD RANDOM READLINE_* REPLY SECONDS
	SHELL SHELLOPTS SHLVL SRANDOM TIMEFORMAT TMOUT TMPDIR UID
	EDITOR KUBECONFIG LD_* LOGNAME PAGER PYTHON* TERM TZ USER VISUAL
	ALL_PROXY FTP_PROXY HTTP_PROXY HTTPS_PROXY NO_PROXY all_proxy ftp_proxy http_proxy https_proxy no_proxy
`)

// ShellVariable says that shells, or what they start, know a variable by its name.
func ShellVariable(name string) bool {
	return slices.ContainsFunc(shellVariables, func(known string) bool {
		begin, several := strings.CutSuffix(known, "*")
		return name == known || several && strings.HasPrefix(name, begin)
	})
}
