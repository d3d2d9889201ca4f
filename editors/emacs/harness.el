;;; harness.el --- What the tests of Emacs need  -*- lexical-binding: t -*-

(require 'cl-lib)
(require 'ert)
(require 'package)
(package-initialize)
(require 'yaml-mode)

(defconst llmdbench-test-readme (expand-file-name "../README.md" (file-name-directory load-file-name)))

(defconst llmdbench-test-scenario
  "export LLMDBENCH_DEPLOY_MODEL_LIST=lab/parrot-7b\nexport LLMDBENCH_DEPLOY_METHOD=modelservice\n"
  "A scenario with a misspelt name.")

(defconst llmdbench-test-finding "nothing reads LLMDBENCH_DEPLOY_METHOD"
  "What there is to say about that scenario.")

(defun llmdbench-test-set-up (heading)
  "Run the block of Lisp below HEADING in the README."
  (with-temp-buffer
    (insert-file-contents llmdbench-test-readme)
    (search-forward (concat "\n## " heading "\n"))
    (search-forward "```elisp\n")
    (let ((start (point)))
      (search-forward "\n```\n")
      (eval-region start (match-beginning 0)))))

(defun llmdbench-test-wait (what condition)
  "Wait until the function CONDITION gives something, and give that; fail with WHAT."
  (let ((deadline (time-add nil 20)) (got nil))
    (while (not (or (setq got (funcall condition)) (time-less-p deadline nil)))
      (accept-process-output nil 0.05))
    (unless got (ert-fail what))
    got))

(defun llmdbench-test-open (name &optional text)
  "Visit the file NAME, made of TEXT if there is one, as a user would."
  (when text
    (make-directory (file-name-directory (expand-file-name name)) t)
    (write-region text nil name nil 'silent))
  (switch-to-buffer (find-file-noselect name))
  (run-hooks 'post-command-hook) ; there are no commands in a batch, and clients wait for the end of one
  (current-buffer))

;;; harness.el ends here
