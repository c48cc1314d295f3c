// Checks files with the WebAssembly module, and prints what it finds: one line for each finding, as the program's JSON names
// its places. `node lint.mjs MODULE FILE…`
import { readFileSync } from "node:fs";

const [module, ...files] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(module));
const { memory, reserve, release, lint } = instance.exports;

function check(texts) {
  const request = new TextEncoder().encode(JSON.stringify({ texts }));
  const address = reserve(request.length);
  new Uint8Array(memory.buffer, address, request.length).set(request);
  const answer = lint(address, request.length);
  release(address, request.length);
  const length = new DataView(memory.buffer).getUint32(answer, true);
  const text = new TextDecoder().decode(new Uint8Array(memory.buffer, answer + 4, length));
  release(answer, length + 4);
  return JSON.parse(text);
}

for (const name of files) {
  const { report, error } = check([{ name, text: readFileSync(name, "utf8") }]);
  if (error) throw new Error(error);
  for (const { rule, severity, message, place } of report.findings) {
    console.log(`${name}:${place.start.line + 1}:${place.start.column + 1} ${severity} ${rule} ${message}`);
  }
}
