// Bundles the extension, and puts the schema of the settings beside it. `node build.mjs [PROGRAM]`; the extension brings
// PROGRAM with it.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { build } from "esbuild";

const [program] = process.argv.slice(2);
const bundle = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["vscode"],
  minify: true,
};
await build({ ...bundle, entryPoints: ["src/extension.ts"], outfile: "dist/extension.js" });
// What does not need an editor is tested without one.
await build({ ...bundle, entryPoints: ["src/program.ts"], outfile: "dist/test/program.js" });

rmSync("bin", { recursive: true, force: true });
if (program) {
  const name = process.platform === "win32" ? "authelia-lint.exe" : "authelia-lint";
  mkdirSync("bin", { recursive: true });
  copyFileSync(program, join("bin", name));
  chmodSync(join("bin", name), 0o755);
  mkdirSync("schema", { recursive: true });
  writeFileSync("schema/authelia-lint.json", execFileSync(program, ["schema"]));
}
