// The page of a rule.
import { marked } from "marked";

import { ask } from "./linter";

/** Shows the page of a rule. It is part of the linter, not of what somebody pasted. */
export async function renderPage(container: HTMLElement, rule: string): Promise<void> {
  const page = await ask("page", { rule });
  const text = page.replace(/^---\n[\s\S]*?\n---\n/, "").replace(/[ \t]*# finding: .*$/gm, "");
  container.innerHTML = await marked.parse(text);
  // The keyboard can scroll what it can focus.
  for (const block of container.querySelectorAll("pre")) block.tabIndex = 0;
}
