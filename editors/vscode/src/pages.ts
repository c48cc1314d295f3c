// The pages of the rules, as documents that are in no file.
import { commands, EventEmitter, type TextDocumentContentProvider, Uri } from "vscode";

export const SCHEME = "authelia-lint";

export class Pages implements TextDocumentContentProvider {
  readonly #pages = new Map<string, string>();
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;

  provideTextDocumentContent(uri: Uri): string {
    return this.#pages.get(uri.path) ?? "";
  }

  /** Shows a page. */
  async show(rule: string, page: string): Promise<void> {
    const uri = Uri.from({ scheme: SCHEME, path: `/${rule}.md` });
    this.#pages.set(uri.path, page);
    this.#changed.fire(uri);
    await commands.executeCommand("markdown.showPreview", uri);
  }
}
