// Calls the WebAssembly module: JSON in, JSON out.

/** Instantiates the module, and returns the function that calls it. `source` is its bytes, or a compiled module. */
export async function load(source) {
  const loaded = await WebAssembly.instantiate(source);
  const { memory, reserve, release, call } = (loaded.instance ?? loaded).exports;
  return (request) => {
    const bytes = new TextEncoder().encode(JSON.stringify(request));
    const address = reserve(bytes.length);
    new Uint8Array(memory.buffer, address, bytes.length).set(bytes);
    const answer = call(address, bytes.length);
    release(address, bytes.length);
    const length = new DataView(memory.buffer).getUint32(answer, true);
    const text = new TextDecoder().decode(new Uint8Array(memory.buffer, answer + 4, length));
    release(answer, length + 4);
    const { ok, error } = JSON.parse(text);
    if (error !== undefined) throw new Error(error);
    return ok;
  };
}
