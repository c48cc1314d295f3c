// Checks files with the WebAssembly module, and prints what it finds: one line for each finding, as the program's JSON names
// its places. `node lint.mjs MODULE FILE…`
import { readFileSync } from "node:fs";

import { load } from "./module.mjs";

const [module, ...files] = process.argv.slice(2);
const call = await load(readFileSync(module));

for (const name of files) {
  const { findings } = call({ lint: { texts: [{ name, text: readFileSync(name, "utf8") }] } });
  for (const { rule, severity, message, place } of findings) {
    console.log(`${name}:${place.start.line + 1}:${place.start.column + 1} ${severity} ${rule} ${message}`);
  }
}
