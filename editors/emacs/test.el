;;; test.el --- Emacs with eglot, set up as editors/README.md says  -*- lexical-binding: t -*-

;; Run by run.sh in a workspace of example guides, with the server on PATH.

(load (expand-file-name "harness.el" (file-name-directory load-file-name)))
(require 'eglot)

(llmdbench-test-set-up "Emacs with eglot")

(defun llmdbench-test-diagnostics ()
  "The texts of the buffer's diagnostics."
  (flymake-start)
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

(defun llmdbench-test-hover ()
  "What eglot says about the thing at point."
  (let ((said nil))
    (eglot-hover-eldoc-function (lambda (text &rest _) (setq said text)))
    (llmdbench-test-wait "there is no hover" (lambda () said))))

(defun llmdbench-test-act (title)
  "Choose the code action TITLE at point."
  (let ((last-nonmenu-event ?\r)) ; no mouse
    (cl-letf (((symbol-function 'completing-read)
               (lambda (_prompt actions &rest _)
                 (unless (assoc title actions) (ert-fail (format "the actions are %S" (mapcar #'car actions))))
                 title)))
      (call-interactively #'eglot-code-actions))))

(ert-deftest llmdbench-0-leaves-others-alone ()
  "No server is started for a script that is no scenario."
  (with-current-buffer (llmdbench-test-open "tool.sh" "echo nothing to deploy\n")
    (should (derived-mode-p 'sh-mode))
    (should-not (eglot-current-server))))

(ert-deftest llmdbench-1-scenario ()
  "A scenario has a diagnostic, hovers, and an action that mends it."
  (with-current-buffer (llmdbench-test-open "scenarios/parrot.sh" llmdbench-test-scenario)
    (llmdbench-test-wait "eglot does not connect" #'eglot-current-server)
    (llmdbench-test-wait "there is no diagnostic"
                         (lambda () (cl-some (lambda (text) (string-match-p llmdbench-test-finding text)) (llmdbench-test-diagnostics))))
    (goto-char (point-min))
    (search-forward "LLMDBENCH_DEPLOY_MODEL")
    (should (string-match-p "lab/parrot-7b" (llmdbench-test-hover)))
    (search-forward "LLMDBENCH_DEPLOY_ME")
    (llmdbench-test-act "Change to LLMDBENCH_DEPLOY_METHODS")
    (should (string-suffix-p "\nexport LLMDBENCH_DEPLOY_METHODS=modelservice\n" (buffer-string)))
    (save-buffer) ; changes are told when Emacs is idle, which a batch never is, or before a file is saved
    (llmdbench-test-wait "the diagnostic stays" (lambda () (null (llmdbench-test-diagnostics))))))

(ert-deftest llmdbench-2-guide ()
  "The keys of a guide have hovers, from the server that runs already."
  (let ((server (with-current-buffer "parrot.sh" (eglot-current-server))))
    (with-current-buffer (llmdbench-test-open "guides/chat-routing/ms-chat-routing/values.yaml")
      (should (eq server (llmdbench-test-wait "eglot does not connect" #'eglot-current-server)))
      (goto-char (point-min))
      (search-forward "\n  na")
      (should (string-match-p "LLMDBENCH_DEPLOY_MODEL_LIST" (llmdbench-test-hover))))))

(ert-deftest llmdbench-3-end ()
  "The server ends when it is told to."
  (with-current-buffer "parrot.sh"
    (let ((server (eglot-current-server)))
      (eglot-shutdown server)
      (should-not (jsonrpc-running-p server)))))

;;; test.el ends here
