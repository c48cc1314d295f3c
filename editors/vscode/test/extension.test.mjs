// The parts of the extension that need no editor, with the real program and its language server.
// They use what `node build.mjs PROGRAM` and `npm run package` made.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const protocol = require("vscode-languageserver-protocol/node");
const folder = join(dirname(fileURLToPath(import.meta.url)), "..");
const extension = require(join(folder, "dist/test/program.js"));
const program = extension.findProgram("", folder, "");
const file = "file:///project/configuration.yml";

let server, connection;

before(async () => {
  server = spawn(program, extension.serverArguments(""), { stdio: ["pipe", "pipe", "inherit"] });
  connection = protocol.createProtocolConnection(server.stdout, server.stdin);
  connection.listen();
  const capabilities = { textDocument: { diagnostic: {}, codeAction: { resolveSupport: { properties: ["edit"] } } } };
  await connection.sendRequest("initialize", { processId: process.pid, rootUri: null, capabilities });
  await connection.sendNotification("initialized", {});
});

after(async () => {
  await connection.sendRequest("shutdown");
  const closed = new Promise((resolve) => server.on("exit", resolve));
  await connection.sendNotification("exit");
  assert.equal(await closed, 0);
});

const request = (method, params = {}) =>
  connection.sendRequest(`textDocument/${method}`, { textDocument: { uri: file }, ...params });

async function open(text) {
  await connection.sendNotification("textDocument/didClose", { textDocument: { uri: file } });
  const textDocument = { uri: file, languageId: "yaml", version: 1, text };
  await connection.sendNotification("textDocument/didOpen", { textDocument });
}

test("the server finds, fixes and completes", async () => {
  await open("theme: 'drak'\n");
  const { items } = await request("diagnostic");
  assert.deepEqual(items.map(({ code }) => code), ["invalid-option"]);
  const actions = await request("codeAction", { range: items[0].range, context: { diagnostics: items } });
  const fix = actions.find(({ isPreferred }) => isPreferred);
  assert.equal(Object.values(fix.edit.changes)[0][0].newText, "'dark'");
  await open("theme: '");
  const completions = await request("completion", { position: { line: 0, character: 8 } });
  assert.ok(completions.some(({ label }) => label === "oled"));
});

test("the program is found", () => {
  assert.equal(extension.findProgram("/opt/authelia-lint", folder), "/opt/authelia-lint");
  assert.equal(extension.findProgram("", "/nowhere", ""), undefined);
  assert.equal(extension.findProgram("", "/nowhere", `/nowhere:${dirname(program)}`), program);
  assert.deepEqual(extension.serverArguments("a.toml"), ["server", "--config", "a.toml"]);
});

test("applications, rules and registrations", async () => {
  const apps = await extension.listApps(program);
  assert.deepEqual(apps.find(({ id }) => id === "mailcow"), { id: "mailcow", name: "Mailcow" });
  const rules = await extension.listRules(program);
  assert.ok(rules.length > 100 && rules.includes("auth-method-mismatch"), `${rules.length}`);
  assert.match(await extension.explain(program, "unknown-key"), /unknown-key/);
  await assert.rejects(extension.explain(program, "no-rule"), /unknown rule `no-rule`/);
  const { text, secret } = await extension.newRegistration(program, "mailcow", "https://mail.example.com");
  assert.match(text, /client_id: 'mailcow'/);
  assert.ok(secret.length > 30 && !text.includes(secret));
  await assert.rejects(extension.newRegistration(program, "mailcow", "ftp://x"), /https/);
});

test("who can reach a URL", async () => {
  const rules = "access_control:\n  default_policy: 'deny'\n  rules:\n    - { domain: 'a.example.com', policy: 'bypass' }\n";
  const open = { path: "/project/configuration.yml", text: rules };
  assert.match(await extension.access(program, open, "", ""), /^1 +4 +bypass +a\.example\.com +anyone$/m);
  const answer = await extension.access(program, open, "https://a.example.com/", "");
  assert.match(answer, /anyone who is not signed in +allowed +rule 1 at \S*configuration\.yml:4: bypass/);
  await assert.rejects(extension.access(program, { ...open, text: "theme: 'dark'\n" }, "", ""), /no `access_control`/);
});

test("each command is declared and there", () => {
  const { contributes, main } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const bundle = readFileSync(join(folder, main), "utf8");
  const names = contributes.commands.map(({ command }) => command.replace("authelia-lint.", ""));
  assert.deepEqual(names, ["new", "access", "explain", "fixFile", "restart"]);
  for (const name of names) assert.ok(bundle.includes(`"${name}"`), name);
});

test("the package has what it needs, and nothing else", () => {
  const list = execFileSync("unzip", ["-Z1", join(folder, "authelia-lint.vsix")], { encoding: "utf8" });
  const files = list.split("\n").filter((name) => name.startsWith("extension/")).sort();
  assert.deepEqual(files.map((name) => name.toLowerCase()), [
    "extension/bin/authelia-lint",
    "extension/dist/extension.js",
    "extension/package.json",
    "extension/readme.md",
    "extension/schema/authelia-lint.json",
  ]);
  const { main } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  assert.equal(join("extension", main), "extension/dist/extension.js");
});
