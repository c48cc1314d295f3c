// Runs the linter in a thread of its own, so that typing is never delayed.
import { load } from "../../packaging/wasm/module.mjs";

type Call = (request: unknown) => unknown;

const compiled = WebAssembly.compileStreaming(fetch("authelia-lint.wasm"));
let call: Promise<Call> | undefined;

self.onmessage = async ({ data: { id, request } }) => {
  try {
    call ??= compiled.then(load);
    self.postMessage({ id, answer: (await call)(request) });
  } catch (error) {
    // A trap leaves the memory in an unknown state: the next request gets a new instance.
    if (error instanceof WebAssembly.RuntimeError) call = undefined;
    self.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
};
