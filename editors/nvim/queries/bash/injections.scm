;; extends

; Colours what stands in the here-documents of a scenario as YAML: the statement writes to the file of one of the
; framework's variables, and not to one that takes a command line.
;
; Grammars differ in what lies around a here-document, and one that does not know a pattern refuses the whole file. So
; the nodes around it have no names here, and only the first line of the statement's text counts.
((_
  (_
    (heredoc_body) @injection.content)) @_statement
  (#lua-match? @_statement "^[^\n]*>[^\n]*LLMDBENCH_")
  (#not-lua-match? @_statement "^[^\n]*>[^\n]*LLMDBENCH_[A-Z0-9_]*_ARGS[^A-Z0-9_]")
  (#set! injection.language "yaml"))
