// The library in WebAssembly finds in each fixture what the program finds: `node packaging/wasm/compare.mjs PROGRAM MODULE FOLDER…`,
// in the folder of the project. Each file is checked by itself in a folder of its own, because the program also reads what is beside
// a file, and hides the secrets of all files in what it says about each.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { isUtf8 } from "node:buffer";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";

import { load } from "./module.mjs";

const [program, modulePath, ...folders] = process.argv.slice(2);
const module = await WebAssembly.compile(readFileSync(modulePath));
const folder = mkdtempSync(join(tmpdir(), "fixtures"));

/** A file at which the YAML library panics: the program survives that, an instance of the module does not. */
const STOPS = "flow_tag_comma.yml";

/** Copies the fixtures that are texts, and returns the names of the copies. */
function copies() {
  const entries = folders.flatMap((path) => readdirSync(path, { recursive: true, withFileTypes: true }));
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith(".snap") && entry.name !== STOPS);
  const paths = files.map(({ parentPath, name }) => [join(parentPath, name), join(parentPath, name, name)]);
  const texts = paths.filter(([path]) => isUtf8(readFileSync(path)));
  for (const [path, copy] of texts) cpSync(path, join(folder, copy));
  return texts.map(([, copy]) => copy).sort();
}

/** What the program finds in a file; nothing if it refuses the file because that is not a configuration. */
function byProgram(name, options) {
  const command = ["check", "--no-config", "--format", "json", "--sort", "place", ...options, name];
  const { stdout, stderr } = spawnSync(program, command, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28 });
  const isRefused = /^error: .*: this is .*, not Authelia configuration$|^error: nothing to check/m.test(stderr);
  return isRefused ? undefined : JSON.parse(stdout).findings.map(ofProgram);
}

/** What the library finds in a file. */
async function byLibrary(name, complete) {
  const call = await load(module);
  const texts = [{ name, text: readFileSync(join(folder, name), "utf8") }];
  return call({ lint: { texts, options: { complete } } }).findings.map((finding) => ofLibrary(finding, name));
}

function ofProgram({ file, byte_start, byte_end, labels, fix, ...finding }) {
  const place = [file, byte_start, byte_end];
  const edits = fix?.edits.map((edit) => [[edit.file, edit.byte_start, edit.byte_end], edit.text]);
  const related = labels.map((label) => [label.line, label.column, label.text]);
  return told(finding, place, related, fix && [fix.title, fix.safety === "safe", edits]);
}

function ofLibrary({ place, related, fix, ...finding }, name) {
  const bytes = ({ start, end }) => [name, start.byte, end.byte];
  const edits = fix?.edits.map((edit) => [bytes(edit.place), edit.text]);
  const labels = related.map(({ place: { start }, label }) => [start.line + 1, start.column + 1, label]);
  return told(finding, bytes(place), labels, fix && [fix.title, fix.safe, edits]);
}

function told(finding, place, related, fix) {
  const { rule, severity, effect, message, help, proof, path, client_id, app, label } = finding;
  const all = [...place, rule, severity, effect, message, help, proof, path, client_id, app, label, related, fix];
  // The library replaces invisible characters itself, the program where it shows them in a terminal.
  return JSON.stringify(all).replace(/\p{Cf}/gu, "\ufffd");
}

/** Shows what differs, if anything does. */
function expectSame(program, library) {
  const differs = (one, other) => one.filter((finding) => !other.includes(finding));
  for (const finding of differs(program, library)) console.error(`only the program: ${finding}`);
  for (const finding of differs(library, program)) console.error(`only the library: ${finding}`);
  if (program.join("\n") !== library.join("\n")) process.exitCode = 1;
}

let [checked, whole] = [0, 0];
for (const name of copies()) {
  const findings = byProgram(name, []);
  if (findings === undefined) continue;
  expectSame(findings, await byLibrary(name, false));
  checked += 1;
  if (!name.split(sep).includes("whole") || !/\.ya?ml$/.test(name)) continue;
  expectSame(byProgram(name, ["--complete"]), await byLibrary(name, true));
  whole += 1;
}
rmSync(folder, { recursive: true });

if (process.exitCode) console.error("the program and the library in WebAssembly find different things");
else console.log(`the library in WebAssembly finds what the program finds: ${checked} fixtures, ${whole} of them also as complete`);
