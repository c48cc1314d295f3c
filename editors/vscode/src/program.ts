// The program that the extension runs: where it is, and what it is called with. Nothing here needs an editor.
import { execFile, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const NAME = process.platform === "win32" ? "authelia-lint.exe" : "authelia-lint";

/** The configured program, else the one that the extension brings, else the first one on the path. */
export function findProgram(configured: string, extension: string, path = process.env.PATH ?? ""): string | undefined {
  if (configured) {
    return configured;
  }
  const folders = [join(extension, "bin"), ...path.split(delimiter).filter(Boolean)];
  return folders.map((folder) => join(folder, NAME)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The arguments that start the language server. */
export function serverArguments(config: string): string[] {
  return config ? ["server", "--config", config] : ["server"];
}

/** An application that the program knows. */
export interface App {
  id: string;
  name: string;
}

/** The applications that the program knows. */
export async function listApps(program: string): Promise<App[]> {
  const lines = (await run(program, ["apps"])).split("\n");
  return lines.flatMap((line) => {
    const [, id, name] = /^(\S+)\s+(.+)$/.exec(line) ?? [];
    return id && name ? [{ id, name }] : [];
  });
}

/** The ids of all rules. */
export async function listRules(program: string): Promise<string[]> {
  const text = await run(program, ["rules"]);
  return [...new Set(text.split("\n").flatMap((line) => /^\s*([a-z][a-z0-9]*(?:-[a-z0-9]+)+)\s/.exec(`${line} `)?.[1] ?? []))];
}

/** The page of a rule. */
export function explain(program: string, rule: string): Promise<string> {
  return run(program, ["explain", rule]);
}

/** An open text, which counts instead of its file. */
export interface OpenText {
  path: string;
  text: string;
}

/** What decides a request to a URL, and for whom; all access control rules if no URL is given. */
export function access(program: string, { path, text }: OpenText, url: string, config: string): Promise<string> {
  const about = [...(url ? ["--url", url] : []), ...(config ? ["--config", config] : [])];
  return run(program, ["access", ...about, "--stdin-filename", path, "-"], text);
}

/** A new registration, with its secret, which is shown only once. */
export interface Registration {
  text: string;
  secret: string | undefined;
}

/** A client registration for an application at an address. */
export function newRegistration(program: string, app: string, url: string): Promise<Registration> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ["new", app, "--url", url], { stdio: ["ignore", "pipe", "pipe"] });
    let [text, notes] = ["", ""];
    child.stdout.on("data", (data) => (text += data));
    child.stderr.on("data", (data) => (notes += data));
    child.on("error", reject);
    child.on("close", (code) => {
      const secret = /^client secret[^:]*: (.+)$/m.exec(notes)?.[1];
      code === 0 ? resolve({ text, secret }) : reject(new Error(notes.trim()));
    });
  });
}

function run(program: string, args: string[], input = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, ["--color", "never", ...args], (error, stdout, stderr) => {
      error ? reject(new Error(stderr.trim() || error.message)) : resolve(stdout);
    });
    // A program that ends early does not read its input.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}
