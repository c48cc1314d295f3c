// The linter in its worker, as functions.
import type { Requests } from "./report";

const worker = new Worker("worker.js", { type: "module" });
const waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>();
let last = 0;

worker.onmessage = ({ data: { id, answer, error } }) => {
  const request = waiting.get(id);
  waiting.delete(id);
  if (error === undefined) request?.resolve(answer);
  else request?.reject(new Error(error));
};

/** Asks the linter; rejects with its error message. */
export function ask<Name extends keyof Requests>(
  name: Name,
  request: Requests[Name]["request"],
): Promise<Requests[Name]["answer"]> {
  const id = ++last;
  worker.postMessage({ id, request: { [name]: request } });
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject });
  });
}
