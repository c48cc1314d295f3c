// The library in WebAssembly finds in every fixture what the program finds: `node packaging/wasm/compare.mjs PROGRAM MODULE`, in
// the folder of the project. Each file is copied into a folder of its own, because the program also reads what is beside a file.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";

import { load } from "./module.mjs";

const [program, modulePath] = process.argv.slice(2);
const module = await WebAssembly.compile(readFileSync(modulePath));
const folder = mkdtempSync(join(tmpdir(), "fixtures"));

/** Copies all fixtures, and returns the names of the copies. */
function copies() {
  const entries = readdirSync("fixtures", { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith(".snap"));
  const paths = files.map(({ parentPath, name }) => [join(parentPath, name), join(parentPath, name, name)]);
  for (const [path, copy] of paths) cpSync(path, join(folder, copy));
  return paths.map(([, copy]) => copy).sort();
}

/** What the program finds in some files, and those that it refuses because they are no configuration. */
function byProgram(files, options) {
  const command = ["check", "--no-config", "--format", "json", "--sort", "place", ...options, ...files];
  const { stdout, stderr } = spawnSync(program, command, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28 });
  const refused = [...stderr.matchAll(/^error: (.*): this is .*, not Authelia configuration$/gm)].map((line) => line[1]);
  return { findings: JSON.parse(stdout).findings.map(ofProgram), refused: new Set(refused) };
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
  return JSON.stringify([...place, rule, severity, effect, message, help, proof, path, client_id, app, label, related, fix]);
}

/** Shows what differs, if anything does. */
function expectSame(program, library) {
  const differs = (one, other) => one.filter((finding) => !other.includes(finding));
  for (const finding of differs(program, library)) console.error(`only the program: ${finding}`);
  for (const finding of differs(library, program)) console.error(`only the library: ${finding}`);
  if (program.join("\n") !== library.join("\n")) process.exitCode = 1;
}

const files = copies();
const { findings, refused } = byProgram(files, []);
const checked = files.filter((name) => !refused.has(name));
for (const name of checked) {
  const start = `["${name}",`;
  expectSame(findings.filter((finding) => finding.startsWith(start)), await byLibrary(name, false));
}
const whole = checked.filter((name) => name.split(sep).includes("whole") && /\.ya?ml$/.test(name));
for (const name of whole) expectSame(byProgram([name], ["--complete"]).findings, await byLibrary(name, true));
rmSync(folder, { recursive: true });

if (process.exitCode) console.error("the program and the library in WebAssembly find different things");
else console.log(`${checked.length} fixtures, ${whole.length} of them also as complete: the library in WebAssembly finds what the program finds`);
