;;; test.el --- The language server in Emacs: diagnostics, a fix and hover.  -*- lexical-binding: t -*-
;; PROGRAM=target/debug/authelia-lint emacs --batch --load editors/emacs/test.el

(require 'package)
(package-initialize)
(require 'eglot)
(require 'flymake)

(define-derived-mode test-yaml-mode fundamental-mode "YAML")
(add-to-list 'eglot-server-programs (list 'test-yaml-mode (getenv "PROGRAM") "server"))

(defun test-wait (what ready)
  "Wait until READY returns something else than nil, which is returned.  WHAT is what does not come."
  (let ((found nil) (end (+ (float-time) 10)))
    (while (and (not (setq found (funcall ready))) (< (float-time) end))
      (accept-process-output nil 0.1))
    (or found (error "No %s" what))))

(let* ((folder (make-temp-file "authelia-lint" t))
       (file (expand-file-name "configuration.yml" folder)))
  (write-region "theme: 'drak'\n" nil file)
  (find-file file)
  (test-yaml-mode)
  ;; What `M-x eglot' does; it has other arguments in each version.
  (apply #'eglot--connect (eglot--guess-contact))
  (let ((server (eglot-current-server))
        (diagnostic nil))
    (setq diagnostic (test-wait "diagnostic" (lambda () (flymake-start) (car (flymake-diagnostics)))))
    (unless (string-match-p "`drak` is not a valid value" (flymake-diagnostic-text diagnostic))
      (error "Diagnostic: %s" (flymake-diagnostic-text diagnostic)))
    (goto-char (point-min))
    (let ((hover (jsonrpc-request server :textDocument/hover (eglot--TextDocumentPositionParams))))
      (unless (string-match-p "Default: `'light'`" (plist-get (plist-get hover :contents) :value))
        (error "Hover: %S" hover)))
    (let* ((range (list :start (list :line 0 :character 7) :end (list :line 0 :character 13)))
           (params (list :textDocument (eglot--TextDocumentIdentifier) :range range :context (list :diagnostics [])))
           (actions (append (jsonrpc-request server :textDocument/codeAction params) nil))
           (fix (seq-find (lambda (action) (eq t (plist-get action :isPreferred))) actions)))
      (eglot--apply-workspace-edit (plist-get fix :edit) nil))
    (unless (string= (buffer-string) "theme: 'dark'\n")
      (error "Not fixed: %s" (buffer-string)))
    (eglot-shutdown server))
  (message "passed"))
