// The editor: YAML with findings in the gutter and in the text.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, foldGutter, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type Text as Document } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

import type { Finding, Fix, Place, Position } from "./report";

const SEVERITIES = { error: "error", warning: "warning", advice: "info" } as const;

/** The state of an editor with a text; `changed` is called after each change of it. */
export function newState(text: string, changed: () => void): EditorState {
  return EditorState.create({
    doc: text,
    extensions: [
      lineNumbers(),
      foldGutter(),
      lintGutter(),
      history(),
      drawSelection(),
      highlightActiveLine(),
      highlightSelectionMatches(),
      bracketMatching(),
      indentUnit.of("  "),
      yaml(),
      syntaxHighlighting(classHighlighter),
      EditorView.contentAttributes.of({ "aria-label": "Authelia configuration", spellcheck: "false" }),
      // Tab is left to the browser, so that the keyboard can leave the editor.
      keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed();
      }),
    ],
  });
}

/** The range of a place in a document that may have changed since; never outside of it. */
export function range(document: Document, place: Place): { from: number; to: number } {
  const offset = ({ line, utf16 }: Position): number => {
    const found = document.line(Math.min(line + 1, document.lines));
    return Math.min(found.from + utf16, found.to);
  };
  const from = offset(place.start);
  return { from, to: Math.max(from, offset(place.end)) };
}

/** A finding as the editor shows it; `apply` is called with its fix. */
export function diagnostic(document: Document, finding: Finding, apply: (fix: Fix) => void): Diagnostic {
  const { fix } = finding;
  return {
    ...range(document, finding.place),
    severity: SEVERITIES[finding.severity],
    source: finding.rule,
    message: finding.help ? `${finding.message}\nhelp: ${finding.help}` : finding.message,
    actions: fix ? [{ name: fix.safe ? "Fix" : "Fix (review it)", apply: () => apply(fix) }] : [],
  };
}
