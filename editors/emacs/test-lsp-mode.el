;;; test-lsp-mode.el --- Emacs with lsp-mode, set up as editors/README.md says  -*- lexical-binding: t -*-

;; Run by run.sh in a workspace of example guides, with the server on PATH.

(load (expand-file-name "harness.el" (file-name-directory load-file-name)))
(require 'lsp-mode)

(llmdbench-test-set-up "Emacs with lsp-mode")

(setq lsp-auto-guess-root t ; it would ask
      lsp-diagnostics-provider :none) ; it would want a package; the diagnostics are there all the same

(defun llmdbench-test-diagnostics ()
  "The texts of the diagnostics of all files."
  (let ((texts nil))
    (maphash (lambda (_ list) (dolist (one list) (push (lsp:diagnostic-message one) texts))) (lsp-diagnostics))
    texts))

(ert-deftest llmdbench-lsp-mode ()
  "A scenario has a diagnostic, hovers, and an action that mends it."
  (with-current-buffer (llmdbench-test-open "scenarios/heron.sh" llmdbench-test-scenario)
    (lsp) ; lsp-deferred waits for a window to be drawn
    (llmdbench-test-wait "there is no diagnostic"
                         (lambda () (cl-some (lambda (text) (string-match-p llmdbench-test-finding text)) (llmdbench-test-diagnostics))))
    (goto-char (point-min))
    (search-forward "LLMDBENCH_DEPLOY_MODEL")
    (should (string-match-p "lab/parrot-7b" (format "%S" (lsp-request "textDocument/hover" (lsp--text-document-position-params)))))
    (search-forward "LLMDBENCH_DEPLOY_ME")
    (lsp-execute-code-action
     (or (cl-find "Change to LLMDBENCH_DEPLOY_METHODS" (lsp-code-actions-at-point) :key #'lsp:code-action-title :test #'equal)
         (ert-fail "there is no action")))
    (should (string-suffix-p "\nexport LLMDBENCH_DEPLOY_METHODS=modelservice\n" (buffer-string)))))

;;; test-lsp-mode.el ends here
