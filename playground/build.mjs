// Builds the playground into `dist/`: `node build.mjs MODULE`, where MODULE is the WebAssembly module as
// `cargo build --package authelia-lint-wasm --profile wasm --target wasm32-unknown-unknown` leaves it.
import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";

import { build } from "esbuild";

/** What may be downloaded before the first finding, in bytes, compressed with Brotli. */
const MAX_SIZE = 1_500_000;

const module = process.argv[2];
if (!module) {
  console.error("usage: node build.mjs MODULE.wasm");
  process.exit(2);
}
process.chdir(import.meta.dirname);
rmSync("dist", { recursive: true, force: true });
mkdirSync("dist");

const optimizer = createRequire(import.meta.url).resolve("binaryen/bin/wasm-opt");
const features = ["--enable-bulk-memory", "--enable-sign-ext", "--enable-nontrapping-float-to-int", "--enable-mutable-globals"];
execFileSync(process.execPath, [optimizer, "-Oz", ...features, module, "-o", "dist/authelia-lint.wasm"]);

await build({
  entryPoints: ["src/main.ts", "src/worker.ts"],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  outdir: "dist",
  loader: { ".yml": "text" },
});
for (const file of ["index.html", "style.css"]) cpSync(`src/${file}`, `dist/${file}`);

let total = 0;
for (const file of ["index.html", "style.css", "main.js", "worker.js", "authelia-lint.wasm"]) {
  const bytes = readFileSync(`dist/${file}`);
  const [brotli, gzip] = [brotliCompressSync(bytes).length, gzipSync(bytes, { level: 9 }).length];
  console.log(`${file}: ${brotli} bytes with Brotli, ${gzip} with gzip`);
  total += brotli;
}
console.log(`in all: ${total} bytes with Brotli`);
if (total > MAX_SIZE) {
  console.error(`larger than ${MAX_SIZE} bytes`);
  process.exit(1);
}
