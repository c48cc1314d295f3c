// The extension: starts the language server, and adds the commands that need an editor.
import { commands, type ExtensionContext, env, Uri, window, workspace } from "vscode";
import { LanguageClient, type LanguageClientOptions } from "vscode-languageclient/node";

import { Pages, SCHEME } from "./pages";
import { access, explain, findProgram, listApps, listRules, newRegistration, serverArguments } from "./program";

const OPEN_RULE_PAGE = "authelia-lint.openRulePage";

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const pages = new Pages();
  const command = (name: string, run: (program: string) => Promise<unknown>) =>
    commands.registerCommand(`authelia-lint.${name}`, () => withProgram(context, run));
  context.subscriptions.push(
    workspace.registerTextDocumentContentProvider(SCHEME, pages),
    command("new", insertRegistration),
    command("access", showAccess),
    command("explain", (program) => explainRule(program, pages)),
    command("fixFile", fixFile),
    command("restart", async (program) => {
      await client?.stop();
      await start(program, pages);
    }),
  );
  await withProgram(context, (program) => start(program, pages));
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

/** Runs something with the program, and shows what went wrong. */
async function withProgram(context: ExtensionContext, run: (program: string) => Promise<unknown>): Promise<void> {
  const configured = workspace.getConfiguration("authelia-lint").get("path", "");
  const program = findProgram(configured, context.extensionPath);
  if (!program) {
    await window.showErrorMessage("authelia-lint is not installed: set `authelia-lint.path`, or add it to your PATH.");
    return;
  }
  try {
    await run(program);
  } catch (error) {
    await window.showErrorMessage(`authelia-lint: ${error instanceof Error ? error.message : error}`);
  }
}

async function start(program: string, pages: Pages): Promise<void> {
  const config = workspace.getConfiguration("authelia-lint").get("config", "");
  const languages = ["yaml", "dockercompose", "nix", "jinja-yaml", "helm", "toml"];
  const options: LanguageClientOptions = {
    documentSelector: languages.map((language) => ({ scheme: "file", language })),
    initializationOptions: { inlayHints: workspace.getConfiguration("authelia-lint").get("inlayHints", false) },
    middleware: {
      // The server would write the page to a file; an editor that can show a text without one does so.
      executeCommand: async (name, args, next) =>
        name === OPEN_RULE_PAGE ? pages.show(String(args[0]), await explain(program, String(args[0]))) : next(name, args),
    },
  };
  client = new LanguageClient("authelia-lint", { command: program, args: serverArguments(config) }, options);
  await client.start();
}

async function insertRegistration(program: string): Promise<void> {
  const apps = (await listApps(program)).map(({ id, name }) => ({ label: name, description: id }));
  const app = await window.showQuickPick(apps, { placeHolder: "Application" });
  const url = app && (await window.showInputBox({ prompt: `Address of ${app.label}`, value: "https://" }));
  if (!app || !url) {
    return;
  }
  const { text, secret } = await newRegistration(program, app.description, url);
  await window.showTextDocument(await workspace.openTextDocument({ language: "yaml", content: text }));
  const copy = "Copy the client secret";
  const note = `Enter the client secret in ${app.label}; it is shown only once.`;
  if (secret && (await window.showInformationMessage(note, copy)) === copy) {
    await env.clipboard.writeText(secret);
  }
}

async function showAccess(program: string): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (!document) {
    return;
  }
  const prompt = "URL of a request; leave it empty to see all rules";
  const url = await window.showInputBox({ prompt, placeHolder: "https://app.example.com/" });
  if (url === undefined) {
    return;
  }
  const config = workspace.getConfiguration("authelia-lint", document).get("config", "");
  const text = { path: document.uri.fsPath, text: document.getText() };
  const content = await access(program, text, url.trim(), config);
  await window.showTextDocument(await workspace.openTextDocument({ language: "plaintext", content }), { preview: true });
}

async function explainRule(program: string, pages: Pages): Promise<void> {
  const rule = await window.showQuickPick(await listRules(program), { placeHolder: "Rule" });
  if (rule) {
    await pages.show(rule, await explain(program, rule));
  }
}

async function fixFile(): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (document && client) {
    const uri = client.code2ProtocolConverter.asUri(Uri.parse(document.uri.toString()));
    await client.sendRequest("workspace/executeCommand", { command: "authelia-lint.fixAll", arguments: [uri] });
  }
}
